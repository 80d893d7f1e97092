"""What is owed, a row for each figure and period; and the matrix of who has come how far."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from kpi.i18n import Texts
from kpi.model import ObservationKey, Window
from kpi.supervision import OWED, DutyState

_GRAVEST = (
    DutyState.MISSING,
    DutyState.RETURNED,
    DutyState.OPEN,
    DutyState.WAITING,
    DutyState.LATE,
    DutyState.REPORTED,
    DutyState.AHEAD,
)
"""The state that a cell of many shows is the first of these that there is."""
BETWEEN_UNITS = "、"
_TO_COME = (DutyState.RETURNED, DutyState.OPEN, DutyState.AHEAD)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A figure that is owed for a period."""

    key: ObservationKey
    """Of the figure, as a form asks for it."""
    measure_id: str
    measure: str
    region_code: str
    region: str
    units: tuple[str, ...]
    """Who owes it: the units that answer for the targets that it is of; empty where the plan does not say."""
    below: bool
    """Whether it is a place's to report, below the region of the plan."""
    period: Window
    period_text: str
    due: date
    state: DutyState
    state_text: str
    days_over: int
    """Since it was due; 0 where it is not owed or the day has not come."""
    awaited: bool
    """Whether a target whose period is over waits for it."""
    people: tuple[str, ...]
    """The names of those whose it is to report, if there are accounts."""
    accounts: tuple[str, ...]
    behind: tuple[str, ...] = ()
    """The units that answer for it where a rule says that one which helps reports it; else they are `units`."""
    helpers: tuple[str, ...] = ()
    """The units that help (协办单位) and owe nothing."""
    helping: frozenset[str] = frozenset()
    """Accounts of those who report for one of these alone."""

    @property
    def owed(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OWED

    @property
    def late(self) -> bool:
        """Whether that is overdue."""
        return self.owed and self.days_over > 0

    @property
    def holders(self) -> tuple[str, ...]:
        """Those whose it is to report: a place below the plan's by its code, else units; none where nobody answers for it."""
        return (self.region_code,) if self.below else self.units

    @property
    def holder_text(self) -> str:
        """Whose it is, in words: units, else the place."""
        return self.region if self.below else BETWEEN_UNITS.join(self.units) or self.region

    @property
    def lines(self) -> tuple[str, ...]:
        """By what the matrix and its address name those whose it is: each unit, all together, or a place's code."""
        return (*self.holders, BETWEEN_UNITS.join(self.holders)) if self.holders else (self.region_code,)


@dataclass(frozen=True, slots=True)
class DutyRuleView:
    """A rule of the calendar, in words."""

    rule_id: int
    about: str
    text: str
    note: str
    made_by: str
    made_at: datetime
    """In Asia/Shanghai."""


@dataclass(frozen=True, slots=True)
class DutyCell:
    """A unit or a place in a period."""

    state: DutyState
    counts: Mapping[DutyState, int]
    text: str
    """What it says, in words."""
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A unit or a place in every period."""

    name: str
    of_unit: bool
    code: str
    """Of a place."""
    units: tuple[str, ...]
    """Of what several units answer for together, each of them."""
    cells: tuple[DutyCell | None, ...]
    """In the order of the periods; None where nothing is owed."""


@dataclass(frozen=True, slots=True)
class DutiesView:
    """Everything that is owed under a plan, as of a day."""

    day: date
    rows: tuple[DutyRow, ...]
    """What is most pressing first."""
    ends: tuple[date, ...]
    """The last days of the periods that are shown, in their order."""
    lines: tuple[DutyLine, ...]
    told: str
    """How things stand, in a sentence."""

    @property
    def owed(self) -> tuple[DutyRow, ...]:
        """What somebody still has to do."""
        return tuple(row for row in self.rows if row.owed)

    @property
    def next_due(self) -> date | None:
        """The next day on which something falls due that is not reported; None where there is none."""
        return min((row.due for row in self.rows if row.due >= self.day and row.state in _TO_COME), default=None)


def deadlines_told(words: Texts, duties: DutiesView, keys: Collection[ObservationKey]) -> str:
    """By when the calendar wants figures that verdicts lack: a period may be over for years and nobody have been asked yet.

    Nothing where all of them were sent in and wait.
    """
    rows = [row for row in duties.owed if row.key in keys]
    late = [row for row in rows if row.late]
    if late:
        return words("page.due_deadline_late", count=len(late), late=len(late), day=min(row.due for row in late))
    return words("page.due_deadline_none_late", day=min(row.due for row in rows)) if rows else ""


def duties_view(words: Texts, rows: Iterable[DutyRow], day: date, most_periods: int) -> DutiesView:
    """Rows in the order of their need, and the matrix of the last periods that have begun."""
    ordered = sorted(rows, key=lambda row: (_GRAVEST.index(row.state), row.due, row.measure, row.region_code))
    begun = sorted({row.period.end for row in ordered if row.state is not DutyState.AHEAD})
    ends = tuple(begun[-most_periods:])
    owed = [row for row in ordered if row.owed]
    return DutiesView(day, tuple(ordered), ends, _lines(words, ordered, ends), _told(words, owed, day))


def _told(words: Texts, owed: Sequence[DutyRow], day: date) -> str:
    if not owed:
        return words("duties.nothing_owed", day=day)
    late, awaited = sum(row.late for row in owed), sum(row.awaited for row in owed)
    wanting = words("duties.awaited", count=awaited) if awaited else ""
    told = words("duties.told" if late else "duties.told_none_late", count=len(owed), awaited=wanting, late=late)
    next_due = min((row.due for row in owed if not row.late), default=None)
    return words("duties.and_next", told=told, day=next_due) if next_due else told


def _lines(words: Texts, rows: Sequence[DutyRow], ends: Sequence[date]) -> tuple[DutyLine, ...]:
    """A line for each unit; what no unit answers for, and what places owe, by place."""
    held = [(*_holder(row), row) for row in rows if row.period.end in ends]
    held.sort(key=lambda each: (not each[0], each[1]))
    lines = []
    for (of_unit, name, code), group in groupby(
        sorted(held, key=lambda each: (not each[0], each[1], each[2])), key=lambda each: each[:3]
    ):
        own = [row for *_, row in group]
        cells = (_cell(words, name, end, [row for row in own if row.period.end == end]) for end in ends)
        lines.append(DutyLine(name, of_unit, code, own[0].units if of_unit else (), tuple(cells)))
    return tuple(lines)


def _holder(row: DutyRow) -> tuple[bool, str, str]:
    """A unit by its name, else a place by its name and code."""
    of_unit = bool(row.units) and not row.below
    return of_unit, row.holder_text, "" if of_unit else row.region_code


def _cell(words: Texts, name: str, end: date, rows: Sequence[DutyRow]) -> DutyCell | None:
    if not rows:
        return None
    counts = {state: sum(row.state is state for row in rows) for state in _GRAVEST}
    state = next(state for state in _GRAVEST if counts[state])
    done = counts[DutyState.REPORTED] + counts[DutyState.LATE]
    told = [words("duties.count", state=words(f"duties.state_{each}"), count=counts[each]) for each in _GRAVEST if counts[each]]
    text = words("duties.cell", name=name, end=end, told=words.listing(told))
    return DutyCell(state, {each: count for each, count in counts.items() if count}, text, done, len(rows))
