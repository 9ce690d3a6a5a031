"""SQL of members and their placements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from kairan.domains.directory.model.forms import rank_of, searchable_words, sort_as
from kairan.domains.directory.model.people import Card, Details, Key, Placement, State, Word
from kairan.domains.directory.tables import members, placements
from kairan.kernel.ctx import Ctx
from kairan.kernel.ids import is_id

LAST = 2_000_000_000
"""The order number of those who have none, for sorting."""

_COLUMNS = (
    members.c.account_id,
    members.c.state,
    members.c.kana,
    members.c.employee_no,
    members.c.email,
    members.c.phone,
    members.c.email_visible,
    members.c.phone_visible,
    members.c.affiliation,
    members.c.unit_id,
    members.c.position,
    members.c.level,
    members.c.order_no,
)
_NAMES = (members.c.name_folded, members.c.kana_folded)
_CARD = select(*_COLUMNS)


@dataclass(frozen=True, slots=True)
class Written:
    """A member's details to be written under an account."""

    account: str
    state: State
    details: Details


@dataclass(frozen=True, slots=True)
class Which:
    """Which members are listed, and from where on; every one of ``words`` has to be found.

    ``unit`` is the one whose order counts; ``below`` are the units people may be in (None: any).
    """

    words: Sequence[Word]
    unit: str | None
    below: Collection[str] | None
    state: State | None
    with_suspended: bool
    after: Key | None
    limit: int


def list_members(ctx: Ctx, which: Which) -> list[tuple[Card, Key]]:
    """Return members in order, each with where it stands."""
    here = and_(
        placements.c.org_id == members.c.org_id,
        placements.c.account_id == members.c.account_id,
        placements.c.unit_id == which.unit,
    )
    key = _key(which)
    statement = select(*_COLUMNS, *key).where(members.c.org_id == ctx.org, *_wanted(ctx, which))
    if which.unit is not None:
        statement = statement.outerjoin(placements, here)
        statement = statement.where(
            or_(members.c.unit_id == which.unit, placements.c.unit_id.is_not(None))
        )
    elif which.below is not None:
        statement = statement.where(_in_units(ctx, which.below))
    if which.after is not None:
        after = which.after
        ours = (after.rank, after.order_no, after.sort_as, after.account)
        match = (after.match,) if which.words else ()
        statement = statement.where(tuple_(*key) > tuple_(*match, *ours))
    found = ctx.tx.execute(statement.order_by(*key).limit(which.limit))
    listed = []
    for row in found:
        *card, rank, order_no, name, account = row
        how_well = card.pop() if which.words else 0
        listed.append((Card(*card), Key(rank, order_no, name, account, how_well)))
    return listed


def find_cards(ctx: Ctx, ids: Iterable[str]) -> dict[str, Card]:
    """Return the cards of those of these accounts who are members, by account."""
    found = ctx.tx.execute(_CARD.where(_these(ctx, ids)))
    return {account: Card(account, *rest) for account, *rest in found}


def find_by_employee_nos(ctx: Ctx, numbers: Iterable[str]) -> dict[str, str]:
    """Return accounts by employee number, for those of these numbers that are known."""
    found = ctx.tx.execute(
        select(members.c.employee_no, members.c.account_id).where(
            members.c.org_id == ctx.org, members.c.employee_no.in_(list(numbers))
        )
    )
    return {number: account for number, account in found if number is not None}


def find_placements(ctx: Ctx, ids: Iterable[str]) -> dict[str, tuple[Placement, ...]]:
    """Return the further placements of these accounts, by account."""
    found = ctx.tx.execute(
        select(
            placements.c.account_id,
            placements.c.unit_id,
            placements.c.position,
            placements.c.level,
            placements.c.order_no,
        )
        .where(placements.c.org_id == ctx.org, placements.c.account_id.in_(list(ids)))
        .order_by(placements.c.account_id, placements.c.rank, placements.c.unit_id)
    )
    of: dict[str, tuple[Placement, ...]] = {}
    for account, *placement in found:
        of[account] = (*of.get(account, ()), Placement(*placement))
    return of


def list_accounts_in(
    ctx: Ctx,
    units: Collection[str] | None,
    *,
    without_suspended: bool = False,
    not_yet: bool = False,
) -> list[str]:
    """Return the accounts of the members in these units (None: of all), in the order of the directory."""
    everybody = Which((), None, None, None, True, None, 0)
    statement = select(members.c.account_id).where(members.c.org_id == ctx.org)
    if without_suspended:
        statement = statement.where(members.c.state != "suspended")
    if not_yet:
        statement = statement.where(members.c.state == "not_yet")
    if units is not None:
        statement = statement.where(_in_units(ctx, units))
    return list(ctx.tx.execute(statement.order_by(*_key(everybody))).scalars())


def list_units_of(ctx: Ctx, account: str) -> frozenset[str]:
    """Return every unit of a member."""
    main = select(members.c.unit_id).where(
        members.c.org_id == ctx.org,
        members.c.account_id == account,
        members.c.unit_id.is_not(None),
    )
    further = select(placements.c.unit_id).where(
        placements.c.org_id == ctx.org, placements.c.account_id == account
    )
    return frozenset(ctx.tx.execute(main.union(further)).scalars())


def list_accounts_named_after(ctx: Ctx, unit: str) -> list[str]:
    """Return the accounts whose main unit this is and who have no affiliation of their own."""
    statement = select(members.c.account_id).where(
        members.c.org_id == ctx.org, members.c.unit_id == unit, members.c.affiliation.is_(None)
    )
    return list(ctx.tx.execute(statement).scalars())


