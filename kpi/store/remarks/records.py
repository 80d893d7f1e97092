"""What goes into the logs of matters and of marks on values, and what comes out. Moments are UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime

from kpi.model import Qualifier
from kpi.supervision import Event, State


@dataclass(frozen=True, slots=True)
class MatterOf:
    """What a matter is about: a target, and of one that is judged by years its year."""

    plan_id: str
    target_id: str
    target_year: int | None


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A file about to be kept."""

    file: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step of a matter about to be written, with all that counts from then on."""

    event: Event
    state: State
    cause: str = ""
    steps: str = ""
    unit: str = ""
    person: str = ""
    due: date | None = None
    note: str = ""
    seen_status: str = ""
    """The verdict that was shown to whoever wrote it."""
    seen_as_of: date | None = None
    """The day that verdict was as of."""
    evidence: NewEvidence | None = None


@dataclass(frozen=True, slots=True)
class MatterEntry:
    """A step of a matter as it was written."""

    entry_id: int
    matter_id: int
    version: int
    """Of its matter, from 1."""
    plan_id: str
    target_id: str
    target_year: int | None
    event: Event
    state: State
    cause: str
    steps: str
    unit: str
    person: str
    due: date | None
    note: str
    seen_status: str
    seen_as_of: date | None
    user_id: str
    made_by: str
    made_at: datetime

    @property
    def by(self) -> tuple[str, str]:
        """Who wrote it: the number of the account, empty where there is none, and the name."""
        return self.user_id, self.made_by


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows what was done, without its bytes."""

    evidence_id: int
    matter_id: int
    version: int
    """The step it came with."""
    file: str
    media_type: str
    sha256: str
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class ValueOf:
    """Which value is marked: the key of an observation."""

    measure_id: str
    region_code: str
    breakdown: str
    member: str
    window_start: date | None
    window_end: date | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FollowEntry:
    """A mark on a value as it was set or lifted, with the value as it was then."""

    entry_id: int
    mark_id: int
    version: int
    plan_id: str
    measure_id: str
    region_code: str
    breakdown: str
    member: str
    window_start: date | None
    window_end: date | None
    as_of: date | None
    value: float
    """Base units."""
    qualifier: Qualifier
    note: str
    marked: bool
    user_id: str
    made_by: str
    made_at: datetime

    @property
    def of(self) -> ValueOf:
        """The value it is on."""
        days = (self.window_start, self.window_end, self.as_of)
        return ValueOf(self.measure_id, self.region_code, self.breakdown, self.member, *days)
