"""What one may ask about people. A guest hears only of people of the own rooms."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import Person
from kairan.domains.directory.errors import MemberNotFound, UnitNotFound
from kairan.domains.directory.model.forms import (
    NO_RANK,
    rank_of,
    searchable,
    searchable_words,
    sort_as,
)
from kairan.domains.directory.model.people import (
    Card,
    Details,
    Key,
    Known,
    Me,
    Member,
    MemberFilter,
    Posting,
    Visibility,
    Word,
    known,
)
from kairan.domains.directory.model.units import Power, Tree
from kairan.domains.directory.queries.power import power, reached
from kairan.domains.directory.store import members as store
from kairan.domains.directory.store import units as unit_store
from kairan.kernel import cursors
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput, NotAllowed
from kairan.kernel.guard import Role

WORDS_LIMIT = 10
"""Words of a query that are looked at."""

Acquaintances = Callable[[Ctx], frozenset[str]]
"""Whoever can say who is inside a room together with the actor (the boundary domain)."""


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some members, and where the next ones begin (None: these were the last)."""

    items: tuple[Member, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Viewer:
    """Who looks: the account, its units, and whom of those looked at it may administer."""

    account: str | None
    units: frozenset[str]
    mine: frozenset[str]


def list_members(ctx: Ctx, wanted: MemberFilter, acquaintances: Acquaintances) -> MemberPage:
    """Return members in the order of the directory, or found by name, reading, unit and position.

    Every word has to be found. Whose name begins so comes first, then whose name holds it.

    Guests see the people of their rooms only. Who administers nothing does not see the suspended.
    Raises UnitNotFound, NotAllowed (``state`` is for administrators), BadInput.
    """
    if ctx.actor.role < Role.MEMBER:
        return _list_acquainted(ctx, wanted, acquaintances)
    tree = unit_store.tree(ctx)
    may = power(ctx, tree)
    if wanted.state is not None and not may.some:
        raise NotAllowed(permission="directory.list_members")
    found = store.list_members(ctx, _which(wanted, tree, may))
    page, more = found[: wanted.limit], len(found) > wanted.limit
    items = _shown(ctx, [card for card, _ in page], tree, may)
    return MemberPage(tuple(items), cursors.encode(page[-1][1]) if more else None)


def get_member(ctx: Ctx, account: str, acquaintances: Acquaintances) -> Member:
    """Return one person: a member, or a guest of a room one is in. Raises MemberNotFound."""
    if ctx.actor.role >= Role.MEMBER and (found := find_members(ctx, [account])):
        return found[0]
    if ctx.actor.role < Role.ADMIN and account not in acquaintances(ctx):
        raise MemberNotFound
    person = accounts.people(ctx, [account]).get(account)
    if person is None:
        raise MemberNotFound
    return replace(_plain(person), mine=ctx.actor.role >= Role.ADMIN)


def find_members(ctx: Ctx, ids: Sequence[str]) -> list[Member]:
    """Return the members among these accounts, as the actor sees them, in the order asked."""
    cards = store.find_cards(ctx, ids)
    tree = unit_store.tree(ctx)
    return _shown(ctx, [cards[id_] for id_ in ids if id_ in cards], tree, power(ctx, tree))


def get_me(ctx: Ctx) -> Me:
    """Return the actor's own account with what the directory knows of it. Raises NotSignedIn."""
    own = accounts.get_own(ctx)
    card = store.find_cards(ctx, [own.id]).get(own.id)
    administers = unit_store.list_administered(ctx, [own.id]).get(own.id, frozenset())
    return Me(
        own.id,
        own.name,
        card.kana if card else None,
        own.kind,
        own.affiliation,
        own.login,
        own.admin,
        tuple(sorted(administers)),
        own.language,
        own.settings,
        own.has_password,
        own.waiting,
        accounts.get_organisation(ctx),
    )


def visible_phones(ctx: Ctx, ids: Collection[str]) -> dict[str, str]:
    """Return the telephone numbers of these accounts that the actor may see, by account."""
    if ctx.actor.role < Role.MEMBER or not ids:
        return {}
    cards = store.find_cards(ctx, ids)
    phones = {id_: card.phone for id_, card in cards.items()}
    kept = [id_ for id_, card in cards.items() if card.phone_visible != "organisation"]
    if kept:
        tree = unit_store.tree(ctx)
        seen = _shown(ctx, [cards[id_] for id_ in kept], tree, power(ctx, tree))
        phones |= {member.id: member.phone for member in seen}
    return {id_: phone for id_, phone in phones.items() if phone}


def find_known(ctx: Ctx, ids: Collection[str]) -> dict[str, Known]:
    """Return everything that is kept of those of these accounts who are members, by account.

    For those who checked that the actor may know it.
    """
    cards, found = store.find_cards(ctx, ids), accounts.accounts(ctx, ids)
    also = store.find_placements(ctx, ids)
    return {id_: known(found[id_], card, also.get(id_, ())) for id_, card in cards.items()}


def _which(wanted: MemberFilter, tree: Tree, may: Power) -> store.Which:
    if wanted.unit is not None and wanted.unit not in tree.units:
        raise UnitNotFound
    below = tree.below([wanted.unit]) if wanted.unit and wanted.below else None
    return store.Which(
        _sought(wanted.query, tree),
        None if below else wanted.unit,
        below,
        wanted.state,
        may.some,
        _key(wanted.after) if wanted.after else None,
        wanted.limit + 1,
    )


def _sought(query: str, tree: Tree) -> tuple[Word, ...]:
    """Return the words of a query, each with the units it names and those below them."""
    named = {id_: searchable(unit.name) for id_, unit in tree.units.items()}
    return tuple(
        Word(typed, sought, tree.below(id_ for id_, name in named.items() if sought in name))
        for typed in query.split()[:WORDS_LIMIT]
        if (sought := searchable(typed))
    )


def _shown(ctx: Ctx, cards: Sequence[Card], tree: Tree, may: Power) -> list[Member]:
    """Return members as the actor sees them, in four statements at most."""
    ids = [card.account for card in cards]
    found = accounts.accounts(ctx, ids)
    also = store.find_placements(ctx, ids)
    units = {card.account: card.unit for card in cards}
    viewer = _Viewer(
        ctx.actor.account,
        store.list_units_of(ctx, ctx.actor.account) if ctx.actor.account else frozenset(),
        reached(ctx, found.values(), units, may),
    )
    return [
        _member(known(found[card.account], card, also.get(card.account, ())), tree, viewer)
        for card in cards
    ]


def _member(it: Known, tree: Tree, viewer: _Viewer) -> Member:
    details, id_ = it.details, it.account.id
    inner = id_ in viewer.mine or id_ == viewer.account
    return replace(
        _plain(it.account.person),
        kana=details.kana,
        login=details.login if inner else None,
        employee_no=details.employee_no if inner else None,
        email=_seen(details.email, details.email_visible, details, viewer, inner=inner),
        phone=_seen(details.phone, details.phone_visible, details, viewer, inner=inner),
        units=_postings(details, tree),
        position=details.position,
        level=details.level,
        order_no=details.order_no,
        state=it.state,
        admin=it.account.admin,
        email_visible=details.email_visible if inner else None,
        phone_visible=details.phone_visible if inner else None,
        mine=id_ in viewer.mine,
    )


def _plain(person: Person) -> Member:
    return Member(
        person.id, person.name, person.kind, person.affiliation, person.outside, person.suspended
    )


def _seen(
    value: str | None, visible: Visibility, details: Details, viewer: _Viewer, *, inner: bool
) -> str | None:
    """Return an address or number if the viewer may see it, as its owner set."""
    among = visible == "unit" and not details.units.isdisjoint(viewer.units)
    return value if inner or visible == "organisation" or among else None


def _postings(details: Details, tree: Tree) -> tuple[Posting, ...]:
    main = details.unit and Posting(
        details.unit,
        tree.path(details.unit),
        True,
        details.position,
        details.level,
        details.order_no,
    )
    further = (
        Posting(p.unit, tree.path(p.unit), False, p.position, p.level, p.order_no)
        for p in details.also
    )
    return (*([main] if main else []), *further)


def _list_acquainted(ctx: Ctx, wanted: MemberFilter, acquaintances: Acquaintances) -> MemberPage:
    """Return the people of a guest's rooms: no units, and readings only to find people by."""
    if wanted.unit is not None:
        raise UnitNotFound
    if wanted.state is not None:
        raise NotAllowed(permission="directory.list_members")
    ctx.require(Role.GUEST, "directory.list_members")
    words = [word.sought for word in _sought(wanted.query, Tree({}))]
    known = accounts.people(ctx, acquaintances(ctx)).values()
    ordered = _ordered(ctx, [person for person in known if not person.suspended])
    found = [
        (match, person) for person, kana in ordered if (match := _match(words, person, kana)) >= 0
    ]
    people = [person for _, person in sorted(found, key=lambda each: each[0])]
    begin = cursors.resume([p.id for p in people], wanted.after) if wanted.after else 0
    page = people[begin : begin + wanted.limit]
    more = begin + wanted.limit < len(people)
    last = cursors.Mark(page[-1].id, begin + len(page)) if more else None
    return MemberPage(tuple(map(_plain, page)), cursors.encode(last) if last else None)


def in_order(ctx: Ctx, people: Iterable[Person]) -> list[Person]:
    """Return people as lists are ordered: our own by level, order number and reading, then guests.

    Guests come by affiliation and name. For those who checked that the actor may know them.
    """
    return [person for person, _ in _ordered(ctx, people)]


def _ordered(ctx: Ctx, people: Iterable[Person]) -> list[tuple[Person, str | None]]:
    """Return people in order, each with the reading, which guests find people by and never see."""
    listed = list(people)
    cards = store.find_cards(ctx, [person.id for person in listed])

    def key(person: Person) -> tuple[bool, int, int, str, str, str]:
        card = cards.get(person.id)
        if card is None:
            return person.outside, NO_RANK, 0, person.affiliation or "", person.name, person.id
        order_no = store.LAST if card.order_no is None else card.order_no
        name = sort_as(person.name, card.kana)
        return person.outside, rank_of(card.level), order_no, "", name, person.id

    cards_of = {id_: card.kana for id_, card in cards.items()}
    return [(person, cards_of.get(person.id)) for person in sorted(listed, key=key)]


def _match(words: Sequence[str], person: Person, kana: str | None) -> int:
    """Return how well a guest finds somebody by these words, as ``store``'s list does; -1: not."""
    total = 0
    for word in words:
        names = [searchable_words(person.name), searchable_words(kana)]
        if any(f" {word}" in name or name.replace(" ", "").startswith(word) for name in names):
            continue
        if any(word in name for name in names):
            total += 1
        elif word in searchable(person.affiliation):
            total += 2
        else:
            return -1
    return total


def _key(cursor: str) -> Key:
    """Return where a page begins. Raises BadInput for what is no cursor of ours."""
    key = cursors.decode(cursor, Key)
    if not (0 <= key.rank < 2**31 and 0 <= key.order_no < 2**31 and "\0" not in key.sort_as):
        raise BadInput({"after": "not_a_cursor"})
    return key
