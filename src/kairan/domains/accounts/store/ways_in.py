"""SQL of sessions and entry links."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Label,
    Select,
    and_,
    bindparam,
    insert,
    select,
    tuple_,
    union,
    update,
)

from kairan.domains.accounts.model import (
    NO_ORIGIN,
    Card,
    Kind,
    LinkKind,
    NumberedLink,
    Origin,
    Session,
    Voucher,
)
from kairan.domains.accounts.tables import accounts, entry_links, sessions
from kairan.kernel.ctx import Ctx
from kairan.kernel.ids import Secret
from kairan.kernel.prepared import Prepared
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
    until: datetime
    origin: Origin


@dataclass(frozen=True, slots=True)
class NewLink:
    """An entry link to be kept; ``origin`` answers for it."""

    id: str
    kind: LinkKind
    digest: str
    number_key: str
    number_hash: str | None
    account: str
    origin: Origin
    until: datetime


_LINK = select(
    entry_links.c.id,
    entry_links.c.kind,
    entry_links.c.account_id,
    entry_links.c.until,
    entry_links.c.made_by_id,
    entry_links.c.made_in_id,
)

# For every message.
_CARRIERS = Prepared(
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
    found = _CARRIERS.rows(
        tx,
        orgs=list({secret.org for secret in secrets}),
        digests=[secret.digest for secret in secrets],
        begun_after=begun_after,
        seen_after=seen_after,
    )
    return [Carrier(*row) for row in found]


def insert_session(
    ctx: Ctx, session: str, digest: str, account: str, device: str, *, origin: Origin
) -> None:
    """Keep a new session, and the entry link it goes back to."""
    row = {
        "org_id": ctx.org,
        "id": session,
        "digest": digest,
        "account_id": account,
        "vouched_by_id": origin.by,
        "vouched_in_id": origin.session,
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


def find_session_origin(ctx: Ctx, session: str) -> Origin:
    """Return the entry link that a session goes back to."""
    row = ctx.tx.execute(
        select(sessions.c.vouched_by_id, sessions.c.vouched_in_id).where(
            sessions.c.org_id == ctx.org, sessions.c.id == session
        )
    ).one_or_none()
    return NO_ORIGIN if row is None else Origin(*row)


def list_vouchers(ctx: Ctx, ids: Collection[str]) -> frozenset[Voucher]:
    """Return who issued living links of these accounts, or those their sessions and passwords go back to.

    All the way: also who issued the link by which the issuer's own session began.
    """
    ways = (_living_links(ctx, ids), _open_sessions(ctx, ids), _passwords(ctx, ids))
    chains = [_chain(ctx, way, f"chain_{no}") for no, way in enumerate(ways)]
    found = ctx.tx.execute(
        union(
            *(
                select(chain.c.account, chain.c.by).where(chain.c.by.is_not(None))
                for chain in chains
            )
        )
    )
    return frozenset(Voucher(account, by) for account, by in found)


def list_vouched_sessions(ctx: Ctx, vouchers: Collection[Voucher]) -> list[tuple[str, str]]:
    """Return account and id of every open session that goes back to one of these."""
    return _list_vouched(ctx, _open_sessions(ctx, _owners(vouchers)), vouchers)


def list_vouched_passwords(ctx: Ctx, vouchers: Collection[Voucher]) -> list[str]:
    """Return the accounts whose password goes back to one of these."""
    found = _list_vouched(ctx, _passwords(ctx, _owners(vouchers)), vouchers)
    return [account for account, _ in found]


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
            "made_by_id": link.origin.by,
            "made_in_id": link.origin.session,
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
    return None if row is None else _link(*row)


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
    return None if row is None else _link(*row)


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
    """Revoke the living entry links that go back to one of these; return whose they were."""
    found = _list_vouched(ctx, _living_links(ctx, _owners(vouchers)), vouchers)
    ctx.tx.execute(
        update(entry_links)
        .where(entry_links.c.id.in_([link for _, link in found]), *_living(ctx))
        .values(revoked_at=ctx.now)
    )
    return [account for account, _ in found]


def revoke_links_of_issuers(ctx: Ctx, issuers: Iterable[str]) -> list[str]:
    """Revoke the living entry links that these accounts issued; return whose they were."""
    issued = (entry_links.c.made_by_id.in_(list(issuers)), *_living(ctx))
    of = list(ctx.tx.execute(select(entry_links.c.account_id).where(*issued)).scalars())
    ctx.tx.execute(update(entry_links).where(*issued).values(revoked_at=ctx.now))
    return of


def _living_links(ctx: Ctx, of: Collection[str]) -> Select[Any]:
    links = entry_links.c
    return select(*_way(links.account_id, links.id, links.made_by_id, links.made_in_id)).where(
        links.account_id.in_(list(of)), *_living(ctx)
    )


def _open_sessions(ctx: Ctx, of: Collection[str]) -> Select[Any]:
    open_ = sessions.c
    return select(
        *_way(open_.account_id, open_.id, open_.vouched_by_id, open_.vouched_in_id)
    ).where(open_.org_id == ctx.org, open_.account_id.in_(list(of)), open_.ended_at.is_(None))


def _passwords(ctx: Ctx, of: Collection[str]) -> Select[Any]:
    its = accounts.c
    return select(
        *_way(its.id, its.id, its.password_vouched_by_id, its.password_vouched_in_id)
    ).where(its.org_id == ctx.org, its.id.in_(list(of)))


def _way(*columns: Column[Any]) -> list[Label[Any]]:
    """Name what every way into an account has: whose it is, its id, and the link it goes back to."""
    names = ("account", "id", "by", "session")
    return [column.label(name) for column, name in zip(columns, names, strict=True)]


def _chain(ctx: Ctx, ways: Select[Any], name: str = "chain") -> CTE:
    """Return a row for each link that a way in goes back to.

    The link it began with, then the link with which the session began in which that one was issued.
    """
    chain = ways.cte(name, recursive=True)
    return chain.union(
        select(
            chain.c.account, chain.c.id, sessions.c.vouched_by_id, sessions.c.vouched_in_id
        ).where(sessions.c.org_id == ctx.org, sessions.c.id == chain.c.session)
    )


def _list_vouched(
    ctx: Ctx, ways: Select[Any], vouchers: Collection[Voucher]
) -> list[tuple[str, str]]:
    """Return account and id of those of these ways in that go back to one of these."""
    chain = _chain(ctx, ways)
    one_of = tuple_(chain.c.account, chain.c.by).in_([(each.account, each.by) for each in vouchers])
    found = ctx.tx.execute(select(chain.c.account, chain.c.id).where(one_of).distinct())
    return [(account, id_) for account, id_ in found]


def _owners(vouchers: Collection[Voucher]) -> set[str]:
    return {each.account for each in vouchers}


def _living(ctx: Ctx) -> tuple[ColumnElement[bool], ...]:
    links = entry_links.c
    return (
        links.org_id == ctx.org,
        links.used_at.is_(None),
        links.revoked_at.is_(None),
        links.until > ctx.now,
    )


def _link(
    id_: str, kind: LinkKind, account: str, until: datetime, by: str | None, session: str | None
) -> Link:
    return Link(id_, kind, account, until, Origin(by, session))
