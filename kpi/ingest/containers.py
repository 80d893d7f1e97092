"""Bytes → tables, by what the bytes are and not by what the name claims. Whatever is no table is refused by its own name."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from kpi.ingest import sandbox
from kpi.ingest.decoding import decode
from kpi.ingest.delimited import split
from kpi.ingest.headers import known_columns
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.tables import Book, Mark, Sheet
from kpi.model import Message

MOST_MEGABYTES = 20
_SIGNATURES = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"%PDF", "pdf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "document"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(r"\s*<(!doctype|html|table|\?xml|head|body|style|meta)", re.IGNORECASE)
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}


def check_size(content: bytes) -> None:
    """Refused if there is nothing in it, or too much."""
    if not content.strip():
        raise Refused("file_empty", advice("file_empty"))
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise Refused("file_too_large", advice("file_too_large"), megabytes=MOST_MEGABYTES)


def open_book(content: bytes) -> Book:
    """The tables in `content`. Refused with the reason if it holds none."""
    check_size(content)
    if content.startswith(_ZIP):
        return _workbook(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Refused("encrypted", advice("encrypted"))
        raise Refused("old_workbook", advice("save_as_xlsx"))
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise Refused("not_a_table", advice("not_a_table"), kind=Message(f"reading.{kind}"))
    return _text(content)


def _text(content: bytes) -> Book:
    decoded = decode(content)
    if _MARKUP.match(decoded.text):
        raise Refused("web_page", advice("save_as_xlsx"))
    delimiter, records = split(decoded.text, known_columns)
    named = Message(f"reading.{_DELIMITER_NAMES[delimiter]}")
    return Book((Sheet("", records),), Message("reading.text", {"encoding": decoded.encoding, "delimiter": named}), delimiter)


def _workbook(content: bytes) -> Book:
    answer = cast("Sequence[Mapping[str, Any]]", sandbox.run("workbook", content))
    sheets = tuple(_sheet(each) for each in answer)
    return Book(sheets, Message("reading.workbook", {"sheets": tuple(sheet.name for sheet in sheets)}))


def _sheet(answer: Mapping[str, Any]) -> Sheet:
    """A sheet of the child's answer, with what a merged cell says repeated down the rows it covers."""
    rows: list[list[str]] = answer["rows"]
    marks = {(row, column): Mark(mark) for row, column, mark in answer["marks"]}
    for top, column, bottom in answer["merged"]:
        if top >= len(rows) or column >= len(rows[top]):
            continue
        for row in range(top + 1, min(bottom, len(rows) - 1) + 1):
            if column < len(rows[row]) and not rows[row][column]:
                rows[row][column] = rows[top][column]
                marks[row, column] = marks.get((top, column), Mark.MERGED)
    return Sheet(answer["name"], rows, marks)
