"""What accounts offer."""

from kairan.domains.accounts.actions import ACTIONS
from kairan.domains.accounts.api import ROUTES
from kairan.domains.accounts.errors import ERRORS
from kairan.domains.accounts.events import EVENTS, MeChanged
from kairan.domains.accounts.queries import tell_of_me
from kairan.kernel.manifest import Manifest

MANIFEST = Manifest(
    "accounts",
    actions=ACTIONS,
    events=EVENTS,
    errors=ERRORS,
    tellers={MeChanged.type: tell_of_me},
    routes=ROUTES,
)
