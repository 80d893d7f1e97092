"""A file read set-wise leaves what it leaves read row by row: the same figures, verdicts, history, problems and refusals."""

from dataclasses import replace
from datetime import date

import pytest

from kpi import services
from kpi.errors import KpiError, PreviewOutdated, UploadRefused
from kpi.i18n import texts
from kpi.ingest import Knowledge, LargeFigures
from kpi.ingest.bulk.reading import read_bulk
from kpi.model import Actor, Grant, Status
from kpi.services import Query, UploadFile
from kpi.services.approval.reviewing import _SENT, rows_sent
from kpi.wire import check_json, status_json
from tests.databases import TINY
from tests.unit.services.approval.conftest import CLERK, REVIEWER
from tests.unit.services.conftest import ZHANG
from tests.unit.services.plans.test_revising import revised

HEADER = "指标代码,地区,起始日期,截止日期,数值,单位"
FIRST = (
    "volunteers_trained,云溪市,2023-01-01,2023-06-30,0.5,万人次",
    "volunteers_trained,云溪市,2023-01-01,2023-12-31,1.3,万人次",
    "volunteers_trained,东岸区,2023-01-01,2023-12-31,0.8,万人次",
    "volunteers_trained,西岸区,2023-01-01,2023-12-31,0.5,万人次",
    "landfill_daily,云溪市,,2023-12-31,300,吨",
    "landfill_daily,东岸区,,2023-12-31,100,吨",
    "sorted_share,云溪市,,2023-12-31,70,%",
)
SECOND = (
    "volunteers_trained,云溪市,2023-01-01,2023-06-30,1.5,万人次",
    "volunteers_trained,云溪市,2023-01-01,2023-12-31,1.3,万人次",
    "landfill_daily,东岸区,,2023-12-31,1000,吨",
    "landfill_daily,东岸区,,2024-12-31,90,吨",
    "sorted_share,西岸区,,2024-12-31,约60,%",
)


def file_of(*rows, name="填报.csv"):
    return UploadFile(name, "\n".join((HEADER, *rows)).encode("gb18030"))


@pytest.fixture
def set_wise(monkeypatch):
    """From now on every file is read set-wise, and here: what a child adds is for the tests of children."""

    def read(known, file, choices, on_stage):
        knowledge = Knowledge.of(known.catalog, known.aliases, known.profiles)
        reading = read_bulk(file, knowledge, known.today, choices, on_stage)
        large = reading.large
        return replace(reading, large=LargeFigures.of(large.file, large.count, large.packed)) if large else reading

    def begin():
        monkeypatch.setattr("kpi.ingest.serving.reader.is_large", lambda content: True)
        monkeypatch.setattr("kpi.ingest.serving.reader.read_large", read)

    return begin


def loaded(workspace, *files):
    previews = []
    for file in files:
        preview = services.check_upload(workspace, ZHANG, [file])
        services.import_files(workspace, ZHANG, preview, note="更正", accept_warnings=True)
        previews.append(preview)
    return previews


def told(preview):
    """What a preview says of figures and verdicts; new rows before those that change, as files bring them."""
    said = check_json(preview)
    said["observations"] = sorted(said["observations"], key=lambda each: each["row"])
    return said, [(each.kind, each.cell, each.old_text, each.new_text) for each in preview.rows if each.kind != "unchanged"]


def left(workspace):
    """What is in the database: figures, what counts, history and verdicts."""
    history = services.history(workspace, ZHANG)
    batches = [replace(each.batch, warnings=()) for each in history.batches]
    return (
        workspace.store.current().to_dict("records"),
        [(each.action, each.batch_id) for each in workspace.store.events()],
        batches,
        workspace.store.verdicts_at(workspace.plan_id),
        status_json(services.status(workspace, ZHANG, Query())),
        workspace.store.verify(),
    )


