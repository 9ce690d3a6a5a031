"""What is kept fits its column: SQLite keeps it anyway, PostgreSQL answers with an error."""

import pytest
from sqlalchemy import String, Text, func, select

from kairan.domains.accounts import queries as accounts
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.domains.directory.model.units import MakeUnit
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.model import CreateRoom
from kairan.kernel.tables import metadata
from tests.domains.importers.acting import choose, upload

LONG = "\ufdfa"
"""One character that is fifteen when it is folded; no other one grows so much."""
TALL = "\u0390"
"""One that is three: of those that may stand in a login, none grows more."""
NARROW = [
    column
    for table in metadata.tables.values()
    for column in table.columns
    if isinstance(column.type, String) and not isinstance(column.type, Text)
]


@pytest.fixture(scope="module")
def full(shared_site):
    """A site in which as much as possible is written wherever text can be."""
    cast = shared_site.cast
    adding = AddMember(
        name=LONG * 100,
        login=TALL * 100,
        affiliation=LONG * 100,
        position=LONG * 100,
        unit=shared_site.do(cast.yamamoto, directory.make_unit, MakeUnit(LONG * 100)),
    )
    account = shared_site.do(cast.yamamoto, directory.add_member, adding)
    assert shared_site.ask(cast.yamamoto, lambda ctx: accounts.accounts(ctx, [account]))
    made = CreateRoom("group", LONG * 100)
    shared_site.do(cast.yamamoto, rooms.create_room, made)
    headings = [["職員番号", "氏名", LONG * 100], ["1", "山田", ""]]
    import_ = upload(shared_site, cast.yamamoto, headings)
    choose(shared_site, cast.yamamoto, import_, {LONG * 100: "kana"})
    return shared_site


@pytest.mark.parametrize("column", NARROW, ids=str)
def test_nothing_is_longer_than_its_column_says(column, full):
    with full.database.read() as tx:
        longest = tx.execute(select(func.max(func.length(column)))).scalar()
    assert (longest or 0) <= column.type.length
