"""One quantity is told in one way wherever a document tells it."""

import re
from datetime import date
from pathlib import Path

import pytest

from kpi import services
from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.report import Genre
from kpi.report.document import document_of
from kpi.report.document.blocks import Group, Table
from kpi.services import Query, ReportRequest
from tests.unit.report.reading import cells_under, open_xlsx
from tests.unit.services.conftest import ZHANG, load, row, table

pytestmark = pytest.mark.slow


def test_a_years_need_of_whole_people_is_rounded_up_in_the_workbook_too(letter):
    """88 people in three years are 30 a year, and 2.5 times the 12 of 2022; the cells said 29 and 2.4."""
    content = services.gap_report(letter, ZHANG, ReportRequest(Query()), "xlsx").content
    shown, live = open_xlsx(content)["差距排序"], open_xlsx(content, formulas=True)["指标明细"]

    def cell(sheet, heading):
        line = next(each.row for each in cells_under(sheet, "指标") if each.value == "技能领军人才认定评定")
        return next(each for each in cells_under(sheet, heading) if each.row == line)

    times = cell(shown, "近年倍数")
    assert (cell(shown, "年均或年内所需").value, times.value, times.number_format) == (30, 2.5, "0.0")
    formula = cell(live, "年均或年内所需").value
    assert re.fullmatch(r"=ROUNDUP\(ROUND\(MAX\(\$\w+,0\)/\$\w+,6\),0\)", formula)


def test_points_of_progress_and_points_of_a_share_are_told_apart(letter):
    """34.3 % where 34.3115 % is due: 1.6 points of the way behind, and 0.01 points below the level; both were 个百分点."""
    load(letter, table(row("highly_skilled_share", "34.15", "%", end="2023-12-31")))
    zh, en = (services.report_model(letter, ZHANG, ReportRequest(Query(lang=lang))) for lang in ("zh", "en"))
    told = [next(each.lead_told for each in made.counted if each.target.target_id == "T02") for made in (zh, en)]
    assert told[0].startswith("完成进度较序时慢")
    assert told[1].startswith("progress ")


def test_a_number_of_points_has_its_measure_word():
    catalog = load_catalog(Path("data/examples/national/14th"))
    measure = catalog.measures["rd_intensity_rise"]
    assert texts("zh").quantity(0.11, measure) == "0.11个百分点"
    assert texts("zh").gap(0.11, measure) == "0.11个百分点"


def test_amounts_of_one_column_show_as_many_digits(letter):
    """28 % stood beside 34.56 %; what is given with fewer digits is filled up to what its measure has."""
    load(letter, table(row("skilled_share_of_employed", "28", "%", end="2024-12-31")))
    load(letter, table(row("highly_skilled_share", "34.56", "%", end="2024-12-31")))
    for genre, key in ((Genre.TASKS, "kind.caption_tasks"), (Genre.SUMMARY, "kind.caption_worst")):
        made = services.report_model(letter, ZHANG, ReportRequest(Query(as_of=date(2024, 12, 31)), genre=genre))
        rows = next(block for block in document_of(made) if isinstance(block, Table) and block.key == key).rows
        shown = [each["current"] for each in rows if not isinstance(each, Group)]
        values = [each[0] if isinstance(each, tuple) else each for each in shown]
        percents = [value for value in values if value.endswith("%")]
        assert sorted(percents) == ["28.00%", "34.56%"], genre


def test_a_town_is_told_the_questions_about_what_it_shows(letter):
    load(letter, table(row("skilled_talent_total", "3", "万人", end="2023-12-31", region="441900003")))
    city, town = (
        services.report_model(letter, ZHANG, ReportRequest(Query(region=region))) for region in ("441900", "441900003")
    )
    assert {each.question_id for each in town.questions} < {each.question_id for each in city.questions}
    assert town.questions
    assert all("技能人才总量" in each.about for each in town.questions)
