"""Reports held against an issued one or an earlier day."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from kpi import services
from kpi.errors import KpiError
from kpi.report import render_pptx, render_xlsx
from kpi.report.document import Annex, Paragraph, Table, document_of
from kpi.report.document.blocks import Group, Picture
from kpi.report.since import moved_text
from kpi.services import Genre, Grouping, Query, ReportRequest
from kpi.views import Movement
from tests.databases import TINY
from tests.unit.services.conftest import ZHANG, Clock, load
from tests.unit.services.verdicts.test_written import SORTED_AND_FILLED, TRAINED

pytestmark = pytest.mark.slow


def model(plan, against, **asked):
    return services.report_model(plan, ZHANG, ReportRequest(Query(**asked), against=against))


def ways(moved):
    return {(row.standing.target.target_id, row.standing.assessment.year): row.way for row in moved.rows}


@pytest.fixture(scope="module")
def two_years(tmp_path_factory, ready_made):
    """Issued on the baseline as No. 1; then the returns of 2023 came: 70% of 90%, 400 of ≤300 t, 1.26万 of 1.2万."""
    clock = Clock()
    path = ready_made.place(tmp_path_factory.mktemp("since") / "kpi.duckdb", TINY, clock.moment)
    workspace = services.open_workspace(path, TINY, now=clock)
    services.issue_report(workspace, ZHANG, ReportRequest(), ["csv"])
    for table in (SORTED_AND_FILLED, TRAINED):
        clock.wind(days=1)
        load(workspace, table)
    yield workspace
    workspace.close()


def test_against_a_report_by_what_it_knew(two_years):
    made = model(two_years, "1")
    assert ways(made.since) == {("G1", None): "slipped", ("G3", None): "slipped", ("G2", 2023): "closed"}
    assert (made.since.number, made.since.day) == (1, date(2022, 12, 31))
    assert [cause[: len("批次2 年报.csv")] for cause in made.since.causes] == ["批次2 年报.csv", "批次3 培训.csv"]


def test_against_a_day_by_the_figures_up_to_it(two_years):
    """The same figures, so that no file moved anything."""
    made = model(two_years, "2022-12-31")
    assert ways(made.since) == {("G1", None): "slipped", ("G3", None): "slipped", ("G2", 2023): "closed"}
    assert (made.since.number, made.since.causes) == (None, ())


def test_the_summary_counts_them_and_the_section_lists_them(two_years):
    made = model(two_years, "1")
    blocks = document_of(made)
    (told,) = [block.text for block in blocks if isinstance(block, Paragraph) and "转为" in block.text]
    assert told.startswith("与第1号报告（数据截至2022年12月31日）相比，转为滞后2项（")
    (table,) = [block for block in blocks if isinstance(block, Table) and block.key == "since.caption"]
    trained = table.rows[-1]
    assert trained["then"] == "○ 未开始"
    assert trained["this_time"] == ("◆ 已达标", "1.26万人次")


def test_names_of_what_moved_give_way_on_a_crowded_page_before_the_targets_to_watch_do(two_years):
    """Two are behind. The longer the text above them, the less of the rest: first the names go, then the second target."""
    made = model(two_years, "1")
    shown = []
    for lines in range(14):
        blocks = document_of(replace(made, caution="数据不足。" * 5 * lines))
        watched = next(block for block in blocks if isinstance(block, Table))
        told = next(block.text for block in blocks if isinstance(block, Paragraph) and "相比，" in block.text)
        shown.append((len(watched.rows), "转为滞后2项（" in told))
    assert list(dict.fromkeys(shown)) == [(2, True), (2, False), (1, False)]


def test_a_long_table_of_what_moved_is_annexed_and_told_once(two_years):
    """Three rows stand in the text; three times three stand in an annex of their own, which the text names."""
    made = model(two_years, "1")
    for rows, annexed in ((made.since.rows, False), (made.since.rows * 3, True)):
        blocks = document_of(replace(made, since=replace(made.since, rows=rows)))
        annexes = [place for place, block in enumerate(blocks) if isinstance(block, Annex)]
        (table,) = [block for block in blocks if isinstance(block, Table) and block.key == "since.caption"]
        assert (blocks.index(table) > annexes[0], blocks.index(table) > annexes[-1]) == (annexed, annexed)
        assert sum(not isinstance(row, Group) for row in table.rows) == len(rows)
        told = "".join(block.text for block in blocks if isinstance(block, Paragraph))
        assert ("有变化的目标共9项（分年评价的逐年计），逐项列于附件" in told) == annexed
        courses = [place for place, block in enumerate(blocks) if isinstance(block, Picture)]
        assert {place > annexes[-1] for place in courses} == {annexed}, "the courses stand where the table stands"
        assert bool(re.search(r"各期数值与序时应达值见附件\d图1", told)) == annexed


def test_a_crowded_first_page_tells_less_before_its_third_target_goes(two_years):
    """What moved by verdict or value alone is not counted in brief, unless there is nothing else."""
    made = model(two_years, "1")
    ways_there = Movement.SLIPPED, Movement.JUDGED, Movement.VALUE
    lesser = tuple(replace(row, way=way) for row, way in zip(made.since.rows, ways_there, strict=True))
    since = replace(made.since, rows=lesser)
    assert "转为滞后1项" in moved_text(made.texts, since, named=False, brief=True)
    assert "仅数值变动" in moved_text(made.texts, since, named=False)
    brief = moved_text(made.texts, since, named=False, brief=True)
    assert ("仅数值变动" not in brief, "相比，主要变化：转为滞后1项。" in brief) == (True, True), "no sum of all that moved"
    assert "主要" not in moved_text(made.texts, since, named=False)
    assert "仅数值变动" in moved_text(made.texts, replace(since, rows=lesser[2:]), brief=True), "there is nothing else to tell"


@pytest.mark.parametrize(("genre", "listed"), [(Genre.BRIEFING, True), (Genre.TASKS, True), (Genre.SUMMARY, False)])
def test_every_kind_but_a_letter_says_what_moved(two_years, genre, listed):
    """One page has room for the counts alone."""
    blocks = document_of(services.report_model(two_years, ZHANG, ReportRequest(genre=genre, against="1")))
    told = [block.text for block in blocks if isinstance(block, Paragraph) and "转为滞后2项" in block.text]
    assert [text.startswith("与第1号报告（数据截至2022年12月31日）相比，") for text in told] == [True]
    tables = [block for block in blocks if isinstance(block, Table) and block.key == "since.caption"]
    assert [sum(not isinstance(row, Group) for row in table.rows) for table in tables] == ([3] if listed else [])


def test_a_letter_is_held_against_nothing(two_years):
    with pytest.raises(KpiError, match="against_of_letter"):
        services.gap_report(two_years, ZHANG, ReportRequest(genre=Genre.REMINDER, against="1"), "docx")


def test_a_report_of_one_category_tells_its_own_targets(two_years):
    whole = model(two_years, "1")
    category = next(row.category for row in whole.rows if row.target.target_id == "G2")
    request = ReportRequest(grouping=Grouping.CATEGORY, group=category, against="1")
    made = services.report_model(two_years, ZHANG, request)
    own = {row.target.target_id for row in made.rows}
    assert {target for target, _ in ways(made.since)} == own & {"G1", "G2", "G3"}


def test_what_it_is_held_against_is_kept_with_an_issued_report(two_years):
    request = ReportRequest(against="1")
    issued = services.issue_report(two_years, ZHANG, request, ["csv"])
    number = issued.record.report_id
    assert issued.request.against == "1"
    assert services.recomputed(two_years, ZHANG, number).since == model(two_years, "1").since


@pytest.mark.parametrize(
    ("against", "error"),
    [
        ("9", "no_such_issue"),
        ("2023-12-31", "against_not_earlier"),
        ("2024-06-30", "against_not_earlier"),
        ("上期", "against_unreadable"),
        ("²", "against_unreadable"),
        ("2023-02-30", "against_unreadable"),
    ],
)
def test_what_a_report_cannot_be_held_against_is_refused(two_years, against, error):
    with pytest.raises(KpiError) as refused:
        model(two_years, against)
    assert refused.value.message.key == f"error.{error}"


def test_a_report_as_of_before_the_one_named_is_refused(two_years):
    number = services.issue_report(two_years, ZHANG, ReportRequest(), ["csv"]).record.report_id
    with pytest.raises(KpiError, match="against_not_earlier"):
        model(two_years, str(number), as_of=date(2022, 12, 31))


def test_slides_and_workbook_say_it_too(two_years):
    """G2: 1.26万 of 1.2万 in 2023, which had not begun by the figures of 2022."""
    made = model(two_years, "1")
    slides = Presentation(io.BytesIO(render_pptx(made)))
    tables = [shape.table for slide in slides.slides for shape in slide.shapes if shape.has_table]
    on_slides = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    sheet = load_workbook(io.BytesIO(render_xlsx(made)))["较上期变化"]
    in_book = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any("有变化的目标共3项（分年评价的逐年计）。" in str(cell) for row in in_book for cell in row), (
        "not the headline's targets"
    )
    for rows in (on_slides, in_book):
        assert [row[1:] for row in rows if row[-1] == "转为已达标"] == [
            ["2023年", "○ 未开始", "◆ 已达标，1.26万人次", "转为已达标"]
        ]
