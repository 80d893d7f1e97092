"""Rows that hold a figure and a name and yet fit no header: typed into one cell, with full-width commas, above it, moved aside.
None of them may pass for a heading, a note or an empty row.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kpi.ingest.amounts.values import is_blank, read_number
from kpi.ingest.names.directories import Names
from kpi.ingest.periods import read_label, without_times
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.sheets.passages import is_note
from kpi.ingest.spelling import bare, halved, shortened
from kpi.ingest.tables.grid import Mark, Sheet
from kpi.ingest.tables.headers import Role, SheetColumn
from kpi.ingest.tables.headings import Headings
from kpi.ingest.tables.layouts import Layout

_SEPARATORS = re.compile(r"[,、;:|\s/。—–_~]+|-(?=\D)|(?<=\D)-")
_NUMBERING = re.compile(
    r"^\s*[(（]?\d{1,2}(?:[)）.、]|\s+(?=[^\d\s]))|(?:附件|附表|表|图|第)\s*\d+(?:[-—.]\d+)*|[\[【(（]\d{1,2}[\])】）]|〔\d{4}〕\s*\d+\s*号"
)
"""Numbers of a list, a table or a paper."""
_ELSEWHERE = frozenset({Role.UNIT, Role.NAME, Role.REGION, Role.BREAKDOWN, Role.MEMBER, Role.NOTE, Role.YEAR, Role.PERIOD})
"""Columns in which a bare number says that a row has been moved, where its value is missing."""
LONGEST_ROW = 2000
"""Characters of one cell that are looked at."""
_QUOTES = "\"'“”‘’「」『』《》<>"
_COUNTED = re.compile(r"\d|[一二三四五六七八九壹贰叁肆伍陆柒捌玖][百佰千仟万亿]")
_MONTHS = frozenset(map(str, range(1, 13)))


@dataclass(frozen=True)
class Strays:
    """Finds them in the rows of one sheet."""

    sheet: Sheet
    layout: Layout
    headings: Headings
    names: Names

    def below(self, index: int) -> Refused | None:
        """Why the row at `index`, from 0, is a row of data though no column of values has a value in it; None if it is none."""
        row = self.sheet.rows[index]
        if any(place < len(row) and not self._absent(index, place, row[place].strip()) for place in self._value_places):
            return None
        cells = [(place, text.strip()) for place, text in enumerate(row) if text.strip()]
        own = self.sheet.own_texts(index)
        in_one = next((text for text in own if self.in_one_cell(text)), "")
        if in_one:
            return Refused("row_in_one_cell", advice("row_in_one_cell"), row=index + 1, text=shortened(in_one, 40))
        columns = {column.index: column for role, column in self.layout.stubs.items() if role in _ELSEWHERE}
        candidates = ((columns[place], text) for place, text in cells if place in columns)
        moved = next(((column, text) for column, text in candidates if self._moved(column, text)), None)
        if moved is None or (len(own) == 1 and read_label(own[0])):
            return None
        values = {"column": moved[0].header, "figure": moved[1], "letter": moved[0].letter}
        return Refused.saying("row_value_elsewhere", advice("row_value_elsewhere"), values)

    def above(self, index: int) -> Refused | None:
        """Why the row at `index`, which stands above the header, is a row of data; None if it is not."""
        texts = self.sheet.own_texts(index)
        if is_note(texts):
            return None
        kinds = {"name" if self._known(text) else "figure" if self._is_figure(text) else "" for text in texts}
        if {"name", "figure"} <= kinds or any(self.in_one_cell(text) for text in texts):
            shown = shortened(" ".join(texts), 40)
            return Refused("row_above_header", advice("row_above_header"), row=index + 1, text=shown)
        return None

    def in_header(self) -> Refused | None:
        """Why a row of data has been joined to the header; None if it has not: a number of some length heads no column."""
        row = self.layout.header_row
        numbers = [text for column in self.layout.ignored if self._is_figure(text := column.header) and len(text) > 2]
        shown = shortened(" ".join(self.sheet.own_texts(row - 1)), 60)
        return Refused("row_in_header", advice("row_in_header"), row=row, text=shown) if numbers else None

    def in_one_cell(self, text: str) -> bool:
        """Whether a text is a name and a figure with a separator between them, or one right behind the other."""
        plain = _without_periods(text)
        return {"name", "figure"} <= set(self._kinds(filter(None, _SEPARATORS.split(plain))))

    def in_words(self, text: str) -> bool:
        """Whether a figure stands in a text among other words: beside a known name, alone, or as one of several cells."""
        plain = _without_periods(text)
        if not re.search(r"\d", plain):
            return False
        said = bare(plain)
        named = next((name for name in self._spoken if name in said and re.search(r"\d", said.replace(name, ""))), "")
        tokens = [token.strip(_QUOTES) for token in _SEPARATORS.split(plain) if token.strip(_QUOTES)]
        return bool(named) or (any(map(self._is_figure, tokens)) and len(tokens) != 2)

    @cached_property
    def _value_places(self) -> frozenset[int]:
        return frozenset(value.column.index for value in self.layout.values)

    @cached_property
    def _spoken(self) -> tuple[str, ...]:
        """Names that are looked for among other words."""
        measures = (name for name in self.names.measures.loose if len(name) > 3 and not name.isascii())
        regions = (name for name in self.names.regions.loose if len(name) > 1 and not name.isascii())
        return (*measures, *regions)

    def _absent(self, index: int, place: int, text: str) -> bool:
        """Whether a cell holds no figure: nothing, or what says that there is none."""
        return not text or (is_blank(text) and self.sheet.mark(index, place) in (None, Mark.MERGED))

    def _moved(self, column: SheetColumn, text: str) -> bool:
        """Whether a number stands where a row says what its value is."""
        if column.role in (Role.YEAR, Role.PERIOD):
            rest = _without_periods(text)
            return text not in _MONTHS and read_label(text) is None and bool(re.search(r"\d", rest))
        return self._is_figure(text) and self.headings.thing(text) is None

    def _kinds(self, tokens: Iterable[str]) -> Iterator[str]:
        """Of each token: whether it names something known, is a figure, or is a name with a figure behind it."""
        for token in (token.strip(_QUOTES) for token in tokens):
            if self._known(token):
                yield "name"
            elif self._is_figure(token):
                yield "figure"
            elif (glued := re.search(r"(?<!\d)(?<!\d[.,])[\d.]", token)) and self._known(token[: glued.start()]):
                yield "name"
                if self._is_figure(token[glued.start() :]):
                    yield "figure"

    def _known(self, text: str) -> bool:
        name = self.headings.name_and_unit(text)[0].strip("()")
        return bool(self.headings.total_word(name)) or self.headings.thing(name) in (Role.REGION, Role.NAME)

    def _is_figure(self, text: str) -> bool:
        """Whether a text is a number, bare or with the way of writing some unit behind it, and no time."""
        label = read_label(text)
        if (label is not None and not label.serial) or not _COUNTED.search(halved(text)):
            return False
        try:
            unit = read_number(text).unit
        except Refused:
            return False
        return not unit or self.headings.is_unit(unit)


def _without_periods(text: str) -> str:
    """A text without the times it names and the numbers that only count it."""
    plain = " ".join(halved(text[:LONGEST_ROW]).split())
    return without_times(_NUMBERING.sub("|", plain.strip(_QUOTES)), "|")
