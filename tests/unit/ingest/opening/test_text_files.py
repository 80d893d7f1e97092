"""Encodings, separators and quotes: told apart for certain, or refused with one clear problem."""

import codecs

import pytest

from kpi.ingest.opening.delimited import decode, split
from kpi.ingest.refusals import Refused
from kpi.ingest.tables.grid import known_columns

TABLE = "指标代码,年份,数值,单位,备注\n生活垃圾日均填埋量,2024,380,吨,“联通”等\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TABLE.encode(), "UTF-8"),
        (TABLE.encode("utf-8-sig"), "UTF-8"),
        (TABLE.encode("gbk"), "GB18030"),
        (TABLE.encode("gb18030"), "GB18030"),
        (TABLE.encode("utf-16"), "UTF-16 LE"),
        (TABLE.encode("utf-16-le"), "UTF-16 LE"),
        (TABLE.encode("utf-16-be"), "UTF-16 BE"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "UTF-16 BE"),
        (TABLE.replace("\n", "\r\n").encode("utf-16"), "UTF-16 LE"),
    ],
)
def test_an_encoding_is_recognised_and_named(content, encoding, read):
    reading = read(content)
    assert reading.encoding_note.values["encoding"] == encoding
    assert [(o.value, o.note) for o in reading.observations] == [(380, "“联通”等")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (TABLE.encode("gbk") + b"\xff", "undecodable"),
        (TABLE.encode("utf-16-le") + b"\0", "undecodable"),
        (TABLE.encode() + b"\x1a", "control_characters"),
        (TABLE.encode() + b"\x07", "control_characters"),
        (TABLE.encode() + "\x85".encode(), "control_characters"),
        (b"\0\0\0\0", "control_characters"),
    ],
)
def test_what_cannot_be_text_is_refused(content, code, codes):
    assert [code for _, _, code in codes(content)] == [code]


def test_a_control_character_is_named_with_its_line():
    with pytest.raises(Refused) as refused:
        decode(b"a\nb\x0bc")
    assert (refused.value.row, refused.value.values["character"]) == (2, "U+000B")
    assert decode(b"a\x0cb", allow_page_breaks=True).text == "a\x0cb"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_the_one_that_makes_a_header(delimiter, read):
    table = TABLE.replace(",", delimiter).replace("等", "等，甲,乙;丙" if delimiter == "\t" else "等")
    reading = read("标题,有逗号；和;分号\n" + table)
    assert [o.value for o in reading.observations] == [380]


def test_rows_are_counted_as_excel_shows_them(read):
    table = '指标代码,年份,数值,备注\n\nlandfill_daily,2024,1,"两\n行"\n,,,\nlandfill_daily,2023,2,\nx,2022,3,\n'
    reading = read(table.replace("\n", "\r\n"))
    assert [o.row for o in reading.observations] == [3, 5]
    assert [p.row for p in reading.problems] == [6]
    assert reading.observations[0].note == "两\r\n行"


def test_an_open_quote_that_leaves_two_readings_stops_reading_at_its_row(codes):
    """With the note or without: 1,376, or 1 with the note 376."""
    table = '指标代码,年份,数值,备注\nlandfill_daily,2024,1,甲\nlandfill_daily,2021,1\nlandfill_daily,2023,"1,376\n'
    assert codes(table) == [(4, "", "broken_quotes")]


def test_rows_hidden_between_two_stray_quotes_are_noticed(codes):
    hidden = '指标代码,年份,数值,备注\nlandfill_daily,2024,1,"开\nlandfill_daily,2023,2,乙\nlandfill_daily,2022,3,合"\n'
    assert codes(hidden) == [(2, "", "rows_swallowed")]


def test_quotes_keep_separators_and_quotes():
    delimiter, records = split('指标代码,年份,数值\n"a,b",2024,"1""2"\n', known_columns)
    assert (delimiter, records[1]) == (",", ["a,b", "2024", '1"2'])


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "file_empty", None),
        (b" \r\n\t ", "file_empty", None),
        (codecs.BOM_UTF8, "file_empty", None),
        (b",,,\n,,,\n", "file_empty", None),
        (b"x" * 10_000_000, "line_too_long", 1),
        (b"," * 10_000_000, "line_too_long", 1),
        (b"a,b\n1,2\n", "header_missing", None),
        ("甲,乙\n1,2\n".encode(), "header_missing", None),
        ("指标代码,年份,数值\n".encode(), "no_rows", 1),
        ("指标代码,年份\nx,2024\n".encode(), "column_missing", 1),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table", None),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "not_a_table", None),
        (b"%PDF-1.7\n", "not_a_table", None),
        (b"<html><table><tr><td>1", "web_page", None),
        (b'<?xml version="1.0"?><Workbook>', "web_page", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "archive_damaged", None),
        (b"x" * (20 * 1024 * 1024 + 1), "file_too_large", None),
        (b"a\n" * 50_001, "too_many_rows", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_files_get_one_clear_problem_and_nothing_else(content, code, row, read):
    reading = read(content)
    assert [(p.code, p.row, p.severity) for p in reading.problems] == [(code, row, "error")]
    assert reading.observations == ()
    assert not reading.ok
