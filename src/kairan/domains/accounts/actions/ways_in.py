"""Sessions, entry links and passwords. Plain functions are for domains that checked who may do this."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from kairan.domains.accounts import queries
from kairan.domains.accounts.errors import (
    AccountNotFound,
    EntryLinkNotFound,
    NoLogin,
    SessionNotFound,
    WrongLogin,
    WrongPassword,
)
from kairan.domains.accounts.events import (
    AccountEntered,
    MeChanged,
    SessionsEnded,
)
from kairan.domains.accounts.model import (
    DEVICE_LINK_FOR,
    ENTRY_LINK_FOR,
    NO_ORIGIN,
    AddDevice,
    ChangePassword,
    Entered,
    EntryLink,
    GivePassword,
    LinkKind,
    Origin,
    RefuseSignIn,
    SeenSessions,
    SessionId,
    SignIn,
    UseEntryLink,
    UseEntryNumber,
    Voucher,
    new_key,
)
from kairan.domains.accounts.store import links, ways_in
from kairan.domains.accounts.store import people as store
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import TooMany
from kairan.kernel.guard import Role
from kairan.kernel.ids import new_id, new_secret

DEVICE_LIMIT = 200
KEY_TRIES = 5
"""How often keys are drawn; there are 100,000, and a number lives 30 days at most."""


@action(Role.ANYONE)
def sign_in(ctx: Ctx, command: SignIn) -> Entered:
    """Open a session for somebody whose password fitted a moment ago, if that still holds.

    Raises WrongLogin.
    """
    now = store.find_credentials(ctx, command.account)
    if now is None or now.password_hash != command.password_hash:
        raise WrongLogin
    token = open_session(ctx, command.account, command.device, origin=now.origin)
    return Entered(command.account, token)


@action(Role.ANYONE)
def refuse_sign_in(ctx: Ctx, command: RefuseSignIn) -> None:
    """Put a failed sign-in on the record; what was typed is not kept."""
    ctx.audit("accounts.refuse_sign_in", command.account, address=command.address)


def open_session(ctx: Ctx, account: str, device: str, *, origin: Origin = NO_ORIGIN) -> str:
    """Open a session for an account, whoever acts, and return its token.

    ``origin`` is the entry link it goes back to.
    """
    token, secret = new_secret(ctx.org)
    session = new_id()
    ways_in.insert_session(ctx, session, secret.digest, account, _shown(device), origin=origin)
    if store.update_first_in(ctx, account):
        ctx.emit(AccountEntered(account=account))
    ctx.audit("accounts.sign_in", account, session=session)
    return token


@action(Role.GUEST)
def sign_out(ctx: Ctx, command: None) -> None:
    """End the session that asks. Raises SessionNotFound for those who act without one."""
    if ctx.actor.session is None:
        raise SessionNotFound
    links.revoke_device_links(ctx, [ctx.actor.id])
    _end(ctx, [(ctx.actor.id, ctx.actor.session)])


@action(Role.GUEST)
def end_session(ctx: Ctx, command: SessionId) -> None:
    """End one of one's own sessions. Raises SessionNotFound."""
    own = (ctx.actor.id, command.session)
    if own not in ways_in.list_open_sessions(ctx, [ctx.actor.id]):
        raise SessionNotFound
    links.revoke_device_links(ctx, [ctx.actor.id])
    _end(ctx, [own])


def end_all_sessions(ctx: Ctx, accounts: Sequence[str], *, but: str | None = None) -> None:
    """End every session of these accounts, but the one with this id; and what they began for one more."""
    links.revoke_device_links(ctx, accounts)
    open_now = ways_in.list_open_sessions(ctx, accounts)
    _end(ctx, [(account, session) for account, session in open_now if session != but])


@action(Role.SERVER)
def see_sessions(ctx: Ctx, command: SeenSessions) -> None:
    """Remember that these sessions are in use (open streams, for example)."""
    ways_in.see_sessions(ctx, command.sessions)


