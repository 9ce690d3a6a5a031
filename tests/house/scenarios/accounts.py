"""People sign in and out, and change what is theirs."""

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries
from kairan.domains.accounts.model import (
    AccountId,
    AddDevice,
    Baseline,
    ChangeMe,
    ChangeOrganisation,
    ChangePassword,
    FoundOrganisation,
    GivePassword,
    RefuseSignIn,
    SeenSessions,
    SessionId,
    SettingsChange,
    SignIn,
    UseEntryLink,
    UseEntryNumber,
)
from kairan.domains.directory import actions as directory
from kairan.kernel.guard import NOBODY, SERVER
from kairan.kernel.ids import new_id, read_secret
from tests.house.scene import Scene
from tests.house.stage import Scenarios, Stage
from tests.world import password_hash


def an_organisation_is_founded(stage: Stage) -> None:
    founding = FoundOrganisation("kita", "北町", "北 太郎", "kita", password_hash())
    stage.site.lane.run(new_id(), SERVER, accounts.found_organisation, founding, founds=True)


def yamamoto_signs_in(stage: Stage) -> None:
    signing = SignIn(stage.cast.yamamoto.account, password_hash(), "Phone")
    stage.site.do_as(stage.cast.minato, NOBODY, accounts.sign_in, signing)


def somebody_tries_to_sign_in(stage: Stage) -> None:
    refusing = RefuseSignIn(stage.cast.yamamoto.account, "192.0.2.1")
    stage.site.do_as(stage.cast.minato, NOBODY, accounts.refuse_sign_in, refusing)


def sato_signs_one_device_out(stage: Stage) -> None:
    device = stage.site.open_session(stage.cast.minato, stage.cast.sato.account)
    stage.do(device, accounts.sign_out, None)


def sato_ends_another_device(stage: Stage) -> None:
    other = Scene(stage.site).session_of(stage.cast.sato)
    stage.do(stage.cast.sato, accounts.end_session, SessionId(other))


def a_stream_is_seen(stage: Stage) -> None:
    stage.serve(accounts.see_sessions, SeenSessions((Scene(stage.site).session,)))


def a_backup_is_restored(stage: Stage) -> None:
    stage.serve(accounts.end_every_way_in, None)


def the_newcomer_comes_in_by_link(stage: Stage) -> None:
    issuing = AccountId(stage.rooms.newcomer)
    link = stage.do(stage.cast.yamamoto, directory.issue_entry_link, issuing)
    secret = read_secret(link.token)
    assert secret is not None
    using = UseEntryLink(secret.digest, "Phone")
    stage.site.do_as(stage.cast.minato, NOBODY, accounts.use_entry_link, using)


def sato_comes_in_by_number(stage: Stage) -> None:
    making = AddDevice(password_hash())
    made = stage.do(stage.cast.sato, accounts.add_device, making)
    link = stage.site.ask_as(
        stage.cast.minato, NOBODY, lambda ctx: queries.find_numbered_link(ctx, made.number_key)
    )
    assert link is not None
    using = UseEntryNumber(link.link, link.number_hash, "Phone")
    stage.site.do_as(stage.cast.minato, NOBODY, accounts.use_entry_number, using)


def takahashi_becomes_an_administrator(stage: Stage) -> None:
    who = AccountId(stage.cast.takahashi.account)
    stage.do(stage.cast.yamamoto, accounts.grant_admin, who)


def sato_is_an_administrator_for_a_while(stage: Stage) -> None:
    who = AccountId(stage.cast.sato.account)
    stage.do(stage.cast.yamamoto, accounts.grant_admin, who)
    stage.do(stage.cast.yamamoto, accounts.withdraw_admin, who)


def sato_sets_a_password(stage: Stage) -> None:
    changing = ChangePassword(None, password_hash())
    stage.do(stage.cast.sato, accounts.change_password, changing)


def a_password_is_given(stage: Stage) -> None:
    giving = GivePassword((stage.cast.sato.account,), password_hash())
    stage.serve(accounts.give_password, giving)


def sato_likes_large_text(stage: Stage) -> None:
    liking = ChangeMe(settings=SettingsChange(text="large"), language="en")
    stage.do(stage.cast.sato, accounts.change_me, liking)


def maeda_moves_to_another_association(stage: Stage) -> None:
    changing = ChangeMe(name="前田 二郎", affiliation="北浜自治会")
    stage.do(stage.cast.maeda, accounts.change_me, changing)


def minato_says_it_otherwise(stage: Stage) -> None:
    changing = ChangeOrganisation(name="港県庁", outside_word="庁外", unsend_for=3_600)
    stage.do(stage.cast.yamamoto, accounts.change_organisation, changing)


def minato_says_how_it_was(stage: Stage) -> None:
    answers = Baseline(calls=120, faxes=40, mails=300, hurts="電話の取り次ぎ")
    stage.do(stage.cast.yamamoto, accounts.record_baseline, answers)


SCENARIOS: Scenarios = {
    "accounts.found_organisation": an_organisation_is_founded,
    "accounts.record_baseline": minato_says_how_it_was,
    "accounts.change_organisation": minato_says_it_otherwise,
    "accounts.sign_in": yamamoto_signs_in,
    "accounts.refuse_sign_in": somebody_tries_to_sign_in,
    "accounts.sign_out": sato_signs_one_device_out,
    "accounts.end_session": sato_ends_another_device,
    "accounts.see_sessions": a_stream_is_seen,
    "accounts.end_every_way_in": a_backup_is_restored,
    "accounts.use_entry_link": the_newcomer_comes_in_by_link,
    "accounts.add_device": sato_comes_in_by_number,
    "accounts.use_entry_number": sato_comes_in_by_number,
    "accounts.grant_admin": takahashi_becomes_an_administrator,
    "accounts.withdraw_admin": sato_is_an_administrator_for_a_while,
    "accounts.change_password": sato_sets_a_password,
    "accounts.give_password": a_password_is_given,
    "accounts.change_me: settings": sato_likes_large_text,
    "accounts.change_me: a guest's name": maeda_moves_to_another_association,
}
