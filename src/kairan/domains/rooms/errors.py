"""Errors of rooms, messages, invitations and applications."""

from kairan.kernel.errors import Conflict, NotAllowed, NotFound, Refused


class PersonNotFound(NotFound):
    """One of the people named is not there, or not for you to know."""

    code = "rooms.person_not_found"


class OwnersOnly(NotAllowed):
    """Only an owner of the room may do this."""

    code = "rooms.owners_only"


class LastOwner(Refused):
    """The last owner leaves, or stops being one, only after naming another."""

    code = "rooms.last_owner"


class GuestCannotOwn(Refused):
    """A guest cannot be an owner of a room."""

    code = "rooms.guest_cannot_own"


class DirectRoomIsFixed(Refused):
    """A direct room is for two: nobody is added, removed or made owner, and it has no name."""

    code = "rooms.direct_room_is_fixed"


class UnitRoomIsFixed(Refused):
    """The people of this room follow the org chart."""

    code = "rooms.unit_room_is_fixed"


class MessageNotFound(NotFound):
    """There is no such message, or you do not see it."""

    code = "rooms.message_not_found"


class NobodyUnread(Refused):
    """Everybody has read this message or was told of it: there is nobody to remind."""

    code = "rooms.nobody_unread"


class UnsendTooLate(Refused):
    """A message can be unsent only for a while; ``hours`` says for how long."""

    code = "rooms.unsend_too_late"


class NotTheSender(NotAllowed):
    """Only the sender may unsend a message."""

    code = "rooms.not_the_sender"


class InvitationNotFound(NotFound):
    """There is no such invitation, or it has ended, was stopped or is used up."""

    code = "rooms.invitation_not_found"


class ApplicationNotFound(NotFound):
    """There is no such application, or somebody has decided on it."""

    code = "rooms.application_not_found"


class StillWaiting(Conflict):
    """Whoever waits for an owner's answer enters by no other link meanwhile."""

    code = "rooms.still_waiting"


class SetupNotFound(NotFound):
    """This set-up link is not good, or the server has been set up already."""

    code = "accounts.setup_not_found"


class AlreadyInside(Conflict):
    """You are inside this room already."""

    code = "rooms.already_inside"
