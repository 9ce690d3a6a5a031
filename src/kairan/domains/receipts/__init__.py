"""Receipts: who has read, who was told in person, who pressed 了解; kept as evidence.

For the sender, who wants everybody reached, and for whoever must prove it later. A *cursor* says how far one
account has read in one stay in a room; it only moves forward. Every move is also kept with its time in a
ledger that is never changed. *Told* is somebody's word that a person was told by telephone, in person, by FAX
or on paper; *acknowledged* (了解) is a deed of one's own and says more than read.

Invariants: a cursor never passes the room's head and never goes back; for every message
``read + told + unread + unknown`` are exactly those who were inside when it was written, without its sender.
"""
