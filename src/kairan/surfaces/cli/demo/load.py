"""``kairan demo``: the demonstration, loaded once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kairan.domains.accounts import model
from kairan.domains.accounts.queries import find_organisation_by_code
from kairan.kernel.ids import new_id
from kairan.surfaces.cli.demo.acts import Act, IssueLink, SetPasswords, Step
from kairan.surfaces.cli.demo.password import checked_or_made
from kairan.surfaces.cli.demo.plays import ORGANISATIONS, Organisation, Play, make_play
from kairan.surfaces.cli.demo.stage import Bookmark, Scene, bookmarks, known_by, perform, play
from kairan.surfaces.cli.office import CommandFailed, Office


@dataclass(frozen=True, slots=True)
class LoadDemo:
    """Load the demonstration; without a password one is made. ``small``: only what tests need."""

    password: str | None = field(default=None, repr=False)
    seed: int = 1
    small: bool = False


@dataclass(frozen=True, slots=True)
class Entrance:
    """As whom one may try it: by ``login`` and the password, or once by ``link``."""

    who: str
    name: str
    login: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class DemoLoaded:
    """What ``kairan demo --json`` answers.

    ``changed`` is false where everything was there already; then ``password`` and the links are
    null, for they were told the first time. A password that was chosen is not told either.
    ``entrances`` are ``{"who", "name", "login", "link"}``; ``members`` and ``guests`` count those of
    both organisations.
    """

    changed: bool
    password: str | None
    entrances: list[Entrance]
    organisations: list[str]
    members: int
    guests: int


@dataclass(frozen=True, slots=True)
class _Begun:
    """An organisation of the demonstration on this server: its id, and what was left on record."""

    organisation: Organisation
    org: str
    left: list[Bookmark]

    @property
    def done(self) -> bool:
        return bool(self.left) and self.left[-1].done


def load_demo(office: Office, asked: LoadDemo) -> DemoLoaded:
    """Load what is missing of the demonstration. Raises CommandFailed with a sentence."""
    password = checked_or_made(asked.password)
    begun = [_begun(office, each) for each in ORGANISATIONS]
    plays = [_play_of(office, each, asked) for each in begun]
    if all(each.done for each in begun):
        return _answer(plays, None, {}, changed=False)
    hashed = model.hash_password(password)
    links: dict[str, str] = {}
    total, before = sum(len(each.steps) for each in plays), 0
    for each, its_play in zip(begun, plays, strict=True):
        if not each.done:
            tell = _after(office, before, total)
            links |= _perform(office, each, its_play, asked, hashed, tell)
        before += len(its_play.steps)
    told = None if asked.password else password
    return _answer(plays, told, links, changed=True)


def _begun(office: Office, organisation: Organisation) -> _Begun:
    found = office.ask("", lambda ctx: find_organisation_by_code(ctx, organisation.code))
    if found is None:
        return _Begun(organisation, new_id(), [])
    left = bookmarks(office, found.id)
    if not left:
        raise CommandFailed(
            f"There is an organisation {organisation.code!r} already, and it is not the "
            "demonstration's. Load the demonstration into another data folder (KAIRAN_DATA)."
        )
    return _Begun(organisation, found.id, left)


def _play_of(office: Office, begun: _Begun, asked: LoadDemo) -> Play:
    """Return the play as it was begun, or as it begins now."""
    if not begun.left:
        now = office.house.clock()
        return make_play(begun.organisation, now, asked.seed, small=asked.small)
    first = begun.left[0]
    made = make_play(begun.organisation, first.began_at, first.seed, small=first.small)
    if len(made.steps) != first.steps and not begun.done:
        raise CommandFailed(
            "Loading was begun by another version of Kairan and cannot be finished by this one. "
            "Load the demonstration into another data folder (KAIRAN_DATA)."
        )
    return made


def _perform(
    office: Office,
    begun: _Begun,
    its_play: Play,
    asked: LoadDemo,
    hashed: str,
    tell: Callable[[int], None],
) -> dict[str, str]:
    """Play what is left, then set passwords and issue links; return the links by person."""
    known = known_by(begun.left)
    known.roles = {key: person.role for key, person in its_play.cast.items()}
    began = Bookmark(its_play.until, asked.seed, asked.small, len(its_play.steps), upto=0)
    bookmark = replace(begun.left[-1] if begun.left else began, accounts={}, rooms={}, messages={})
    known = perform(office, begun.org, its_play.steps, bookmark, known, tell)
    acts: list[Act] = [SetPasswords(its_play.entered, hashed)]
    acts += [IssueLink(person) for person in begun.organisation.links]
    now, admin = office.house.clock(), begun.organisation.founder
    last = [Step(now, admin, act) for act in acts]
    ending = replace(bookmark, upto=len(its_play.steps), done=True)
    known = play(office, begun.org, Scene(last, known, ending))
    url = office.house.settings.public_url
    return {person: f"{url}/e/{token}" for person, token in known.tokens.items()}


def _answer(
    plays: list[Play], password: str | None, links: dict[str, str], *, changed: bool
) -> DemoLoaded:
    people = [person for each in plays for person in each.cast.values()]
    return DemoLoaded(
        changed,
        password,
        [entrance for each in plays for entrance in _entrances(each, links)],
        [each.organisation.code for each in plays],
        sum(1 for person in people if person.row),
        sum(1 for person in people if not person.row),
    )


def _entrances(its_play: Play, links: dict[str, str]) -> list[Entrance]:
    organisation, cast = its_play.organisation, its_play.cast
    by_password = []
    for key, who in organisation.entrances.items():
        row = cast[key].row
        login = row.login if row else None
        by_password.append(Entrance(who, cast[key].name, f"{login}@{organisation.code}"))
    return by_password + [
        Entrance(who, cast[key].name, link=links.get(key))
        for key, who in organisation.links.items()
    ]


def _after(office: Office, before: int, total: int) -> Callable[[int], None]:
    return lambda done: office.progress(before + done, total)
