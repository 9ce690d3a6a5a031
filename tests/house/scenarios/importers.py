"""A list of people comes in."""

from kairan.domains.importers import actions as importers
from kairan.domains.importers.model.commands import ImportChunk, ImportId, TouchMissing
from tests.house.stage import Scenarios, Stage

CSV = "職員番号,氏名,所属,備考\n1002,小林 誠一,危機管理部/防災課,\n3001,新人 太郎,総務課,\n"


def yamamoto_has_a_file_read(stage: Stage) -> None:
    _read(stage)


def yamamoto_says_what_a_column_holds(stage: Stage) -> None:
    way = stage.site.client(stage.cast.yamamoto)
    chosen = {"columns": {"備考": "position"}}
    assert way.put(f"/imports/{_read(stage)}/columns", json=chosen).status_code == 200


def yamamoto_runs_it(stage: Stage) -> None:
    _run(stage)


def one_block_goes_in(stage: Stage) -> None:
    import_ = _read(stage)
    stage.do(stage.cast.yamamoto, importers.run_import, ImportId(import_))
    stage.serve(importers.import_chunk, ImportChunk(import_, 0))


def the_missing_are_suspended(stage: Stage) -> None:
    touching = TouchMissing(_run(stage))
    stage.do(stage.cast.yamamoto, importers.suspend_missing, touching)


def the_missing_are_restored(stage: Stage) -> None:
    touching = TouchMissing(_run(stage))
    stage.do(stage.cast.yamamoto, importers.suspend_missing, touching)
    stage.do(stage.cast.yamamoto, importers.restore_missing, touching)


def old_files_are_forgotten(stage: Stage) -> None:
    _read(stage)
    stage.serve(importers.forget_old_imports, None)


def _read(stage: Stage) -> str:
    answer = stage.site.client(stage.cast.yamamoto).post(
        "/imports?name=list.csv",
        content=CSV.encode("cp932"),
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 201, answer.text
    stage.imports.append(answer.json()["id"])
    return stage.imports[-1]


def _run(stage: Stage) -> str:
    import_ = _read(stage)
    stage.do(stage.cast.yamamoto, importers.run_import, ImportId(import_))
    stage.site.calm()
    return import_


SCENARIOS: Scenarios = {
    "importers.receive_import": yamamoto_has_a_file_read,
    "importers.keep_block": yamamoto_has_a_file_read,
    "importers.keep_missing": yamamoto_has_a_file_read,
    "importers.finish_plan": yamamoto_has_a_file_read,
    "importers.choose_columns": yamamoto_says_what_a_column_holds,
    "importers.run_import": yamamoto_runs_it,
    "importers.import_chunk": one_block_goes_in,
    "importers.suspend_missing": the_missing_are_suspended,
    "importers.restore_missing": the_missing_are_restored,
    "importers.forget_old_imports": old_files_are_forgotten,
}
