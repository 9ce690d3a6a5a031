"""The boundary: who is inside which room, and therefore who can see and hear what.

For everybody: the outer edge of a room is computed from rows here and nowhere else. A *place* is a room as
this domain knows it: id, kind, heads. A *stay* is one account's time inside one place, from ``from_seq`` to
before ``until_seq``; while it is open the account reads everything from ``from_no`` on.

Invariants: an account has at most one open stay in a place; stays of one account in one place never overlap;
``start_no`` and ``end_no`` say the same interval in message numbers: what was written while inside has
``start_no < no <= end_no``.
"""
