"""Routes of the directory.

people         oneself, members, their entry links, units
entry_cards    entry cards, one by one or as sheets to be printed
"""

from kairan.domains.directory.api import entry_cards, people

ROUTES = (*people.ROUTES, *entry_cards.ROUTES)

__all__ = ["ROUTES"]
