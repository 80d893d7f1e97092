"""A table goes back to its sender as it came, with its faults marked, and comes back clean once they are mended."""

import io
from dataclasses import replace

import openpyxl
import pytest

from kpi.i18n import texts
from kpi.ingest import Remark, UploadFile, error_workbook, read_upload
from kpi.model import Severity
from tests.unit.ingest.conftest import TODAY
from tests.unit.ingest.workbooks import bytes_of, saved

FAULTY = (
    "填报单位：东岸区,,,\n指标,年份,地区,数值,单位\n"
    "=1+1,2023,东岸区,5,吨\n日均填埋量,2023,东岸区,若干,吨\n日均填埋量,2022,东岸区,6,吨\n"
)


def returned(tiny, content, name="报.csv"):
    reading = read_upload(UploadFile(name, content if isinstance(content, bytes) else content.encode()), tiny, today=TODAY)
    words = texts("zh")
    remarks = [
        Remark(p, "错误", words(f"problem.{p.code}", **p.values), words.message(p.suggestion) if p.suggestion else "")
        for p in reading.problems
        if p.severity is not Severity.NOTE
    ]
    return reading, error_workbook(reading, remarks, words)


def test_every_cell_is_where_it_was_and_faulty_ones_are_marked(tiny):
    _, content = returned(tiny, FAULTY)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=1, max_row=5)] == [
        ["填报单位：东岸区", None, None, None, None],
        ["指标", "年份", "地区", "数值", "单位"],
        ["=1+1", 2023, "东岸区", 5, "吨"],
        ["日均填埋量", 2023, "东岸区", "若干", "吨"],
        ["日均填埋量", 2022, "东岸区", 6, "吨"],
    ]
    assert sheet["A3"].data_type == "s"
    marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fill_type == "solid"}
    assert marked == {"A3", "D4"}
    assert "不能读成一个数" in sheet["D4"].comment.text
    assert [sheet.cell(row, 6).value is not None for row in range(1, 6)] == [False, True, True, True, False]
    assert sheet["F2"].value == "问题"


def test_mended_in_place_it_comes_back_clean(tiny):
    _, content = returned(tiny, FAULTY)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0]["A3"], book.worksheets[0]["D4"] = "达标小区占比", 7
    book.worksheets[0]["D3"], book.worksheets[0]["E3"] = "70%", None
    again = read_upload(UploadFile("报.xlsx", bytes_of(book)), tiny, today=TODAY)
    assert [p.code for p in again.problems if p.severity is not Severity.NOTE] == []
    assert [(o.row, float(o.value)) for o in again.observations] == [(3, 0.7), (4, 7.0), (5, 6.0)]


def test_sent_back_twice_it_has_one_column_of_problems(tiny):
    _, first = returned(tiny, FAULTY)
    reading, second = returned(tiny, first, "报.xlsx")
    assert [p.row for p in reading.problems if p.severity is Severity.ERROR] == [3, 4]
    sheet = openpyxl.load_workbook(io.BytesIO(second)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["指标", "年份", "地区", "数值", "单位", "问题"]


def test_sent_back_again_only_what_is_still_wrong_is_told(tiny):
    _, first = returned(tiny, FAULTY)
    book = openpyxl.load_workbook(io.BytesIO(first))
    book.worksheets[0]["D4"] = 7
    _, second = returned(tiny, bytes_of(book), "报.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(second)).worksheets[0]
    assert [sheet.cell(row, 6).value is not None for row in (3, 4)] == [True, False]


def test_what_is_of_no_row_has_a_sheet_of_its_own(tiny):
    _, content = returned(tiny, "甲,乙\n1,2\n")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["填报表", "问题清单"]
    assert "没有找到表头行" in book["问题清单"]["A2"].value


def test_a_file_that_cannot_be_opened_still_gets_its_list(tiny):
    _, content = returned(tiny, b"%PDF-1.7")
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["问题清单"]


@pytest.mark.parametrize("name", ["a/b:c?", "x" * 40, "'"])
def test_any_sheet_name_is_one_excel_takes(tiny, name):
    rows = [["指标代码", "年份", "数值"], ["landfill_daily", 2024, "五"]]
    reading = read_upload(UploadFile("表.xlsx", saved(rows)), tiny, today=TODAY)
    sheet = reading.book.sheets[0]
    renamed = type(sheet)(name, sheet.rows)
    content = error_workbook(replace(reading, book=replace(reading.book, sheets=(renamed, renamed))), [], texts("zh"))
    names = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert len(set(names)) == 2
    assert all(len(each) <= 31 for each in names)
