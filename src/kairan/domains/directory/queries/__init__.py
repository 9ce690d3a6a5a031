"""What one may ask about the directory."""

from kairan.domains.directory.queries.many import (
    compare_members,
    find_members_for_import,
    plan_members,
)
from kairan.domains.directory.queries.people import (
    Acquaintances,
    MemberPage,
    find_known,
    find_members,
    get_me,
    get_member,
    in_order,
    list_members,
    visible_phones,
)
from kairan.domains.directory.queries.power import mine, out_of_reach, power, reached, require_yours
from kairan.domains.directory.queries.units import (
    Counts,
    UnitCount,
    accounts_of_unit,
    count_members,
    get_unit,
    get_unit_view,
    list_accounts,
    list_uncarded,
    list_unit_administrators,
    list_units,
    units_above,
)

__all__ = [
    "Acquaintances",
    "Counts",
    "MemberPage",
    "UnitCount",
    "accounts_of_unit",
    "compare_members",
    "count_members",
    "find_known",
    "find_members",
    "find_members_for_import",
    "get_me",
    "get_member",
    "get_unit",
    "get_unit_view",
    "in_order",
    "list_accounts",
    "list_members",
    "list_uncarded",
    "list_unit_administrators",
    "list_units",
    "mine",
    "out_of_reach",
    "plan_members",
    "power",
    "reached",
    "require_yours",
    "units_above",
    "visible_phones",
]
