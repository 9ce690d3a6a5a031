"""What rooms offer."""

from kairan.domains.accounts.events import AccountRestored, AccountSuspended, MeChanged
from kairan.domains.directory.events import PlacementsChanged
from kairan.domains.receipts.events import Counted
from kairan.domains.rooms import actions, api, errors, events, listeners
from kairan.domains.rooms.queries import messages, rooms
from kairan.kernel.manifest import Listener, Manifest

MANIFEST = Manifest(
    noun="rooms",
    actions=actions.ACTIONS,
    events=(
        events.MessageSent,
        events.MessageUnsent,
        events.MessageUndertaken,
        events.UndertakingWithdrawn,
        events.RoomChanged,
        events.InvitationsChanged,
        events.ApplicationMade,
        events.ApplicationClosed,
    ),
    errors=(
        errors.PersonNotFound,
        errors.OwnersOnly,
        errors.LastOwner,
        errors.GuestCannotOwn,
        errors.DirectRoomIsFixed,
        errors.UnitRoomIsFixed,
        errors.MessageNotFound,
        errors.UnsendTooLate,
        errors.NotTheSender,
        errors.InvitationNotFound,
        errors.ApplicationNotFound,
        errors.AlreadyInside,
        errors.StillWaiting,
        errors.SetupNotFound,
    ),
    listeners=(
        Listener("rooms.follow_units", (PlacementsChanged,), listeners.follow_units, hears="all"),
        Listener(
            "rooms.keep_owners",
            (AccountSuspended, AccountRestored),
            listeners.keep_owners,
            hears="all",
        ),
        Listener("rooms.note_new_names", (MeChanged,), listeners.note_new_names, hears="new"),
    ),
    tellers={
        events.MessageSent.type: messages.tell_of_messages,
        events.MessageUndertaken.type: messages.tell_of_undertakings,
        events.RoomChanged.type: rooms.tell_of_rooms,
        Counted.type: messages.tell_of_counts,
    },
    routes=api.ROUTES,
)
