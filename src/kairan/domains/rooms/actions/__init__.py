"""Changes of rooms and messages, a file for each of their nouns."""

from kairan.domains.rooms.actions.beginning import begin_organisation
from kairan.domains.rooms.actions.invitations import (
    accept_invitation,
    approve_application,
    create_invitation,
    refuse_application,
    stop_every_invitation,
    stop_invitation,
)
from kairan.domains.rooms.actions.messages import (
    acknowledge_message,
    send_message,
    tell_in_person,
    unsend_message,
    withdraw_acknowledgement,
    withdraw_told,
)
from kairan.domains.rooms.actions.rooms import (
    add_members,
    add_owner,
    change_room,
    create_room,
    remove_member,
    remove_owner,
)

__all__ = [
    "accept_invitation",
    "acknowledge_message",
    "add_members",
    "add_owner",
    "approve_application",
    "begin_organisation",
    "change_room",
    "create_invitation",
    "create_room",
    "refuse_application",
    "remove_member",
    "remove_owner",
    "send_message",
    "stop_every_invitation",
    "stop_invitation",
    "tell_in_person",
    "unsend_message",
    "withdraw_acknowledgement",
    "withdraw_told",
]
