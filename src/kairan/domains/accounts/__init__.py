"""Accounts: who exists, how they get in, and how they are put out.

For everybody: people sign in by login and password or by a personal entry link, see where they are
signed in, and end that. For every other domain: ``queries.people`` gives names in bulk.

Words: an *organisation* has a *code*, the part of a login after the ``@``. An *account* belongs to
one organisation and is of a kind (member, guest, line, bot). A *session* is one device that is
signed in; its token is a secret of which we keep the digest. An *entry link* is a single-use secret
that enters exactly one account. A *waiting* guest came by an invitation that an owner has yet to
approve.

Invariants:
- An organisation has an active administrator from its founding on.
- A session is good while its account is active, for 180 days, and for 90 days since it was seen.
- Suspending ends all sessions and links in the same transaction.
- An account has at most one living entry link, and one for one more device; each is used up by redeeming,
  never by looking, and opened by its number as well, of which a slow hash is kept.
- Nothing says whether a login exists: the same answer after the same work.
- Passwords are hashed and compared outside the lane; the action checks that nothing changed since.
"""
