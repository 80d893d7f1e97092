"""What people do to a plan's workbook in Excel or WPS: read as they mean it, or refused with sheet and row, never otherwise."""

import io
from datetime import date

import openpyxl
import pytest

from kpi.catalog import build_catalog, read_folder
from kpi.errors import CatalogRefused
from kpi.i18n import texts
from kpi.ingest import plan_workbook
from kpi.ingest.plans.reading import read_plan_workbook
from kpi.ingest.serving.working import parse
from kpi.model import Severity
from tests.databases import TINY
from tests.unit.ingest.workbooks import bytes_of

ZH = texts("zh")
WRITTEN = plan_workbook(read_folder(TINY).tables, ZH)


@pytest.fixture
def book():
    return openpyxl.load_workbook(io.BytesIO(WRITTEN))


def read(book):
    return read_plan_workbook(bytes_of(book), "云溪.xlsx", parse)


def place(sheet, heading, row):
    """The cell under a heading."""
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    return sheet.cell(row, column)


def type_in(sheet, heading, row, value, number_format="General"):
    """As a person types into a cell that is no text cell."""
    cell = place(sheet, heading, row)
    cell.value, cell.number_format = value, number_format
    return cell


def row_of(sheet, key):
    return next(cell.row for cell in sheet["A"] if cell.value == key)


def cells(book, file, key):
    """What is read of a row."""
    table = read(book).tables.tables[file]
    return next(row.cells for row in table.rows if key in row.cells.values())


def told(book, *, severity=None):
    """Problems by code, with sheet and row as a person sees them."""
    sheets = read(book)
    located = [sheets.located(each, ZH) for each in sheets.tables.problems]
    return [(each.code, each.sheet, each.row) for each in located if severity in (None, each.severity)]


def refused(book):
    sheets = read(book)
    with pytest.raises(CatalogRefused) as caught:
        build_catalog(sheets.tables)
    located = [sheets.located(each, ZH) for each in caught.value.problems]
    return [(each.code, each.sheet, each.row, each.column) for each in located]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.9, "General", "0.9"),
        (0.9, "0%", "0.9"),
        (0.125, "0.0%", "0.125"),
        ("90%", "@", "0.9"),
        ("12.5 %", "@", "12.5 %"),
        ("９０％", "@", "0.9"),
        ("1/3", "@", "1/3"),
        ("0.30", "@", "0.30"),
        (1 / 3, "# ?/?", "0.333333333333333"),
        (date(2026, 1, 3), "m/d", "1月3日"),
        ("九成", "@", "九成"),
    ],
)
def test_a_share_is_read_as_it_was_meant_or_stays_as_it_was_typed(book, value, number_format, expected):
    """G1 is a share of display scale 0.01. A third as a fraction and 1/3 that Excel made a day of are no number of ours."""
    sheet = book["目标"]
    type_in(sheet, "目标值", row_of(sheet, "G1"), value, number_format)
    assert cells(book, "targets.csv", "G1")["value"] == expected


def test_what_is_no_number_is_refused_with_sheet_row_and_heading(book):
    sheet = book["目标"]
    row = row_of(sheet, "G1")
    type_in(sheet, "目标值", row, date(2026, 1, 3), "m/d")
    assert refused(book) == [("catalog_bad_number", "目标", row, "目标值")]


def test_a_percent_sign_on_a_count_is_refused_and_not_divided(book):
    """G3 is of tonnes: 30% of them is no number of tonnes."""
    sheet = book["目标"]
    row = row_of(sheet, "G3")
    type_in(sheet, "目标值", row, 0.3, "0%")
    assert refused(book) == [("catalog_bad_number", "目标", row, "目标值")]


def test_percent_signs_that_were_read_are_told(book):
    sheet = book["目标"]
    type_in(sheet, "目标值", row_of(sheet, "G1"), 0.9, "0%")
    assert told(book) == [("plan_percent_read", "目标", row_of(sheet, "G1"))]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (date(2025, 12, 31), "yyyy-mm-dd", "2025-12-31"),
        (date(2025, 12, 31), 'yyyy"年"m"月"d"日"', "2025-12-31"),
        ("2025/12/31", "@", "2025-12-31"),
        ("2025.6.30", "@", "2025-06-30"),
        ("2025年6月30日", "@", "2025-06-30"),
        (date(2025, 12, 31), "yyyy-mm", "2025年12月"),
        ("2025年底", "@", "2025年底"),
    ],
)
def test_days_are_read_as_real_days_or_as_they_are_written(book, value, number_format, expected):
    sheet = book["数据"]
    type_in(sheet, "时点", 2, value, number_format)
    assert read(book).tables.tables["figures.csv"].rows[0].cells["as_of"] == expected


def test_codes_keep_their_zeros(book):
    sheet = book["地区"]
    type_in(sheet, "地区代码", 2, 42, "000000")
    assert read(book).tables.tables["regions.csv"].rows[0].cells["region_code"] == "000042"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [(2024, "2024"), ("2024；2025", "2024;2025"), ("2024年、2025年", "2024;2025"), ("2024—2025", "2024—2025")],
)
def test_years_are_told_apart_by_any_separator(book, typed, expected):
    type_in(book["目标"], "考核年份", 2, typed)
    assert read(book).tables.tables["targets.csv"].rows[0].cells["years"] == expected


