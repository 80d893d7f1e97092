"""What the texts over a column say: that it holds codes or names, or values of a period, a region, a measure, in a unit.

Where they say nothing, a column is understood from its cells: names, years under a blank header, a city beside its towns.
Nothing is seen that a header says otherwise.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kpi.ingest.amounts.values import SCALES, read_unit
from kpi.ingest.names.directories import Names
from kpi.ingest.periods import dated_name, only_window, read_label, window_word
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import REMEMBERED, folded, halved, simplified
from kpi.ingest.tables.grid import LONGEST_HEADER, Role, Sheet, SheetColumn, role_of
from kpi.model import Region, Unit

LONGEST_NAME = 200
"""Characters; whatever is longer names no measure."""
TOTALS = frozenset({"合计", "小计", "总计", "共计", "合计数", "total", "subtotal", "sum", "grandtotal"})
"""Words over or beside a sum of other rows or columns."""
_TOTAL_ENDS = tuple(TOTALS)
SUBTOTALS = frozenset({"小计", "subtotal"})
_TOTAL_OF = re.compile(r"(?:全[市省县区镇]|各?(?:镇街|镇|街道|园区|地区|区县)+|\d+个(?:镇街|镇|街道|园区|地区|区县))")
"""What a total may be called the total of, besides the plan's own region."""
_BRACKETED = re.compile(r"(.+?)\s*\(([^()]+)\)")
_BEFORE_NAME = re.compile(
    r"^(?:其中[:：]?|#|[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十\d]+[)）][、.]?|\d+[、.)])\s*"
)
_PLANNED = re.compile(r"目标|计划|任务|预计|预测|预期|力争|拟达|拟完成|target|planned|forecast", re.IGNORECASE)
_DONE = re.compile(r"完成|实际|实绩|进展|落实|达成|执行|actual", re.IGNORECASE)
_STUBS = frozenset(Role) - {Role.VALUE}


@dataclass(frozen=True, slots=True)
class Heading:
    """What is over one column."""

    text: str
    """As a person reads it, rows of the header joined by a dot."""
    understood: bool = False
    """Whether every part of it is."""
    role: Role | None = None
    """What the column holds, where the header names it by one of its usual names."""
    said: Mapping[Role, str] = field(default_factory=dict)
    """Measure, region, breakdown or unit of all values below it."""
    period: str = ""
    total: bool = False

    @property
    def stub(self) -> bool:
        """Whether the column says something about its row."""
        return self.understood and self.role in _STUBS

    @property
    def over_values(self) -> bool:
        """Whether the column holds values."""
        about = self.said.keys() - {Role.UNIT}
        return self.understood and (self.role is Role.VALUE or (self.role is None and bool(about or self.period or self.total)))

    @property
    def says(self) -> int:
        """How many things it says of the values below it; of their period more than how its window is counted."""
        label = read_label(self.period) if self.period else None
        return len(self.said) + bool(self.period) + (label is not None and not only_window(label))

    @property
    def plain_value(self) -> bool:
        """Whether it is called 数值 and nothing says of what."""
        return self.over_values and self.role is Role.VALUE and not self.period and not self.said.keys() - {Role.UNIT}


def planned(text: str) -> bool:
    """Whether a text speaks of what is aimed at and not of what was reached: 目标任务分解表, but not 目标任务完成情况."""
    plain = simplified(text)
    return bool(_PLANNED.search(plain)) and not _DONE.search(plain)


