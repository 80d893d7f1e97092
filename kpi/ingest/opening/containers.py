"""Bytes → tables, by what the bytes are and not by what the name claims. Whatever is no table is refused by its own name.

A text file that cannot be read as it stands has second readings: with one quotation mark more or less, by another separator.
One counts only if every row of it fits its header. Where there is exactly one it is offered under a warning that names its
rows; where there are two, or none, the file stays refused.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, cast

from kpi.ingest.opening.delimited import DELIMITERS, Decoded, HeaderScore, best_delimiter, decode, split, swallowed_lines
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.serving import sandbox
from kpi.ingest.spelling import shortened
from kpi.ingest.tables.choices import FileChoices
from kpi.ingest.tables.grid import Book, Mark, Sheet
from kpi.model import Message

MOST_CHARACTERS = 300_000
MOST_STRAYS = 5
"""Rows with an unbalanced quotation mark; a file with more is not mended but made anew."""
MOST_READINGS = 6
MOST_TRIES = 80
"""Places on one line where a quotation mark may be too many or missing."""
_SEPARATORS = {"，": r"[,，]", "；": r"[;；]", "、": "、", "|": r"[|｜]", " ": r"[ \t\u3000\u00a0]+"}
"""What people separate cells by, as it is shown, and how it is found: a full-width comma beside plain ones."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """All rows of the file as they may have been meant, and what must be confirmed."""

    records: list[list[str]]
    separator: str
    """As it is shown."""
    delimiter: str
    """The usual separator that the rows would have."""
    doubts: tuple[Refused, ...]


def by_quotes(text: str, header_score: HeaderScore, chosen: str) -> list[SecondReading]:
    """Readings of a text whose quotation marks do not pair up; none if it is too long or has more than a few such rows."""
    if len(text) > MOST_CHARACTERS:
        return []
    delimiter = chosen or best_delimiter(text, header_score)
    lines = list(io.StringIO(text, newline=""))
    widths = Counter(
        len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines if '"' not in line and line.strip()
    )
    mended = _Mending(lines, delimiter, frozenset(width for width, _ in widths.most_common(3) if width > 1))
    return mended.readings()


@dataclass(frozen=True, slots=True)
class _State:
    """How far a reading has come: rows, the next line, and the rows that were mended with their lines."""

    records: tuple[tuple[str, ...], ...] = ()
    line: int = 0
    mended: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class _Mending:
    lines: Sequence[str]
    delimiter: str
    widths: frozenset[int]
    """Numbers of cells that rows without any quotation mark have."""

    def readings(self) -> list[SecondReading]:
        """Every way of mending all broken rows, one for each meaning."""
        waiting, done = [_State()], list[_State]()
        while waiting and len(waiting) + len(done) <= MOST_READINGS:
            state = self._on(waiting.pop())
            if state.line >= len(self.lines):
                done.append(state)
            elif len(state.mended) < MOST_STRAYS:
                waiting += self._mended(state)
        return [] if waiting else [self._as_reading(state) for state in done]

    def _as_reading(self, state: _State) -> SecondReading:
        doubts = tuple(
            Refused("quote_mended", advice("quote_mended"), row=row, text=shortened(line, 60)) for row, line in state.mended
        )
        return SecondReading([list(record) for record in state.records], self.delimiter, self.delimiter, doubts)

    def _on(self, state: _State) -> _State:
        """As far as the rows can be taken as they stand."""
        records, line = list(state.records), state.line
        while line < len(self.lines):
            taken = self._record(self.lines[line:])
            if taken is None:
                break
            records.append(tuple(taken[0]))
            line += taken[1]
        return replace(state, records=tuple(records), line=line)

    def _record(self, lines: Sequence[str]) -> tuple[list[str], int] | None:
        """The first row of the lines and how many it takes; None if its quotation marks do not pair up."""
        reader = csv.reader(iter(lines), delimiter=self.delimiter, strict=True)
        try:
            record = next(reader)
        except csv.Error:
            return None
        return record, reader.line_num

    def _mended(self, state: _State) -> Iterator[_State]:
        """The broken row with one quotation mark less or more, where it has as many cells as others and ends on its line."""
        line = self.lines[state.line]
        seen = set()
        for tried in _tries(line, self.delimiter):
            mended = self._record([tried])
            if (
                mended is None
                or len(mended[0]) not in self.widths
                or swallowed_lines(mended[0], self.delimiter, len(mended[0]))
            ):
                continue
            record = tuple(cell.replace('"', "") if cell.count('"') % 2 else cell for cell in mended[0])
            if record not in seen:
                seen.add(record)
                row = len(state.records) + 1
                yield _State((*state.records, record), state.line + 1, (*state.mended, (row, line)))


def _tries(line: str, delimiter: str) -> Iterator[str]:
    quotes = [place for place, character in enumerate(line) if character == '"'][:MOST_TRIES]
    yield from (line[:place] + line[place + 1 :] for place in quotes)
    end = len(line.rstrip("\r\n"))
    borders = [place for place, character in enumerate(line[:end]) if character == delimiter][:MOST_TRIES]
    yield from (line[:place] + '"' + line[place:] for place in chain(borders, [end]))


def by_separators(text: str) -> list[SecondReading]:
    """Readings of a text without a header by separators that are not usual; whether each row fits is for others to see."""
    if len(text) > MOST_CHARACTERS or '"' in text:
        return []
    lines = text.splitlines()
    readings = []
    for shown, pattern in _SEPARATORS.items():
        records = [re.split(pattern, line.strip()) if line.strip() else [] for line in lines]
        widths = {len(record) for record in records if len(record) > 1}
        if widths and (shown != " " or len(widths) == 1):  # spaces hide a blank cell: only rows of one width have none
            doubt = Refused("separator_unusual", advice("separator_unusual"), separator=shown)
            readings.append(SecondReading(records, shown, ",", (doubt,)))
    return readings


MOST_MEGABYTES, MOST_LARGE_MEGABYTES = 20, 200
"""Of a file, and of a text that is read set-wise."""
_SIGNATURES = {
    "image": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF"),
    "pdf": (b"%PDF",),
    "archive": (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
    "document": (b"{\\rtf",),
}
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


def check_size(content: bytes, megabytes: int = MOST_MEGABYTES) -> None:
    """Refused if there is nothing in it, or too much."""
    if not content.strip():
        raise Refused("file_empty", advice("file_empty"))
    if len(content) > megabytes * 1024 * 1024:
        raise Refused("file_too_large", advice("file_too_large"), megabytes=megabytes)


def open_book(content: bytes, header_score: HeaderScore, choices: FileChoices, parse: Parser | None = None) -> Book:
    """The tables in `content`, a workbook's by `parse`, else in a child. Refused with the reason if it holds none."""
    check_size(content)
    if content.startswith(_ZIP):
        return _workbook("workbook", content, parse or sandbox.run)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Refused("encrypted", advice("encrypted"))
        return _workbook("old_workbook", content, parse or sandbox.run)
    decoded, chosen = text_of(content, choices)
    delimiter, records = split(decoded.text, header_score, chosen)
    return text_book(decoded, delimiter, records)


