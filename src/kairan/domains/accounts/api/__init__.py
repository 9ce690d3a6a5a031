"""Routes of accounts.

ways_in    sessions, passwords, entry links, administrators, the organisation itself
numbers    numbers for typing, and one more device of one's own
"""

from kairan.domains.accounts.api import numbers, ways_in

ROUTES = (*ways_in.ROUTES, *numbers.ROUTES)

__all__ = ["ROUTES"]