def test_the_same_file_both_ways(opened, set_wise):
    """New figures, then some that change, repeat, and doubt what is there; and the whole is taken back at the end."""
    row_by_row = opened(TINY, "row by row.duckdb")
    first, second = loaded(row_by_row, file_of(*FIRST), file_of(*SECOND, name="更正.csv"))
    set_wise()
    at_once = opened(TINY, "set-wise.duckdb")
    again = loaded(at_once, file_of(*FIRST), file_of(*SECOND, name="更正.csv"))
    assert [preview.is_large for preview in again] == [True, True]
    for one, other in zip((first, second), again, strict=True):
        one_said, one_rows = told(one)
        other_said, other_rows = told(other)
        unchanged = one.change.unchanged
        one_said["observations"] = [
            each for each in one_said["observations"] if each["row"] not in {row.row for row in unchanged}
        ]
        assert other_said == one_said
        assert other_rows == one_rows
        assert (other.counts, other.coverage_after, other.note_needed) == (one.counts, one.coverage_after, one.note_needed)
        assert [each.after.key for each in other.moved] == [each.after.key for each in one.moved]
    assert left(at_once) == left(row_by_row)
    for workspace in (row_by_row, at_once):
        services.withdraw(workspace, ZHANG, 3, "重复上报")
        services.withdraw(workspace, ZHANG, 2, "重复上报")
    assert left(at_once) == left(row_by_row)


def test_the_second_file_doubts_what_it_must(opened, set_wise):
    """By hand: 1.5万 in half a year of a year with 1.3万; 1000 吨 where there were 100 and, a year on, 90."""
    set_wise()
    _, second = loaded(opened(TINY), file_of(*FIRST), file_of(*SECOND, name="更正.csv"))
    assert second.counts == (2, 2, 1)
    assert [(each.problem.code, each.problem.row) for each in second.warnings] == [
        ("cumulative_falls", 3),
        ("outlier_high", 4),
        ("closed_year", 2),
        ("closed_year", 4),
    ]


def test_the_same_bytes_again_bring_nothing(opened, set_wise):
    set_wise()
    workspace = opened(TINY)
    loaded(workspace, file_of(*FIRST))
    again = services.check_upload(workspace, ZHANG, [file_of(*FIRST, name="另名.csv")])
    assert (again.counts, again.files[0].state, again.ok) == ((0, 0, 0), "loaded_already", True)
    assert services.import_files(workspace, ZHANG, again) == ()
    assert len(workspace.batches) == 2


def test_two_at_once_do_not_both_count(opened, set_wise):
    set_wise()
    workspace = opened(TINY)
    one, other = (services.check_upload(workspace, ZHANG, [file_of(row)]) for row in FIRST[4:6])
    services.import_files(workspace, ZHANG, one)
    with pytest.raises(PreviewOutdated):
        services.import_files(workspace, ZHANG, other)
    assert len(workspace.batches) == 2


def test_locked_rows_and_those_of_others_are_refused_by_their_rows(opened, set_wise):
    set_wise()
    workspace = opened(TINY)
    services.lock_period(workspace, ZHANG, "2023-12", "年报已报")
    preview = services.check_upload(workspace, ZHANG, [file_of(*FIRST)])
    assert [(each.problem.code, each.problem.row) for each in preview.problems if each.refuses] == [
        ("period_locked", row) for row in range(3, 9)
    ]
    with pytest.raises(UploadRefused):
        services.import_files(workspace, ZHANG, preview, accept_warnings=True)
    east = Actor("李四", frozenset({Grant("reporter", regions=("990101",))}))
    found = services.check_upload(workspace, east, [file_of(*FIRST[:3])])
    assert [each.problem.row for each in found.problems if each.problem.code == "out_of_reach"] == [2, 3]


def test_more_rows_than_are_listed_are_counted(opened, set_wise, monkeypatch):
    monkeypatch.setattr("kpi.services.uploading.large.MOST_LISTED", 2)
    monkeypatch.setattr("kpi.ingest.bulk.reading.MOST_LISTED", 2)
    set_wise()
    workspace = opened(TINY)
    services.lock_period(workspace, ZHANG, "2023-12", "年报已报")
    preview = services.check_upload(workspace, ZHANG, [file_of(*FIRST)])
    listed = [(each.problem.code, each.problem.row) for each in preview.problems if each.refuses]
    assert listed == [("period_locked", 3), ("period_locked", 4), ("bulk_more", None)]
    assert preview.problems[-1].problem.values["count"] == 4
    assert (preview.files[0].errors, sum(each.stands_for for each in preview.problems if each.refuses)) == (6, 6)
    assert (preview.counts.new, len(preview.change.new)) == (7, 2)


