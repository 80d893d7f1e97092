"""What is missing is counted alike on one page, in the report, on slides, in the workbook, and told apart in a letter."""

import io
import re
from datetime import date

import pytest
from pptx import Presentation

from kpi import services
from kpi.demo import make_demo
from kpi.report import Genre
from kpi.report.document import document_of
from kpi.report.document.blocks import Group, Paragraph, Table
from kpi.services import Query, ReportRequest
from tests.unit.report.reading import cells_under, open_xlsx
from tests.unit.services.conftest import LETTER, ZHANG

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("counts") / "demo.duckdb"
    make_demo(path, LETTER)
    workspace = services.open_workspace(str(path), str(LETTER))
    yield workspace
    workspace.close()


def made(demo, genre=Genre.GAP, **asked):
    return services.report_model(demo, ZHANG, ReportRequest(Query(**asked), genre=genre))


def told(report):
    return " ".join(block.text for block in document_of(report) if isinstance(block, Paragraph))


def file(demo, fmt, genre=Genre.GAP, **asked):
    return services.gap_report(demo, ZHANG, ReportRequest(Query(**asked), genre=genre), fmt).content


def test_the_demos_twelve_missing_figures_are_twelve_everywhere(demo):
    """粤菜师傅 2023–2025 and 领军人才 2023–2025 are six, six others lack 2025: eight measures, twelve figures."""
    assert "需收集8项指标的数据，均到期未报，共缺12项数据。" in told(made(demo))
    assert "其中8项指标到期未报，共缺12项数据。" in told(made(demo))
    assert "需收集8项指标的数据，均到期未报，共缺12项数据，涉及8项目标：" in told(made(demo, Genre.SUMMARY))
    slides = Presentation(io.BytesIO(file(demo, "pptx"))).slides
    shown = " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert set(re.findall(r"到期未报的数据(\d+)项", shown)) == {"12"}
    sheet = open_xlsx(file(demo, "xlsx"))["待填报数据"]
    assert sum(cell.value for cell in cells_under(sheet, "所缺数据项数")) == 12


def test_a_letter_tells_what_the_report_misses_from_what_only_the_calendar_asks_for(demo):
    assert "涉及你单位的15项数据待报送" in told(made(demo, Genre.REMINDER))
    assert "上述数据中，12项为2025年12月31日目标评价所缺。" in told(made(demo, Genre.REMINDER))


def test_no_english_report_calls_overdue_what_may_still_be_reported_in_time(demo):
    """Overdue is what the calendar's day has passed for; of a period that is over nothing more is said."""
    for genre in (Genre.GAP, Genre.SUMMARY, Genre.TASKS):
        assert "overdue" not in told(made(demo, genre, lang="en"))


def test_who_counts_the_rows_of_the_table_arrives_at_what_is_told(demo):
    """21 targets and one of an earlier year are 22 rows; the group of the one told no number."""
    blocks = document_of(made(demo, as_of=date(2024, 9, 30)))
    table = next(block for block in blocks if isinstance(block, Table) and block.key == "document.caption_collect")
    groups = [row.text for row in table.rows if isinstance(row, Group)]
    assert groups == ["待核定（以前年度1项）", "无数据（16项）", "不评价（5项）"]
    assert len(table.rows) - len(groups) == 22
    paragraphs = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    assert "暂无评价结论的目标21项，" in paragraphs
    assert "表中另列以前年度尚无评价结论的目标1项。" in paragraphs


def test_targets_that_share_a_row_are_told_to(demo):
    """30 targets of the letter on fewer rows, since those on one measure share one."""
    blocks = document_of(made(demo, as_of=date(2025, 12, 31)))
    table = next(block for block in blocks if isinstance(block, Table) and block.key == "document.caption_collect")
    groups = [row.text for row in table.rows if isinstance(row, Group)]
    assert groups == ["待核定（7项）", "口径不可比（1项，另有以前年度2项）", "不评价（5项）"]
    paragraphs = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    assert "表中另列以前年度尚无评价结论的目标2项。同一指标的目标合并列示，表中共13行。" in paragraphs


def test_years_that_are_over_are_told_where_a_later_one_dates_the_row(letter):
    """On 30 June 2023 the training asks for 2021, 2022 and 2023; the row was dated the end of 2023."""
    report = services.report_model(letter, ZHANG, ReportRequest(Query()))
    blocks = document_of(report)
    table = next(block for block in blocks if isinstance(block, Table) and block.key == "document.caption_collect")
    ends = {row["measure"]: row["period_end"] for row in table.rows if not isinstance(row, Group)}
    assert ends["补贴性职业技能培训"] == ("2023年底", "2021—2022年已到期")
    assert ends["学历技能素质提升培训"] == "2023年底"
    assert "需收集21项指标的数据，其中2项含已到期的年份。" in told(report)


def test_an_english_first_page_has_the_targets_that_the_chinese_one_has(letter):
    """Latin letters are narrower than half a Chinese one: two of three rows stood above an empty third of the page."""
    rows = []
    for lang in ("zh", "en"):
        blocks = document_of(services.report_model(letter, ZHANG, ReportRequest(Query(lang=lang))))
        table = next(block for block in blocks if isinstance(block, Table) and block.key == "document.caption_foremost")
        rows.append(len(table.rows))
    assert rows == [3, 3]
