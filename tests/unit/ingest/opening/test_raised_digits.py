"""The mark of a footnote that is a digit set as superscript: in the file it stands as a plain digit behind the number."""

import io

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from kpi.ingest.child.raised import in_runs

HEADER = ["指标", "年份", "数值", "单位"]


def by_xlsxwriter(value, mark):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet, raised = book.add_worksheet("表"), book.add_format({"font_script": 1})
    for column, text in enumerate(HEADER):
        sheet.write(0, column, text)
    for column, text in enumerate(["日均填埋量", 2023, "", "吨"]):
        sheet.write(1, column, text)
    sheet.write_rich_string(1, 2, value, raised, mark)
    book.close()
    return buffer.getvalue()


def by_openpyxl(value, mark):
    """The same as a string inside the cell."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    sheet.append(["日均填埋量", 2023, None, "吨"])
    sheet["C2"] = CellRichText(value, TextBlock(InlineFont(vertAlign="superscript"), mark))
    book.save(buffer)
    return buffer.getvalue()


def by_xlwt(value, mark):
    book, buffer = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet, font = book.add_sheet("表"), xlwt.Font()
    font.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    for column, text in enumerate(HEADER):
        sheet.write(0, column, text)
    for column, text in enumerate(["日均填埋量", 2023, None, "吨"]):
        if text is not None:
            sheet.write(1, column, text)
    sheet.write_rich_text(1, 2, [value, (mark, font)])
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl, by_xlwt])
def test_a_raised_digit_is_no_digit_of_the_number(read, write):
    reading = read(write("37.6", "1"))
    assert [(str(o.value), o.printed) for o in reading.observations] == [("37.6", "37.6¹吨")]
    assert [(p.row, p.code, p.values["mark"]) for p in reading.problems] == [(2, "value_marked", "¹")]


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl, by_xlwt])
def test_what_may_be_a_power_is_refused(read, write):
    reading = read(write("10", "2"))
    assert [o.value for o in reading.observations] == []
    assert [(p.row, p.code) for p in reading.problems] == [(2, "unit_mismatch")]


def test_only_digits_are_raised():
    assert in_runs("137.61", [(5, "superscript")]) == "137.6¹"
    assert in_runs("137.61万", [(5, "superscript"), (6, "")]) == "137.6¹万"
    assert in_runs("137.6注1", [(5, "superscript")]) == "137.6注1"
    assert in_runs("H2O", [(1, "subscript"), (2, "")]) == "H₂O"
