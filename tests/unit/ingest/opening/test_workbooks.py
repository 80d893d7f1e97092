"""Workbooks: each cell as its reader sees it, and nothing taken for a number that is none."""

from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from kpi.i18n import texts
from kpi.model import Severity
from tests.unit.ingest.workbooks import HEADER, bytes_of, repacked, saved

STOCK = "landfill_daily"


def test_a_workbook_reads_like_the_same_table_as_text(read):
    reading = read(
        saved(
            [
                HEADER,
                ["sorted_share", 2024, None, None, 0.705, "%", "甲"],
                ["volunteers_trained", "2024年", None, "东岸区", 1.05, "万人次", None],
                [STOCK, None, date(2024, 6, 30), 990102, 380.5, None, None],
                [STOCK, None, datetime(2023, 6, 30), "", "1,380", "吨", None],  # noqa: DTZ001 - a cell has no time zone
            ],
            {"E2": "0.0%", "C4": 'yyyy"年"m"月"d"日"'},
        ),
        name="填报.xlsx",
    )
    assert [
        (o.measure_id, o.region_code, o.as_of or o.window_end, o.value, o.printed, o.row) for o in reading.observations
    ] == [
        ("sorted_share", "990100", date(2024, 12, 31), Decimal("0.705"), "70.5%", 2),
        ("volunteers_trained", "990101", date(2024, 12, 31), Decimal(10500), "1.05万人次", 3),
        (STOCK, "990102", date(2024, 6, 30), Decimal("380.5"), "380.5", 4),
        (STOCK, "990100", date(2023, 6, 30), Decimal(1380), "1,380吨", 5),
    ]
    assert [o.sheet for o in reading.observations] == ["填报"] * 4
    assert [p.code for p in reading.problems] == ["region_assumed"]
    assert texts("zh").message(reading.encoding_note) == "Excel工作簿，工作表：填报"


