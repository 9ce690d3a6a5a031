"""Routes of rooms, a file for each of their nouns."""

from kairan.domains.rooms.api import invitations, messages, rooms

ROUTES = (*rooms.ROUTES, *messages.ROUTES, *invitations.ROUTES)
