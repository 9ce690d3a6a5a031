"""Changes of organisations and accounts. Plain functions are for domains that checked who may do this."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from msgspec import UNSET

from kairan.domains.accounts import queries
from kairan.domains.accounts.actions.ways_in import (
    end_all_sessions,
    end_vouched,
    revoke_issued_links,
)
from kairan.domains.accounts.errors import (
    CodeTaken,
    LastAdministrator,
    LoginTaken,
    NameIsGiven,
    NotAMember,
    NotYourself,
    RenamedOften,
)
from kairan.domains.accounts.events import (
    AccountRestored,
    AccountSuspended,
    MeChanged,
    OrganisationChanged,
    RoleChanged,
)
from kairan.domains.accounts.model import (
    HELP_NAME_LIMIT,
    HELP_PHONE_LIMIT,
    HURTS_LIMIT,
    Account,
    AccountChange,
    AccountId,
    Baseline,
    ChangeMe,
    ChangeOrganisation,
    FormerName,
    Founded,
    FoundOrganisation,
    NewAccount,
    Organisation,
    checked_code,
    checked_login,
    checked_name,
    checked_outside_word,
    folded_login,
)
from kairan.domains.accounts.store import baselines, links
from kairan.domains.accounts.store import people as store
from kairan.kernel import text
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Json
from kairan.kernel.guard import Role
from kairan.kernel.ids import new_id

NAMES_A_DAY = 5
"""Names a guest takes in 24 hours: each is told in all his or her rooms."""


@action(Role.SERVER)
def found_organisation(ctx: Ctx, command: FoundOrganisation) -> Founded:
    """Make the organisation of ``ctx`` with its first administrator. Raises CodeTaken, BadInput."""
    if store.find_organisation_by_code(ctx, checked_code(command.code)) is not None:
        raise CodeTaken({"code": "taken"})
    name, outside_word = checked_name(command.name), checked_outside_word(command.outside_word)
    store.insert_organisation(ctx, Organisation(ctx.org, command.code, name, outside_word))
    administrator = NewAccount(
        "member",
        checked_name(command.admin_name, "admin_name"),
        login=checked_login(command.login),
        password_hash=command.password_hash,
        admin=True,
        language=command.language,
    )
    [account] = add_accounts(ctx, [administrator])
    ctx.audit("accounts.found_organisation", ctx.org, code=command.code, administrator=account)
    return Founded(ctx.org, account)


@action(Role.ADMIN)
def change_organisation(ctx: Ctx, command: ChangeOrganisation) -> None:
    """Change the name, the word for outsiders, the time for unsending, whom to call. Raises BadInput."""
    was = now = queries.get_organisation(ctx)
    if command.name is not UNSET:
        now = replace(now, name=checked_name(command.name))
    if command.outside_word is not UNSET:
        now = replace(now, outside_word=checked_outside_word(command.outside_word))
    if command.unsend_for is not UNSET:
        now = replace(now, unsend_for=command.unsend_for)
    if command.help_name is not UNSET:
        now = replace(
            now, help_name=text.line("help_name", command.help_name, most=HELP_NAME_LIMIT, least=0)
        )
    if command.help_phone is not UNSET:
        now = replace(
            now,
            help_phone=text.line("help_phone", command.help_phone, most=HELP_PHONE_LIMIT, least=0),
        )
    if now == was:
        return
    store.update_organisation(ctx, now)
    ctx.audit("accounts.change_organisation", ctx.org, before=_facts(was), after=_facts(now))
    ctx.emit(OrganisationChanged(to=tuple(store.list_guests(ctx))))


@action(Role.ADMIN)
def record_baseline(ctx: Ctx, command: Baseline) -> None:
    """Keep how it was before Kairan, in place of an earlier answer. Raises BadInput."""
    hurts = text.optional_block("hurts", command.hurts, most=HURTS_LIMIT)
    baselines.put_baseline(ctx, replace(command, hurts=hurts))
    ctx.audit("accounts.record_baseline", ctx.org)


def add_accounts(ctx: Ctx, new: Sequence[NewAccount]) -> list[str]:
    """Make accounts, whose names and logins the caller checked, and return their ids in order.

    Raises LoginTaken, also where two of the new ones have the same login.
    """
    logins = [folded_login(each.login) for each in new if each.login]
    if len(set(logins)) < len(logins) or (logins and store.find_by_logins(ctx, logins)):
        raise LoginTaken({"login": "taken"})
    made = [(new_id(), each) for each in new]
    store.insert_accounts(ctx, made)
    return [id_ for id_, _ in made]


def change_accounts(ctx: Ctx, changes: Sequence[AccountChange]) -> None:
    """Write names, affiliations and logins, which the caller checked. Raises LoginTaken."""
    logins = {folded_login(each.login): each.account for each in changes if each.login}
    if len(logins) < sum(1 for each in changes if each.login):
        raise LoginTaken({"login": "taken"})
    taken = store.find_by_logins(ctx, logins) if logins else {}
    if any(logins[login] != account for login, account in taken.items()):
        raise LoginTaken({"login": "taken"})
    store.update_accounts(ctx, changes)
    for each in changes:
        ctx.emit(MeChanged(account=each.account, shown=True))


def set_affiliation(ctx: Ctx, accounts: Sequence[str], affiliation: str | None) -> None:
    """Write one affiliation for all of these accounts (their unit was renamed)."""
    store.update_affiliation(ctx, accounts, affiliation)
    for account in accounts:
        ctx.emit(MeChanged(account=account, shown=True))


def set_waiting(ctx: Ctx, account: str, *, waiting: bool) -> None:
    """Write whether somebody still waits for an owner to approve; a member is one only from then on."""
    store.update_waiting(ctx, account, waiting=waiting)
    ctx.emit(MeChanged(account=account))
    if queries.get_account(ctx, account).kind == "member":
        ctx.emit(RoleChanged(account=account))


def suspend_accounts(ctx: Ctx, accounts: Sequence[str]) -> list[str]:
    """Suspend accounts and return those that were active; the caller checked that the actor may.

    Their sessions open nothing from now on and wait for ``restore_accounts``; their entry links end, and
    those they issued. Raises NotYourself, LastAdministrator.
    """
    if ctx.actor.account in accounts:
        raise NotYourself
    _keep_an_administrator(ctx, without=accounts)
    found = store.find_accounts(ctx, accounts)
    active = [id_ for id_ in accounts if id_ in found and found[id_].state == "active"]
    if active:
        store.update_states(ctx, active, "suspended")
        links.revoke_entry_links(ctx, active)
        revoke_issued_links(ctx, active)
    for account in active:
        ctx.audit("accounts.suspend_account", account)
        ctx.emit(AccountSuspended(account=account))
    return active


def close_own_account(ctx: Ctx) -> None:
    """Close the actor's own account: nothing of theirs opens anything any more. Raises LastAdministrator."""
    me = ctx.actor.id
    _keep_an_administrator(ctx, without=[me])
    end_all_sessions(ctx, [me])
    store.update_password(ctx, [me], None)
    store.update_states(ctx, [me], "suspended")
    links.revoke_entry_links(ctx, [me])
    revoke_issued_links(ctx, [me])
    ctx.emit(AccountSuspended(account=me))


