"""Old workbooks (.xls): numbers with the signs and dates their cells show, and nothing from a formula without a result."""

import io
import random
from datetime import date
from decimal import Decimal
from functools import partial
from struct import pack

import pytest
import xlwt

from kpi.ingest import UploadFile, read_upload
from kpi.ingest.child import archive, old_workbook
from kpi.ingest.refusals import Refused
from kpi.ingest.serving import sandbox
from kpi.model import Severity
from tests.unit.ingest.conftest import TODAY

PERCENT, DAY, WORDS = (xlwt.easyxf(num_format_str=code) for code in ("0.0%", "yyyy-mm-dd", '0.0"万人次"'))


def written(fill):
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def table(book):
    """Years across two measures, a merged title, a hidden row and a hidden sheet."""
    sheet = book.add_sheet("填报")
    sheet.write_merge(0, 0, 0, 3, "分类情况")
    for column, text in enumerate(["指标", "单位", "2022年", "2023年"]):
        sheet.write(1, column, text)
    sheet.write(2, 0, "达标小区占比")
    sheet.write(2, 2, 0.655, PERCENT)
    sheet.write(2, 3, 0.7, PERCENT)
    sheet.write(3, 0, "志愿者培训")
    sheet.write(3, 2, 1.2, WORDS)
    sheet.write(3, 3, "1.3万人次")
    sheet.write(4, 0, "日均填埋量")
    sheet.write(4, 1, "吨")
    sheet.write(4, 3, 5)
    sheet.row(4).hidden = True
    other = book.add_sheet("底稿")
    other.write(0, 0, 1)
    other.visibility = 1


def test_an_old_workbook_reads_like_a_new_one(read):
    reading = read(written(table), name="表.xls")
    assert [(o.measure_id, o.window_end or o.as_of, o.value) for o in reading.observations] == [
        ("sorted_share", date(2022, 12, 31), Decimal("0.655")),
        ("sorted_share", date(2023, 12, 31), Decimal("0.7")),
        ("volunteers_trained", date(2022, 12, 31), 12_000),
        ("volunteers_trained", date(2023, 12, 31), 13_000),
        ("landfill_daily", date(2023, 12, 31), 5),
    ]
    assert [(p.severity, p.code) for p in reading.problems] == [
        (Severity.NOTE, "sheets_hidden"),
        (Severity.NOTE, "rows_above"),
        (Severity.NOTE, "cells_blank"),
        (Severity.NOTE, "rows_hidden"),
    ]


def test_dates_and_formulas_of_an_old_workbook(read):
    def fill(book):
        sheet = book.add_sheet("表")
        for column, text in enumerate(["指标", "截止日期", "数值", "单位"]):
            sheet.write(0, column, text)
        for row, value in enumerate([5, xlwt.Formula("C2+1")], 1):
            sheet.write(row, 0, "日均填埋量")
            sheet.write(row, 1, date(2024, 6, 31 - row), DAY)
            sheet.write(row, 2, value)
            sheet.write(row, 3, "吨")

    reading = read(written(fill), name="表.xls")
    assert [(o.as_of, o.value) for o in reading.observations] == [(date(2024, 6, 30), 5)]
    assert [(p.row, p.code) for p in reading.problems] == [(3, "cell_formula")]


@pytest.mark.parametrize(("options", "codes"), [(0, []), (0x0002, ["cell_formula"])])
def test_a_result_nobody_has_calculated_is_not_believed(read, options, codes):
    """The same formula with a stored 5; only its options say that whoever opens the file must calculate first."""

    def fill(book):
        sheet = book.add_sheet("表")
        for column, text in enumerate(["指标代码", "年份", "数值"]):
            sheet.write(0, column, text)
        for column, value in enumerate(["landfill_daily", 2024, xlwt.Formula("2+3")]):
            sheet.write(1, column, value)

    content = written(fill)
    (record,) = [data[at : at + 16] for kind, at, _, data in old_workbook._records(content) if kind == 0x0006]
    stored = record[:6] + pack("<dH", 5.0, options)
    reading = read(content.replace(record, stored), name="表.xls")
    assert ([p.code for p in reading.problems], [o.value for o in reading.observations]) == (codes, [] if codes else [5])


def empty_text(sheet, row, column):
    """A text cell in which nothing stands, as statistics offices export them; `write` would leave the cell out."""
    book = sheet.get_parent()
    sheet.row(row).insert_cell(column, xlwt.Cell.StrCell(row, column, 0x0F, book.add_str("")))


def exported(book):
    """Three years across, with empty text beside the title, in the last year and in a row of their own."""
    sheet = book.add_sheet("分省年度数据")
    for row, texts in enumerate(
        [["数据库：年度数据"], ["指标", "2022年", "2023年", "2024年"], ["日均填埋量（吨）", 5, 6], [], ["注：每年修订"]]
    ):
        for column in range(4):
            text = texts[column] if column < len(texts) else ""
            if text == "":
                empty_text(sheet, row, column)
            else:
                sheet.write(row, column, text)


