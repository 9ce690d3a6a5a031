"""Where the scenarios of ``test_snapshots`` play: a site with some rooms in which things have happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.domains.receipts import actions as receipts
from kairan.domains.receipts.model import MoveCursor
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.model import (
    CreateRoom,
    MessageOfRoom,
    SendMessage,
    TellInPerson,
)
from kairan.kernel.actions import Action
from kairan.kernel.guard import SERVER
from tests.site import Site
from tests.world import Cast, Somebody

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True)
class Rooms:
    """The rooms there are.

    ``open``: 佐藤 owns it, 小林, 前田 and the newcomer are inside, everybody may open reader lists.
    ``quiet``: the same without the newcomer; reader lists are for the owner and the senders.
    ``late``: 佐藤 and 中村; who comes later does not see what was written before.
    ``unit``: follows 防災課. ``direct``: 佐藤 and 小林.
    """

    open: str
    quiet: str
    late: str
    unit: str
    direct: str
    newcomer: str


@dataclass
class Stage:
    """One play: the site, its rooms, and the imports that were begun."""

    site: Site
    rooms: Rooms
    imports: list[str] = field(default_factory=list)

    @property
    def cast(self) -> Cast:
        return self.site.cast

    def do(self, who: Somebody, action: Action[C, R], command: C) -> R:
        """Let somebody do something."""
        return self.site.do(who, action, command)

    def serve(self, action: Action[C, R], command: C) -> R:
        """Let the server do something in みなと県."""
        return self.site.do_as(self.cast.minato, SERVER, action, command)

    def write(self, who: Somebody, room: str, text: str = "了解です", **more: Any) -> int:
        """Let somebody write a message and return its number."""
        command = SendMessage(room, f"{room}{self.site.seq(who.org)}", text, **more)
        return self.do(who, rooms.send_message, command).message.no


Play = Callable[[Stage], None]
Scenarios = Mapping[str, Play]


def furnish(site: Site) -> Rooms:
    """Make the rooms, and let people write and read in them."""
    cast = site.cast
    newcomer = _newcomer(site)
    sato, kobayashi, maeda = cast.sato.account, cast.kobayashi.account, cast.maeda.account

    def make(**more: Any) -> str:
        return site.do(cast.sato, rooms.create_room, CreateRoom(**more))[0]

    made = Rooms(
        open=make(kind="group", name="防災連絡", members=(kobayashi, maeda, newcomer)),
        quiet=make(kind="group", name="相談", members=(kobayashi, maeda), reader_list="owners"),
        late=make(
            kind="group", name="新人", members=(cast.nakamura.account,), history="from_joining"
        ),
        unit=make(kind="unit", unit=cast.bosai),
        direct=make(kind="direct", members=(kobayashi,)),
        newcomer=newcomer,
    )
    stage = Stage(site, made)
    first = stage.write(cast.sato, made.open, "明日は九時に集まります")
    stage.write(cast.kobayashi, made.open, "承知しました", reply_to=first)
    stage.write(cast.maeda, made.open, "車で行きます")
    quiet = stage.write(cast.kobayashi, made.quiet, "相談があります")
    stage.write(cast.sato, made.quiet, "どうぞ")
    stage.write(cast.kobayashi, made.direct, "少しよろしいですか")
    for who, room, no in (
        (cast.kobayashi, made.open, 3),
        (cast.maeda, made.quiet, quiet),
        (cast.sato, made.direct, 1),
    ):
        site.do(who, receipts.move_cursor, MoveCursor(room, no))
    for who, room, no in ((cast.maeda, made.open, first), (cast.maeda, made.quiet, quiet)):
        site.do(who, rooms.acknowledge_message, MessageOfRoom(room, no))
    telling = TellInPerson(made.open, first, newcomer, "telephone")
    site.do(cast.sato, rooms.tell_in_person, telling)
    telling = TellInPerson(made.quiet, quiet, sato, "paper")
    site.do(cast.kobayashi, rooms.tell_in_person, telling)
    site.calm()
    return made


def _newcomer(site: Site) -> str:
    """Add a member who has not begun to use Kairan."""
    adding = AddMember(name="新人 桜", kana="しんじん さくら", login="shinjin", unit=site.cast.somu)
    return site.do(site.cast.yamamoto, directory.add_member, adding)
