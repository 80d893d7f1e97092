"""From a file to changed verdicts and back: preview, one transaction, withdrawal, and everything that refuses."""

import hashlib
import io
import threading
from datetime import date

import pytest
import xlsxwriter

from kpi import services, views
from kpi.access import OWNER, READER
from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated, UploadRefused
from kpi.model import Actor, Status
from kpi.services import Query, UploadFile
from kpi.services.frames import replaced
from kpi.wire import status_json
from tests.unit.services.conftest import TRAINED_2023, ZHANG, load, revisions, row, standing, statuses, table

SORTED_2023 = row("sorted_share", "70%", year=2023)


def preview_of(workspace, *files, lang="zh"):
    return services.check_upload(workspace, ZHANG, files, lang=lang)


def changes(preview):
    """Old and new status and whether the date alone does it, by target and year."""
    return {(each.target_id, each.year): (str(each.old), str(each.new), each.date_only) for each in preview.verdict_changes}


@pytest.mark.slow
def test_the_subsidised_training_of_2023_changes_what_it_must(letter):
    """6.2 of 5万 meets T04 for 2023. T03 counts from 2021, so 2021 and 2022 are a hole before its last figure. Everything else
    moves because the coverage date moves to the end of 2023: what had no data is pending, and T35's window has begun."""
    preview = preview_of(letter, table(TRAINED_2023))
    assert (preview.ok, preview.problems) == (True, ())
    assert (preview.coverage_before, preview.coverage_after) == (date(2023, 6, 30), date(2023, 12, 31))
    found = changes(preview)
    assert found.pop(("T04", 2023)) == ("not_comparable", "met", False)
    assert found.pop(("T03", None)) == ("not_comparable", "incomplete", False)
    assert found.pop(("T35", None)) == ("not_started", "no_data", True)
    late = ("T10", "T11", "T12", "T14", "T17", "T19", "T22", "T29", "T30")
    assert found == {(target, 2023): ("no_data", "pending", True) for target in late}


@pytest.mark.slow
def test_what_figures_change_is_counted_by_target_and_apart_from_what_the_date_changes(letter):
    """Nine of the ten targets of the date are of each year: one count each, as on the overview."""
    preview = preview_of(letter, table(TRAINED_2023))
    assert sorted({each.target_id for each in preview.changes_by_figures}) == ["T03", "T04"]
    assert (views.targets_in(preview.changes_by_figures), views.targets_in(preview.changes_by_date)) == (2, 10)
    assert not any(each.date_only for each in preview.changes_by_figures)
    assert all(each.date_only for each in preview.changes_by_date)


@pytest.mark.slow
def test_years_of_one_target_are_one_target(tiny):
    """G2 asks for 1.2万人次 in each of three years; two of them become met by figures of their own, the third by the date."""
    years = [row("volunteers_trained", "1.3", "万人次", year=year) for year in (2023, 2024)]
    preview = preview_of(tiny, table(*years))
    moved = [(each.target_id, each.year) for each in preview.changes_by_figures if each.target_id == "G2"]
    assert moved[:2] == [("G2", 2023), ("G2", 2024)]
    assert views.targets_in(preview.changes_by_figures) == 1
    assert len(preview.changes_by_figures) + len(preview.changes_by_date) == len(preview.verdict_changes)
    assert {each.target_id for each in preview.changes_by_date} & {"G2"} == set()


@pytest.mark.slow
def test_what_was_announced_is_what_is_shown_after_loading(letter):
    preview = preview_of(letter, table(TRAINED_2023))
    before = statuses(services.status(letter, ZHANG, Query()))
    services.import_files(letter, ZHANG, preview, note="更正", accepted=revisions(preview))
    view = services.status(letter, ZHANG, Query())
    assert statuses(view) == before | {key: new for key, (_, new, _) in changes(preview).items()}
    t04 = standing(view, "T04", 2023)
    assert (t04.current.text, t04.progress.text, t04.gap.text, t04.assessment.gap) == ("6.2万人次", "124%", "无", -12000)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "then", "announced"),
    [("1.0", "1.3", ("missed", "met", False)), ("1.3", "1.0", ("met", "missed", False))],
    ids=["up", "down"],
)
def test_a_revision_stands_in_the_place_of_what_it_revises(tiny, first, then, announced):
    load(tiny, table(row("volunteers_trained", first, "万人次", year=2023)))
    preview = preview_of(tiny, table(row("volunteers_trained", then, "万人次", year=2023)))
    assert changes(preview) == {("G2", 2023): announced}
    services.import_files(tiny, ZHANG, preview, note="修订", accepted=revisions(preview))
    assert str(standing(services.status(tiny, ZHANG, Query()), "G2", 2023).status) == announced[1]


