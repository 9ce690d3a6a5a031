"""What accounts offer."""

from kairan.domains.accounts.actions import ACTIONS
from kairan.domains.accounts.api import ROUTES
from kairan.domains.accounts.errors import ERRORS
from kairan.domains.accounts.events import EVENTS
from kairan.kernel.manifest import Manifest

MANIFEST = Manifest("accounts", actions=ACTIONS, events=EVENTS, errors=ERRORS, routes=ROUTES)
