"""What a sheet is read against, and what came of its rows: each stands in one place, for all who have a part in reading it."""

from dataclasses import dataclass, field
from pathlib import PurePath

from kpi.catalog import Catalog
from kpi.ingest.names.places import Places
from kpi.ingest.rows.course import RowSetting
from kpi.ingest.sheets.passages import Passed
from kpi.ingest.sheets.totals import Total
from kpi.ingest.tables.choices import SheetChoices
from kpi.ingest.tables.grid import Sheet
from kpi.ingest.tables.headers import Above, Entry, Role
from kpi.ingest.tables.headings import Headings
from kpi.ingest.tables.layouts import Layout
from kpi.model import Observation


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
    totals: list[Total] = field(default_factory=list)
    held: set[int] = field(default_factory=set)
    """Rows with at least one value."""
    sums: set[int] = field(default_factory=set)
    """Rows that are sums of others, read or not."""
    again: list[int] = field(default_factory=list)
    """Rows that say of their window 当季 or 累计 and then what an earlier one says."""