@pytest.mark.slow
def test_the_frame_after_an_upload_has_each_key_once(tiny):
    """Five figures are there; one is revised and one is new."""
    rows = table(row("landfill_daily", "415", "吨", year=2022), row("landfill_daily", "400", "吨", year=2023))
    after = replaced(tiny.observations(), preview_of(tiny, rows).readings[0].observations)
    assert len(after) == 6
    assert sorted(after.loc[after["measure_id"] == "landfill_daily", "value"]) == [400, 415]
    assert list(after.dtypes) == list(tiny.observations().dtypes)


@pytest.mark.slow
def test_a_figure_of_the_past_changes_no_date(letter):
    preview = preview_of(letter, table(row("certified_skilled_new", "9.5", "万人次", year=2022)))
    assert (preview.coverage_before, preview.coverage_after) == (date(2023, 6, 30), date(2023, 6, 30))
    assert preview.verdict_changes == ()


def test_rows_are_new_changed_or_unchanged(tiny):
    preview = preview_of(
        tiny,
        table(
            row("landfill_daily", "415", "吨", year=2022),
            row("sorted_share", "62.5%", year=2022),
            row("volunteers_trained", "约1.3万", "人次", year=2023),
        ),
    )
    assert [(each.kind, each.row, each.measure_name, each.period, each.old_text, each.new_text) for each in preview.rows] == [
        ("changed", 2, "生活垃圾日均填埋量", "2022年12月31日", "420吨", "415吨"),
        ("new", 4, "分类志愿者培训", "2023年", "", "约1.3万人次"),
        ("unchanged", 3, "生活垃圾分类达标小区占比", "2022年12月31日", "62.5%", "62.5%"),
    ]


@pytest.mark.slow
def test_a_revised_baseline_moves_the_target(tiny):
    """From 415 to 300 the way is 115; 392 is 23 of them: 20 %."""
    load(tiny, table(row("landfill_daily", "415", "吨", year=2022), row("landfill_daily", "392", "吨", year=2023)))
    g3 = standing(services.status(tiny, ZHANG, Query()), "G3")
    assert (g3.baseline_on, g3.current.text, g3.progress.text) == ("415吨（2022年12月31日）", "392吨", "20%")


@pytest.mark.slow
def test_withdrawing_brings_everything_back(letter, clock):
    before = status_json(services.status(letter, ZHANG, Query()))
    (batch,) = load(letter, table(TRAINED_2023))
    clock.wind(minutes=5)
    services.withdraw(letter, ZHANG, batch, "口径有误")
    assert status_json(services.status(letter, ZHANG, Query())) == before | {"data_version": 3}
    newest, _ = services.history(letter, ZHANG).batches
    assert (newest.state_text, newest.batch.withdrawn_by, newest.batch.withdrawal_note) == ("已撤回", "张三", "口径有误")
    assert newest.withdrawn_at == clock.moment
    assert not newest.can_withdraw


@pytest.mark.slow
def test_history_keeps_who_when_what_and_the_file_itself(letter, clock):
    clock.wind(hours=2)
    file = table(TRAINED_2023, name="2023年培训.csv", encoding="gb18030")
    (batch,) = load(letter, file, note="年报")
    newest, baseline = services.history(letter, ZHANG).batches
    assert (newest.batch.file, newest.batch.user, newest.batch.note, newest.batch.rows) == ("2023年培训.csv", "张三", "年报", 1)
    assert (newest.approved_at, newest.kind_text, newest.can_withdraw) == (clock.moment, "上传", True)
    assert (baseline.kind_text, baseline.can_withdraw, baseline.has_original) == ("基线", False, False)
    assert services.original(letter, ZHANG, batch) == ("2023年培训.csv", file.content)
    assert newest.batch.sha256 == hashlib.sha256(file.content).hexdigest()


