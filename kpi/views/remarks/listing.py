"""Every matter of a plan and every mark on its values, with the sentence that says how they stand; and their columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kpi.i18n import Texts
from kpi.model import MatterState, ValueOf
from kpi.views.amounts import Amount
from kpi.views.columns.column import Register, Room, TableColumn, Type
from kpi.views.remarks.matters import LIVE, MatterView

ORDER = (MatterState.OPEN, MatterState.IN_HAND, MatterState.DONE, MatterState.CLOSED)
"""The states that are counted, in the order in which a matter goes through them."""


@dataclass(frozen=True, slots=True)
class MarkView:
    """A value that somebody follows (跟踪)."""

    mark_id: int
    version: int
    of: ValueOf
    name: str
    """Of the measure, and of the part or region where it is no whole."""
    period: str
    then: Amount
    """The value as it was when it was marked."""
    now: Amount
    """As it counts now; nothing where it counts no longer."""
    note: str
    at: datetime
    """Asia/Shanghai."""
    by: str
    may_lift: bool = False

    @property
    def moved(self) -> bool:
        """Whether the value is another than it was."""
        return self.then.text != self.now.text


@dataclass(frozen=True, slots=True)
class MattersView:
    """How what is to be put right stands as of a day."""

    day: date
    """The day up to which lateness is counted."""
    matters: tuple[MatterView, ...]
    marks: tuple[MarkView, ...]
    told: str
    """How many stand where, with its full stop; empty where nothing was ever to be put right."""
    lead: str
    """How many are not closed, and which is the latest; empty where all are."""
    past: bool
    """Whether it looks back: then nothing can be written."""

    @property
    def counts(self) -> Mapping[MatterState, int]:
        """How many matters stand where, in the order of the states; those that are only remarks apart."""
        states = [matter.state for matter in self.matters]
        return {state: states.count(state) for state in ORDER}

    @property
    def overdue(self) -> tuple[MatterView, ...]:
        """Those that are late, the longest late first."""
        return tuple(matter for matter in self.matters if matter.overdue)

    @property
    def live(self) -> tuple[MatterView, ...]:
        """Those that are not closed."""
        return tuple(matter for matter in self.matters if matter.live)


def matters_view(
    words: Texts, day: date, matters: Sequence[MatterView], marks: Sequence[MarkView], *, past: bool
) -> MattersView:
    """All of it with its sentences."""
    return MattersView(day, tuple(matters), tuple(marks), told_of(words, day, matters), _lead(words, matters), past)


def told_of(words: Texts, day: date, matters: Sequence[MatterView]) -> str:
    """How many matters stand where, and how many are late; empty where there are none but remarks."""
    states = [matter.state for matter in matters]
    counted = [(state, states.count(state)) for state in ORDER]
    total, late = sum(count for _, count in counted), sum(matter.overdue for matter in matters)
    if not total:
        return ""
    parts = tuple(words(f"remarks.count_{state}", count=count, number=count) for state, count in counted if count)
    told = words("remarks.told", count=total, number=total, day=day, parts=parts)
    return words.paragraph((told, words("remarks.told_late", count=late, number=late) if late else ""))


def _lead(words: Texts, matters: Sequence[MatterView]) -> str:
    live = [matter for matter in matters if matter.state in LIVE]
    late = [matter for matter in live if matter.overdue]
    if not live:
        return ""
    told = words("remarks.lead", count=len(live), number=len(live))
    if not late:
        return told
    worst, who = late[0], late[0].unit
    days = words("remarks.days_over", count=worst.days_over, number=worst.days_over)
    key = "remarks.lead_late_of" if who else "remarks.lead_late"
    return words.paragraph((told, words(key, count=len(late), number=len(late), name=worst.name, unit=who, days=days)))


def _key(matter: MatterView) -> str:
    """Its target as data name one: T07, or T07/2025 of one that is judged by years."""
    return matter.target_id if matter.year is None else f"{matter.target_id}/{matter.year}"


OF_MATTERS: Register[MatterView] = Register(
    [
        TableColumn("matter", lambda row: row.matter_id, Type.INTEGER, 7, name="action_id", subject="matter", room=Room.SHORT),
        TableColumn("matter_target_key", _key, name="target_key"),
        TableColumn("matter_name", lambda row: row.name, width=32, name="measure"),
        TableColumn("matter_state", lambda row: row.state, name="state", subject="matter_state", allowed=MatterState),
        TableColumn("matter_state_text", lambda row: row.state_text, width=14, name="state_text", subject="matter_state_text"),
        TableColumn("matter_cause", lambda row: row.cause, width=36, name="cause", subject="matter_cause"),
        TableColumn("matter_steps", lambda row: row.steps, width=40, name="steps", subject="matter_steps"),
        TableColumn("matter_unit", lambda row: row.unit, width=20, name="responsible_unit", subject="matter_unit"),
        TableColumn("matter_person", lambda row: row.person, width=12, name="responsible_person", subject="matter_person"),
        TableColumn("matter_due", lambda row: row.due, Type.DATE, 12, name="due", subject="matter_due"),
        TableColumn(
            "days_over",
            lambda row: row.days_over or None,
            Type.INTEGER,
            10,
        ),
        TableColumn("opened_on", lambda row: row.opened_on, Type.DATE, 12),
        TableColumn("settled_on", lambda row: row.settled_on, Type.DATE, 12),
    ]
)
