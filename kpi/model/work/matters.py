"""What is put right (整改) as records: matters with their steps and evidence, and marks on values. Moments are UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from kpi.model.base import Qualifier


class MatterState(StrEnum):
    """How far a matter is."""

    NOTED = "noted"
    """仅作说明: something was said, and nothing is to be put right."""
    OPEN = "open"
    """待整改: nobody has said yet what will be done."""
    IN_HAND = "in_hand"
    """整改中: the unit has answered with a measure."""
    DONE = "done"
    """已整改待销号: the unit says it is done and shows evidence."""
    CLOSED = "closed"
    """已销号: somebody else has found it done."""


class MatterEvent(StrEnum):
    """What somebody does about a matter."""

    REMARK = "remark"
    """说明: a cause, a measure or a remark."""
    BEGIN = "begin"
    """列入整改."""
    INSTRUCT = "instruct"
    """批示 that something is to be put right."""
    ADVISE = "advise"
    """批示 that leaves it at that."""
    ASSIGN = "assign"
    """明确责任和时限: who, and until when."""
    ANSWER = "answer"
    """答复措施."""
    EVIDENCE = "evidence"
    """A file that shows what was done."""
    FINISH = "finish"
    """报完成."""
    CLOSE = "close"
    """销号."""
    REOPEN = "reopen"
    """Sent back before it was closed, or taken up again after it was; with the reason."""


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

    event: MatterEvent
    state: MatterState
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
    event: MatterEvent
    state: MatterState
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

    @classmethod
    def keyed(cls, key: tuple[object, ...]) -> Self:
        """The value of an observation's key."""
        start, end, as_of = (day if isinstance(day, date) else None for day in key[4:])
        return cls(str(key[0]), str(key[1]), str(key[2]), str(key[3]), start, end, as_of)


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