@pytest.mark.slow
def test_every_step_is_in_the_history(letter, clock):
    (batch,) = load(letter, table(TRAINED_2023))
    clock.wind(minutes=1)
    services.withdraw(letter, Actor("李四", OWNER), batch, "重报")
    told = [(event.user, event.text) for event in services.history(letter, ZHANG).events]
    assert told == [
        ("李四", "撤回批次 2：重报"),
        ("张三", "载入批次 2 填报.csv"),
        ("系统", "载入规划（修订 第1号，catalog）"),
        ("系统", "载入批次 1 "),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("batch", "note", "error"),
    [(1, "错", KpiError), (7, "错", NotFound), (2, " ", KpiError)],
    ids=["baseline", "none", "no note"],
)
def test_what_cannot_be_withdrawn(tiny, batch, note, error):
    load(tiny, table(SORTED_2023))
    with pytest.raises(error):
        services.withdraw(tiny, ZHANG, batch, note)
    assert standing(services.status(tiny, ZHANG, Query()), "G1").current.text == "70%"


@pytest.mark.slow
def test_a_batch_is_withdrawn_once(tiny):
    (batch,) = load(tiny, table(SORTED_2023))
    services.withdraw(tiny, ZHANG, batch, "错")
    with pytest.raises(KpiError):
        services.withdraw(tiny, ZHANG, batch, "错")


@pytest.mark.slow
def test_the_same_file_is_loaded_once_under_any_name(tiny):
    load(tiny, table(SORTED_2023))
    preview = preview_of(tiny, table(SORTED_2023, name="又一份.csv"))
    assert [batch.batch_id for batch in preview.already_loaded] == [2]
    assert (preview.ok, preview.change.new, preview.rows, preview.verdict_changes) == (True, (), (), ())
    assert services.import_files(tiny, ZHANG, preview) == ()
    assert len(services.history(tiny, ZHANG).batches) == 2


@pytest.mark.slow
def test_a_withdrawn_file_may_be_loaded_again(tiny):
    (batch,) = load(tiny, table(SORTED_2023))
    services.withdraw(tiny, ZHANG, batch, "错")
    assert load(tiny, table(SORTED_2023)) == (3,)


@pytest.mark.slow
def test_one_file_dropped_twice_is_one_file(tiny):
    preview = preview_of(tiny, table(SORTED_2023), table(SORTED_2023, name="副本.csv"))
    assert preview.ok
    assert len(services.import_files(tiny, ZHANG, preview)) == 1


@pytest.mark.slow
def test_several_files_are_one_step(tiny):
    preview = preview_of(
        tiny, table(SORTED_2023, name="一.csv"), table(row("landfill_daily", "400", "吨", year=2023), name="二.csv")
    )
    assert services.import_files(tiny, ZHANG, preview) == (2, 3)
    view = services.status(tiny, ZHANG, Query())
    assert (standing(view, "G1").current.text, standing(view, "G3").current.text) == ("70%", "400吨")


@pytest.mark.slow
def test_one_error_refuses_every_file(tiny):
    good, bad = table(SORTED_2023, name="好.csv"), table(row("no_such", "1", "吨", year=2023), name="坏.csv")
    preview = preview_of(tiny, good, bad)
    assert not preview.ok
    assert preview.verdict_changes == ()
    with pytest.raises(UploadRefused):
        services.import_files(tiny, ZHANG, preview, accept_warnings=True)
    assert services.status(tiny, ZHANG, Query()).data_version == 1


