"""Routes of numbers for typing, and of one more device of one's own.

How often a number may be tried is limited for the address, for what the number begins with, and for all;
what goes well is not counted. What is wrong, used, ended or never was gets the same answer after the same work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from kairan.domains.accounts import actions, queries
from kairan.domains.accounts.errors import EntryLinkNotFound
from kairan.domains.accounts.model import (
    NUMBER_LIMIT,
    AddDevice,
    EntryPreview,
    NumberedLink,
    RefuseSignIn,
    UseEntryNumber,
    hash_password,
    new_number_secret,
    password_fits,
    read_number,
)
from kairan.kernel.errors import BadInput
from kairan.kernel.ports import Desk

_LIMITS = (
    ("entry_number_address", 20, 600),
    ("entry_number_key", 10, 3_600),
    ("entry_number", 300, 600),
)
"""Wrong numbers: from one address, for one card, and in all; how many in how many seconds."""


class EntryNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The 12 digits; the code of the organisation where there are several on this server."""

    number: Annotated[str, Meta(max_length=NUMBER_LIMIT)]
    organisation: Annotated[str, Meta(max_length=40)] = ""
    as_: Literal["token"] | None = msgspec.field(default=None, name="as")


class EnteredBy(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is signed in now; ``token`` only where the body asked for one."""

    account: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceLink:
    """A way in for one more device, told this once: link and number open the same."""

    url: str
    token: str
    number: str
    until: datetime


@post("/entry-numbers/preview", operation_id="preview_entry_number", status_code=200)
async def preview_entry_number(
    desk: NamedDependency[Desk], data: JSONBody[EntryNumber]
) -> EntryPreview:
    """Whose number it is. Looking uses nothing up."""
    org, link = await _fitting(desk, data)
    return await desk.ask_in(org, lambda ctx: queries.preview_entry_number(ctx, link))


@post("/entry-numbers/use", operation_id="use_entry_number")
async def use_entry_number(desk: NamedDependency[Desk], data: JSONBody[EntryNumber]) -> EnteredBy:
    """Enter by a number, once, as by the link on the same card."""
    org, link = await _fitting(desk, data)
    using = UseEntryNumber(link.link, link.number_hash, desk.device)
    entered = await desk.do_in(org, actions.use_entry_number, using)
    desk.enter(entered.token)
    return EnteredBy(entered.account, desk.told(entered.token))


@post("/device-links", operation_id="add_device")
async def add_device(desk: NamedDependency[Desk]) -> DeviceLink:
    """Make a link and a number for one more device of one's own: for ten minutes, once."""
    own = await desk.ask(queries.get_own)
    desk.limit("add_device", own.id, times=20, seconds=3_600)
    secret = new_number_secret()
    number_hash = await desk.slowly(lambda: hash_password(secret))
    made = await desk.do(actions.add_device, AddDevice(number_hash))
    url = f"{desk.settings.public_url}/e/{made.token}"
    return DeviceLink(url, made.token, made.number_key + secret, made.until)


async def _fitting(desk: Desk, data: EntryNumber) -> tuple[str, NumberedLink]:
    """Return the link whose number was typed, and its organisation. Raises EntryLinkNotFound, TooMany."""
    read = read_number(data.number)
    if read is None:
        raise BadInput({"number": "wrong"})
    key, secret = read
    org = await desk.ask_in("", lambda ctx: queries.find_place(ctx, data.organisation))
    with _counted(desk, f"{org} {key}"):
        link = None
        if org is not None:
            link = await desk.ask_in(org, lambda ctx: queries.find_numbered_link(ctx, key))
        expected = link.number_hash if link else None
        if await desk.slowly(lambda: password_fits(expected, secret)) and org and link:
            return org, link
        if org is not None:
            refused = RefuseSignIn(link.account if link else None, desk.address)
            await desk.do_in(org, actions.refuse_sign_in, refused)
        raise EntryLinkNotFound


@contextmanager
def _counted(desk: Desk, card: str) -> Iterator[None]:
    """Count a try, unless it goes well. Raises TooMany."""
    keys = (desk.network, card, "")
    for (kind, times, seconds), key in zip(_LIMITS, keys, strict=True):
        desk.limit(kind, key, times=times, seconds=seconds)
    yield
    for (kind, times, seconds), key in zip(_LIMITS, keys, strict=True):
        desk.forgive(kind, key, times=times, seconds=seconds)


ROUTES = (preview_entry_number, use_entry_number, add_device)