def test_words_and_codes_and_true_mean_the_same(book):
    sheet = book["目标"]
    rows = [row_of(sheet, key) for key in ("G1", "G2", "G3")]
    for row, typed in zip(rows, ("不低于", ">=", "at least"), strict=True):
        type_in(sheet, "要求", row, typed)
    table = read(book).tables.tables["targets.csv"]
    assert [row.cells["comparator"] for row in table.rows] == [">=", ">=", ">="]
    type_in(book["单位"], "只取整数", 2, True)
    assert read(book).tables.tables["units.csv"].rows[0].cells["integer"] == "yes"


def test_sheets_and_rows_may_be_anywhere(book):
    """A sheet moved, rows inserted above and between, blanks below, a heading and a title in English, an empty sheet more."""
    plain = read(book).tables
    book.move_sheet("指标", offset=8)
    book["目标"].insert_rows(1)
    book["目标"].insert_rows(4, 3)
    book["数据"].cell(40, 3).value = "   "
    book["单位"]["A1"].value = " unit "
    book["单位"].title = "Units"
    book.create_sheet("Sheet1")
    moved = read(book).tables
    assert (moved.sha256, moved.problems) == (plain.sha256, ())


def test_a_filter_hides_nothing_from_the_plan(book):
    book["指标"].row_dimensions[2].hidden = True
    assert told(book) == [("plan_rows_hidden", "指标", 2)]
    assert len(read(book).tables.tables["measures.csv"].rows) == len(read_folder(TINY).tables["measures.csv"].rows)


def test_an_example_is_named_and_not_read(book):
    sheet = book["目标"]
    sheet["A2"].value = "例：G1"
    sheets = read(book)
    assert "G1" not in [row.cells["target_id"] for row in sheets.tables.tables["targets.csv"].rows]
    (note,) = sheets.tables.problems
    assert (note.code, note.severity, note.values["places"]) == ("plan_examples_skipped", Severity.NOTE, ("目标!2",))


def missing_sheet(book):
    del book["数据"]
    return [("plan_sheet_missing", "数据", None)]


def unknown_sheet(book):
    book["待核问题"].title = "待核"
    return [("plan_sheet_unknown", "待核", None)]


def sheet_twice(book):
    book.copy_worksheet(book["目标"]).title = "targets"
    return [("plan_sheet_twice", "targets", None)]


def hidden_sheet(book):
    book["待核问题"].sheet_state = "hidden"
    return [("plan_sheet_hidden", "待核问题", None)]


def heading_twice(book):
    place(book["目标"], "完成期限", 1).value = "考核年份"
    return [("catalog_column_twice", "目标", 1), ("catalog_column_missing", "目标", 1)]


def heading_missing(book):
    book["目标"].cell(3, 40).value = "见附件"
    return [("plan_heading_missing", "目标", 3)]


def no_headings(book):
    book["待核问题"].delete_rows(1, 100)
    return [("plan_sheet_empty", "待核问题", None)]


def formula(book):
    type_in(book["目标"], "目标值", 3, "=0.3*2")
    return [("plan_cell_formula", "目标", 3)]


def error_value(book):
    type_in(book["目标"], "目标值", 3, "#N/A")
    return [("plan_cell_error", "目标", 3)]


def scaled_format(book):
    type_in(book["数据"], "数值", 3, 4200000, "0,")
    return [("plan_cell_format", "数据", 3)]


def merged_across(book):
    place(book["目标"], "完成期限", 3).value = None
    sheet, column = book["目标"], place(book["目标"], "目标值", 1).column
    sheet.merge_cells(start_row=3, end_row=3, start_column=column, end_column=column + 1)
    return [("plan_cells_merged", "目标", 3)]


@pytest.mark.parametrize(
    "spoil",
    [
        missing_sheet, unknown_sheet, sheet_twice, hidden_sheet, heading_twice, heading_missing, no_headings, formula,
        error_value, scaled_format, merged_across,
    ],
)  # fmt: skip
def test_what_cannot_be_read_for_certain_is_refused_in_one_sentence(book, spoil):
    expected = spoil(book)
    sheets = read(book)
    assert told(book, severity=Severity.ERROR) == expected
    for each in sheets.tables.problems:
        located = sheets.located(each, ZH)
        said = ZH(
            f"problem.{each.code}", **{"column": "", "row": located.row or "", "value": "", "letter": "", **located.values}
        )
        assert "{" not in said
    with pytest.raises(CatalogRefused):
        build_catalog(sheets.tables)


def test_a_misspelt_heading_is_told(book):
    place(book["目标"], "责任单位", 1).value = "负责单位"
    assert told(book) == [("plan_headings_kept", "目标", 1)]


def test_full_width_separators_of_names_are_warned_of(book):
    type_in(book["单位"], "写法", 2, "吨；公吨")
    assert told(book) == [("plan_list_separator", "单位", 2)]


def test_a_word_that_may_not_be_chosen_is_answered_with_the_words_that_may(book):
    sheet = book["目标"]
    row = row_of(sheet, "G1")
    type_in(sheet, "考核方式", row, "尽快")
    sheets = read(book)
    with pytest.raises(CatalogRefused) as caught:
        build_catalog(sheets.tables)
    located = sheets.located(caught.value.problems[0], ZH)
    assert (located.sheet, located.row, located.column, located.values["value"]) == ("目标", row, "考核方式", "尽快")
    assert located.values["choices"][:2] == ("到期达到", "每年达到")


def test_messages_speak_of_sheets_and_headings(book):
    sheets = read(book)
    assert sheets.worded("measures.csv 中没有指标“window_end”。", ZH) == "“指标” 中没有指标“window_end”。"
    assert sheets.worded("到期类目标应填 deadline。", ZH) == "到期类目标应填 完成期限。"
