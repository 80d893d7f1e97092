"""What a sheet is read against, and what came of it: each stands in one place, for all who have a part in reading it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from kpi.catalog import Catalog
from kpi.i18n import ranges
from kpi.ingest.names.places import Places
from kpi.ingest.rows.fields import RowSetting
from kpi.ingest.sheets.passages import Passed
from kpi.ingest.tables.choices import SheetChoices
from kpi.ingest.tables.grid import Above, Entry, Role, Sheet
from kpi.ingest.tables.headings import Headings
from kpi.ingest.tables.layouts import Layout
from kpi.model import Message, Observation


@dataclass(frozen=True)
class SheetTask:
    """A sheet with its layout, and everything it is read against."""

    sheet: Sheet
    layout: Layout
    headings: Headings
    catalog: Catalog
    places: Places
    setting: RowSetting
    around: Above
    """What titles and names say."""
    titles: tuple[str, ...]
    """Texts above the header."""
    choices: SheetChoices
    delimiter: str = ""
    """Of a text file."""

    @property
    def names(self) -> tuple[str, str]:
        """The sheet's and the file's."""
        return self.sheet.name, PurePath(self.setting.file).stem

    @property
    def names_measures(self) -> bool:
        """Whether rows or columns say which measure they are of."""
        return bool({Role.NAME, Role.CODE} & self.layout.stubs.keys()) or any(Role.NAME in v.said for v in self.layout.values)


@dataclass
class Harvest:
    """What came of the rows of a sheet; rows as seen in Excel."""

    filled: int = 0
    """Rows below the header that are not blank."""
    observations: list[Observation] = field(default_factory=list)
    blank: list[Entry] = field(default_factory=list)
    """Entries without a value."""
    passed: list[Passed] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    """Rows that say of their window 当季 or 累计 and then what an earlier one says."""
    windowed: set[int] = field(default_factory=set)
    """All rows that say so."""
    stands_for: Mapping[tuple[int, str], int] = field(default_factory=dict)
    """How many figures that were not read one by one are of the measure and the period of one that was, by row and column."""
    further_blank: Sequence[tuple[int, str]] = ()
    """Empty cells of values of rows that were not read one by one: row and letter of the column."""

    def counted(self, observations: Iterable[Observation]) -> int:
        """How many figures some observations are, and stand for."""
        return sum(1 + self.stands_for.get((each.row, each.column), 0) for each in observations)


MOST_NAMED = 60
"""Rows, columns or texts that one sentence names."""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What one table was taken for. Rows as seen in Excel."""

    sheet: str
    first_row: int
    """First row of the header."""
    header_row: int
    """Last row of the header."""
    shape: Message
    columns: tuple[str, ...]
    """Headers understood."""
    rows: int
    """Rows below the header that are not blank."""
    around: Mapping[Role, str] = field(default_factory=dict)
    """What titles and headings said for rows that did not say it."""
    layout: Layout | None = None
    profile: str = ""
    """The mapping it was read by."""


def shape_of(layout: Layout) -> Message:
    """Whether a table is long or wide, and what stands in its columns."""
    said = {role for value in layout.values for role in value.said}
    ways = []
    if any(value.period for value in layout.values):
        ways.append(Message("reading.by_period"))
    for role, key in (
        (Role.REGION, "reading.by_region"),
        (Role.NAME, "reading.by_measure"),
        (Role.BREAKDOWN, "reading.by_group"),
    ):
        if role in said:
            ways.append(Message(key))
    return Message("reading.wide", {"ways": tuple(ways)}) if ways else Message("reading.long")


def row_ranges(rows: Sequence[int]) -> str:
    """Row numbers in short: 2–5, 8."""
    return ", ".join(few(ranges(rows)))


def few(texts: tuple[str, ...]) -> tuple[str, ...]:
    """As many of some texts as one sentence can name."""
    return texts if len(texts) <= MOST_NAMED else (*texts[:MOST_NAMED], "…")
