"""``kairan setup``: an organisation and its first administrator."""

from dataclasses import dataclass

from kairan.domains.accounts import model
from kairan.domains.accounts.model import FoundOrganisation
from kairan.domains.directory import actions as directory
from kairan.kernel.errors import DomainError
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from kairan.surfaces.cli.office import CommandFailed, Office


@dataclass(frozen=True, slots=True)
class SetUpOrganisation:
    """What to make."""

    organisation: str
    code: str
    admin: str
    login: str
    password: str


@dataclass(frozen=True, slots=True)
class OrganisationSetUp:
    """What was made."""

    organisation: str
    code: str
    account: str
    login: str


def setup(office: Office, asked: SetUpOrganisation) -> OrganisationSetUp:
    """Make an organisation with its first administrator. Raises CommandFailed with a sentence."""
    try:
        password_hash = model.hash_password(model.checked_password("password", asked.password))
        founding = FoundOrganisation(
            asked.code, asked.organisation, asked.admin, asked.login, password_hash
        )
        founded = office.house.lane.run(
            new_id(), SERVER, directory.found_organisation, founding, founds=True
        )
    except DomainError as error:
        reasons = ", ".join(f"{name}: {reason}" for name, reason in error.fields.items())
        raise CommandFailed(f"Not set up ({reasons or error.code}).") from error
    return OrganisationSetUp(
        founded.organisation, asked.code, founded.account, f"{asked.login}@{asked.code}"
    )
