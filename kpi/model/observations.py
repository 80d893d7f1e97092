"""Figures that were reported, the batches they came in, and what somebody settled about reading files."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from kpi.model.base import Certainty, Qualifier


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of a measure for a region, breakdown and period (填报值), and where it was written."""

    measure_id: str
    region_code: str
    breakdown: str
    """Empty for the whole; so is `member`."""
    member: str
    window_start: date | None
    window_end: date | None
    as_of: date | None
    value: Decimal
    qualifier: Qualifier = Qualifier.EQ
    certainty: Certainty = Certainty.STATED
    printed: str = ""
    """The value as the source writes it."""
    file: str = ""
    sheet: str = ""
    row: int = 0
    """Row number as seen in Excel; 0 for a catalogued figure."""
    column: str = ""
    """Letter of the value's column as seen in Excel; empty for a catalogued figure, or where no one has kept it."""
    figure_id: str = ""
    source_id: str = ""
    section: str = ""
    note: str = ""

    @property
    def key(self) -> "ObservationKey":
        """What a later observation must share to replace this one."""
        part = self.measure_id, self.region_code, self.breakdown, self.member
        return *part, self.window_start, self.window_end, self.as_of

    @property
    def period_end(self) -> date | None:
        """The last day the value speaks of."""
        return self.as_of or self.window_end


ObservationKey = tuple[str, str, str, str, date | None, date | None, date | None]

OBSERVATION_COLUMNS = (*(column.name for column in fields(Observation)), "batch_id")
"""Columns of an *observation frame*: one row per observation; dates datetime64[s] (NaT where absent), value float64 in
base units, batch_id and row int64, the rest strings that are empty where absent."""


class BatchKind(StrEnum):
    """Where a batch comes from."""

    BASELINE = "baseline"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Batch:
    """One upload, or the catalog's figures (批次). Moments are UTC."""

    batch_id: int
    kind: BatchKind
    file: str
    sha256: str
    user: str
    note: str
    rows: int
    approved_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawal_note: str = ""
    warnings: tuple[str, ...] = ()
    """Warnings somebody confirmed, as they were worded."""
    taken_for: str = ""
    """What the file was taken for when it was read, as it was worded: encoding, header rows, choices made by hand."""


class NamedThing(StrEnum):
    """What a spelling may stand for."""

    MEASURE = "measure"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling that somebody accepted for a measure or a region. The moment is UTC."""

    alias_id: int
    thing: NamedThing
    spelling: str
    """As it stood in the file."""
    code: str
    """The measure's id or the region's code."""
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """How files of one kind are to be read, saved under a name. The moment is UTC."""

    profile_id: int
    name: str
    definition: str
    """JSON; only the room `ingest` knows what it means."""
    saved_by: str
    saved_at: datetime