def test_all_errors_come_at_once_with_row_column_value_and_advice(tiny):
    preview = preview_of(
        tiny,
        table(
            row("landfil_daily", "400", "吨", year=2023),
            row("landfill_daily", "三四百", "吨", year=2023),
            row("sorted_share", "170%", year=2023),
            row("volunteers_trained", "1.5", "万人次", year=2027),
        ),
    )
    found = [(p.problem.code, p.problem.row, p.problem.column, p.problem.value) for p in preview.problems]
    assert found == [
        ("measure_unknown", 2, "指标代码", "landfil_daily"),
        ("value_unreadable", 3, "数值", "三四百"),
        ("share_above_one", 4, "数值", "170%"),
        ("period_future", 5, "年份", "2027"),
    ]
    assert "landfill_daily" in preview.problems[0].suggestion
    assert all(each.message and each.severity_text == "错误" for each in preview.problems)


def test_two_files_with_one_key_name_each_other(tiny):
    one, two = table(SORTED_2023, name="甲.csv"), table(row("sorted_share", "71%", year=2023), name="乙.csv")
    (problem,) = preview_of(tiny, one, two).problems
    assert (problem.problem.code, problem.problem.file) == ("duplicate_elsewhere", "乙.csv")
    assert "甲.csv" in problem.message


def test_two_rows_with_one_key_name_each_other(tiny):
    (problem,) = preview_of(tiny, table(SORTED_2023, row("sorted_share", "71%", year=2023))).problems
    assert (problem.problem.code, problem.problem.row) == ("duplicate", 3)
    assert "第2行" in problem.message