def test_empty_text_cells_are_blanks(read):
    reading = read(written(exported), name="年度数据.xls")
    assert [(o.as_of, o.value) for o in reading.observations] == [(date(2022, 12, 31), 5), (date(2023, 12, 31), 6)]
    assert [(p.severity, p.code) for p in reading.problems if p.severity is not Severity.NOTE] == []
    assert [p.values["cells"] for p in reading.problems if p.code == "cells_blank"] == [("D3",)]
    assert reading.book.sheets[0].marks == {}


def test_beside_empty_text_a_formula_without_a_result_is_still_refused(read):
    """Two formulas: one whose result is no text at all, as a writer that calculates nothing leaves it, in a second sheet."""

    def fill(book):
        exported(book)
        sheet = book.add_sheet("二")
        for column, text in enumerate(["指标代码", "年份", "数值"]):
            sheet.write(0, column, text)
        sheet.write(1, 0, "landfill_daily")
        sheet.write(1, 1, 2021)
        sheet.write(1, 2, xlwt.Formula('"a"'))
        sheet.write(2, 0, "landfill_daily")
        sheet.write(2, 1, 2020)
        empty_text(sheet, 2, 2)

    reading = read(written(fill), name="年度数据.xls")
    assert [(p.sheet, p.row, p.code) for p in reading.problems if p.severity is Severity.ERROR] == [("二", 2, "cell_formula")]
    assert [p.values["rows"] for p in reading.problems if p.code == "values_blank"] == ["3"]


def test_a_chart_on_a_sheet_of_its_own_does_not_move_formulas_to_another():
    """Of three substreams the first is the globals, the second a chart, the third the sheet with the formula."""

    def record(kind, data):
        return pack("<HH", kind, len(data)) + data

    formula = record(0x0006, pack("<HHH", 1, 2, 0) + b"\x03\0\0\0\0\0\xff\xff" + pack("<H", 0))
    stream = b""
    for sort, inside in ((0x0005, b""), (0x0020, b""), (0x0010, formula)):
        stream += record(0x0809, pack("<HH", 0x0600, sort)) + inside + record(0x000A, b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            old_workbook.compdoc, "CompDoc", lambda *_, **__: type("D", (), {"get_named_stream": lambda *_: stream})()
        )
        assert old_workbook._uncalculated(b"") == {0: {(1, 2)}}


def test_two_readers_that_differ_make_a_cell_uncertain():
    assert old_workbook._text("技能人才", "技能人才") == ("技能人才", "")
    assert old_workbook._text("技能人才", "技能人材") == ("技能人才", "disputed")
    assert old_workbook._text("技能\ufffd才", "技能人才") == ("技能人才", "")
    assert old_workbook._text("技能人才", "技能\ufffd才") == ("技能人才", "")
    assert old_workbook._text("技能\ufffd才", "") == ("技能\ufffd才", "disputed")
    assert old_workbook._text("技能人才", "技能人才".encode("gb18030").decode("latin-1")) == ("技能人才", "")
    assert old_workbook._text("", "") == ("", "")


def test_a_disputed_cell_is_refused(tiny, monkeypatch):
    answer = {
        "sheets": [
            {
                "name": "表",
                "rows": [["指标代码", "年份", "数值"], ["landfill_daily", "2024", "5"]],
                "marks": [[1, 2, "disputed"]],
                "merged": [],
                "hidden_rows": [],
                "hidden_columns": [],
            }
        ],
        "hidden": [],
    }
    monkeypatch.setattr(sandbox, "run", lambda *_: answer)
    reading = read_upload(UploadFile("a.xls", written(table)), tiny, today=TODAY)
    assert [(p.row, p.column, p.code) for p in reading.problems] == [(2, "数值", "cell_disputed")]


def outcome(read):
    """How a reading ends: read, or the code it is refused with."""
    try:
        read()
    except (Refused, archive.Unreadable) as refused:
        return getattr(refused, "code", None) or str(refused)
    return "read"


@pytest.mark.parametrize("length", [0, 8, 600, 1500, 3000])
def test_half_a_workbook_is_refused_or_read_but_never_breaks(length):
    whole = written(table)
    content = whole[:length] if length > 8 else whole[:8] + b"x" * (length * 64)
    assert outcome(lambda: sandbox.run("old_workbook", content)) in ("read", "archive_damaged", "encrypted", "reader_died")


def test_bytes_changed_at_random_never_break_the_reader():
    whole = bytearray(written(table))
    chance = random.Random(20240630)  # noqa: S311 - a seed, so that a failure comes back
    for _ in range(25):
        content = bytearray(whole)
        for _ in range(8):
            content[chance.randrange(len(content))] = chance.randrange(256)
        assert outcome(partial(old_workbook.read_old_workbook, bytes(content))) in (
            "read",
            "archive_damaged",
            "sheet_too_large",
        )
