"""Rows that hold a figure and a name and yet fit no header: typed into one cell, with full-width commas, above it, moved
aside. None of them may pass for a heading, a note or an empty row. And headings: what they say for the rows below them, and
when somebody must look at them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kpi.ingest.amounts.values import is_blank, read_number
from kpi.ingest.names.directories import Names
from kpi.ingest.periods import periods_in, read_label, without_times
from kpi.ingest.problems import SheetProblems
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.sheets.asking import Asking
from kpi.ingest.sheets.passages import Passed, around, is_note, says
from kpi.ingest.sheets.task import SheetTask
from kpi.ingest.spelling import bare, halved, shortened, simplified
from kpi.ingest.tables.grid import Above, Cell, Mark, Role, Sheet, SheetColumn
from kpi.ingest.tables.headings import TOTALS, Headings, planned
from kpi.ingest.tables.layouts import Layout
from kpi.model import Severity

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


@dataclass(frozen=True)
class HeadingReader:
    """Reads the headings of one sheet."""

    task: SheetTask
    problems: SheetProblems
    strays: Strays
    asking: Asking

    def is_unfilled_row(self, index: int, above: Above) -> bool:
        """Whether the only text of a row is what names a measure or region whose value is not filled in.

        A name nobody knows may be a misspelt one, or the heading that ends what the one before it said.
        """
        row, headings = self.task.sheet.rows[index], self.task.headings
        stubs = {role: column for role, column in self.task.layout.stubs.items() if column.index < len(row)}
        role = next((role for role, column in stubs.items() if row[column.index].strip()), None)
        if role is None or role is Role.CODE:
            return role is Role.CODE
        text = headings.name_and_unit(row[stubs[role].index].strip())[0]
        named = headings.thing(text)
        if role in (Role.REGION, Role.REGION_CODE):
            return named is Role.REGION
        if named is Role.NAME:
            return True
        if says(text, headings) or Role.REGION in above.said or self._region_inside(text) or self._qualifies(text):
            return False
        return bool(self.task.setting.names.measures.offers(text))

    def below(self, heading: Passed, above: Above) -> Above:
        """What holds from a heading on: the region, measure, period or unit it names; whatever else held before holds on.

        One that names a region among other words makes every row say its own; one that says nothing, where rows rest on what
        an earlier title or heading said, must be looked at.
        """
        if self.strays.in_words(heading.text):
            unread = Refused("row_unread", advice("row_unread"), text=shortened(heading.text, 40))
            self.problems.refuse(unread, heading.row, severity=Severity.WARNING)
        exact = {**self._titled(heading.text), **says(heading.text, self.task.headings)}
        inside = self._region_inside(heading.text)
        resting = {role: above.said[role].text for role in (Role.NAME, Role.REGION) if role in above.said}
        asked = bool(resting) or self._qualifies(heading.text)
        understood = bool(exact) and not planned(heading.text)
        if asked and not understood and not inside and not any(word in heading.text for word in TOTALS):
            held = "、".join(resting.values()) or self.task.catalog.plan_region.name_zh
            refused = Refused("heading_unclear", advice("heading_unclear"), heading=shortened(heading.text, 30), held=held)
            self.problems.refuse(refused, heading.row, severity=Severity.WARNING)
        region = self.task.around.region if Role.REGION in exact else inside or above.region
        wider = self.task.places.wider_than_ours([heading.text]) or above.wider
        return Above({**above.said, **exact}, region, wider)

    def _titled(self, text: str) -> Mapping[Role, Cell]:
        """What a heading says as a title would: 高技能人才总量（万人）."""
        own = self.task.catalog.plan_region
        said = around([text], self.task.headings, self.task.setting.names, (own.name_zh, *own.aliases))
        return {role: cell for role, cell in said.items() if role is not Role.NAME or not self.task.names_measures}

    def _qualifies(self, text: str) -> bool:
        """Whether a heading says something of the rows below that they do not say themselves: a group, a period, a plan."""
        return self.asking.qualifies(text) or bool(periods_in(simplified(text)))

    def _region_inside(self, text: str) -> str:
        """The name of a region other than the plan's own that a text holds."""
        return self.task.places.other_than_ours([text])
