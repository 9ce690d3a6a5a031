"""What can be refused to somebody about accounts."""

from kairan.kernel.errors import Conflict, NotFound, NotSignedIn, Refused


class AccountNotFound(NotFound):
    """There is no such account, or it is not yours to know of."""

    code = "accounts.not_found"


class SessionNotFound(NotFound):
    """There is no such session of yours."""

    code = "accounts.session_not_found"


class EntryLinkNotFound(NotFound):
    """The link was used, revoked, has ended, or never was."""

    code = "accounts.entry_link_not_found"


class WrongLogin(NotSignedIn):
    """Login and password do not fit together; it does not say which of them is wrong."""

    code = "accounts.wrong_login"


class WrongPassword(Refused):
    """The old password does not fit."""

    code = "accounts.wrong_password"


class NoLogin(Refused):
    """An account without a login (a guest's) cannot have a password."""

    code = "accounts.no_login"


class LoginTaken(Conflict):
    """Somebody else in the organisation has this login."""

    code = "accounts.login_taken"


class CodeTaken(Conflict):
    """Another organisation on this server has this code."""

    code = "accounts.code_taken"


class LastAdministrator(Refused):
    """An organisation keeps at least one active administrator."""

    code = "accounts.last_administrator"


class NotYourself(Refused):
    """Nobody suspends themselves."""

    code = "accounts.not_yourself"


class NotAMember(Refused):
    """Only members can be administrators."""

    code = "accounts.not_a_member"


class NameIsGiven(Refused):
    """Members' names and affiliations are kept by their administrators."""

    code = "accounts.name_is_given"


class RenamedOften(Refused):
    """A guest takes another name or affiliation a few times a day at most: ``times``."""

    code = "accounts.renamed_often"


ERRORS = (
    AccountNotFound,
    SessionNotFound,
    EntryLinkNotFound,
    WrongLogin,
    WrongPassword,
    NoLogin,
    LoginTaken,
    CodeTaken,
    LastAdministrator,
    NotYourself,
    NotAMember,
    NameIsGiven,
    RenamedOften,
)
