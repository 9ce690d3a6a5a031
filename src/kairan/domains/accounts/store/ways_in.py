"""SQL of sessions and entry links."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    and_,
    bindparam,
    insert,
    select,
    tuple_,
    update,
)

from kairan.domains.accounts.model import Card, Kind, LinkKind, NumberedLink, Session, Voucher
from kairan.domains.accounts.tables import accounts, entry_links, sessions
from kairan.kernel.ctx import Ctx
from kairan.kernel.ids import Secret
from kairan.kernel.store import Transaction


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries a good secret."""

    org: str
    digest: str
    session: str
    account: str
    kind: Kind
    admin: bool
    waiting: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A living entry link."""

    id: str
    kind: LinkKind
    account: str
    made_by: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class NewLink:
    """An entry link to be kept; ``made_by`` answers for it."""

    id: str
    kind: LinkKind
    digest: str
    number_key: str
    number_hash: str | None
    account: str
    made_by: str | None
    until: datetime


_LINK = select(
    entry_links.c.id,
    entry_links.c.kind,
    entry_links.c.account_id,
    entry_links.c.made_by_id,
    entry_links.c.until,
)

_CARRIERS = (
    select(
        sessions.c.org_id,
        sessions.c.digest,
        sessions.c.id,
        sessions.c.account_id,
        accounts.c.kind,
        accounts.c.admin,
        accounts.c.waiting,
    )
    .join(
        accounts,
        and_(accounts.c.org_id == sessions.c.org_id, accounts.c.id == sessions.c.account_id),
    )
    .where(
        sessions.c.org_id.in_(bindparam("orgs", expanding=True)),
        sessions.c.digest.in_(bindparam("digests", expanding=True)),
        sessions.c.ended_at.is_(None),
        sessions.c.created_at > bindparam("begun_after"),
        sessions.c.last_seen_at > bindparam("seen_after"),
        accounts.c.state == "active",
    )
)


def list_carriers(
    tx: Transaction, secrets: Sequence[Secret], *, begun_after: datetime, seen_after: datetime
) -> list[Carrier]:
    """Return who carries these secrets, for the sessions that are good, in one query."""
    found = tx.execute(
        _CARRIERS,
        {
            "orgs": list({secret.org for secret in secrets}),
            "digests": [secret.digest for secret in secrets],
            "begun_after": begun_after,
            "seen_after": seen_after,
        },
    )
    return [Carrier(*row) for row in found]


def insert_session(
    ctx: Ctx, session: str, digest: str, account: str, device: str, *, vouched_by: str | None
) -> None:
    """Keep a new session; ``vouched_by`` issued the entry link it goes back to, if one did."""
    row = {
        "org_id": ctx.org,
        "id": session,
        "digest": digest,
        "account_id": account,
        "vouched_by_id": vouched_by,
        "device": device,
        "created_at": ctx.now,
        "last_seen_at": ctx.now,
        "ended_at": None,
    }
    ctx.tx.execute(insert(sessions), row)


def list_sessions(
    ctx: Ctx, account: str, *, begun_after: datetime, seen_after: datetime
) -> list[Session]:
    """Return the good sessions of an account, the one last seen first."""
    current = sessions.c.id == (ctx.actor.session or "")
    found = ctx.tx.execute(
        select(
            sessions.c.id,
            sessions.c.device,
            sessions.c.created_at,
            sessions.c.last_seen_at,
            current,
        )
        .where(
            sessions.c.org_id == ctx.org,
            sessions.c.account_id == account,
            sessions.c.ended_at.is_(None),
            sessions.c.created_at > begun_after,
            sessions.c.last_seen_at > seen_after,
        )
        .order_by(sessions.c.last_seen_at.desc(), sessions.c.id.desc())
    )
    return [Session(*row) for row in found]


def list_open_sessions(ctx: Ctx, ids: Collection[str]) -> list[tuple[str, str]]:
    """Return account and id of every session of these accounts that was not ended."""
    found = ctx.tx.execute(
        select(sessions.c.account_id, sessions.c.id)
        .where(
            sessions.c.org_id == ctx.org,
            sessions.c.account_id.in_(list(ids)),
            sessions.c.ended_at.is_(None),
        )
        .order_by(sessions.c.id)
    )
    return [(account, session) for account, session in found]


def find_session_voucher(ctx: Ctx, session: str) -> str | None:
    """Return who issued the entry link that a session goes back to."""
    found = ctx.tx.execute(
        select(sessions.c.vouched_by_id).where(
            sessions.c.org_id == ctx.org, sessions.c.id == session
        )
    )
    return found.scalar_one_or_none()


def list_vouchers(ctx: Ctx, ids: Collection[str]) -> frozenset[Voucher]:
    """Return who issued living links of these accounts, or those their sessions and passwords go back to."""
    of = list(ids)
    links, open_, passwords = entry_links.c, sessions.c, accounts.c
    found = ctx.tx.execute(
        select(links.account_id, links.made_by_id)
        .where(links.account_id.in_(of), links.made_by_id.is_not(None), *_living(ctx))
        .union(
            select(open_.account_id, open_.vouched_by_id).where(
                open_.org_id == ctx.org,
                open_.account_id.in_(of),
                open_.vouched_by_id.is_not(None),
                open_.ended_at.is_(None),
            ),
            select(passwords.id, passwords.password_vouched_by_id).where(
                passwords.org_id == ctx.org,
                passwords.id.in_(of),
                passwords.password_vouched_by_id.is_not(None),
            ),
        )
    )
    return frozenset(Voucher(account, by) for account, by in found)


def list_vouched_sessions(ctx: Ctx, vouchers: Collection[Voucher]) -> list[tuple[str, str]]:
    """Return account and id of every open session that goes back to one of these."""
    found = ctx.tx.execute(
        select(sessions.c.account_id, sessions.c.id).where(
            sessions.c.org_id == ctx.org,
            _one_of(sessions.c.account_id, sessions.c.vouched_by_id, vouchers),
            sessions.c.ended_at.is_(None),
        )
    )
    return [(account, session) for account, session in found]


def list_vouched_passwords(ctx: Ctx, vouchers: Collection[Voucher]) -> list[str]:
    """Return the accounts whose password goes back to one of these."""
    found = ctx.tx.execute(
        select(accounts.c.id).where(
            accounts.c.org_id == ctx.org,
            _one_of(accounts.c.id, accounts.c.password_vouched_by_id, vouchers),
        )
    )
    return list(found.scalars())


def end_sessions(ctx: Ctx, ids: Iterable[str]) -> None:
    """Write that these sessions ended now."""
    ctx.tx.execute(
        update(sessions)
        .where(sessions.c.org_id == ctx.org, sessions.c.id.in_(list(ids)))
        .values(ended_at=ctx.now)
    )


def see_sessions(ctx: Ctx, ids: Iterable[str]) -> None:
    """Write that these sessions were seen now."""
    ctx.tx.execute(
        update(sessions)
        .where(sessions.c.org_id == ctx.org, sessions.c.id.in_(list(ids)))
        .values(last_seen_at=ctx.now)
    )


def end_every_session(ctx: Ctx) -> list[tuple[str, str]]:
    """Write that every open session ended now; return account and id of each."""
    open_ = (sessions.c.org_id == ctx.org, sessions.c.ended_at.is_(None))
    found = ctx.tx.execute(select(sessions.c.account_id, sessions.c.id).where(*open_)).all()
    ctx.tx.execute(update(sessions).where(*open_).values(ended_at=ctx.now))
    return [(account, session) for account, session in found]


def revoke_every_entry_link(ctx: Ctx) -> int:
    """Revoke every living entry link; return how many there were."""
    return ctx.tx.execute(
        update(entry_links).where(*_living(ctx)).values(revoked_at=ctx.now)
    ).rowcount


def insert_entry_links(ctx: Ctx, links: Sequence[NewLink]) -> None:
    """Keep new entry links, in one statement."""
    rows = [
        {
            "org_id": ctx.org,
            "id": link.id,
            "digest": link.digest,
            "kind": link.kind,
            "number_key": link.number_key,
            "number_hash": link.number_hash,
            "account_id": link.account,
            "made_by_id": link.made_by,
            "made_at": ctx.now,
            "until": link.until,
            "used_at": None,
            "revoked_at": None,
        }
        for link in links
    ]
    ctx.tx.execute(insert(entry_links), rows)


def list_number_keys(ctx: Ctx, keys: Collection[str]) -> frozenset[str]:
    """Return those of these keys that a living link has."""
    links = entry_links.c
    found = select(links.number_key).where(links.number_key.in_(list(keys)), *_living(ctx))
    return frozenset(ctx.tx.execute(found).scalars())


def find_entry_link(ctx: Ctx, digest: str) -> Link | None:
    """Return the entry link with this digest while it lives."""
    row = ctx.tx.execute(_LINK.where(entry_links.c.digest == digest, *_living(ctx))).one_or_none()
    return None if row is None else Link(*row)


def find_numbered_link(ctx: Ctx, key: str) -> NumberedLink | None:
    """Return the entry link with this key while it lives."""
    links = entry_links.c
    numbered = (links.number_key == key, links.number_hash.is_not(None), *_living(ctx))
    row = ctx.tx.execute(
        select(links.id, links.account_id, links.number_hash).where(*numbered)
    ).one_or_none()
    return None if row is None else NumberedLink(*row)


def find_link_of_number(ctx: Ctx, link: str, number_hash: str) -> Link | None:
    """Return the entry link of this id while it lives and has this number."""
    links = entry_links.c
    same = (links.id == link, links.number_hash == number_hash, *_living(ctx))
    row = ctx.tx.execute(_LINK.where(*same)).one_or_none()
    return None if row is None else Link(*row)


def list_cards(ctx: Ctx, digests: Collection[str]) -> dict[str, Card]:
    """Return whose the living entry links with these digests are, by digest."""
    links = entry_links.c
    found = ctx.tx.execute(
        select(links.digest, links.account_id, links.number_key, links.until).where(
            links.digest.in_(list(digests)), links.kind == "entry", *_living(ctx)
        )
    )
    return {digest: Card(*rest) for digest, *rest in found}


def list_links_until(ctx: Ctx, ids: Collection[str]) -> dict[str, datetime]:
    """Return until when those of these accounts who have a living entry link have it."""
    links = entry_links.c
    found = ctx.tx.execute(
        select(links.account_id, links.until).where(
            links.account_id.in_(list(ids)), links.kind == "entry", *_living(ctx)
        )
    )
    return {row.account_id: row.until for row in found}


def use_entry_link(ctx: Ctx, link: str) -> bool:
    """Use a living entry link up; say whether this call was the one that did."""
    used = ctx.tx.execute(
        update(entry_links).where(entry_links.c.id == link, *_living(ctx)).values(used_at=ctx.now)
    )
    return used.rowcount == 1


def revoke_entry_links(ctx: Ctx, ids: Iterable[str]) -> int:
    """Revoke the living entry links of these accounts; return how many there were."""
    revoked = ctx.tx.execute(
        update(entry_links)
        .where(entry_links.c.account_id.in_(list(ids)), *_living(ctx))
        .values(revoked_at=ctx.now)
    )
    return revoked.rowcount


def revoke_device_links(ctx: Ctx, ids: Iterable[str]) -> None:
    """Revoke the living links for one more device of these accounts."""
    of = (entry_links.c.account_id.in_(list(ids)), entry_links.c.kind == "device", *_living(ctx))
    ctx.tx.execute(update(entry_links).where(*of).values(revoked_at=ctx.now))


def revoke_vouched_links(ctx: Ctx, vouchers: Collection[Voucher]) -> list[str]:
    """Revoke the living entry links that these issued; return whose they were."""
    links = entry_links.c
    issued = (_one_of(links.account_id, links.made_by_id, vouchers), *_living(ctx))
    of = list(ctx.tx.execute(select(links.account_id).where(*issued)).scalars())
    ctx.tx.execute(update(entry_links).where(*issued).values(revoked_at=ctx.now))
    return of


def revoke_links_of_issuers(ctx: Ctx, issuers: Iterable[str]) -> list[str]:
    """Revoke the living entry links that these accounts issued; return whose they were."""
    issued = (entry_links.c.made_by_id.in_(list(issuers)), *_living(ctx))
    of = list(ctx.tx.execute(select(entry_links.c.account_id).where(*issued)).scalars())
    ctx.tx.execute(update(entry_links).where(*issued).values(revoked_at=ctx.now))
    return of


def _one_of(
    account: Column[str], by: Column[str | None], vouchers: Collection[Voucher]
) -> ColumnElement[bool]:
    return tuple_(account, by).in_([(each.account, each.by) for each in vouchers])


def _living(ctx: Ctx) -> tuple[ColumnElement[bool], ...]:
    links = entry_links.c
    return (
        links.org_id == ctx.org,
        links.used_at.is_(None),
        links.revoked_at.is_(None),
        links.until > ctx.now,
    )
