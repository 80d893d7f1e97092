"""Second readings of a text file that cannot be read as it stands: with one quotation mark more or less, by another separator.

A reading counts only if every row of it fits its header. Where there is exactly one it is offered under a warning that names
its rows; where there are two, or none, the file stays refused.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kpi.ingest.opening.delimited import HeaderScore, best_delimiter, swallowed_lines
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import shortened

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
