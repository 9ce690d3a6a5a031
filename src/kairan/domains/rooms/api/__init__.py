"""Routes of rooms, a file for each of their nouns."""

from kairan.domains.rooms.api import invitations, messages, readers, rooms

ROUTES = (*rooms.ROUTES, *messages.ROUTES, *readers.ROUTES, *invitations.ROUTES)
