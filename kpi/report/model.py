"""Everything a gap report says, worded and rounded once, for every format to lay out and none to compute.

A text is what a reader sees; a number beside it is the same value unrounded, in the unit the text is written in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kpi.i18n import Texts, texts
from kpi.model import Comparator, Lamp, Status
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


@dataclass(frozen=True)
class GapReport(Printable):
    """A report on one plan, as of a day. Two equal reports give equal files, byte for byte."""

    plan_name: str
    as_of: date
    generated: datetime
    """When it was made, in the plan's time zone."""
    data_version: int
    lang: str
    headline: str
    """How many targets stand where, with its full stop; empty if there are no targets."""
    categories: tuple[Category, ...]
    """Every target, for every one of its years."""
    earlier: str = ""
    """Earlier years that are missed or pending, with its full stop; empty if there are none."""
    known_at: datetime | None = None
    """The moment the report looks back from, in the plan's time zone; None: `generated`."""
    scope: str = ""
    """The region, responsible unit or category it is limited to; empty for the whole plan."""
    demo: bool = False
    """Whether the figures are made up."""
    missing: tuple[MissingRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    """Every figure that counts, whether a verdict rests on it or not."""
    questions: tuple[QuestionRow, ...] = ()
    overdue: tuple[OverdueRow, ...] = ()
    coverage: date | None = None
    """The newest period end among the figures."""

    @property
    def texts(self) -> Texts:
        """The texts of the report's language."""
        return texts(self.lang)

    @property
    def title(self) -> str:
        """The report's title in one line."""
        return self.texts("report.title_of" if self.scope else "report.title", plan=self.plan_name, scope=self.scope)

    @cached_property
    def rows(self) -> tuple[ReportRow, ...]:
        """Every target, for every one of its years."""
        return tuple(row for category in self.categories for row in category.rows)

    @cached_property
    def counted(self) -> tuple[ReportRow, ...]:
        """One row per target: those the headline counts."""
        return tuple(row for row in self.rows if row.counted)

    @cached_property
    def counts(self) -> tuple[StatusCount, ...]:
        """The groups that are not empty, in the order of the headline; they add up to the number of targets."""
        return count_by_status(self.counted, self.texts)

    @cached_property
    def pending(self) -> tuple[PendingGroup, ...]:
        """What has no verdict, by cause: every counted target, and of other years those the second sentence names."""
        open_rows = [row for row in self.rows if (row.counted and not row.judged) or row.status is Status.PENDING]
        groups = ((status, tuple(row for row in open_rows if row.status is status)) for status in Status)
        return tuple(PendingGroup(status, rows[0].status_text, rows) for status, rows in groups if rows)

    @cached_property
    def pending_questions(self) -> tuple[str, ...]:
        """The questions that keep targets from being judged, each once."""
        return tuple(dict.fromkeys(text for group in self.pending for row in group.rows for text in row.questions))

    @cached_property
    def numbered_figures(self) -> dict[FigureRow, int]:
        """Every figure with the number all formats know it by: first those rows speak of, in their order, then the rest."""
        in_order = dict.fromkeys([*self.cited_figures, *self.figures])
        return {figure: number for number, figure in enumerate(in_order, start=1)}

    @cached_property
    def cited_figures(self) -> tuple[FigureRow, ...]:
        """The figures that rows rest on or speak of, each once."""
        return tuple(dict.fromkeys(figure for row in self.rows for figure in self.figures_of(row)))

    def figures_of(self, row: ReportRow) -> tuple[FigureRow, ...]:
        """The figures of a row; without a verdict also those of its measure, which its reason may speak of."""
        if row.judged or row.status is Status.NOT_STARTED:
            return row.figures
        return tuple(dict.fromkeys([*row.figures, *self._whole_figures.get((row.measure, row.region), ())]))

    @cached_property
    def _whole_figures(self) -> dict[tuple[str, str], list[FigureRow]]:
        """By measure and region, the figures that are no part of a breakdown."""
        found: dict[tuple[str, str], list[FigureRow]] = {}
        for figure in self.figures:
            if not figure.label:
                found.setdefault((figure.measure, figure.region), []).append(figure)
        return found


def count_by_status(rows: Iterable[ReportRow], words: Texts) -> tuple[StatusCount, ...]:
    """How many of `rows` stand where; only statuses that occur, in the order of the headline."""
    found = [row.status for row in rows]
    counts = ((status, found.count(status)) for status in Status)
    return tuple(StatusCount(status, words(f"status.{status}"), count) for status, count in counts if count)
