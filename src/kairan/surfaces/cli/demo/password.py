"""The one password of everybody in the demonstration."""

import secrets

from kairan.domains.accounts import model
from kairan.kernel.errors import BadInput
from kairan.surfaces.cli.office import CommandFailed

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters that cannot be taken for each other."""


def checked_or_made(password: str | None) -> str:
    """Return the password that was chosen, or a new one. Raises CommandFailed."""
    if password is None:
        groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        return "-".join(groups)
    try:
        return model.checked_password("password", password)
    except BadInput as error:
        raise CommandFailed(f"The password cannot be used: {error.fields['password']}.") from error
