"""Changes of units and members. Who may is decided by ``Power``; what is not yours is not found."""

from kairan.domains.directory.actions.members import (
    add_member,
    change_member,
    enter_member,
    found_organisation,
    issue_entry_cards,
    issue_entry_link,
    put_members,
    restore_member,
    restore_members,
    revoke_entry_link,
    suspend_member,
    suspend_members,
)
from kairan.domains.directory.actions.units import (
    add_unit_administrator,
    change_unit,
    drop_unit,
    make_unit,
    remove_unit_administrator,
)

ACTIONS = (
    found_organisation,
    add_member,
    change_member,
    put_members,
    suspend_member,
    restore_member,
    suspend_members,
    restore_members,
    issue_entry_link,
    issue_entry_cards,
    revoke_entry_link,
    make_unit,
    change_unit,
    drop_unit,
    add_unit_administrator,
    remove_unit_administrator,
)

__all__ = [
    "ACTIONS",
    "add_member",
    "add_unit_administrator",
    "change_member",
    "change_unit",
    "drop_unit",
    "enter_member",
    "found_organisation",
    "issue_entry_cards",
    "issue_entry_link",
    "make_unit",
    "put_members",
    "remove_unit_administrator",
    "restore_member",
    "restore_members",
    "revoke_entry_link",
    "suspend_member",
    "suspend_members",
]
