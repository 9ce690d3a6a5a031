"""Rooms, messages, invitations: what is asked for and what is answered."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from kairan.domains.accounts.model import FoundOrganisation, Person
from kairan.domains.boundary.model import History, Kind, ReaderList
from kairan.domains.receipts.model import How

TEXT_LIMIT = 10_000
"""Characters in one message."""
NAME_LIMIT = 100
"""Characters in the name of a room."""
MEMBERS_LIMIT = 500
"""People added to a room at once."""
LAST_NO = 2_147_483_647
"""No room ever has more messages."""

Id = Annotated[str, Meta(max_length=64)]
No = Annotated[int, Meta(ge=0, le=LAST_NO)]
Members = Annotated[tuple[Id, ...], Meta(max_length=MEMBERS_LIMIT)]
What = Literal[
    "created",
    "joined",
    "left",
    "removed",
    "renamed",
    "owner_added",
    "owner_removed",
    "guest_renamed",
]


@dataclass(frozen=True, slots=True)
class CreateRoom:
    """Make a room. A direct one has exactly one other member and no name; a unit room names its unit."""

    kind: Kind
    name: str = ""
    members: Members = ()
    history: History = "all"
    reader_list: ReaderList = "everyone"
    unit: Id | None = None


@dataclass(frozen=True, slots=True)
class ChangeRoom:
    """Change the name or a rule of a room; what is left out stays."""

    room: str
    name: str | None = None
    history: History | None = None
    reader_list: ReaderList | None = None


@dataclass(frozen=True, slots=True)
class AddMembers:
    """Let people into a room."""

    room: str
    members: Members


@dataclass(frozen=True, slots=True)
class MemberOfRoom:
    """Somebody in a room: to be removed (oneself leaves), made owner, or no longer."""

    room: str
    account: str


@dataclass(frozen=True, slots=True)
class Forward:
    """The message to pass on."""

    room: Id
    no: No


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Write in a room. ``client_id`` is the sender's own name for it: the same twice is one message.
    With ``forward`` the text is taken from there."""

    room: str
    client_id: str
    text: str = ""
    reply_to: int | None = None
    forward: Forward | None = None


@dataclass(frozen=True, slots=True)
class ApplicationOfRoom:
    """Somebody's wish to be let into a room, by the room and its own id."""

    room: str
    application: str


@dataclass(frozen=True, slots=True)
class MessageOfRoom:
    """One message, by its room and number."""

    room: str
    no: int


@dataclass(frozen=True, slots=True)
class TellInPerson:
    """I told ``account`` of this message by other means."""

    room: str
    no: int
    account: str
    how: How


@dataclass(frozen=True, slots=True)
class System:
    """What a system message tells; ``name`` is the room's new one, or what a guest was called before."""

    what: What
    accounts: tuple[Person, ...]
    count: int
    by: Person | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that is replied to, as far as one may see it."""

    no: int
    sender_name: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody by name."""

    account: str
    name: str


@dataclass(frozen=True, slots=True)
class Acknowledgements:
    """了解 on a message: how many, whether one's own is among them, the first three."""

    count: int = 0
    mine: bool = False
    by: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message as people get it. ``undertaken``: who said 対応します, first ones first."""

    id: str
    no: int
    seq: int
    client_id: str | None
    kind: Literal["text", "system"]
    sender: str | None
    sender_name: str
    sender_affiliation: str | None
    sender_outside: bool
    text: str | None
    sent_at: datetime
    unsent_at: datetime | None
    forwarded: bool
    reply_to: Quote | None
    system: System | None
    audience: int
    read: int
    told: int
    acknowledged: Acknowledgements
    undertaken: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message that was sent: the message, and whether it is new."""

    message: Message
    new: bool

    @property
    def no(self) -> int:
        """Return its number in the room."""
        return self.message.no


@dataclass(frozen=True, slots=True)
class Room:
    """A room as one of its people gets it. ``applications``: who asks an owner to be let in; 0 for others."""

    id: str
    kind: Kind
    name: str
    peer: Person | None
    unit: str | None
    owner: bool
    members: int
    outside: int
    outside_affiliations: tuple[str, ...]
    head: int
    cursor: int
    unread: int
    from_no: int
    start_no: int
    history: History
    reader_list: ReaderList
    applications: int
    last: Message | None


@dataclass(frozen=True, slots=True)
class Invite:
    """Make a link into rooms. ``kind`` member needs an administrator; guests are the ordinary case."""

    rooms: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=20)]
    kind: Literal["member", "guest"] = "guest"
    until: datetime | None = None
    uses: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    approval: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link into rooms, ``mine`` to who made it; ``url`` and ``token`` are known only then."""

    id: str
    kind: Literal["member", "guest"]
    rooms: tuple[str, ...]
    until: datetime
    uses: int
    used: int
    approval: bool
    by: str
    mine: bool
    url: str | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptInvitation:
    """Enter by a link: with a name and an affiliation, or without them as who one is already."""

    digest: str
    name: str = ""
    affiliation: str | None = None
    device: str = ""


@dataclass(frozen=True, slots=True)
class EnteredRoom:
    """What became of it: ``token`` is a new session (None: one's own goes on); ``waiting`` for an owner."""

    account: str
    room: str
    waiting: bool
    token: str | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first organisation and administrator, on which device, and the name of their first room."""

    founding: FoundOrganisation
    device: str
    room: str


@dataclass(frozen=True, slots=True)
class Begun:
    """What was made; ``token`` is the administrator's session."""

    account: str
    token: str = field(repr=False)
    room: str
    invitation: Invitation
