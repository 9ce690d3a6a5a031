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
from kairan.domains.rooms.actions.leaving import leave_for_good
from kairan.domains.rooms.actions.messages import (
    acknowledge_message,
    remind_unread,
    send_message,
    tell_in_person,
    undertake_message,
    unsend_message,
    withdraw_acknowledgement,
    withdraw_told,
    withdraw_undertaking,
)
from kairan.domains.rooms.actions.rooms import (
    add_members,
    add_owner,
    change_room,
    create_room,
    remove_member,
    remove_owner,
)

ACTIONS = (
    begin_organisation,
    create_room,
    change_room,
    add_members,
    remove_member,
    add_owner,
    remove_owner,
    send_message,
    unsend_message,
    acknowledge_message,
    withdraw_acknowledgement,
    undertake_message,
    withdraw_undertaking,
    tell_in_person,
    withdraw_told,
    remind_unread,
    create_invitation,
    stop_invitation,
    stop_every_invitation,
    accept_invitation,
    approve_application,
    refuse_application,
    leave_for_good,
)

__all__ = [
    "ACTIONS",
    "accept_invitation",
    "acknowledge_message",
    "add_members",
    "add_owner",
    "approve_application",
    "begin_organisation",
    "change_room",
    "create_invitation",
    "create_room",
    "leave_for_good",
    "refuse_application",
    "remind_unread",
    "remove_member",
    "remove_owner",
    "send_message",
    "stop_every_invitation",
    "stop_invitation",
    "tell_in_person",
    "undertake_message",
    "unsend_message",
    "withdraw_acknowledgement",
    "withdraw_told",
    "withdraw_undertaking",
]
