"""What one may ask about accounts, in bulk. Who may know of whom is the caller's own scope."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

from kairan.domains.accounts.errors import AccountNotFound, EntryLinkNotFound
from kairan.domains.accounts.model import (
    SESSION_FOR,
    SESSION_IDLE_FOR,
    Account,
    Baseline,
    Card,
    Credentials,
    EntryPreview,
    FormerName,
    KeptBaseline,
    NumberedLink,
    Organisation,
    Person,
    Session,
    SignInPlace,
    Voucher,
    folded_login,
    is_code,
    role,
)
from kairan.domains.accounts.store import baselines, links, ways_in
from kairan.domains.accounts.store import people as store
from kairan.kernel import clock
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Json, Recorded
from kairan.kernel.guard import Actor, Role
from kairan.kernel.ids import Secret
from kairan.kernel.store import Transaction


def authenticate(
    tx: Transaction, secrets: Sequence[Secret], *, now: datetime | None = None
) -> dict[str, Actor]:
    """Return the actor of each digest that is good at this moment (the kernel's ``Authenticator``).

    One query for all. Sessions that ended, grew old or belong to a suspended account are left out.
    """
    at = now or clock.now()
    carriers = ways_in.list_carriers(
        tx, secrets, begun_after=at - SESSION_FOR, seen_after=at - SESSION_IDLE_FOR
    )
    asked = {(secret.org, secret.digest) for secret in secrets}
    return {
        carrier.digest: Actor(
            role(carrier.kind, admin=carrier.admin, waiting=carrier.waiting),
            carrier.account,
            carrier.session,
        )
        for carrier in carriers
        if (carrier.org, carrier.digest) in asked
    }


def get_baseline(ctx: Ctx) -> KeptBaseline:
    """Return how it was before Kairan, for administrators."""
    ctx.require(Role.ADMIN, "accounts.get_baseline")
    return baselines.find_baseline(ctx) or KeptBaseline(Baseline(), None)


def people(ctx: Ctx, ids: Iterable[str]) -> dict[str, Person]:
    """Return what others see of these accounts, by id; unknown ids are left out."""
    return store.find_people(ctx, ids)


def accounts(ctx: Ctx, ids: Iterable[str]) -> dict[str, Account]:
    """Return these accounts, by id; unknown ids are left out. For domains that checked who asks."""
    return store.find_accounts(ctx, ids)


def get_account(ctx: Ctx, account: str) -> Account:
    """Return one account. Raises AccountNotFound."""
    found = store.find_accounts(ctx, [account]).get(account)
    if found is None:
        raise AccountNotFound
    return found


def get_own(ctx: Ctx) -> Account:
    """Return the actor's own account. Raises NotSignedIn."""
    return get_account(ctx, ctx.actor.id)


def roles(ctx: Ctx, ids: Iterable[str]) -> dict[str, Role]:
    """Return the roles of these accounts; those suspended or unknown are left out."""
    found = store.find_accounts(ctx, ids)
    return {id_: each.role for id_, each in found.items() if each.state == "active"}


def find_by_logins(ctx: Ctx, logins: Iterable[str]) -> dict[str, str]:
    """Return account ids by folded login (``model.folded_login``) for the logins that exist."""
    return store.find_by_logins(ctx, {folded_login(login) for login in logins})


def list_administrators(ctx: Ctx) -> list[Person]:
    """Return the active administrators of the organisation, oldest account first."""
    return [account.person for account in store.list_administrators(ctx)]


def list_sessions(ctx: Ctx) -> list[Session]:
    """Return the actor's own living sessions, the one last seen first. Raises NotSignedIn."""
    begun, seen = ctx.now - SESSION_FOR, ctx.now - SESSION_IDLE_FOR
    return ways_in.list_sessions(ctx, ctx.actor.id, begun_after=begun, seen_after=seen)


def list_living_sessions(ctx: Ctx, ids: Iterable[str]) -> frozenset[str]:
    """Return those of these sessions that somebody active could act by now. For domains that serve devices."""
    begun, seen = ctx.now - SESSION_FOR, ctx.now - SESSION_IDLE_FOR
    return ways_in.list_living_sessions(ctx, ids, begun_after=begun, seen_after=seen)


def vouchers(ctx: Ctx, ids: Sequence[str]) -> frozenset[Voucher]:
    """Return who issued the links by which these accounts were, or can be, entered."""
    return ways_in.list_vouchers(ctx, ids)


def find_former_name(ctx: Ctx, account: str, until: int) -> FormerName | None:
    """Return what an account was called until this ``accounts.me_changed``. For listeners."""
    return store.find_former_name(ctx, account, until)


def tell_of_me(ctx: Ctx, events: list[Recorded]) -> dict[int, dict[str, Json]]:
    """Say no more than that something changed: whoever hears it asks ``GET /me`` again."""
    return {event.seq: {} for event in events}


def get_organisation(ctx: Ctx) -> Organisation:
    """Return the organisation of ``ctx``. Raises AccountNotFound where there is none."""
    found = store.find_organisation(ctx)
    if found is None:
        raise AccountNotFound
    return found


def find_organisation(ctx: Ctx) -> Organisation | None:
    """Return the organisation of ``ctx``, if there is one."""
    return store.find_organisation(ctx)


def find_organisation_by_code(ctx: Ctx, code: str) -> Organisation | None:
    """Return the organisation with this code; ``ctx`` may be of any organisation or of none."""
    return store.find_organisation_by_code(ctx, code)


def list_organisations(ctx: Ctx, *, limit: int = 1_000) -> list[Organisation]:
    """Return the organisations of this server, oldest first; ``ctx`` may be of none."""
    return store.list_organisations(ctx, limit)


def find_sign_in_place(ctx: Ctx, login: str) -> SignInPlace:
    """Return where ``name@code`` leads; while there is one organisation, ``name`` is enough."""
    name, _, code = unicodedata.normalize("NFKC", login).partition("@")
    return SignInPlace(find_place(ctx, code), name)


def find_place(ctx: Ctx, code: str) -> str | None:
    """Return the organisation of a code as it was typed; without one the only one there is."""
    code = unicodedata.normalize("NFKC", code).strip().casefold()
    if code:
        found = store.find_organisation_by_code(ctx, code) if is_code(code) else None
        return found.id if found else None
    some = store.list_organisations(ctx, 2)
    return some[0].id if len(some) == 1 else None


def find_credentials(ctx: Ctx, login: str) -> Credentials | None:
    """Return what a password for this login is compared with; None where nobody active has it."""
    name = folded_login(login)
    return store.find_credentials_by_login(ctx, name) if name.isprintable() else None


def get_own_credentials(ctx: Ctx) -> Credentials:
    """Return what the actor's old password is compared with. Raises AccountNotFound."""
    found = store.find_credentials(ctx, ctx.actor.id)
    if found is None:
        raise AccountNotFound
    return found


def preview_entry_link(ctx: Ctx, digest: str) -> EntryPreview:
    """Return what a living entry link shows; nothing is used up. Raises EntryLinkNotFound."""
    return _preview(ctx, links.find_entry_link(ctx, digest))


def preview_entry_number(ctx: Ctx, link: NumberedLink) -> EntryPreview:
    """Return the same for a link whose number fitted. Raises EntryLinkNotFound."""
    return _preview(ctx, links.find_link_of_number(ctx, link.link, link.number_hash))


def find_numbered_link(ctx: Ctx, key: str) -> NumberedLink | None:
    """Return the living link whose number begins with this key; of a suspended account there is none."""
    found = links.find_numbered_link(ctx, key)
    if found is None or get_account(ctx, found.account).state != "active":
        return None
    return found


def cards(ctx: Ctx, digests: Sequence[str]) -> dict[str, Card]:
    """Return whose the living entry links with these digests are; others are left out."""
    return links.list_cards(ctx, digests)


def entry_links_until(ctx: Ctx, ids: Sequence[str]) -> dict[str, datetime]:
    """Return until when those of these accounts who have a living entry link have it."""
    return links.list_links_until(ctx, ids)


def _preview(ctx: Ctx, link: links.Link | None) -> EntryPreview:
    organisation = store.find_organisation(ctx)
    if link is None or organisation is None:
        raise EntryLinkNotFound
    account = get_account(ctx, link.account)
    if account.state != "active":
        raise EntryLinkNotFound
    return EntryPreview(account.name, organisation.name, link.until, link.kind)
