"""Errors of receipts."""

from kairan.kernel.errors import NotAllowed, NotFound


class Restricted(NotAllowed):
    """The owners of this room keep its reader lists to themselves and to the senders."""

    code = "receipts.restricted"


class ReaderNotFound(NotFound):
    """That person was not inside when the message was written."""

    code = "receipts.reader_not_found"


class ToldByAnother(NotAllowed):
    """Only who gave the word that somebody was told, or an owner, changes it or takes it back."""

    code = "receipts.told_by_another"
