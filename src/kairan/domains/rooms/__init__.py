"""Rooms and messages: where people write to each other, and how they come in.

For everybody. A *room* is direct (two people), a group, or follows a unit of the org chart; its *owners* name
owners, add, remove, rename. A *message* has a dense number ``no`` in its room; a *system message* tells of
joining, leaving and renaming, takes a number and counts for nobody. Whoever *undertakes* a message (対応します)
says by name, before all, that he or she sees to it. An *invitation* is a link with an end and
a number of uses; whoever enters by one for guests is a guest. An *application* waits for an owner.

Invariants: numbers of a room have no gap; the same ``client_id`` of the same sender in the same room is one
message; ``countable`` of a message is how many messages up to it count as unread for a stranger.
"""
