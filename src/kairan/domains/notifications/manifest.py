"""What notifications offer."""

from kairan.domains.accounts.events import SessionsEnded
from kairan.domains.notifications import actions, api, listeners
from kairan.domains.notifications.errors import ERRORS
from kairan.domains.notifications.events import EVENTS
from kairan.kernel.manifest import Listener, Manifest

MANIFEST = Manifest(
    noun="notifications",
    actions=actions.ACTIONS,
    events=EVENTS,
    errors=ERRORS,
    listeners=(
        Listener("notifications.end_devices", (SessionsEnded,), listeners.end_devices, hears="all"),
    ),
    routes=api.ROUTES,
    at_start=(actions.drop_old_notices,),
    hourly=(actions.drop_old_notices,),
)
