"""What the rows of one sheet are read against, and what has come up in them so far: all that a row may know of another."""

from dataclasses import dataclass, field
from datetime import date

from kpi.ingest.names.directories import Names
from kpi.ingest.periods import Period, Quarters
from kpi.ingest.problems import SheetProblems
from kpi.ingest.tables.headers import Entry, Role
from kpi.ingest.tables.headings import Headings
from kpi.model import Region


@dataclass(frozen=True)
class RowSetting:
    """What a row is read against: the catalog's names, the day, and what the table around it says."""

    names: Names
    plan_region: Region
    usual_breakdowns: frozenset[tuple[str, str]]
    """(measure, breakdown) pairs the catalog has figures for."""
    today: date
    file: str
    sheet: str
    decimal_comma: bool = False
    headings: Headings | None = None
    """Takes apart names such as 其中：高技能人才（万人）; without them names are taken as they stand."""
    units_named: tuple[str, ...] = ()
    """Units that the file's and the sheet's name give; nothing is read by them, but nothing may contradict them."""
    ratios_of_years: frozenset[str] = frozenset()
    """Ratios for which 年份 is the year's days and not its last one."""
    quarters: Quarters = Quarters.UNSAID
    """What a bare 第三季度 of a flow means here."""


@dataclass
class Course:
    """How far a sheet has come; whoever reads a part of a row leaves here what others must know."""

    problems: SheetProblems
    used_around: set[Role] = field(default_factory=set)
    """What was taken from titles and headings because rows did not say it."""
    units_met: set[str] = field(default_factory=set)
    """Units of titles that some value has of its own."""
    early: list[tuple[Entry, Period]] = field(default_factory=list)
    """Entries of years from before figures are kept, and their periods: left out, and named together."""
    wider_asked: set[str] = field(default_factory=set)
    """Words for more than any city about which somebody is asked already."""
    last_region: Region | None = None
    """What the row before named."""
    after_total: str = ""
    """The word for a total in the rows before, since which no region was named."""

    def named(self, region: Region | None) -> None:
        """A row names its region, known or not."""
        self.last_region, self.after_total = region, ""