def issue_entry_link(ctx: Ctx, account: str) -> EntryLink:
    """Make a new entry link for an account; the caller checked that the actor may.

    The old link is revoked, and the old devices are signed out: it is the way back from a lost
    telephone. The device that asks stays signed in. Raises AccountNotFound also for the suspended.
    """
    return issue_entry_links(ctx, {account: None})[account]


def issue_entry_links(ctx: Ctx, numbers: Mapping[str, str | None]) -> dict[str, EntryLink]:
    """Make a new entry link for each account, with the hash of its number's secret (None: no number).

    As ``issue_entry_link``; in a constant number of statements.
    """
    found = queries.accounts(ctx, numbers)
    if any(id_ not in found or found[id_].state != "active" for id_ in numbers):
        raise AccountNotFound
    links.revoke_entry_links(ctx, numbers)
    end_all_sessions(ctx, list(numbers), but=ctx.actor.session)
    until = ctx.now + ENTRY_LINK_FOR
    origin = Origin(ctx.actor.account, ctx.actor.session)
    made = _keep(ctx, "entry", numbers, origin=origin, until=until)
    for account in numbers:
        ctx.audit("accounts.issue_entry_link", account)
    return made


@action(Role.GUEST)
def add_device(ctx: Ctx, command: AddDevice) -> EntryLink:
    """Make a link for one more device of one's own: for ten minutes, once; nobody is signed out.

    Whoever vouched for this device vouches for the next. Raises SessionNotFound for those who act without one.
    """
    if ctx.actor.session is None:
        raise SessionNotFound
    me = ctx.actor.id
    links.revoke_device_links(ctx, [me])
    origin = ways_in.find_session_origin(ctx, ctx.actor.session)
    until = ctx.now + DEVICE_LINK_FOR
    made = _keep(ctx, "device", {me: command.number_hash}, origin=origin, until=until)
    ctx.audit("accounts.add_device", me)
    return made[me]


def revoke_entry_link(ctx: Ctx, account: str) -> None:
    """Make the living entry link of an account useless; the caller checked that the actor may."""
    if links.revoke_entry_links(ctx, [account]):
        ctx.audit("accounts.revoke_entry_link", account)


@action(Role.ANYONE)
def use_entry_link(ctx: Ctx, command: UseEntryLink) -> Entered:
    """Enter by an entry link: it is used up, and the old devices are signed out.

    An old password goes with them: it may be what was lost, and a new one can then be set without it. One
    that is for one more device leaves all of that as it is.
    Exactly once: a second use raises EntryLinkNotFound, like one that is revoked or has ended.
    """
    return _enter(ctx, links.find_entry_link(ctx, command.digest), command.device)


@action(Role.ANYONE)
def use_entry_number(ctx: Ctx, command: UseEntryNumber) -> Entered:
    """Enter by the number of an entry link that fitted a moment ago. Raises EntryLinkNotFound."""
    link = links.find_link_of_number(ctx, command.link, command.number_hash)
    return _enter(ctx, link, command.device)


def _enter(ctx: Ctx, link: links.Link | None, device: str) -> Entered:
    if link is None or queries.get_account(ctx, link.account).state != "active":
        raise EntryLinkNotFound
    if not links.use_entry_link(ctx, link.id):
        raise EntryLinkNotFound
    if link.kind == "entry":
        end_all_sessions(ctx, [link.account])
        store.update_password(ctx, [link.account], None)
    ctx.audit("accounts.use_entry_link", link.account, kind=link.kind)
    token = open_session(ctx, link.account, device, origin=link.origin)
    return Entered(link.account, token)


def _keep(
    ctx: Ctx,
    kind: LinkKind,
    numbers: Mapping[str, str | None],
    *,
    origin: Origin,
    until: datetime,
) -> dict[str, EntryLink]:
    """Keep a link for each account, and return what is told this once."""
    keys = iter(_free_keys(ctx, len(numbers)))
    made: dict[str, EntryLink] = {}
    rows = []
    for account, number_hash in numbers.items():
        token, secret = new_secret(ctx.org)
        key = next(keys)
        made[account] = EntryLink(token, key, until)
        rows.append(
            links.NewLink(new_id(), kind, secret.digest, key, number_hash, account, origin, until)
        )
    links.insert_entry_links(ctx, rows)
    return made


