"""SQL of organisations and accounts."""

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    insert,
    select,
    update,
)

from kairan.domains.accounts.model import (
    NO_ORIGIN,
    Account,
    AccountChange,
    Credentials,
    FormerName,
    Language,
    NewAccount,
    Organisation,
    Origin,
    Person,
    Settings,
    State,
    folded_login,
    is_outside,
)
from kairan.domains.accounts.tables import accounts, former_names, organisations
from kairan.kernel.ctx import Ctx
from kairan.kernel.ids import is_id
from kairan.kernel.prepared import Prepared

_ORGANISATION = select(
    organisations.c.id,
    organisations.c.code,
    organisations.c.name,
    organisations.c.outside_word,
    organisations.c.unsend_for,
    organisations.c.help_name,
    organisations.c.help_phone,
)

_ACCOUNT = select(
    accounts.c.id,
    accounts.c.kind,
    accounts.c.name,
    accounts.c.affiliation,
    accounts.c.login,
    accounts.c.password_hash.is_not(None),
    accounts.c.state,
    accounts.c.admin,
    accounts.c.language,
    accounts.c.settings,
    accounts.c.sponsor_id,
    accounts.c.waiting,
    accounts.c.created_at,
    accounts.c.first_in_at,
)

# For every message.
_PEOPLE = Prepared(
    select(
        accounts.c.id,
        accounts.c.name,
        accounts.c.kind,
        accounts.c.affiliation,
        accounts.c.state,
        accounts.c.waiting,
    ).where(
        accounts.c.org_id == bindparam("org"), accounts.c.id.in_(bindparam("ids", expanding=True))
    )
)


def insert_organisation(ctx: Ctx, organisation: Organisation) -> None:
    """Keep a new organisation."""
    row = {
        "id": organisation.id,
        "code": organisation.code,
        "name": organisation.name,
        "outside_word": organisation.outside_word,
        "unsend_for": organisation.unsend_for,
        "help_name": organisation.help_name,
        "help_phone": organisation.help_phone,
        "created_at": ctx.now,
    }
    ctx.tx.execute(insert(organisations), row)


def find_organisation(ctx: Ctx) -> Organisation | None:
    """Return the organisation of ``ctx``."""
    row = ctx.tx.execute(_ORGANISATION.where(organisations.c.id == ctx.org)).one_or_none()
    return None if row is None else Organisation(*row)


def find_organisation_by_code(ctx: Ctx, code: str) -> Organisation | None:
    """Return the organisation with this code, whichever ``ctx`` is of."""
    row = ctx.tx.execute(_ORGANISATION.where(organisations.c.code == code)).one_or_none()
    return None if row is None else Organisation(*row)


def list_organisations(ctx: Ctx, limit: int) -> list[Organisation]:
    """Return organisations on this server, oldest first, whichever ``ctx`` is of."""
    found = ctx.tx.execute(
        _ORGANISATION.order_by(organisations.c.created_at, organisations.c.id).limit(limit)
    )
    return [Organisation(*row) for row in found]


def update_organisation(ctx: Ctx, organisation: Organisation) -> None:
    """Write what can change about the organisation of ``ctx``."""
    ctx.tx.execute(
        update(organisations)
        .where(organisations.c.id == ctx.org)
        .values(
            name=organisation.name,
            outside_word=organisation.outside_word,
            unsend_for=organisation.unsend_for,
            help_name=organisation.help_name,
            help_phone=organisation.help_phone,
        )
    )


def insert_accounts(ctx: Ctx, made: Sequence[tuple[str, NewAccount]]) -> None:
    """Keep new accounts under these ids, in one statement."""
    rows = [
        {
            "org_id": ctx.org,
            "id": id_,
            "kind": new.kind,
            "name": new.name,
            "affiliation": new.affiliation,
            "login": new.login,
            "login_folded": folded_login(new.login) if new.login else None,
            "password_hash": new.password_hash,
            "state": "active",
            "admin": new.admin,
            "language": new.language,
            "settings": Settings(),
            "sponsor_id": new.sponsor,
            "waiting": new.waiting,
            "created_at": ctx.now,
            "first_in_at": None,
        }
        for id_, new in made
    ]
    if rows:
        ctx.tx.execute(insert(accounts), rows)


def find_accounts(ctx: Ctx, ids: Iterable[str]) -> dict[str, Account]:
    """Return the accounts among these ids, by id."""
    found = ctx.tx.execute(_ACCOUNT.where(_these(ctx, ids)))
    return {row.id: Account(*row) for row in found}


def find_people(ctx: Ctx, ids: Iterable[str]) -> dict[str, Person]:
    """Return what others see of the accounts among these ids, by id."""
    found = _PEOPLE.rows(ctx.tx, org=ctx.org, ids=[id_ for id_ in ids if is_id(id_)])
    return {
        id_: Person(
            id_,
            name,
            kind,
            affiliation,
            is_outside(kind, waiting=waiting),
            state == "suspended",
        )
        for id_, name, kind, affiliation, state, waiting in found
    }


def find_by_logins(ctx: Ctx, logins: Iterable[str]) -> dict[str, str]:
    """Return account ids by folded login, for those of these folded logins that exist."""
    found = ctx.tx.execute(
        select(accounts.c.login_folded, accounts.c.id).where(
            accounts.c.org_id == ctx.org, accounts.c.login_folded.in_(list(logins))
        )
    )
    return {row.login_folded: row.id for row in found}


def find_credentials(ctx: Ctx, account: str) -> Credentials | None:
    """Return what the password of an active account is compared with."""
    return _credentials(ctx, accounts.c.id == account)


