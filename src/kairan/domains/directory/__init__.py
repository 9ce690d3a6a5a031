"""The directory: who works where, how to reach them, in which order they are listed.

For members: units as a tree, people searched by name or reading from any position, ordered by
level, order number and reading. For administrators: adding, changing, suspending, entry links,
counts. For the importer: the same in bulk, first as a comparison, then for real, by one rule.

Words: a *unit* is a part of the organisation; its *path* are the names from the top down to it. A
*member* has one *main unit* or none, and any number of further *placements*. *Power* is what
somebody may administer: an administrator everybody, a *unit administrator* the units named and
those below.

Invariants:
- A member's affiliation in ``accounts`` is the own one, else the name of the main unit.
- A unit administrator has no power over administrators, over those whose main unit lies
  elsewhere, and over those who administer units outside the own ones: no link leads to more power.
- Guests are no members; they see people only, of their own rooms, and no unit.
- E-mail and telephone are seen as their owner's visibility says, never by guests.
- ``members.state`` follows ``accounts``: at once by our actions, else by the listener.
"""
