"""SQL of sessions, and of what goes back to an entry link."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    Column,
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
    Kind,
    Origin,
    Session,
    Voucher,
)
from kairan.domains.accounts.store.links import living
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


def list_living_sessions(
    ctx: Ctx, ids: Iterable[str], *, begun_after: datetime, seen_after: datetime
) -> frozenset[str]:
    """Return those of these sessions that are good, of accounts that are active."""
    found = ctx.tx.execute(
        select(sessions.c.id)
        .join(
            accounts,
            and_(accounts.c.org_id == sessions.c.org_id, accounts.c.id == sessions.c.account_id),
        )
        .where(
            sessions.c.org_id == ctx.org,
            sessions.c.id.in_(list(ids)),
            sessions.c.ended_at.is_(None),
            sessions.c.created_at > begun_after,
            sessions.c.last_seen_at > seen_after,
            accounts.c.state == "active",
        )
    )
    return frozenset(found.scalars())


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


def revoke_vouched_links(ctx: Ctx, vouchers: Collection[Voucher]) -> list[str]:
    """Revoke the living entry links that go back to one of these; return whose they were."""
    found = _list_vouched(ctx, _living_links(ctx, _owners(vouchers)), vouchers)
    ctx.tx.execute(
        update(entry_links)
        .where(entry_links.c.id.in_([link for _, link in found]), *living(ctx))
        .values(revoked_at=ctx.now)
    )
    return [account for account, _ in found]


def _living_links(ctx: Ctx, of: Collection[str]) -> Select[Any]:
    links = entry_links.c
    return select(*_way(links.account_id, links.id, links.made_by_id, links.made_in_id)).where(
        links.account_id.in_(list(of)), *living(ctx)
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
