"""What can be refused to somebody about the directory."""

from kairan.kernel.errors import Conflict, NotFound, Refused


class MemberNotFound(NotFound):
    """There is no such person, or it is not yours to know of or to administer."""

    code = "directory.member_not_found"


class UnitNotFound(NotFound):
    """There is no such unit, or it is not yours."""

    code = "directory.unit_not_found"


class UnitExists(Conflict):
    """There is a unit with this name in the same place."""

    code = "directory.unit_exists"


class UnitNotEmpty(Refused):
    """Only a unit without people and without units below can be dropped."""

    code = "directory.unit_not_empty"


class UnitInItself(Refused):
    """A unit cannot be moved below itself."""

    code = "directory.unit_in_itself"


class EmployeeNoTaken(Conflict):
    """Somebody else in the organisation has this employee number."""

    code = "directory.employee_no_taken"


class NotYours(Refused):
    """A unit administrator can put people into the own units only."""

    code = "directory.not_yours"


ERRORS = (
    MemberNotFound,
    UnitNotFound,
    UnitExists,
    UnitNotEmpty,
    UnitInItself,
    EmployeeNoTaken,
    NotYours,
)