def insert_members(ctx: Ctx, new: Sequence[Written]) -> None:
    """Keep new members and their placements."""
    if new:
        ctx.tx.execute(insert(members), [{"org_id": ctx.org, **_row(each)} for each in new])
        _insert_placements(ctx, new)


def update_members(ctx: Ctx, changed: Sequence[Written]) -> None:
    """Write members and their placements."""
    if not changed:
        return
    rows = [_row(each) for each in changed]
    names = [name for name in rows[0] if name not in {"account_id", "state"}]
    statement = (
        update(members)
        .where(members.c.org_id == bindparam("org"), members.c.account_id == bindparam("who"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    ctx.tx.execute(
        statement,
        [
            {"org": ctx.org, "who": row["account_id"], **{f"new_{n}": row[n] for n in names}}
            for row in rows
        ],
    )
    ctx.tx.execute(
        delete(placements).where(
            placements.c.org_id == ctx.org,
            placements.c.account_id.in_([each.account for each in changed]),
        )
    )
    _insert_placements(ctx, changed)


def update_states(ctx: Ctx, states: Mapping[str, State]) -> None:
    """Write how far these accounts have come, in one statement."""
    if states:
        statement = (
            update(members)
            .where(members.c.org_id == bindparam("org"), members.c.account_id == bindparam("who"))
            .values(state=bindparam("new_state"))
        )
        rows = [{"org": ctx.org, "who": who, "new_state": state} for who, state in states.items()]
        ctx.tx.execute(statement, rows)


def _insert_placements(ctx: Ctx, written: Sequence[Written]) -> None:
    rows = [
        {
            "org_id": ctx.org,
            "account_id": each.account,
            "unit_id": placement.unit,
            "position": placement.position,
            "level": placement.level,
            "order_no": placement.order_no,
            "rank": rank_of(placement.level),
        }
        for each in written
        for placement in each.details.also
    ]
    if rows:
        ctx.tx.execute(insert(placements), rows)


def _row(written: Written) -> dict[str, str | int | None]:
    details = written.details
    return {
        "account_id": written.account,
        "state": written.state,
        "kana": details.kana,
        "employee_no": details.employee_no,
        "email": details.email,
        "phone": details.phone,
        "email_visible": details.email_visible,
        "phone_visible": details.phone_visible,
        "affiliation": details.affiliation,
        "unit_id": details.unit,
        "position": details.position,
        "level": details.level,
        "order_no": details.order_no,
        "rank": rank_of(details.level),
        "name_folded": searchable_words(details.name),
        "kana_folded": searchable_words(details.kana),
        "sort_as": sort_as(details.name, details.kana),
    }


def _key(which: Which) -> tuple[ColumnElement[int] | ColumnElement[str], ...]:
    rank: ColumnElement[int] = members.c.rank
    order_no: ColumnElement[int] = func.coalesce(members.c.order_no, LAST)
    if which.unit is not None:
        main = members.c.unit_id == which.unit
        rank = case((main, rank), else_=placements.c.rank)
        order_no = case((main, order_no), else_=func.coalesce(placements.c.order_no, LAST))
    key = (rank, order_no, members.c.sort_as, members.c.account_id)
    return (_match(which.words), *key) if which.words else key


def _match(words: Sequence[Word]) -> ColumnElement[int]:
    """Return how well somebody is found: 0 where every word begins a name, more where it does not."""
    return reduce(
        add, (case((_begins(w.sought), 0), (_holds(w.sought), 1), else_=2) for w in words)
    )


def _begins(sought: str) -> ColumnElement[bool]:
    """Say whether a surname or given name begins so, or both as one word (さとうはなこ)."""
    return or_(
        *(name.contains(f" {sought}", autoescape=True) for name in _NAMES),
        *(func.replace(name, " ", "").startswith(sought, autoescape=True) for name in _NAMES),
    )


def _holds(sought: str) -> ColumnElement[bool]:
    return or_(*(name.contains(sought, autoescape=True) for name in _NAMES))


def _found(ctx: Ctx, word: Word) -> ColumnElement[bool]:
    """Say whether a word is in the name, the reading, a position or the name of a unit."""
    position = placements.c.position.contains(word.typed, autoescape=True)
    posted: Select[tuple[str]] = select(placements.c.account_id).where(
        placements.c.org_id == ctx.org, position
    )
    return or_(
        _begins(word.sought),
        _holds(word.sought),
        members.c.position.contains(word.typed, autoescape=True),
        members.c.account_id.in_(posted),
        *([_in_units(ctx, word.units)] if word.units else []),
    )


def _wanted(ctx: Ctx, which: Which) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if which.state is not None:
        wanted.append(members.c.state == which.state)
    if not which.with_suspended:
        wanted.append(members.c.state != "suspended")
    return wanted + [_found(ctx, word) for word in which.words]


def _in_units(ctx: Ctx, units: Collection[str]) -> ColumnElement[bool]:
    wanted = list(units)
    further: Select[tuple[str]] = select(placements.c.account_id).where(
        placements.c.org_id == ctx.org, placements.c.unit_id.in_(wanted)
    )
    return or_(members.c.unit_id.in_(wanted), members.c.account_id.in_(further))


def _these(ctx: Ctx, ids: Iterable[str]) -> ColumnElement[bool]:
    wanted = [id_ for id_ in ids if is_id(id_)]
    return and_(members.c.org_id == ctx.org, members.c.account_id.in_(wanted))