class Headings:
    """Understands headers against the names and units of one catalog."""

    def __init__(self, names: Names, units: Iterable[Unit]) -> None:
        self._names = names
        self._spellings = frozenset(folded(word) for unit in units for word in (unit.unit, unit.name_zh, *unit.spellings))
        self.of = lru_cache(maxsize=REMEMBERED)(self._of)
        """What a column is, from its texts from top to bottom; the same text twice counts once."""
        self.total_word = lru_cache(maxsize=REMEMBERED)(self._total_word)
        """The word for a total that a text is, 合计： and 全市合计 too; empty if it is none."""
        self.name_and_unit = lru_cache(maxsize=REMEMBERED)(self._name_and_unit)
        """The name of a measure as a row gives it, without 其中 or a number before it, and the unit in brackets behind it."""
        self.name_and_window = lru_cache(maxsize=REMEMBERED)(self._name_and_window)
        """The name of a measure and what its end says of its window; the name stays whole where the catalog calls it so."""

    def _of(self, texts: tuple[str, ...]) -> Heading:
        parts = list(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
        shown = "·".join(parts)
        if not parts or any(len(part) >= LONGEST_HEADER for part in parts):
            return Heading(shown)
        if role := role_of("".join(parts)):
            return Heading(shown, True, role)
        pieces = [piece for part in parts for piece in self._pieces(part)]
        return _joined(shown, pieces)

    def _total_word(self, text: str) -> str:
        plain = folded(text).rstrip(":")
        if plain in TOTALS:
            return plain
        word = next((word for word in TOTALS if plain.endswith(word)), "") if plain.endswith(_TOTAL_ENDS) else ""
        whole = plain.removesuffix(word).rstrip("(").rstrip("的") if word else ""
        own = any(not region.parent_code for region in self._names.regions.find(whole)) if whole else False
        return word if own or (whole and _TOTAL_OF.fullmatch(whole)) else ""

    def is_unit(self, text: str) -> bool:
        """Whether a text is a way of writing some unit of the catalog."""
        said = read_unit(text, self._spellings)
        return said is not None and bool(said.word or said.scale in SCALES.values())

    def _name_and_unit(self, text: str) -> tuple[str, str]:
        if len(text) > LONGEST_NAME:
            return text, ""
        plain = halved(text)
        bracketed = _BRACKETED.fullmatch(plain)
        if bracketed and self.is_unit(bracketed[2]):
            name = self.name_and_unit(bracketed[1])[0]
            known = len(self._names.measures.find(name)) == 1 or len(self._names.measures.find(text)) != 1
            return (name if known else text), bracketed[2]
        bare_name = _BEFORE_NAME.sub("", plain)
        known = len(self._names.measures.find(text)) != 1 and len(self._names.measures.find(bare_name)) == 1
        return (bare_name if known else text), ""

    def _name_and_window(self, text: str) -> tuple[str, str]:
        name, word = window_word(text)
        inner = self.name_and_unit(name)[0] if word else name
        known = len(self._names.measures.find(text)) == 1 or len(self._names.measures.find(inner)) != 1
        return (text if known else name), word

    def _pieces(self, part: str) -> list[Heading]:
        """What one cell of the header says, in one piece or, `2023年技能人才总量（万人）`, in several."""
        bracketed = _BRACKETED.fullmatch(halved(part))
        inside = self._piece(bracketed[2]) if bracketed else None
        before = self._pieces(bracketed[1]) if bracketed and inside else []
        if inside and all(piece.understood for piece in before):
            return [*before, inside]
        if whole := self._piece(part):
            return [whole]
        name, word = window_word(part)
        named = self._pieces(name) if word else []
        if named and all(piece.understood for piece in named):
            return [*named, Heading(part, True, period=word)]
        if dated := dated_name(part):
            return [Heading(dated[0], True, period=dated[0]), *self._pieces(dated[1])]
        return [Heading(part)]

    def _piece(self, text: str) -> Heading | None:
        if role := role_of(text):
            return Heading(text, True, role)
        if self.total_word(text):
            return Heading(text, True, total=True)
        if read_label(text):
            return Heading(text, True, period=text)
        if self.is_unit(text):
            return Heading(text, True, said={Role.UNIT: text})
        thing = self.thing(text)
        return Heading(text, True, said={thing: text}) if thing else None

    def region(self, text: str) -> Region | None:
        """The region that a text names, if it names one only."""
        regions = self._names.regions.find(text)
        return regions[0] if len(regions) == 1 else None

    def thing(self, text: str) -> Role | None:
        """Whether a text names a region, measure or member of a breakdown, and only one."""
        if len(self._names.regions.find(text)) == 1:
            return Role.REGION
        if len(self._names.measures.find(text)) == 1:
            return Role.NAME
        return Role.BREAKDOWN if len(self._names.members.find(text)) == 1 else None


def _joined(shown: str, pieces: Sequence[Heading]) -> Heading:
    """All pieces of a header together; not understood if one is not, or if two say the same thing differently."""
    roles = {piece.role for piece in pieces if piece.role}
    said: dict[Role, str] = {}
    for piece in pieces:
        for role, text in piece.said.items():
            if folded(said.setdefault(role, text)) != folded(text):
                return Heading(shown)
    if len(roles) > 1 or not all(piece.understood for piece in pieces):
        return Heading(shown)
    periods = [piece.period for piece in pieces if piece.period]
    period = "".join(sorted(periods, key=lambda text: (label := read_label(text)) is not None and only_window(label)))
    if period and not read_label(period):
        return Heading(shown)
    return Heading(shown, True, next(iter(roles), None), said, period, any(piece.total for piece in pieces))


Columns = list[tuple[SheetColumn, Heading, tuple[str, ...]]]
"""Every column with what its header says, and the texts of that."""
_SAMPLED_ROWS = 60
_PERIODS = frozenset({Role.YEAR, Role.PERIOD, Role.START, Role.END})


def see_columns(sheet: Sheet, headings: Headings, columns: Columns, below: int) -> None:
    """Give each column that its header leaves open the role its cells have, and leave out one that only repeats another."""
    if any(heading.over_values for _, heading, _ in columns):
        _see_names(sheet, headings, columns, below)
        _see_years(sheet, columns, below)
    _leave_out_wider(sheet, headings, columns, below)


def _see_names(sheet: Sheet, headings: Headings, columns: Columns, below: int) -> None:
    """A column without a name of its own whose cells are mostly regions or measures holds these."""
    taken = {heading.role for _, heading, _ in columns if heading.stub}
    taken |= {role for _, heading, _ in columns if heading.over_values for role in heading.said}
    sampled = _sampled(sheet, below)
    named = {heading.role: column for column, heading, _ in reversed(columns) if heading.stub}
    for place, (column, heading, texts) in enumerate(columns):
        if heading.understood:
            continue
        role = _seen(sampled, headings, column.index)
        rival = named.get(role) if role else None
        if role and rival and not _same_cells(sheet, rival.index, column.index, below):
            if role is Role.REGION and _wider(sheet, headings, column.index, rival.index, below):
                continue
            raise Refused("column_twice", advice("column_twice"), row=below, columns=(rival.header, column.header))
        if role and role not in taken and not (role is Role.NAME and Role.CODE in taken):
            seen = SheetColumn(column.index, column.header, role)
            columns[place] = seen, Heading(heading.text, True, role), texts
            taken.add(role)
            if role not in named or seen.index < named[role].index:
                named[role] = seen


def _see_years(sheet: Sheet, columns: Columns, below: int) -> None:
    """A column under a blank header in which every cell is a year or a period with its year, where nothing else says one."""
    if any(heading.role in _PERIODS or heading.period for _, heading, _ in columns):
        return
    open_columns = [place for place, (_, heading, texts) in enumerate(columns) if not any(text.strip() for text in texts)]
    of_years = [place for place in open_columns if _all_years(sheet, columns[place][0].index, below)]
    if len(of_years) == 1:
        column, heading, texts = columns[of_years[0]]
        columns[of_years[0]] = (
            SheetColumn(column.index, column.header, Role.YEAR),
            Heading(heading.text, True, Role.YEAR),
            texts,
        )


def _all_years(sheet: Sheet, column: int, below: int) -> bool:
    indices = [index for index in range(below, len(sheet.rows)) if len(sheet.own_texts(index)) > 1]
    texts = [sheet.rows[index][column].strip() for index in indices if column < len(sheet.rows[index])]
    labels = [read_label(text) for text in texts if text]
    return bool(labels) and all(label and label.year and not label.stated for label in labels)


def _leave_out_wider(sheet: Sheet, headings: Headings, columns: Columns, below: int) -> None:
    """Of two columns of regions the one that in every row names what the other's region lies in: 东莞市 beside its towns."""
    places = [place for place, (_, heading, _) in enumerate(columns) if heading.stub and heading.role is Role.REGION]
    for one in places:
        column, heading, texts = columns[one]
        others = [columns[other][0].index for other in places if other != one]
        if len(others) == 1 and _wider(sheet, headings, column.index, others[0], below):
            columns[one] = SheetColumn(column.index, column.header), Heading(heading.text), texts
            return


def _wider(sheet: Sheet, headings: Headings, one: int, other: int, below: int) -> bool:
    """Whether column `one` says nothing that `other` does not say more closely: the same region or one that holds it, and where
    `other` is blank the plan's own.
    """
    rows = [row for row in sheet.rows[below:] if one < len(row) and row[one].strip()]
    pairs = [(headings.region(row[one]), headings.region(row[other]) if other < len(row) else None, row) for row in rows]
    return bool(pairs) and all(
        wide is not None and (_holds(wide, close) if close else not wide.parent_code and not _filled(row, other))
        for wide, close, row in pairs
    )


def _filled(row: Sequence[str], column: int) -> bool:
    return column < len(row) and bool(row[column].strip())


def _holds(wide: Region, close: Region) -> bool:
    return wide.region_code in (close.region_code, close.parent_code) or not wide.parent_code


def _same_cells(sheet: Sheet, one: int, other: int, below: int) -> bool:
    """Whether two columns say the same in every row that both fill."""
    rows = [row for row in sheet.rows[below:] if max(one, other) < len(row)]
    return all(folded(row[one]) == folded(row[other]) for row in rows if row[one].strip() and row[other].strip())


def _sampled(sheet: Sheet, below: int) -> list[Sequence[str]]:
    """The first rows below the header with more than one text: what columns hold is seen in them."""
    indices = range(below, min(below + _SAMPLED_ROWS, len(sheet.rows)))
    return [sheet.rows[index] for index in indices if len(sheet.own_texts(index)) > 1]


def _seen(rows: Sequence[Sequence[str]], headings: Headings, column: int) -> Role | None:
    texts = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    things = [headings.thing(headings.name_and_unit(text)[0]) for text in texts]
    return next((role for role in (Role.REGION, Role.NAME) if 2 * things.count(role) > len(texts)), None)