@pytest.mark.parametrize(
    ("cell", "code", "value"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (9.87, "General", "9.87"),
        (1376000, "#,##0", "1376000"),
        (1376000.0, "0.00E+00", "1376000"),
        (137.6, '0.0"万吨"', "1376000"),
        (137.6, '0.0"万"', "1376000"),
        (1376, '#,##0"吨"', "1376"),
        (1376, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', "1376"),
        (0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', "0"),
        (12, "[DBNum1]0", "12"),
        (12, "[Red][>10]0;[Blue]0", "12"),
        ("1,376", "@", "1376"),
    ],
)
def test_the_digits_are_the_cells_and_the_words_its_formats(read, cell, code, value):
    reading = read(saved([HEADER, [STOCK, 2024, None, None, cell, None, None]], {"E2": code}))
    assert [o.value for o in reading.observations] == [Decimal(value)]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("cell", "number_format", "problem"),
    [
        ("=1+1", "General", "cell_formula"),
        ("#N/A", "General", "cell_error"),
        ("#DIV/0!", "General", "cell_error"),
        (True, "General", "cell_boolean"),
        (1376000, "0.0,", "cell_format"),
        (1376000, '0!.0,"万"', "cell_format"),
        (1376, '0"00"', "cell_format"),
        (5, ";;;", "cell_format"),
        (0, '0;-0;"无数据"', "cell_format"),
        (12, '[>10]0"万";0', "cell_format"),
        (0.5, "h:mm", "cell_format"),
        (45473, "yyyy-mm-dd", "value_unreadable"),
        (0.258, "0.0%", "unit_mismatch"),
        (5, '0"人"', "unit_mismatch"),
        ("1,37,600", "@", "value_separators"),
    ],
)
def test_a_cell_that_is_not_what_it_seems_is_refused(read, cell, number_format, problem):
    reading = read(saved([HEADER, [STOCK, 2024, None, None, cell, None, None]], {"E2": number_format}))
    assert [(p.row, p.column, p.values["letter"], p.code) for p in reading.problems] == [(2, "数值", "E", problem)]
    assert reading.observations == ()


def test_a_formula_counts_only_with_its_calculated_result(read):
    def formula(result):
        return repacked(
            saved([HEADER, [STOCK, 2024, None, None, "=190*2", None, None]]),
            [("xl/workbook.xml", rb' fullCalcOnLoad="1"', b""), ("sheet1.xml", rb"<v\s*/>|<v></v>", result)],
        )

    assert [o.value for o in read(formula(b"<v>380</v>")).observations] == [380]
    problems = read(formula(b"")).problems
    assert [(p.code, p.value) for p in problems] == [("cell_formula", "=190*2")]


def test_a_writer_that_puts_zero_for_every_formula_is_not_believed(read, tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [STOCK, 2024, "", "", "=190*2", "吨"])
    assert [p.code for p in read(path.read_bytes()).problems] == ["cell_formula"]


@pytest.mark.parametrize(
    ("column", "cell", "number_format", "expected"),
    [
        ("C", date(2024, 6, 1), 'yyyy"年"m"月"', "date_unreadable"),
        ("C", date(2024, 6, 1), "mmm-yy", "date_unreadable"),
        ("C", date(2024, 6, 1), 'm"月"d"日"', "date_unreadable"),
        ("C", 45473, "General", "date_unreadable"),
        ("C", datetime(2024, 6, 30, 12), "yyyy-mm-dd hh:mm", "date_unreadable"),  # noqa: DTZ001 - a cell has no time zone
        ("B", date(2024, 6, 1), "yyyy-mm-dd", "year_unreadable"),
        ("B", date(2024, 6, 1), 'yyyy"年"', None),
        ("B", 2024, '0"年"', None),
        ("B", 2024.0, "0.0", None),
    ],
)
def test_a_date_is_what_its_cell_shows_of_it(read, column, cell, number_format, expected):
    row = [STOCK, None, None, None, 5, None, None]
    row["ABC".index(column)] = cell
    reading = read(saved([HEADER, row], {f"{column}2": number_format}))
    assert [p.code for p in reading.problems] == ([expected] if expected else [])
    assert [o.as_of for o in reading.observations] == ([] if expected else [date(2024, 12, 31)])


def test_a_date_of_a_format_that_only_has_a_number(read):
    """31 is the Chinese long date; the file does not say what it looks like."""
    content = saved([HEADER, [STOCK, None, 45473, None, 5, None, None]], {"C2": '"占位"0'})
    numbered = repacked(content, [("styles.xml", rb'numFmtId="164" fontId', b'numFmtId="31" fontId')])
    assert [o.as_of for o in read(numbered).observations] == [date(2024, 6, 30)]
    month = repacked(content, [("styles.xml", rb'numFmtId="164" fontId', b'numFmtId="57" fontId')])
    assert [p.value for p in read(month).problems] == ["2024年6月"]


def test_dates_of_a_workbook_that_counts_from_1904(read):
    def change(book, sheet):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    reading = read(saved([HEADER, [STOCK, None, date(2024, 6, 30), None, 5, None, None]], change=change))
    assert [o.as_of for o in reading.observations] == [date(2024, 6, 30)]


def test_what_a_merged_cell_says_holds_for_its_rows_but_a_value_belongs_to_one(read):
    rows = [
        HEADER,
        [STOCK, 2024, None, "东岸区", 1, "吨", None],
        [STOCK, 2023, None, None, 2, "吨", None],
        [STOCK, 2022, None, "西岸区", 3, "吨", None],
        [STOCK, 2021, None, "西岸区", None, "吨", None],
    ]

    def merge(book, sheet):
        sheet.merge_cells("D2:D3")
        sheet.merge_cells("E4:E5")

    reading = read(saved(rows, change=merge))
    assert [(o.region_code, o.value) for o in reading.observations] == [("990101", 1), ("990101", 2), ("990102", 3)]
    assert [(p.row, p.code) for p in reading.problems] == [(5, "cell_merged")]


def test_every_sheet_with_a_header_is_read_and_others_are_named(read):
    table = [["指标代码", "年份", "数值"], [STOCK, 2023, 7]]
    content = saved(
        [["指标代码", "年份", "数值"], [STOCK, 2024, 5]],
        sheets=[("二", table), ("说明", [["填报说明"]]), ("空", []), ("东岸区", table)],
    )
    reading = read(content)
    assert [(o.sheet, o.value) for o in reading.observations] == [("填报", 5), ("二", 7)]
    assert [(p.severity, p.sheet, p.code) for p in reading.problems] == [
        (Severity.WARNING, "说明", "sheet_ignored"),
        (Severity.ERROR, "东岸区", "region_around"),
    ]


def test_hidden_sheets_are_not_read(read):
    def hide(book, sheet):
        book["二"].sheet_state = "hidden"

    table = [["指标代码", "年份", "数值"], [STOCK, 2024, 5]]
    reading = read(saved(table, sheets=[("二", table)], change=hide))
    assert [(o.sheet, o.value) for o in reading.observations] == [("填报", 5)]
    assert [(p.severity, p.code, p.values["sheets"]) for p in reading.problems] == [(Severity.NOTE, "sheets_hidden", ("二",))]


def test_duplicates_are_found_across_sheets(read):
    table = [["指标代码", "年份", "数值"], [STOCK, 2024, 5]]
    (problem,) = read(saved(table, sheets=[("二", table)])).problems
    assert (problem.code, problem.sheet, problem.row) == ("duplicate_elsewhere", "二", 2)
    assert problem.values["place"] == "填报"


def test_an_empty_workbook_is_empty(read):
    assert [p.code for p in read(bytes_of(openpyxl.Workbook())).problems] == ["file_empty"]


def test_blank_rows_and_styled_empty_cells_do_not_count(read):
    def style(book, sheet):
        sheet["A1048576"].number_format = "0.00"
        sheet["XFD1"].number_format = "0.00"

    reading = read(saved([[], [], ["指标代码", "年份", "数值"], [STOCK, 2024, 5], [], [STOCK, 2023, 6]], change=style))
    assert [(o.row, o.value) for o in reading.observations] == [(4, 5), (6, 6)]
    assert reading.sheets[0].header_row == 3