def find_credentials_by_login(ctx: Ctx, login: str) -> Credentials | None:
    """Return what the password of an active account with this folded login is compared with."""
    return _credentials(ctx, accounts.c.login_folded == login)


def list_administrators(ctx: Ctx) -> list[Account]:
    """Return the active administrators, oldest account first."""
    found = ctx.tx.execute(
        _ACCOUNT.where(
            accounts.c.org_id == ctx.org, accounts.c.admin.is_(True), accounts.c.state == "active"
        ).order_by(accounts.c.created_at, accounts.c.id)
    )
    return [Account(*row) for row in found]


def list_guests(ctx: Ctx) -> list[str]:
    """Return the active accounts that are no members, oldest first."""
    found = ctx.tx.execute(
        select(accounts.c.id)
        .where(
            accounts.c.org_id == ctx.org, accounts.c.kind != "member", accounts.c.state == "active"
        )
        .order_by(accounts.c.created_at, accounts.c.id)
    )
    return list(found.scalars())


def update_states(ctx: Ctx, ids: Iterable[str], state: State) -> None:
    """Write the state of these accounts."""
    ctx.tx.execute(update(accounts).where(_these(ctx, ids)).values(state=state))


def update_admin(ctx: Ctx, account: str, *, admin: bool) -> None:
    """Write whether an account is an administrator's."""
    ctx.tx.execute(update(accounts).where(_these(ctx, [account])).values(admin=admin))


def update_password(
    ctx: Ctx, ids: Iterable[str], password_hash: str | None, *, origin: Origin = NO_ORIGIN
) -> None:
    """Write the hash of a new password of these accounts, and the entry link it goes back to."""
    values = {
        "password_hash": password_hash,
        "password_vouched_by_id": origin.by,
        "password_vouched_in_id": origin.session,
    }
    ctx.tx.execute(update(accounts).where(_these(ctx, ids)).values(values))


def update_waiting(ctx: Ctx, account: str, *, waiting: bool) -> None:
    """Write whether an account still waits for an owner."""
    ctx.tx.execute(update(accounts).where(_these(ctx, [account])).values(waiting=waiting))


def update_first_in(ctx: Ctx, account: str) -> bool:
    """Write that an account came in now, if it never had; say whether this was the first time."""
    never = accounts.c.first_in_at.is_(None)
    written = ctx.tx.execute(
        update(accounts).where(_these(ctx, [account]), never).values(first_in_at=ctx.now)
    )
    return written.rowcount == 1


def update_own(
    ctx: Ctx,
    account: str,
    name: str,
    affiliation: str | None,
    *,
    language: Language,
    settings: Settings,
) -> None:
    """Write what somebody may change about themselves."""
    ctx.tx.execute(
        update(accounts)
        .where(_these(ctx, [account]))
        .values(name=name, affiliation=affiliation, language=language, settings=settings)
    )


def insert_former_name(ctx: Ctx, account: str, was: FormerName, *, until: int) -> None:
    """Keep what an account was called until an event of the log; the log itself has no words."""
    row = {
        "org_id": ctx.org,
        "account_id": account,
        "until_seq": until,
        "name": was.name,
        "affiliation": was.affiliation,
    }
    ctx.tx.execute(insert(former_names), row)


def find_former_name(ctx: Ctx, account: str, until: int) -> FormerName | None:
    """Return what an account was called until this event of the log, if the event changed it."""
    row = ctx.tx.execute(
        select(former_names.c.name, former_names.c.affiliation).where(
            former_names.c.org_id == ctx.org,
            former_names.c.account_id == account,
            former_names.c.until_seq == until,
        )
    ).one_or_none()
    return None if row is None else FormerName(*row)


def update_accounts(ctx: Ctx, changes: Sequence[AccountChange]) -> None:
    """Write names, affiliations and logins, in one statement."""
    if not changes:
        return
    statement = (
        update(accounts)
        .where(accounts.c.org_id == bindparam("org"), accounts.c.id == bindparam("account"))
        .values(
            name=bindparam("new_name"),
            affiliation=bindparam("new_affiliation"),
            login=bindparam("new_login"),
            login_folded=bindparam("new_folded"),
        )
    )
    rows = [
        {
            "org": ctx.org,
            "account": change.account,
            "new_name": change.name,
            "new_affiliation": change.affiliation,
            "new_login": change.login,
            "new_folded": folded_login(change.login) if change.login else None,
        }
        for change in changes
    ]
    ctx.tx.execute(statement, rows)


def update_affiliation(ctx: Ctx, ids: Iterable[str], affiliation: str | None) -> None:
    """Write one affiliation for all of these accounts."""
    ctx.tx.execute(update(accounts).where(_these(ctx, ids)).values(affiliation=affiliation))


def _these(ctx: Ctx, ids: Iterable[str]) -> ColumnElement[bool]:
    return and_(accounts.c.org_id == ctx.org, accounts.c.id.in_([id_ for id_ in ids if is_id(id_)]))


def _credentials(ctx: Ctx, which: ColumnElement[bool]) -> Credentials | None:
    row = ctx.tx.execute(
        select(
            accounts.c.id,
            accounts.c.password_hash,
            accounts.c.password_vouched_by_id,
            accounts.c.password_vouched_in_id,
        ).where(accounts.c.org_id == ctx.org, which, accounts.c.state == "active")
    ).one_or_none()
    return None if row is None else Credentials(row[0], row[1], Origin(row[2], row[3]))
