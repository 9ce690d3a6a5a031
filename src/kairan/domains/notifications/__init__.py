"""Notifications: the telephone rings. Which device is told of what, and what became of it.

For whoever must hear of a message while Kairan is closed. A *device* is a browser that asked for Web Push
in one session, and ends with that session. A *notice* is one thing to tell (a message, a reminder, a test);
a *push* is a notice on its way to one device. What one hears of a room is its *level*: everything, what is
meant for oneself and announcements, or nothing; *muted* is nothing for a while.

Invariants: nothing is sent to anybody who may not see the message at the moment of sending, and never its
text; a push is claimed before it is sent and settled afterwards, so that a crash between the two rings at
most once more (with the same tag: it replaces what is there); what is not sent within a day is dropped.
"""
