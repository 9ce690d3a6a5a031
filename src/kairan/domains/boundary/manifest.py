"""What the boundary offers."""

from kairan.domains.accounts.events import AccountRestored, AccountSuspended, MeChanged
from kairan.domains.boundary import events, listeners, queries
from kairan.domains.boundary.errors import RoomNotFound
from kairan.kernel.manifest import Listener, Manifest

MANIFEST = Manifest(
    noun="boundary",
    events=(
        events.MemberJoined,
        events.MemberLeft,
        events.PeopleChanged,
        events.OwnerAdded,
        events.OwnerRemoved,
    ),
    errors=(RoomNotFound,),
    listeners=(
        Listener(
            "boundary.follow_people",
            (AccountSuspended, AccountRestored, MeChanged),
            listeners.follow_people,
            hears="all",
        ),
    ),
    tellers={
        events.MemberJoined.type: queries.tell_of_people,
        events.MemberLeft.type: queries.tell_of_people,
    },
)
