"""一览: a sheet for each category, that with the worst target first, on the years of its targets and figures."""

from math import ceil

import pytest

from kpi import services
from kpi.services import Query
from kpi.views import sheets_of
from kpi.web.board.sheet import abreast
from tests.databases import PROJECT
from tests.unit.services.conftest import ZHANG

NATIONAL = PROJECT / "data" / "examples" / "national" / "14th"


def sheets(workspace, **query):
    view = services.status(workspace, ZHANG, Query(**query))
    return view, sheets_of(view, services.scorecard(workspace, ZHANG, Query(**query)))


def test_every_listed_target_stands_on_the_sheet_of_its_category_the_worst_first(letter):
    view, found = sheets(letter)
    assert [(sheet.code, len(sheet.rows)) for sheet in found] == [
        ("激励", 1),
        ("人才总量", 3),
        ("平台载体", 4),
        ("培训", 10),
        ("评价", 5),
        ("竞赛", 7),
        ("职业教育", 1),
    ]
    drawn = {row.standing.key for sheet in found for row in sheet.rows}
    assert drawn == {each.key for each in view.listed}


def test_readings_and_second_lines_are_no_targets_of_their_own(opened):
    """Twenty, as the overview says, though 28 charts are drawn."""
    found = sheets(opened(NATIONAL))[1]
    assert (sum(sheet.targets for sheet in found), sum(len(sheet.rows) for sheet in found)) == (20, 28)


def test_years_reach_from_the_first_figure_or_target_to_the_last_deadline(letter):
    """The subsidised training is counted since 2018; the share of skilled people has a baseline of 2023 and is due in 2025."""
    found = {sheet.code: (sheet.first, sheet.last) for sheet in sheets(letter)[1]}
    assert (found["培训"], found["人才总量"]) == ((2018, 2025), (2023, 2025))


def test_a_day_looked_at_after_all_deadlines_lies_on_the_line_of_years(letter):
    assert {sheet.last for sheet in sheets(letter, as_of=sheets(letter)[0].as_of.replace(year=2027))[1]} == {2027}


def test_a_yearly_target_brings_all_its_years(letter):
    rows = {row.standing.target.target_id: row for sheet in sheets(letter)[1] for row in sheet.rows}
    assert [each.assessment.year for each in rows["T11"].years] == [2023, 2024, 2025]
    assert rows["T01"].years == ()


def test_beside_the_lamp_stands_what_is_missing_or_to_be_filed(letter):
    rows = {row.standing.target.target_id: row for sheet in sheets(letter)[1] for row in sheet.rows}
    assert [rows[key].told for key in ("T01", "T33", "T03", "T13")] == [
        "差不超过4.2个百分点",
        "差88名",
        "待报2021—2023年分年数",
        "",
    ]


@pytest.mark.parametrize(("count", "wanted"), [(1, 3), (3, 3), (10, 4), (12, 4), (20, 5), (40, 7)])
def test_charts_on_paper_are_as_large_as_a_page_takes(count, wanted):
    """A page across is 281 × 186 mm; a chart with its heading is 1.6 times as wide as high."""
    number = abreast(count)
    assert number == wanted
    assert ceil(count / number) * 281 / number / 1.6 <= 186
