"""A forgotten password: the entry link is the way back for it, too."""

from kairan.domains.accounts import actions, queries
from kairan.domains.accounts.model import AccountId, ChangePassword, UseEntryLink, hash_password
from kairan.domains.directory import actions as directory
from kairan.kernel.guard import NOBODY
from kairan.kernel.ids import read_secret
from tests.world import Cast, Somebody, World


def test_who_enters_by_a_link_sets_a_new_password_without_the_old_one(
    world: World, cast: Cast
) -> None:
    """佐藤 forgot her password; after the link she has none and sets a new one."""
    world.do(
        cast.sato, actions.change_password, ChangePassword(None, hash_password("春はあけぼの"))
    )
    link = world.do(cast.yamamoto, directory.issue_entry_link, AccountId(cast.sato.account))
    secret = read_secret(link.token)
    assert secret is not None

    entered = world.do_as(
        cast.minato, NOBODY, actions.use_entry_link, UseEntryLink(secret.digest, "new telephone")
    )

    back = Somebody(cast.minato, entered.account, cast.sato.name, entered.token)
    assert world.ask(back, queries.get_own_credentials).password_hash is None
    world.do(back, actions.change_password, ChangePassword(None, hash_password("夏は夜、月のころ")))
    assert world.ask(back, queries.get_own).has_password