def is_text(content: bytes) -> bool:
    """Whether a file is none of those that a parser of their own opens."""
    return not content.startswith((*_ZIP, _OLE))


def text_of(content: bytes, choices: FileChoices) -> tuple[Decoded, str]:
    """The text of a file, and the separator that a person or the file itself names, if one is. Refused if it is no table."""
    for kind, signatures in _SIGNATURES.items():
        if content.startswith(signatures):
            raise Refused("not_a_table", advice("not_a_table"), kind=Message(f"reading.{kind}"))
    decoded = decode(content, encoding=choices.encoding)
    if _MARKUP.match(decoded.text):
        raise Refused("web_page", advice("save_as_xlsx"))
    return decoded, _chosen(decoded, choices)


def text_book(decoded: Decoded, delimiter: str, records: list[list[str]]) -> Book:
    """The one table of a text by its usual separator."""
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
        usual = {**_DELIMITER_NAMES, " ": "space"}.get(reading.separator)
        named = Message(f"reading.{usual}") if usual else f"“{reading.separator}”"
        books.append((_book(decoded, reading.delimiter, reading.records, named), reading.doubts))
    return books


def plan_book(content: bytes, parse: Parser = sandbox.run) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets of a plan's workbook, and the names of those that are hidden. Refused if it is no .xlsx."""
    check_size(content)
    if not content.startswith(_ZIP):
        code = "encrypted" if content.startswith(_OLE) and _ENCRYPTED in content else "plan_not_xlsx"
        raise Refused(code, advice("encrypted" if code == "encrypted" else "save_as_xlsx"))
    book = _workbook("plan_workbook", content, parse)
    return book.sheets, book.hidden


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
