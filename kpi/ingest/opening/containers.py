"""Bytes → tables, by what the bytes are and not by what the name claims. Whatever is no table is refused by its own name."""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from kpi.ingest.opening.decoding import Decoded, decode
from kpi.ingest.opening.delimited import DELIMITERS, HeaderScore, split
from kpi.ingest.opening.repairs import by_quotes, by_separators
from kpi.ingest.process import sandbox
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.tables.choices import FileChoices
from kpi.ingest.tables.grid import Book, Mark, Sheet
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
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""What Excel writes and reads as the first line of a text file whose separator is unusual."""
Parser = Callable[[str, bytes], object]
"""Does a task of `child/process.py`; Refused if it cannot."""
SECOND_READINGS = frozenset({"broken_quotes", "header_missing"})
"""What a text is refused for that another reading of it may mend."""
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}


def check_size(content: bytes) -> None:
    """Refused if there is nothing in it, or too much."""
    if not content.strip():
        raise Refused("file_empty", advice("file_empty"))
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise Refused("file_too_large", advice("file_too_large"), megabytes=MOST_MEGABYTES)


def open_book(content: bytes, header_score: HeaderScore, choices: FileChoices, parse: Parser | None = None) -> Book:
    """The tables in `content`, a workbook's by `parse`, else in a child. Refused with the reason if it holds none."""
    check_size(content)
    if content.startswith(_ZIP):
        return _workbook("workbook", content, parse or sandbox.run)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Refused("encrypted", advice("encrypted"))
        return _workbook("old_workbook", content, parse or sandbox.run)
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise Refused("not_a_table", advice("not_a_table"), kind=Message(f"reading.{kind}"))
    return _text(content, header_score, choices)


def _text(content: bytes, header_score: HeaderScore, choices: FileChoices) -> Book:
    decoded = decode(content, encoding=choices.encoding)
    if _MARKUP.match(decoded.text):
        raise Refused("web_page", advice("save_as_xlsx"))
    delimiter, records = split(decoded.text, header_score, _chosen(decoded, choices))
    return _book(decoded, delimiter, records, Message(f"reading.{_DELIMITER_NAMES[delimiter]}"))


def _chosen(decoded: Decoded, choices: FileChoices) -> str:
    """The separator that a person or the file itself names; empty if none is."""
    announced = _SEPARATOR_LINE.match(decoded.text)
    return choices.delimiter or (announced[1] if announced and announced[1] in DELIMITERS else "")


def _book(decoded: Decoded, delimiter: str, records: list[list[str]], named: Message | str) -> Book:
    if _SEPARATOR_LINE.match(decoded.text):
        records[0] = []
    taken_for = Message("reading.text", {"encoding": decoded.encoding, "delimiter": named})
    return Book((Sheet("", records),), taken_for, decoded.encoding, delimiter)


def second_books(
    content: bytes, header_score: HeaderScore, choices: FileChoices, refused_for: str
) -> list[tuple[Book, tuple[Refused, ...]]]:
    """What a text that was refused may have been meant to be, and what must be confirmed of each; empty for other files."""
    if refused_for not in SECOND_READINGS or content.startswith((*_ZIP, _OLE)):
        return []
    decoded = decode(content, encoding=choices.encoding)
    chosen = _chosen(decoded, choices)
    if refused_for == "broken_quotes":
        readings = by_quotes(decoded.text, header_score, chosen)
    else:
        readings = [] if chosen else by_separators(decoded.text)
    books = []
    for reading in readings:
        named = Message("reading.space") if reading.separator == " " else f"“{reading.separator}”"
        usual = _DELIMITER_NAMES.get(reading.separator)
        books.append(
            (
                _book(decoded, reading.delimiter, reading.records, Message(f"reading.{usual}") if usual else named),
                reading.doubts,
            )
        )
    return books


def _workbook(task: str, content: bytes, parse: Parser) -> Book:
    answer = cast("Mapping[str, Any]", parse(task, content))
    sheets = tuple(_sheet(sheet) for sheet in answer["sheets"])
    taken_for = Message(f"reading.{task}", {"sheets": tuple(sheet.name for sheet in sheets)})
    return Book(sheets, taken_for, hidden=tuple(answer["hidden"]))


def _sheet(answer: Mapping[str, Any]) -> Sheet:
    """A sheet of the child's answer: what a merged cell says is repeated there in all the cells it covers."""
    marks = {(row, column): Mark(mark) for row, column, mark in answer["marks"]}
    merged = tuple((top, left, bottom, right) for top, left, bottom, right in answer["merged"])
    hidden = tuple(answer["hidden_rows"]), tuple(answer["hidden_columns"])
    return Sheet(answer["name"], answer["rows"], marks, merged, *hidden)