@pytest.mark.slow
@pytest.mark.parametrize(("encoding", "said"), [("gb18030", "GB18030"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16 LE")])
def test_every_encoding_says_the_same(tiny, encoding, said):
    rows = [row("分类志愿者培训", "约1.3万", "人次", year=2023), row("生活垃圾日均填埋量", "４００", "吨", year=2023)]
    plain, other = preview_of(tiny, table(*rows)), preview_of(tiny, table(*rows, encoding=encoding))
    assert other.readings[0].observations == plain.readings[0].observations
    assert other.ok
    assert other.taken_for == (f"{said}编码、逗号分隔的文本",)


@pytest.mark.slow
def test_a_warning_must_be_confirmed_and_is_kept_with_the_batch(tiny):
    """100,500,000 a year after 10,500 is what a slip of 10⁴ looks like."""
    preview = preview_of(tiny, table(row("volunteers_trained", "10050", "万人次", year=2023)))
    assert (preview.ok, bool(preview.warnings)) == (True, True)
    with pytest.raises(UploadRefused) as refused:
        services.import_files(tiny, ZHANG, preview)
    assert [problem.code for problem in refused.value.problems] == ["outlier_high"]
    assert services.status(tiny, ZHANG, Query()).data_version == 1
    services.import_files(tiny, ZHANG, preview, accept_warnings=True)
    newest, _ = services.history(tiny, ZHANG).batches
    assert newest.batch.warnings == (preview.warnings[0].message,)


@pytest.mark.slow
def test_a_preview_of_figures_that_changed_since_is_not_loaded(tiny):
    old = preview_of(tiny, table(SORTED_2023))
    load(tiny, table(row("landfill_daily", "400", "吨", year=2023)))
    with pytest.raises(PreviewOutdated):
        services.import_files(tiny, ZHANG, old)
    assert standing(services.status(tiny, ZHANG, Query()), "G1").current.text == "62.5%"
    assert load(tiny, table(SORTED_2023)) == (3,)


@pytest.mark.slow
@pytest.mark.parametrize("same", [True, False], ids=["the same file", "two files"])
def test_of_two_at_once_one_is_loaded_and_the_other_previewed_anew(tiny, same):
    other = SORTED_2023 if same else row("landfill_daily", "400", "吨", year=2023)
    previews = [preview_of(tiny, table(each)) for each in (SORTED_2023, other)]
    start, outcomes = threading.Barrier(2), []

    def commit(preview):
        start.wait()
        try:
            outcomes.append(services.import_files(tiny, ZHANG, preview, accept_warnings=True))
        except PreviewOutdated:
            outcomes.append("outdated")

    threads = [threading.Thread(target=commit, args=(preview,)) for preview in previews]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [(2,), "outdated"]
    assert len(services.history(tiny, ZHANG).batches) == 2


@pytest.mark.slow
def test_readers_see_whole_states_while_others_write(tiny):
    """Every view taken meanwhile shows either the old figure with the old version or a new one with its own."""
    seen, done = [], threading.Event()

    def read():
        while not done.is_set():
            view = services.status(tiny, ZHANG, Query())
            seen.append(standing(view, "G3").current.text)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for tonnes in (400, 390, 380):
        load(tiny, table(row("landfill_daily", str(tonnes), "吨", year=2023)))
    done.set()
    for reader in readers:
        reader.join()
    assert set(seen) <= {"420吨", "400吨", "390吨", "380吨"}
    assert standing(services.status(tiny, ZHANG, Query()), "G3").current.text == "380吨"


def workbook(write):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    write(book.add_worksheet())
    book.close()
    return buffer.getvalue()


def formula_without_value(sheet):
    sheet.write_row(0, 0, ["指标代码", "年份", "数值", "单位"])
    sheet.write_row(1, 0, ["landfill_daily", 2023])
    sheet.write_formula(1, 2, "=200+200", None, "")
    sheet.write(1, 3, "吨")


HOSTILE = {
    "empty file": b"",
    "image renamed": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "wrong header": "姓名,年龄\r\n王五,40\r\n".encode(),
    "one line of 10 MB": b"a" * 10_000_000,
    "formula without a value": workbook(formula_without_value),
    "unknown measure": table(row("gdp", "1", "亿元", year=2023)).content,
    "year 20255": table(row("landfill_daily", "400", "吨", year=20255)).content,
    "future": table(row("landfill_daily", "400", "吨", end="2026-03-03")).content,
    "zip bomb by name": b"PK\x03\x04" + b"\x00" * 64,
    "nothing but a header": table().content,
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_bad_input_gets_a_message_and_changes_nothing(tiny, content, lang):
    preview = preview_of(tiny, UploadFile("填报.csv", content), lang=lang)
    errors = [each for each in preview.problems if each.refuses]
    assert errors
    assert [each.message for each in errors if "{" in each.message or not each.message] == []
    with pytest.raises(UploadRefused):
        services.import_files(tiny, ZHANG, preview, accept_warnings=True)
    assert services.status(tiny, ZHANG, Query()).data_version == 1


def test_today_in_shanghai_is_no_future(tiny):
    """The test's clock stands on 2 March 2026 there."""
    assert preview_of(tiny, table(row("landfill_daily", "400", "吨", end="2026-03-02"))).ok


def test_a_form_that_nobody_filled_in_loads_nothing(tiny):
    form = UploadFile("空表.csv", services.template(tiny, ZHANG, 2024, "csv"))
    with pytest.raises(KpiError):
        load(tiny, form)
    assert services.status(tiny, ZHANG, Query()).data_version == 1


@pytest.mark.slow
def test_the_form_filled_in_passes(tiny):
    lines = services.template(tiny, ZHANG, 2023, "csv").decode("utf-8-sig").splitlines()
    header = lines[0].split(",")
    filled = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        cells[header.index("数值")] = {"landfill_daily": "400", "sorted_share": "70", "volunteers_trained": "1.25"}[cells[0]]
        filled.append(",".join(cells))
    preview = preview_of(tiny, UploadFile("2023.csv", "\r\n".join(filled).encode("utf-8-sig")))
    assert preview.problems == ()
    services.import_files(tiny, ZHANG, preview)
    view = services.status(tiny, ZHANG, Query())
    assert [standing(view, *key).current.text for key in (("G1",), ("G2", 2023), ("G3",))] == ["70%", "1.25万人次", "400吨"]
    assert standing(view, "G2", 2023).status is Status.MET


@pytest.mark.parametrize("year", [1989, 2027, 20255])
def test_a_year_there_is_no_form_for(tiny, year):
    with pytest.raises(KpiError):
        services.template(tiny, ZHANG, year, "csv")


def test_whoever_may_not_upload_is_refused_before_anything_is_read(tiny):
    with pytest.raises(NotAllowed):
        services.check_upload(tiny, Actor("读者", READER), [table(SORTED_2023)])
