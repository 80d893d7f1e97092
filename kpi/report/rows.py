"""The rows a gap report is made of, worded and rounded once: values, figures, targets, what is missing, what is open.

A text is what a reader sees; a number beside it is the same value unrounded, in the unit the text is written in.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from kpi.model import UNSPECIFIED, Comparator, Lamp, PeriodType, Status
from kpi.report.printable import Printable

JUDGED = frozenset({Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED})
"""Statuses that are a verdict."""


@dataclass(frozen=True, slots=True)
class Amount(Printable):
    """A value in words and the number behind it. `Amounts` makes them."""

    text: str = ""
    """As it is written, with mark and unit: 约13万人, 4.2个百分点; empty where there is none."""
    number: float | None = None
    """The same, unrounded, in the unit of the text: 13.0, 4.2; None where it is none, such as 已完成."""
    decimals: int = 0
    """Digits after the point that the text shows."""
    mark: str = ""
    """约, ≥ and the like; the number does not carry it."""
    prose: str = field(default="", compare=False)
    """The text as a sentence says it, where that differs: 16.8万余人次, and not >16.8万人次."""

    @property
    def told(self) -> str:
        """The text for a sentence; the one for a table is `text`."""
        return self.prose or self.text


NOTHING = Amount()


@dataclass(frozen=True, slots=True)
class FigureRow(Printable):
    """One figure that counts, and the way back to where it stands: a document, or a file somebody uploaded."""

    measure: str
    region: str
    label: str
    """Name of the breakdown's member; empty for the whole."""
    period: str
    start: date | None
    """First day of a window; None for a date, or where it is not stated."""
    end: date | None
    """The date, or the last day of the window."""
    value: Amount
    unit: str
    source: str
    """Where it comes from, in one line."""
    document: str = ""
    """Title and number; empty for an upload."""
    section: str = ""
    printed: str = ""
    """As the document writes it."""
    file: str = ""
    sheet: str = ""
    row: int = 0
    user: str = ""
    loaded_at: datetime | None = None
    """When it was loaded, in the plan's time zone."""
    batch_id: int = 0
    figure_id: str = ""
    note: str = ""
    """What its reporter remarked."""
    measure_id: str = ""
    region_code: str = ""
    breakdown: str = ""
    member: str = ""
    """Code of the breakdown's member; `label` is its name."""


@dataclass(frozen=True, slots=True)
class ReportRow(Printable):
    """One target, for one of its years if it has years, and how it stands."""

    target_id: str
    year: int | None
    """Of each_year and single_year targets."""
    measure: str
    """Name of the measure, without the year."""
    region: str
    comparator: Comparator
    unit: str
    """Of baseline, current value and target."""
    target: Amount
    """The text with its sign: ≥30%."""
    period: str
    """By when it is due or over what it counts."""
    status: Status
    status_text: str
    lamp: Lamp
    source: str
    """Where the target is set, in one line."""
    document: str = ""
    """Title and number of the document that sets the target."""
    section: str = ""
    printed: str = ""
    """The target's value as the document writes it."""
    sentence: str = ""
    """One line as an office would write it, with its full stop."""
    baseline: Amount = NOTHING
    baseline_date: date | None = None
    current: Amount = NOTHING
    current_date: date | None = None
    gap: Amount = NOTHING
    """Text: how much is missing, or that nothing is. Number: target − current, negative where the target is exceeded."""
    progress: Amount = NOTHING
    """Percentage, 0–100: 完成率, or 基期以来完成度."""
    time: Amount = NOTHING
    """序时进度, 0–100."""
    lead: Amount = NOTHING
    """Percentage points. Text: 高于序时进度9.6个百分点; number: 9.6, negative when behind."""
    overshot: bool = False
    """Past a target to be met exactly: its lead is minus the excess, and says nothing of the time."""
    required: Amount = NOTHING
    """Needed per year, or still within the year."""
    projected: Amount = NOTHING
    """Where the line from the start through the current value ends."""
    reason: str = ""
    """Why there is no verdict, or what decided it, with its full stop: `because` words it as a report does."""
    remarks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """Open questions about this target, its measure or its figures."""
    figures: tuple[FigureRow, ...] = ()
    """Figures that the current value and the baseline rest on, and others its reason speaks of."""
    counted: bool = True
    """Whether the headline counts this row; of a yearly target it counts one year."""
    headline: bool = False
    """Whether its measure is one of the plan's headline measures."""
    measure_id: str = ""
    region_code: str = ""
    period_type: PeriodType = UNSPECIFIED
    remaining: Amount = NOTHING
    """Years from the current value's date to the end of the period; empty where nothing is required."""
    current_figures: tuple[FigureRow, ...] = ()
    """Of `figures`, those the current value rests on."""
    baseline_figures: tuple[FigureRow, ...] = ()
    """Of `figures`, those the baseline rests on."""

    @property
    def judged(self) -> bool:
        """Whether there is a verdict."""
        return self.status in JUDGED


@dataclass(frozen=True, slots=True)
class Category(Printable):
    """The rows of one field of work, in the order of the plan."""

    name: str
    rows: tuple[ReportRow, ...]

    @property
    def counted(self) -> tuple[ReportRow, ...]:
        """One row per target."""
        return tuple(row for row in self.rows if row.counted)


@dataclass(frozen=True, slots=True)
class MissingRow(Printable):
    """What one target still lacks and what closing it takes; they come ranked, most missing first."""

    row: ReportRow
    share: Amount
    """Share of the way still to go, 0–100 and more."""
    remaining: Amount
    """Years from the last figure to the end; the text says so when it is over."""
    average: Amount = NOTHING
    """What recent comparable figures brought per year."""
    average_period: str = ""
    """What `average` was taken over."""
    ratio: Amount = NOTHING
    """Required per year ÷ average: 2.9倍."""
    paragraph: str = ""
    """What closing the gap takes, in sentences: 追赶测算."""
    outlook: str = ""
    """Where the figures are heading, as a sentence with its full stop; empty where nothing says so."""


@dataclass(frozen=True, slots=True)
class QuestionRow(Printable):
    """Something only the plan's owner can answer."""

    question_id: str
    text: str
    about: str = ""
    """Names of the measures it concerns."""


@dataclass(frozen=True, slots=True)
class OverdueRow(Printable):
    """A figure whose period is over and that nobody has reported."""

    measure: str
    due: date
    """Last day of its period."""
    text: str
    """The same as a sentence, without its full stop."""


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many targets stand there."""

    status: Status
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class PendingGroup:
    """Targets without a verdict for the same cause."""

    status: Status
    text: str
    rows: tuple[ReportRow, ...]
