"""Routes of entry cards: who has none yet, making them, and printing what was just made.

A card is told once, where it is made. Whoever made it sends it back to have it printed: nothing of it is
kept here but digest and hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter, SkipValidation
from msgspec import Meta

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.errors import EntryLinkNotFound
from kairan.domains.accounts.model import hash_password, new_number_secret, read_number
from kairan.domains.directory import actions, queries
from kairan.domains.directory.model.entry_sheet import (
    CARDS_LIMIT,
    Sheet,
    SheetCard,
    sheet_csv,
    sheet_pdf,
)
from kairan.domains.directory.model.people import IssueEntryCards, Uncarded
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput
from kairan.kernel.ids import read_secret
from kairan.kernel.ports import Desk, Speaker
from kairan.kernel.settings import is_local

AT_ONCE = 20
"""Cards made by one request: a second's work."""

Say = SkipValidation[Speaker]
Tz = Annotated[int, QueryParameter(ge=-840, le=840)]
Token = Annotated[str, Meta(max_length=200)]


class CardsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom; at most 20 at once."""

    accounts: tuple[str, ...]


class MadeCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A card as it was told where it was made."""

    token: Token
    number: Annotated[str, Meta(max_length=40)]


class SheetBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cards to be printed together; at most 500."""

    cards: tuple[MadeCard, ...]


@dataclass(frozen=True, slots=True)
class UncardedPage:
    """Who is not yet in; the list is never cut."""

    items: list[Uncarded]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """A card just made: the only time it is told."""

    account: str
    url: str
    token: str
    number: str
    until: datetime


@dataclass(frozen=True, slots=True)
class IssuedCards:
    """The cards of one request, as it named the accounts."""

    items: list[IssuedCard]


@get("/entry-cards", operation_id="list_entry_cards")
async def list_entry_cards(
    desk: NamedDependency[Desk], unit: FromQuery[str | None] = None
) -> UncardedPage:
    """Who is not yet in, and who of them has a card (administrators; of a unit, its people)."""
    return UncardedPage(await desk.ask(lambda ctx: queries.list_uncarded(ctx, unit or None)))


@post("/entry-cards", operation_id="issue_entry_cards")
async def issue_entry_cards(desk: NamedDependency[Desk], data: JSONBody[CardsBody]) -> IssuedCards:
    """Make cards (administrators); the old ones and old devices are done with."""
    _check_count("accounts", data.accounts, AT_ONCE)
    numbers = {account: new_number_secret() for account in data.accounts}
    await desk.ask(lambda ctx: queries.require_yours(ctx, data.accounts))
    hashes = []
    for account, secret in numbers.items():  # one after the other, so that others come in between
        hashes.append((account, await desk.slowly(lambda secret=secret: hash_password(secret))))  # type: ignore[misc]
    made = await desk.do(actions.issue_entry_cards, IssueEntryCards(tuple(hashes)))
    base = f"{desk.settings.public_url}/e/"
    return IssuedCards(
        [
            IssuedCard(
                account,
                base + link.token,
                link.token,
                link.number_key + numbers[account],
                link.until,
            )
            for account, link in made.items()
        ]
    )


@post("/entry-sheets", operation_id="print_entry_sheet", status_code=200)
async def print_entry_sheet(
    desk: NamedDependency[Desk],
    say: NamedDependency[Say],
    data: JSONBody[SheetBody],
    tz: FromQuery[Tz] = 540,
) -> Response[bytes]:
    """Cards just made as PDF, eight to a page (administrators)."""
    sheet = await _sheet(desk, data)
    content = await desk.slowly(lambda: sheet_pdf(sheet, say, tz))
    return _file(content, "application/pdf", "entry-cards.pdf")


@post("/entry-sheets.csv", operation_id="save_entry_sheet", status_code=200)
async def save_entry_sheet(
    desk: NamedDependency[Desk],
    say: NamedDependency[Say],
    data: JSONBody[SheetBody],
    tz: FromQuery[Tz] = 540,
) -> Response[bytes]:
    """The same as CSV for mail merge (UTF-8 with BOM)."""
    sheet = await _sheet(desk, data)
    return _file(sheet_csv(sheet, say, tz), "text/csv", "entry-cards.csv")


async def _sheet(desk: Desk, data: SheetBody) -> Sheet:
    """Return what stands on the cards. Raises EntryLinkNotFound where one is none (any more)."""
    _check_count("cards", data.cards, CARDS_LIMIT)
    settings = desk.settings
    several = await desk.ask_in("", lambda ctx: len(accounts.list_organisations(ctx, limit=2)) > 1)

    def sheet(ctx: Ctx) -> Sheet:
        organisation = accounts.get_organisation(ctx)
        short = f"{settings.public_url}/e"
        return Sheet(
            organisation.name,
            organisation.help_name,
            organisation.help_phone,
            f"{short}/{organisation.code}" if several else short,
            settings.secure and not is_local(settings.public_url.partition("://")[2]),
            desk.language,
            _cards(ctx, data, short),
        )

    return await desk.study(sheet)


def _cards(ctx: Ctx, data: SheetBody, short: str) -> list[SheetCard]:
    queries.require_yours(ctx, [])
    secrets = [read_secret(card.token) for card in data.cards]
    digests = [secret.digest for secret in secrets if secret and secret.org == ctx.org]
    if len(digests) < len(data.cards):
        raise EntryLinkNotFound
    known = accounts.cards(ctx, digests)
    queries.require_yours(ctx, [card.account for card in known.values()])
    people = accounts.people(ctx, [card.account for card in known.values()])
    made = []
    for digest, given in zip(digests, data.cards, strict=True):
        card, number = known.get(digest), read_number(given.number)
        if card is None:
            raise EntryLinkNotFound
        if number is None or number[0] != card.number_key:
            raise BadInput({"number": "wrong"})
        person = people[card.account]
        url = f"{short}/{given.token}"
        made.append(SheetCard(person.name, person.affiliation, url, "".join(number), card.until))
    return made


def _check_count(field: str, given: Sequence[object], limit: int) -> None:
    if not given:
        raise BadInput({field: "empty"})
    if len(given) > limit:
        raise BadInput({field: "too_many"}, limit=limit)


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (list_entry_cards, issue_entry_cards, print_entry_sheet, save_entry_sheet)