def _free_keys(ctx: Ctx, count: int) -> list[str]:
    """Return keys that no living link has. Raises TooMany while too many of them live."""
    for _ in range(KEY_TRIES):
        drawn = list(dict.fromkeys(new_key() for _ in range(2 * count + 8)))
        taken = links.list_number_keys(ctx, drawn)
        if len(free := [key for key in drawn if key not in taken]) >= count:
            return free[:count]
    raise TooMany(retry_after=3600)


def revoke_vouched_links(ctx: Ctx, vouchers: Collection[Voucher]) -> None:
    """Make the living entry links useless that these issued (they could not issue them any more)."""
    if vouchers:
        for account in ways_in.revoke_vouched_links(ctx, vouchers):
            ctx.audit("accounts.revoke_entry_link", account)


def revoke_issued_links(ctx: Ctx, issuers: Collection[str]) -> None:
    """Make every living entry link useless that these accounts issued: they lost the power to."""
    for account in links.revoke_links_of_issuers(ctx, issuers):
        ctx.audit("accounts.revoke_entry_link", account)


def end_vouched(ctx: Ctx, vouchers: Collection[Voucher]) -> None:
    """End links, sessions and passwords that go back to these: they must not act as the promoted."""
    if not vouchers:
        return
    revoke_vouched_links(ctx, vouchers)
    _end(ctx, ways_in.list_vouched_sessions(ctx, vouchers))
    for account in ways_in.list_vouched_passwords(ctx, vouchers):
        store.update_password(ctx, [account], None)
        ctx.audit("accounts.forget_password", account)
        ctx.emit(MeChanged(account=account))


@action(Role.SERVER)
def end_every_way_in(ctx: Ctx, command: None) -> None:
    """End every session and entry link: a restored copy must not honour what was ended after it."""
    ended, revoked = ways_in.end_every_session(ctx), links.revoke_every_entry_link(ctx)
    _tell(ctx, ended)
    ctx.audit("accounts.end_every_way_in", None, sessions=len(ended), links=revoked)


@action(Role.GUEST)
def change_password(ctx: Ctx, command: ChangePassword) -> None:
    """Write the actor's new password and end the other sessions.

    Raises WrongPassword where the password changed since the old one was compared, NoLogin.
    """
    account = queries.get_own(ctx)
    if account.login is None:
        raise NoLogin
    if queries.get_own_credentials(ctx).password_hash != command.old_hash:
        raise WrongPassword({"old": "wrong"})
    origin = ways_in.find_session_origin(ctx, ctx.actor.session or "")
    store.update_password(ctx, [account.id], command.new_hash, origin=origin)
    end_all_sessions(ctx, [account.id], but=ctx.actor.session)
    ctx.audit("accounts.change_password", account.id)
    ctx.emit(MeChanged(account=account.id))


@action(Role.SERVER)
def give_password(ctx: Ctx, command: GivePassword) -> None:
    """Write one password for all of these accounts (demonstrations and load tests)."""
    store.update_password(ctx, command.accounts, command.password_hash)
    ctx.audit("accounts.give_password", None, accounts=len(command.accounts))
    for account in command.accounts:
        ctx.emit(MeChanged(account=account))


def _end(ctx: Ctx, ended: Sequence[tuple[str, str]]) -> None:
    if not ended:
        return
    ways_in.end_sessions(ctx, [session for _, session in ended])
    _tell(ctx, ended)


def _tell(ctx: Ctx, ended: Sequence[tuple[str, str]]) -> None:
    of: dict[str, list[str]] = {}
    for account, session in ended:
        of.setdefault(account, []).append(session)
    for account, sessions in of.items():
        ctx.emit(SessionsEnded(account=account, sessions=tuple(sessions)))


def _shown(device: str) -> str:
    return "".join(c for c in device if c.isprintable())[:DEVICE_LIMIT]
