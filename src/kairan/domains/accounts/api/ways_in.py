"""Routes of sessions, passwords, entry links, administrators and the organisation itself."""

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from litestar import delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from kairan.domains.accounts import actions, queries
from kairan.domains.accounts.errors import EntryLinkNotFound, WrongLogin, WrongPassword
from kairan.domains.accounts.model import (
    AccountId,
    Baseline,
    ChangeOrganisation,
    ChangePassword,
    Entered,
    EntryPreview,
    KeptBaseline,
    Organisation,
    PasswordText,
    RefuseSignIn,
    Session,
    SessionId,
    SignIn,
    UseEntryLink,
    checked_password,
    folded_login,
    hash_password,
    password_fits,
)
from kairan.kernel.ids import Secret
from kairan.kernel.ports import Desk

LoginAndCode = Annotated[str, Meta(max_length=140)]
As = Literal["token"]


class SignInBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``name@code`` and password; ``@code`` may be left out while there is one organisation."""

    login: LoginAndCode
    password: PasswordText
    as_: As | None = msgspec.field(default=None, name="as")


class EntryBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether to answer with a token instead of a cookie."""

    as_: As | None = msgspec.field(default=None, name="as")


class PasswordBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The old password (null where none is set) and the new one, of 8 to 256 characters."""

    new: PasswordText
    old: PasswordText | None = None


class SignedIn(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is signed in now; ``token`` only where the body asked for one."""

    account: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class _Limit:
    kind: str
    key: str
    times: int
    seconds: int


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Where one is signed in; the list is never cut."""

    items: list[Session]
    next: str | None = None


@post("/session", operation_id="sign_in")
async def sign_in(desk: NamedDependency[Desk], data: JSONBody[SignInBody]) -> SignedIn:
    """Sign in. The answer and the work are the same whether the login exists or not.

    Tries that fail are counted strictly for a login at an address, and loosely for an address (a town hall
    has one) and for a login anywhere, so that who knows somebody's login does not keep its owner out; where
    it was signed in before, that does not count.
    """
    place = await desk.ask_in("", lambda ctx: queries.find_sign_in_place(ctx, data.login))
    org = place.organisation
    login = f"{org} {folded_login(place.name)}"
    here = f"{login} {desk.network}"
    limits = [_Limit("sign_in_here", here, 5, 60)]
    if not desk.remembers("signed_in_here", here):
        limits.append(_Limit("sign_in_anywhere", login, 50, 600))
    limits.append(_Limit("sign_in_address", desk.network, 300, 600))
    for each in limits:
        desk.limit(each.kind, each.key, times=each.times, seconds=each.seconds)
    known = None
    if org is not None:
        known = await desk.ask_in(org, lambda ctx: queries.find_credentials(ctx, place.name))
    expected = known.password_hash if known else None
    fits = await desk.slowly(lambda: password_fits(expected, data.password))
    if org is None:
        raise WrongLogin
    if not fits or known is None or expected is None:
        refused = RefuseSignIn(known.account if known else None, desk.address)
        await desk.do_in(org, actions.refuse_sign_in, refused)
        raise WrongLogin
    signing_in = SignIn(known.account, expected, desk.device)
    entered = await desk.do_in(org, actions.sign_in, signing_in)
    desk.remember("signed_in_here", here)
    for each in limits:
        desk.forgive(each.kind, each.key, times=each.times, seconds=each.seconds)
    return _entered(desk, entered)


@delete("/session", operation_id="sign_out")
async def sign_out(desk: NamedDependency[Desk]) -> None:
    """Sign out: the session and its streams end at once."""
    desk.leave()
    await desk.do(actions.sign_out, None)


@get("/sessions", operation_id="list_sessions")
async def list_sessions(desk: NamedDependency[Desk]) -> SessionPage:
    """Where one is signed in, the device last seen first."""
    return SessionPage(await desk.ask(queries.list_sessions))


@delete("/sessions/{session:str}", operation_id="end_session")
async def end_session(desk: NamedDependency[Desk], session: FromPath[str]) -> None:
    """Sign one of one's devices out."""
    await desk.do(actions.end_session, SessionId(session))