def restore_accounts(ctx: Ctx, accounts: Sequence[str]) -> list[str]:
    """Let suspended accounts in again and return them; the caller checked that the actor may.

    Their sessions open again, but those that ended otherwise: signed out, replaced, too old.
    """
    found = store.find_accounts(ctx, accounts)
    suspended = [id_ for id_ in accounts if id_ in found and found[id_].state == "suspended"]
    if suspended:
        store.update_states(ctx, suspended, "active")
    for account in suspended:
        ctx.audit("accounts.restore_account", account)
        ctx.emit(AccountRestored(account=account))
    return suspended


@action(Role.ADMIN)
def grant_admin(ctx: Ctx, command: AccountId) -> None:
    """Make an active member an administrator. Raises AccountNotFound, NotAMember.

    A living entry link dies, and so does every session and password that goes back to a link of
    somebody who is no administrator: whoever issued it must not act as one.
    """
    account = queries.get_account(ctx, command.account)
    if account.kind != "member" or account.state != "active":
        raise NotAMember
    if account.admin:
        return
    links.revoke_entry_links(ctx, [account.id])
    administrators = {each.id for each in store.list_administrators(ctx)}
    vouchers = queries.vouchers(ctx, [account.id])
    end_vouched(ctx, [each for each in vouchers if each.by not in administrators])
    _set_admin(ctx, account, admin=True)


@action(Role.ADMIN)
def withdraw_admin(ctx: Ctx, command: AccountId) -> None:
    """Make an administrator an ordinary member again; the entry links they issued die.

    Raises AccountNotFound, LastAdministrator.
    """
    account = queries.get_account(ctx, command.account)
    _keep_an_administrator(ctx, without=[account.id])
    if account.admin:
        revoke_issued_links(ctx, [account.id])
    _set_admin(ctx, account, admin=False)


@action(Role.GUEST)
def change_me(ctx: Ctx, command: ChangeMe) -> None:
    """Change what somebody may change about themselves.

    Raises NameIsGiven for members' names, RenamedOften.
    """
    me = queries.get_own(ctx)
    if me.kind != "guest" and (command.name is not UNSET or command.affiliation is not UNSET):
        raise NameIsGiven
    name, affiliation = me.name, me.affiliation
    if command.name is not UNSET:
        name = checked_name(command.name)
    if command.affiliation is not UNSET:
        affiliation = text.optional_line("affiliation", command.affiliation, most=100)
    language = me.language if command.language is UNSET else command.language
    settings = me.settings if command.settings is UNSET else command.settings.over(me.settings)
    shown = (name, affiliation) != (me.name, me.affiliation)
    if shown and _count_names(ctx, me.id) >= NAMES_A_DAY:
        raise RenamedOften(times=NAMES_A_DAY)
    store.update_own(
        ctx, me.id, name=name, affiliation=affiliation, language=language, settings=settings
    )
    seq = ctx.emit(MeChanged(account=me.id, shown=shown))
    if shown:
        ctx.audit("accounts.change_me", me.id, name=name, affiliation=affiliation, was=me.name)
        store.insert_former_name(ctx, me.id, FormerName(me.name, me.affiliation), until=seq)


def _count_names(ctx: Ctx, account: str) -> int:
    return ctx.count_audited("accounts.change_me", account, within=timedelta(days=1))


def _keep_an_administrator(ctx: Ctx, *, without: Sequence[str]) -> None:
    administrators = {account.id for account in store.list_administrators(ctx)}
    if administrators and administrators <= set(without):
        raise LastAdministrator


def _set_admin(ctx: Ctx, account: Account, *, admin: bool) -> None:
    if account.admin == admin:
        return
    store.update_admin(ctx, account.id, admin=admin)
    ctx.audit("accounts.grant_admin" if admin else "accounts.withdraw_admin", account.id)
    ctx.emit(RoleChanged(account=account.id))


def _facts(it: Organisation) -> dict[str, Json]:
    return {
        "name": it.name,
        "outside_word": it.outside_word,
        "unsend_for": it.unsend_for,
        "help_name": it.help_name,
        "help_phone": it.help_phone,
    }
