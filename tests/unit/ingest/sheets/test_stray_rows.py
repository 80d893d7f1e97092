"""Rows that were typed so that they fit no header: a figure with a known name is an error at its row, a real note a note."""

import io

import openpyxl
import pytest
import xlwt

from kpi.model import Severity

TYPED = [
    "东岸区，2024，200",
    "东岸区\t2024\t200",
    "东岸区；2024；200",
    "东岸区 2024 200",
    "东岸区　2024　200",
    "东岸区｜2024｜200",
    "东岸，2024年，1，376",
    "“东岸区，2024，200”",
    "东岸区2024年200人次",
    "东岸区200",
    "东岸区：200人次",
    "合计，2024，600",
    "990101，2024，200",
    "东岸区-2024-200",
    "*东岸区，2024，200",
    "1.东岸区 2024 200",
    "东岸区，２０２４，２００",
    "分类志愿者培训，2024，约200",
]
SAID = [
    "注：东岸区，2024，200",
    "数据来源：云溪市统计局，2024",
    "资料来源：东岸区2024年报表，共200页",
    "第1页",
    "*含2个社区",
    "填表人：张三",
    "联系电话：22222222",
    "说明：1.东岸区为200人次",
]


def long_table(row):
    return [["地区", "年份", "分类志愿者培训（人次）"], ["云溪市", "2024", "300"], [row], ["西岸区", "2024", "300"]]


def wide_table(row):
    return [["分类志愿者培训（人次）"], ["地区", "2023年", "2024年"], ["云溪市", "3", "4"], [row], ["西岸区", "3", "4"]]


def as_text(delimiter):
    return lambda rows: "\n".join(delimiter.join(row) for row in rows)


def as_xlsx(rows):
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append([int(text) if text.isdigit() else text for text in row])
    book.save(buffer)
    return buffer.getvalue()


def as_xls(rows):
    book, buffer = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("表")
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write(place, column, int(text) if text.isdigit() else text)
    book.save(buffer)
    return buffer.getvalue()


def errors(reading):
    return [(p.row, p.code) for p in reading.problems if p.severity is Severity.ERROR]


@pytest.mark.parametrize("table", [long_table, wide_table])
@pytest.mark.parametrize("row", TYPED)
def test_a_whole_row_in_one_cell_is_an_error_at_its_row(read, table, row):
    rows = table(row)
    delimiter = ";" if "\t" in row else "\t"
    assert errors(read(as_text(delimiter)(rows))) == [(len(rows) - 1, "row_in_one_cell")]


@pytest.mark.parametrize("write", [as_text(","), as_text("\t"), as_xlsx, as_xls], ids=["csv", "tsv", "xlsx", "xls"])
def test_it_is_so_in_every_format(read, write):
    assert errors(read(write(long_table("东岸区，2024，200")))) == [(3, "row_in_one_cell")]
    assert errors(read(write(long_table("注：东岸区，2024，200")))) == []


@pytest.mark.parametrize("table", [long_table, wide_table])
@pytest.mark.parametrize("row", SAID)
def test_a_note_or_source_stays_a_note(read, table, row):
    reading = read(as_text("\t")(table(row)))
    assert {p.severity for p in reading.problems} <= {Severity.NOTE}
    assert "rows_note" in {p.code for p in reading.problems}


@pytest.mark.parametrize(
    "row", ["一、区县", "（2）西岸以外", "2023年", "表2 分类志愿者培训（人次）", "附件1：分类志愿者培训", "单位：人次"]
)
def test_a_heading_with_a_number_of_its_own_is_no_row(read, row):
    rows = [["", "地区", "分类志愿者培训（人次）", "年份"], [row], ["1", "西岸区", "300", "2024"]]
    assert {code for _, code in errors(read(as_text("\t")(rows)))} & {"row_in_one_cell", "row_value_elsewhere"} == set()


@pytest.mark.parametrize("row", ["东岸区另有志愿者培训200人次未计入", "冬岸区，2024，200，人次", "东岸区（含园区） 200 300"])
def test_a_figure_among_other_words_must_be_looked_at(read, row):
    reading = read(as_text("\t")(wide_table(row)))
    assert (4, "row_unread") in [(p.row, p.code) for p in reading.problems if p.severity is Severity.WARNING]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("东岸区，2024,200,人次,", "value_unreadable"),
        ("东岸区,2024，200,,", "row_value_elsewhere"),
        ("东岸区,2024,,200,", "row_value_elsewhere"),
        ("东岸区,2024,,,200", "row_value_elsewhere"),
        ("东岸区,2024,,人次,200,", "row_value_elsewhere"),
        ("东岸区,,2024,200,人次", "unit_mismatch"),
    ],
)
def test_a_row_that_was_moved_aside_is_no_blank_row(read, row, code):
    header = "地区,年份,数值,单位,备注\n云溪市,2024,100,人次,\n"
    table = "分类志愿者培训\n" + header + row + "\n西岸区,2024,300,人次,\n"
    assert code in {code for number, code in errors(read(table)) if number == 4}


@pytest.mark.parametrize("row", ["东岸区,2024,,人次,待报", "东岸区,2024,—,人次,", "东岸区,,,,"])
def test_a_row_without_any_figure_stays_blank(read, row):
    table = f"分类志愿者培训\n地区,年份,数值,单位,备注\n云溪市,2024,100,人次,\n{row}\n"
    assert errors(read(table)) == []


@pytest.mark.parametrize("row", ["东岸区,2024,200", "东岸区，2024，200", "分类志愿者培训,2024,,200"])
def test_a_row_of_data_above_the_header_is_an_error(read, row):
    table = f"{row}\n指标,地区,年份,数值,单位\n分类志愿者培训,云溪市,2024,100,人次\n"
    assert errors(read(table)) == [(1, "row_above_header")]


@pytest.mark.parametrize(
    "title",
    [
        "注：东岸区，2020，300",
        "说明：1.东岸区，300人次",
        "2024年东岸区分类志愿者培训",
        "东岸区,2024年",
        "填报单位：东岸区,联系电话：2201",
        "附件3,东岸区",
        "1.东岸区",
    ],
)
def test_titles_with_numbers_are_no_rows(read, title):
    table = f"{title}\n指标,地区,年份,数值,单位\n分类志愿者培训,云溪市,2024,100,人次\n"
    assert errors(read(table)) == []


def test_a_row_joined_to_the_header_is_an_error(read):
    reading = read("指标,年份,地区,数值,备注日均填埋量,2008,云溪市,38180,吨\n日均填埋量,2009,云溪市,500吨,\n")
    assert (1, "row_in_header") in errors(reading)


def test_a_number_that_could_be_a_date_is_still_a_figure(read):
    assert errors(read(as_text("\t")(long_table("东岸区，2024，36077")))) == [(3, "row_in_one_cell")]
