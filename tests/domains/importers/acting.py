"""What somebody does to bring a list of people in, step by step, in the world of tests."""

from kairan.domains.directory import actions as directory
from kairan.domains.directory import queries as members
from kairan.domains.directory.model.units import UnitAdministrator
from kairan.domains.importers import actions, queries
from kairan.domains.importers.model.commands import ImportChunk, ImportId
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from tests.domains.importers.files import csv

HEAD = ["職員番号", "氏名", "よみ", "所属", "役職"]
SATO = ["1001", "佐藤 花子", "さとう はなこ", "危機管理部/防災課", ""]
KOBAYASHI = ["1002", "小林 誠", "こばやし まこと", "危機管理部/防災課", ""]
TAKAHASHI = ["1003", "髙橋 聡", "たかはし さとし", "総務課", ""]
NAKAMURA = ["1004", "中村 みどり", "なかむら みどり", "土木事務所", ""]
EVERYBODY = [HEAD, SATO, KOBAYASHI, TAKAHASHI, NAKAMURA]
ITO = ["2001", "伊藤 健", "いとう けん", "企画部/デジタル戦略課", "係長"]


def plan(world, who, rows, **more):
    content = rows if isinstance(rows, bytes) else csv(rows)
    return world.ask(who, lambda ctx: queries.plan_file(ctx, "名簿.csv", content, **more))


def upload(world, who, rows, **more):
    """Let somebody send a file, and return the id of the import."""
    import_ = new_id()
    for step in actions.steps(plan(world, who, rows, **more), import_):
        world.do(who, step.action, step.command)
    return import_


def run(world, who, import_):
    """Run an import to its end and return it."""
    world.do(who, actions.run_import, ImportId(import_))
    world.settle()
    return see(world, who, import_)


def see(world, who, import_):
    return world.ask(who, lambda ctx: queries.get_import(ctx, import_))


def choose(world, who, import_, answers):
    of = see(world, who, import_)
    again = world.ask(who, lambda ctx: queries.plan_again(ctx, import_, answers))
    for step in actions.steps_again(again, of, answers):
        world.do(who, step.action, step.command)


def chunk(world, org, import_, no):
    return world.do_as(org, SERVER, actions.import_chunk, ImportChunk(import_, no))


def known(world, who, number):
    [found] = world.ask(who, lambda ctx: members.find_members_for_import(ctx, [], [number]))
    return found


def make_unit_admin(world, cast, who, unit):
    command = UnitAdministrator(unit, who.account)
    world.do(cast.yamamoto, directory.add_unit_administrator, command)
