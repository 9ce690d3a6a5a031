"""SQL of entry links and their numbers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update

from kairan.domains.accounts.model import Card, LinkKind, NumberedLink, Origin
from kairan.domains.accounts.tables import entry_links
from kairan.kernel.ctx import Ctx


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
    found = select(links.number_key).where(links.number_key.in_(list(keys)), *living(ctx))
    return frozenset(ctx.tx.execute(found).scalars())


def find_entry_link(ctx: Ctx, digest: str) -> Link | None:
    """Return the entry link with this digest while it lives."""
    row = ctx.tx.execute(_LINK.where(entry_links.c.digest == digest, *living(ctx))).one_or_none()
    return None if row is None else _link(*row)


def find_numbered_link(ctx: Ctx, key: str) -> NumberedLink | None:
    """Return the entry link with this key while it lives."""
    links = entry_links.c
    numbered = (links.number_key == key, links.number_hash.is_not(None), *living(ctx))
    row = ctx.tx.execute(
        select(links.id, links.account_id, links.number_hash).where(*numbered)
    ).one_or_none()
    return None if row is None else NumberedLink(*row)


def find_link_of_number(ctx: Ctx, link: str, number_hash: str) -> Link | None:
    """Return the entry link of this id while it lives and has this number."""
    links = entry_links.c
    same = (links.id == link, links.number_hash == number_hash, *living(ctx))
    row = ctx.tx.execute(_LINK.where(*same)).one_or_none()
    return None if row is None else _link(*row)


def list_cards(ctx: Ctx, digests: Collection[str]) -> dict[str, Card]:
    """Return whose the living entry links with these digests are, by digest."""
    links = entry_links.c
    found = ctx.tx.execute(
        select(links.digest, links.account_id, links.number_key, links.until).where(
            links.digest.in_(list(digests)), links.kind == "entry", *living(ctx)
        )
    )
    return {digest: Card(*rest) for digest, *rest in found}


def list_links_until(ctx: Ctx, ids: Collection[str]) -> dict[str, datetime]:
    """Return until when those of these accounts who have a living entry link have it."""
    links = entry_links.c
    found = ctx.tx.execute(
        select(links.account_id, links.until).where(
            links.account_id.in_(list(ids)), links.kind == "entry", *living(ctx)
        )
    )
    return {row.account_id: row.until for row in found}


def use_entry_link(ctx: Ctx, link: str) -> bool:
    """Use a living entry link up; say whether this call was the one that did."""
    used = ctx.tx.execute(
        update(entry_links).where(entry_links.c.id == link, *living(ctx)).values(used_at=ctx.now)
    )
    return used.rowcount == 1


def revoke_entry_links(ctx: Ctx, ids: Iterable[str]) -> int:
    """Revoke the living entry links of these accounts; return how many there were."""
    revoked = ctx.tx.execute(
        update(entry_links)
        .where(entry_links.c.account_id.in_(list(ids)), *living(ctx))
        .values(revoked_at=ctx.now)
    )
    return revoked.rowcount


def revoke_device_links(ctx: Ctx, ids: Iterable[str]) -> None:
    """Revoke the living links for one more device of these accounts."""
    of = (entry_links.c.account_id.in_(list(ids)), entry_links.c.kind == "device", *living(ctx))
    ctx.tx.execute(update(entry_links).where(*of).values(revoked_at=ctx.now))


def revoke_links_of_issuers(ctx: Ctx, issuers: Iterable[str]) -> list[str]:
    """Revoke the living entry links that these accounts issued; return whose they were."""
    issued = (entry_links.c.made_by_id.in_(list(issuers)), *living(ctx))
    of = list(ctx.tx.execute(select(entry_links.c.account_id).where(*issued)).scalars())
    ctx.tx.execute(update(entry_links).where(*issued).values(revoked_at=ctx.now))
    return of


def revoke_every_entry_link(ctx: Ctx) -> int:
    """Revoke every living entry link; return how many there were."""
    return ctx.tx.execute(
        update(entry_links).where(*living(ctx)).values(revoked_at=ctx.now)
    ).rowcount


def living(ctx: Ctx) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of a link that can be redeemed now."""
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
