"""What importers offer."""

from kairan.domains.importers import actions, admin, listeners
from kairan.domains.importers.errors import ERRORS
from kairan.domains.importers.events import EVENTS, ImportProgressed
from kairan.kernel.manifest import Listener, Manifest

MANIFEST = Manifest(
    noun="importers",
    actions=actions.ACTIONS,
    events=EVENTS,
    errors=ERRORS,
    listeners=(
        Listener(
            "importers.advance",
            (ImportProgressed,),
            listeners.advance,
            hears="all",
            give_up=listeners.break_off,
        ),
    ),
    routes=admin.ROUTES,
    at_start=(actions.forget_old_imports,),
    hourly=(actions.forget_old_imports,),
)