HALF = "volunteers_trained,云溪市,2023-01-01,2023-06-30,1.5,万人次"
YEAR = "volunteers_trained,云溪市,2023-01-01,2023-12-31,1.3,万人次"
TINY_SHARE = "sorted_share,云溪市,,2023-12-31,0.7,%"
ROWS_THAT_STAY = [file_of(HALF, YEAR), file_of(HALF, YEAR, FIRST[5], name="重报.csv")]


LOADED_ALREADY = [file_of(TINY_SHARE, FIRST[4])] * 2


@pytest.mark.parametrize(("files", "doubts"), [(ROWS_THAT_STAY, (1, 1)), (LOADED_ALREADY, (2, 0))])
def test_what_is_doubted_of_rows_that_are_there_already(opened, set_wise, files, doubts):
    """Rows that say again what was doubted are doubted again; of a file that is loaded nothing is said."""
    row_by_row = loaded(opened(TINY, "row by row.duckdb"), *files)
    set_wise()
    at_once = loaded(opened(TINY, "set-wise.duckdb"), *files)
    assert [each.is_large for each in at_once] == [True, True]
    for one, other in zip(row_by_row, at_once, strict=True):
        assert other.problems == one.problems
        assert other.taken_for == one.taken_for
    assert tuple(len(each.warnings) for each in at_once) == doubts


OF_2022 = ("landfill_daily,云溪市,,2022-12-31,4,吨", "sorted_share,云溪市,,2022-12-31,6,%")


def test_revisions_of_closed_years_beyond_those_listed_take_a_note_too(opened, set_wise, monkeypatch):
    """Two slips by ten and two revisions of 2022: the second revision is counted, and then neither is listed."""
    set_wise()
    workspace = opened(TINY)
    monkeypatch.setattr("kpi.services.uploading.large.MOST_LISTED", 1)
    some = services.check_upload(workspace, ZHANG, [file_of(*OF_2022)])
    assert [each.problem.code for each in some.warnings] == ["outlier_low", "outlier_low", "closed_year", "bulk_more"]
    assert (some.warnings[-1].problem.values["count"], some.note_needed) == (1, True)
    monkeypatch.setattr("kpi.ingest.bulk.reading.listed_by_kind.__defaults__", (0, 1))
    few = services.check_upload(workspace, ZHANG, [file_of(*OF_2022)])
    assert [each.problem.code for each in few.warnings] == ["outlier_low", "bulk_more", "bulk_more"]
    with pytest.raises(KpiError, match="revision_note_needed"):
        services.import_files(workspace, ZHANG, few, accept_warnings=True)


def test_a_target_whose_figures_were_not_looked_at_is_not_said_to_move_by_the_date(tiny_copy, opened, set_wise, monkeypatch):
    """90 吨 on the deadline meet 300; where that is left out, the new date alone would call it 待核定."""
    targets = tiny_copy / "targets.csv"
    rows = targets.read_text(encoding="utf-8").splitlines()
    city = next(row for row in rows if row.startswith("G3,"))
    east = city.replace("G3,landfill_daily,990100", "G9,landfill_daily,990101").replace(",W3,", ",,")
    targets.write_text("\n".join((*rows, east, "")), encoding="utf-8")
    set_wise()
    workspace = opened(tiny_copy)
    file = file_of("landfill_daily,东岸区,,2025-12-31,90,吨")
    of_east = [each.new for each in services.check_upload(workspace, ZHANG, [file]).verdict_changes if each.target_id == "G9"]
    assert of_east == [Status.MET]
    monkeypatch.setattr("kpi.services.uploading.large._MOST_JUDGED", 0)
    preview = services.check_upload(workspace, ZHANG, [file])
    assert [each.problem.code for each in preview.problems] == ["bulk_judged_own"]
    assert {each.target_id for each in preview.verdict_changes} == {"G1", "G2", "G3"}


