"""Files made to cost: each ends in a sentence or a reading, in children that have limits, and the server hardly notices.

All are read in one upload, as somebody would drop them.
"""

import io
import resource
import zipfile
from datetime import date

import pytest

from kpi.catalog import load_catalog
from kpi.ingest import Readers, UploadFile
from kpi.ingest.tables.grid import letter
from tests.counting import calls
from tests.databases import LETTER
from tests.unit.ingest.workbooks import repacked, saved, with_cells

TODAY = date(2026, 11, 26)
HEADER = "指标名称,年份,地区,数值,单位,备注"
ROW = "技能人才总量,2024,东莞市,100,万人,"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = [HEADER.split(","), ROW.split(",")]


def text(*lines):
    return "\n".join((HEADER, *lines)).encode()


def name(name):
    return text(f'"{name}",2024,东莞市,100,万人,')


def value(value):
    return text(f'技能人才总量,2024,东莞市,"{value}",万人,')


def titled(title):
    return f'"{title}"\n'.encode() + text(ROW)


def zipped(entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry, data in entries.items():
            target.writestr(entry, data)
    return buffer.getvalue()


def beside_cells(xml):
    """The good workbook with more in its sheet, behind the cells."""
    return repacked(saved(GOOD), [("sheet1.xml", rb"</sheetData>", b"</sheetData>" + xml)])


def merging(areas):
    cells = b"".join(b'<mergeCell ref="%s"/>' % area.encode() for area in areas)
    return beside_cells(b"<mergeCells>" + cells + b"</mergeCells>")


def changed(entry, pattern, xml):
    """The good workbook with something of one entry replaced."""
    return repacked(saved(GOOD), [(entry, pattern, xml)])


def many_sheets(count):
    return saved(GOOD, sheets=[(f"表{i}", [["x"]]) for i in range(count)])


def cell(xml):
    return with_cells(b'<row r="1">' + xml + b"</row>")


def number_formatted(code):
    return saved([*GOOD[:1], ["技能人才总量", 2024, "东莞市", 100, "万人", ""]], formats={"D2": code})


DEFINED = b"<definedNames>" + b'<definedName name="a">A1</definedName>' * 9_000 + b"</definedNames>"
TABLES = {
    "ten thousand columns": lambda: (
        b",".join("列".encode() + b"%d" % i for i in range(10_000)) + b"\n" + b",".join([b"1"] * 10_000)
    ),
    "ten thousand years": lambda: (
        ("地区," + ",".join(f"{1990 + i % 30}年" for i in range(10_000)) + "\n").encode() + b"x," * 9_999
    ),
    "nothing but commas": lambda: (b"," * 99_000 + b"\n") * 30,
    "nothing but quotes": lambda: b'"' * 90_001,
    "nothing but line ends": lambda: b"x" + b"\n" * 60_000,
    "one long line": lambda: b"a" * 200_000,
    "a quote that never ends": lambda: text('"' + "甲\n" * 9_000),
    "noughts": lambda: b"\0" * 50_000,
    "every byte": lambda: bytes(range(256)) * 200,
    "half a character": lambda: HEADER.encode()[:-1],
    "too many rows": lambda: text(*["x"] * 50_001),
    "headings without end": lambda: text(*(f"{'一二三'[i % 3]}、某项{i},,,,," for i in range(3_000))),
    "sums without end": lambda: text(*([ROW, "技能人才总量,2024,合计,100,万人,"] * 3_000)),
    "unknown names without end": lambda: text(*(f"未知指标{i},2024,东莞市,5,人," for i in range(8_000))),
    "the same row again and again": lambda: text(*[ROW] * 8_000),
    "a name of blanks": lambda: name("甲" + " " * 90_000 + "("),
    "a name of brackets": lambda: name("(甲" * 30_000),
    "a name of numbers before it": lambda: name("1、" * 30_000),
    "a value of blanks": lambda: value("1" + " " * 90_000 + "!"),
    "a value of digits": lambda: value("9" * 90_000),
    "a value of commas": lambda: value("1,111" * 18_000),
    "a value of words": lambda: value("超过" * 40_000),
    "a unit without end": lambda: text("技能人才总量,2024,东莞市,100," + "万" * 90_000 + ","),
    "a region without end": lambda: text("技能人才总量,2024," + "镇" * 90_000 + ",100,万人,"),
    "a year without end": lambda: text("技能人才总量," + "2024年" * 18_000 + ",东莞市,100,万人,"),
    "a title of years": lambda: titled("2024年 " * 15_000),
    "a title of blanks": lambda: titled("2024" + " " * 90_000 + "—x"),
    "a title of titles": lambda: titled("统计表各镇街" * 15_000),
    "a title of two hundred words": lambda: titled("统计表各镇街分区县市" * 20),
    "a title of units": lambda: titled("单位：" * 30_000),
    "a title of places": lambda: titled("东莞市佛山市" * 15_000),
    "a note without end": lambda: text(ROW + "目标" * 45_000),
    "a page": lambda: b"<html>" + b"<td>" * 20_000,
    "separators that differ": lambda: (("a;b\tc,d|" * 5_000) + "\n").encode() * 20,
}
BOOKS = {
    "merged to the last row": lambda: merging(f"{letter(i)}1:{letter(i)}1048576" for i in range(500)),
    "merged over and over": lambda: merging("A1:XFD1048576" for _ in range(2_000)),
    "more merged than cells": lambda: merging(f"A{i}:B{i}" for i in range(1, 20_003)),
    "a cell in the last place": lambda: cell(b'<c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c>'),
    "a blank in the last place": lambda: cell(b'<c r="A1"><v>1</v></c><c r="XFD1048576" s="1"/>'),
    "a row beyond the last": lambda: with_cells(b'<row r="4294967296"><c r="A4294967296"><v>1</v></c></row>'),
    "a place that is none": lambda: cell(b'<c r="ZZZZ0"><v>1</v></c>' * 3),
    "a size that is none": lambda: changed("sheet1.xml", rb'ref="[^"]*"', b'ref="A1:XFD1048576"'),
    "sheets without end": lambda: many_sheets(400),
    "words without end": lambda: repacked(
        with_cells(b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 400 + b"</row>"), extra=[("xl/sharedStrings.xml", b"<sst>")]
    ),
    "a cell of megabytes": lambda: cell(b'<c r="A1" t="inlineStr"><is><t>' + b"ab" * 400_000 + b"</t></is></c>"),
    "elements in elements": lambda: cell(b"<x>" * 50_000 + b"</x>" * 50_000),
    "attributes without end": lambda: cell(b'<c r="A1" ' + b" ".join(b'a%d="1"' % i for i in range(20_000)) + b"><v>1</v></c>"),
    "hidden columns without end": lambda: changed(
        "sheet1.xml", b"<sheetData>", b"<cols>" + b'<col min="1" max="16384" hidden="1"/>' * 2_000 + b"</cols><sheetData>"
    ),
    "defined names without end": lambda: changed("workbook.xml", b"</workbook>", DEFINED + b"</workbook>"),
    "rules without end": lambda: beside_cells(
        b"<dataValidations>" + b'<dataValidation sqref="A1:XFD1048576"/>' * 9_000 + b"</dataValidations>"
    ),
    "styles without end": lambda: changed("styles.xml", b"</cellXfs>", b'<xf numFmtId="9"/>' * 60_000 + b"</cellXfs>"),
    "a format without end": lambda: number_formatted("0," * 30_000),
    "a formula without end": lambda: cell(b'<c r="A1"><f>' + b"A1+" * 30_000 + b"</f></c>"),
    "a number beyond numbers": lambda: cell(b'<c r="A1"><v>1e99999</v></c><c r="B1"><v>nan</v></c>'),
    "an archive in an archive": lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c": b"0" * 900_000})})}),
    "a bomb": lambda: zipped({"xl/workbook.xml": b"0" * 30_000_000}),
    "entries without end": lambda: zipped({f"e{i}": b"" for i in range(5_001)}),
    "comments": lambda: repacked(
        saved(GOOD), extra=[("xl/comments1.xml", b"<comments>" + b"<comment/>" * 50_000 + b"</comments>")]
    ),
    "an old workbook of noise": lambda: OLE + bytes(i * 7 % 256 for i in range(20_000)),
    "an old workbook cut off": lambda: OLE + b"\0" * 600,
}


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def read():
    """Every reading by its name, and the calls and bytes that this process has spent on all of them."""
    files = [UploadFile(f"{each}.csv", content()) for each, content in TABLES.items()]
    files += [UploadFile(f"{each}.xlsx", content()) for each, content in BOOKS.items()]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with calls() as made:
        readings = list(Readers(load_catalog(LETTER), (), (), TODAY).read(files, lambda _: None))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {reading.file: reading for reading in readings}, made(), grown * 1024


@pytest.mark.parametrize("file", [*(f"{each}.csv" for each in TABLES), *(f"{each}.xlsx" for each in BOOKS)])
def test_a_file_made_to_cost_ends_in_a_sentence_or_a_reading(read, file):
    reading = read[0][file]
    assert [p.code for p in reading.problems if p.code == "reader_slow"] == []
    assert reading.problems or reading.observations
    assert not reading.ok or len(reading.observations) <= 1


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("nothing but commas.csv", "bulk_not_alone"),
        ("a cell of megabytes.xlsx", "cell_too_long"),
        ("a format without end.xlsx", "cell_format"),
        ("more merged than cells.xlsx", "sheet_too_large"),
        ("unknown names without end.csv", "reading_stopped"),
    ],
)
def test_the_sentence_says_what_is_too_much(read, file, code):
    assert code in [problem.code for problem in read[0][file].problems]


@pytest.mark.parametrize("file", ["merged over and over", "a size that is none", "rules without end", "comments"])
def test_what_costs_nothing_is_read_as_ever(read, file):
    assert [(each.printed, each.row) for each in read[0][f"{file}.xlsx"].observations] == [("100万人", 2)]


def test_the_server_hardly_notices(read):
    _, made, grown = read
    assert made < 3_000_000
    assert grown < 300_000_000


def test_there_are_files_enough():
    assert len(TABLES) + len(BOOKS) >= 40
