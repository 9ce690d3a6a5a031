"""What the directory offers."""

from kairan.domains.accounts.events import (
    AccountEntered,
    AccountRestored,
    AccountSuspended,
    RoleChanged,
)
from kairan.domains.directory.actions import ACTIONS
from kairan.domains.directory.api import ROUTES
from kairan.domains.directory.errors import ERRORS
from kairan.domains.directory.events import EVENTS
from kairan.domains.directory.listeners import follow_accounts
from kairan.kernel.manifest import Listener, Manifest

MANIFEST = Manifest(
    "directory",
    actions=ACTIONS,
    events=EVENTS,
    errors=ERRORS,
    listeners=(
        Listener(
            "directory.follow_accounts",
            (AccountEntered, AccountSuspended, AccountRestored, RoleChanged),
            follow_accounts,
            hears="all",
        ),
    ),
    routes=ROUTES,
)