@pytest.mark.parametrize("change", ["figures", "plan"])
def test_what_changes_while_a_large_file_is_read(opened, set_wise, monkeypatch, change):
    """It is held against figures that came meanwhile; a plan that was changed meanwhile is not the one it was read by."""
    workspace = opened(TINY)
    other = services.check_upload(workspace, ZHANG, [file_of(FIRST[5], name="其他.csv")])
    set_wise()
    changes = {
        "figures": lambda: services.import_files(workspace, ZHANG, other, accept_warnings=True),
        "plan": lambda: revised(workspace, "G1", value="0.95"),
    }
    done = []

    def once(stage, share):
        if not done:
            done.append(changes[change]())

    preview = services.check_upload(workspace, ZHANG, [file_of(*FIRST)], on_stage=once)
    assert (preview.is_large, len(done)) == (True, 1)
    if change == "plan":
        with pytest.raises(PreviewOutdated):
            services.import_files(workspace, ZHANG, preview, accept_warnings=True)
        return
    assert preview.counts == (6, 0, 1)
    services.import_files(workspace, ZHANG, preview, accept_warnings=True)
    assert len(workspace.batches) == 3


def test_the_day_that_figures_go_up_to_is_told_also_where_there_were_none(opened):
    preview = services.check_upload(opened(TINY), ZHANG, [file_of(FIRST[4])])
    first = replace(preview, coverage_before=None)
    told_in = {lang: [texts(lang).message(each.coverage_moves) for each in (preview, first)] for lang in ("zh", "en")}
    assert told_in == {
        "zh": ["数据截至日由2022年12月31日变为2023年12月31日。", "此前尚无数据，载入后数据截至日为2023年12月31日。"],
        "en": [
            "Data coverage moves from 31 December 2022 to 31 December 2023.",
            "There were no figures before; data coverage will be 31 December 2023.",
        ],
    }
    assert replace(preview, coverage_after=preview.coverage_before).coverage_moves is None


def test_a_large_file_among_others_is_refused_alone(opened, monkeypatch):
    monkeypatch.setattr("kpi.ingest.serving.reader.is_large", lambda content: b"sorted" in content)
    preview = services.check_upload(opened(TINY), ZHANG, [file_of(FIRST[4]), file_of(FIRST[6], name="大.csv")])
    assert [(each.problem.file, each.problem.code) for each in preview.problems] == [("大.csv", "bulk_not_alone")]


def test_a_table_that_is_not_plain_is_read_row_by_row_where_it_is_not_too_large(opened, set_wise):
    """A subtotal among the rows: sent back set-wise, and then read as any file is."""
    rows = (*FIRST[2:4], "volunteers_trained,合计,2023-01-01,2023-12-31,1.3,万人次")
    set_wise()
    preview = services.check_upload(opened(TINY), ZHANG, [file_of(*rows)])
    assert (preview.is_large, preview.counts.new) == (False, 2)
    assert not any(each.problem.code.startswith("bulk_") for each in preview.problems)


def test_a_large_file_waits_is_approved_by_another_and_goes_back_marked(tiny_copy, opened, monkeypatch, set_wise):
    """Sent in, counted as sent by its keys, sent back with its table, sent in again, and approved whole."""
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    (tiny_copy / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
    workspace = opened(tiny_copy)
    set_wise()
    preview = services.check_upload(workspace, CLERK, [file_of(*FIRST)])
    assert services.goes_to_review(workspace, CLERK, preview)
    number = services.submit_files(workspace, CLERK, preview)
    rows = rows_sent(workspace)
    assert (len(rows), list(_SENT[workspace.store])) == (7, [number])
    assert ("landfill_daily", "990101", "", "", None, None, date(2023, 12, 31)) in rows
    reviewed = services.review(workspace, REVIEWER, number)
    assert (reviewed.preview.counts, reviewed.outside) == ((7, 0, 0), ())
    services.send_back(workspace, REVIEWER, reviewed, "第3行请核实", rows=[("填报.csv", "", 3)])
    services.submit_files(workspace, CLERK, services.check_upload(workspace, CLERK, [file_of(*FIRST)]), number=number)
    (batch,) = services.approve(workspace, REVIEWER, services.review(workspace, REVIEWER, number))
    assert (workspace.batches[batch].user, workspace.batches[batch].rows) == (CLERK.name, 7)
    assert (rows_sent(workspace), _SENT[workspace.store]) == ({}, {})
