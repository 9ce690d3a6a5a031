"""What receipts offer."""

from kairan.domains.receipts import actions, api, errors, events, queries
from kairan.kernel.manifest import Manifest

MANIFEST = Manifest(
    noun="receipts",
    actions=actions.ACTIONS,
    events=(
        events.CursorsMoved,
        events.Counted,
        events.Acknowledged,
        events.AcknowledgementWithdrawn,
        events.ToldInPerson,
        events.ToldWithdrawn,
    ),
    errors=(errors.Restricted, errors.ReaderNotFound, errors.ToldByAnother),
    tellers={
        events.Acknowledged.type: queries.tell_of_acknowledgements,
        events.ToldInPerson.type: queries.tell_of_words,
    },
    routes=api.ROUTES,
    at_start=(actions.announce_forgotten_moves,),
)