@put("/me/password", operation_id="change_password", status_code=204)
async def change_password(desk: NamedDependency[Desk], data: JSONBody[PasswordBody]) -> None:
    """Set a password; where one is set, the old one must fit. Other devices are signed out."""
    new = checked_password("new", data.new)
    own = await desk.ask(queries.get_own_credentials)
    desk.limit("change_password", own.account, times=5, seconds=60)
    expected = own.password_hash
    if expected is not None:
        old = data.old or ""
        if not await desk.slowly(lambda: password_fits(expected, old)):
            raise WrongPassword({"old": "wrong"})
    new_hash = await desk.slowly(lambda: hash_password(new))
    await desk.do(actions.change_password, ChangePassword(expected, new_hash))


@get("/entry/{token:str}", operation_id="preview_entry_link")
async def preview_entry_link(desk: NamedDependency[Desk], token: FromPath[str]) -> EntryPreview:
    """Whose entry link it is. Looking uses nothing up: messengers open links to preview them."""
    _, preview = await _link(desk, token)
    return preview


@post("/entry/{token:str}", operation_id="use_entry_link")
async def use_entry_link(
    desk: NamedDependency[Desk], token: FromPath[str], data: JSONBody[EntryBody | None] = None
) -> SignedIn:
    """Enter by an entry link, once; the old devices are signed out."""
    secret, _ = await _link(desk, token)
    using = UseEntryLink(secret.digest, desk.device)
    return _entered(desk, await desk.do_in(secret.org, actions.use_entry_link, using))


@put("/members/{account:str}/admin", operation_id="grant_admin", status_code=204)
async def grant_admin(desk: NamedDependency[Desk], account: FromPath[str]) -> None:
    """Make a member an administrator."""
    await desk.do(actions.grant_admin, AccountId(account))


@delete("/members/{account:str}/admin", operation_id="withdraw_admin")
async def withdraw_admin(desk: NamedDependency[Desk], account: FromPath[str]) -> None:
    """Make an administrator an ordinary member again; never the last one."""
    await desk.do(actions.withdraw_admin, AccountId(account))


@patch("/organisation", operation_id="change_organisation")
async def change_organisation(
    desk: NamedDependency[Desk], data: JSONBody[ChangeOrganisation]
) -> Organisation:
    """Change what the organisation is called, its word for outsiders, its time for unsending."""
    await desk.do(actions.change_organisation, data)
    return await desk.ask(queries.get_organisation)


@put("/organisation/baseline", operation_id="record_baseline", status_code=204)
async def record_baseline(desk: NamedDependency[Desk], data: JSONBody[Baseline]) -> None:
    """Keep how it was before Kairan: calls, FAXes and mails a week, and what hurts most."""
    await desk.do(actions.record_baseline, data)


@get("/organisation/baseline", operation_id="get_baseline")
async def get_baseline(desk: NamedDependency[Desk]) -> KeptBaseline:
    """How it was before Kairan."""
    return await desk.ask(queries.get_baseline)


async def _link(desk: Desk, token: str) -> tuple[Secret, EntryPreview]:
    return await desk.ask_by("entry_link", token, queries.preview_entry_link, EntryLinkNotFound)


def _entered(desk: Desk, entered: Entered) -> SignedIn:
    desk.enter(entered.token)
    return SignedIn(entered.account, desk.told(entered.token))


ROUTES = (
    sign_in,
    sign_out,
    list_sessions,
    end_session,
    change_password,
    preview_entry_link,
    use_entry_link,
    grant_admin,
    withdraw_admin,
    change_organisation,
    record_baseline,
    get_baseline,
)
