"""What the services hand out: frozen records with every sentence worded and every number beside its text.

Pages, the command line and reports show these and compute nothing, so they cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kpi.analysis import CatchUp, Forecast, Outlook
from kpi.model import (
    Assessment,
    Batch,
    Figure,
    Identity,
    Kind,
    Lamp,
    Measure,
    Qualifier,
    Question,
    Region,
    Source,
    Status,
    Target,
)
from kpi.progress import ChartForm, rule_of


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for on every page: as of when, as known when, for where, in which lamps and language."""

    as_of: date | None = None
    """None: the coverage date."""
    known_at: datetime | None = None
    """None: now."""
    region: str | None = None
    """None: the plan's own region."""
    lamps: str = "default"
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure and where it comes from."""

    observation_key: tuple[object, ...]
    measure_id: str
    region_code: str
    label: str
    """Member of a breakdown, as text; empty for the whole."""
    breakdown: str
    member: str
    value: float
    text: str
    """Value with mark and unit."""
    period: str
    start: date | None
    end: date | None
    printed: str
    batch_id: int
    document: str
    """Title and number of the document; empty for an upload."""
    section: str
    file: str
    sheet: str
    row: int
    user: str
    loaded_at: datetime | None
    """When the batch was approved, Asia/Shanghai."""
    figure_id: str
    note: str
    source: str
    """Where it comes from, in one line."""
    superseded: bool = False
    """Whether a newer version counts instead."""
    withdrawn: bool = False
    measure_name: str = ""
    qualifier: Qualifier = Qualifier.EQ


@dataclass(frozen=True, slots=True)
class Standing:
    """A target, for one of its years if it has years, and how it stands."""

    assessment: Assessment
    target: Target
    measure: Measure
    region: Region
    lamp: Lamp
    name: str
    """The measure's name, with the year if it has one."""
    measure_name: str
    category: str
    """The measure's category in the language asked for."""
    target_text: str
    """Comparator and value: ≥30%."""
    period_text: str
    """When it is due or over what it counts."""
    baseline_text: str
    current_text: str
    current_day: str
    """The date of the current value, as text; empty where there is none."""
    gap_text: str
    """How much is missing; empty where it cannot be said, and `—` where nothing is."""
    progress_text: str
    time_text: str
    lead_text: str
    required_text: str
    status_text: str
    reason: str
    remarks: tuple[str, ...]
    full_reason: str
    """Reason and remarks as one text."""
    sentence: str
    """One line as an office would write it."""
    figures: tuple[FigureView, ...]
    """Figures the current value rests on."""
    baseline_figures: tuple[FigureView, ...] = ()
    """Figures the baseline rests on."""
    counted: bool = True
    """Whether this row stands for its target in the headline (of a yearly target only one year does)."""

    @property
    def status(self) -> Status:
        """The verdict."""
        return self.assessment.status


@dataclass(frozen=True, slots=True)
class OverdueView:
    """A figure whose period is over and that nobody has reported."""

    target_id: str
    measure_id: str
    name: str
    due: date
    text: str


@dataclass(frozen=True, slots=True)
class StatusView:
    """Every target of a region as of a date."""

    query: Query
    as_of: date
    known_at: datetime | None
    """The moment it looks back from, None where it is about now."""
    moment: datetime
    """`known_at`, or when the figures last changed; Asia/Shanghai."""
    data_version: int
    """That of `moment`."""
    coverage_date: date | None
    region: Region
    plan_name: str
    demo: bool
    standings: tuple[Standing, ...]
    counts: Mapping[Status, int]
    """Targets by status; a yearly target once."""
    headline: str
    earlier: str
    """Earlier years that are missed or pending, as a sentence; empty if there are none."""
    overdue: tuple[OverdueView, ...]
    values: tuple[FigureView, ...] = ()
    """For a region without targets, the newest figure of each measure: no verdict."""

    @property
    def counted(self) -> tuple[Standing, ...]:
        """One standing per target: those the headline counts."""
        return tuple(standing for standing in self.standings if standing.counted)


@dataclass(frozen=True, slots=True)
class CatchUpView:
    """What one target still takes and where its figures are heading, in numbers and in words."""

    standing: Standing
    catch_up: CatchUp | None
    """None for a target that is met."""
    text: str
    """The paragraph; empty for a target that is met."""
    outlook: Outlook | None
    """None where the period is over or nothing is judged over time."""
    outlook_text: str


@dataclass(frozen=True, slots=True)
class BreakdownGroup:
    """Rows that break one figure down the same way."""

    breakdown: str
    name: str
    relation: str
    """partition, subset, overlap or unknown: only a partition adds up."""
    period: str
    whole: FigureView | None
    parts: tuple[FigureView, ...]
    measure: Measure


@dataclass(frozen=True, slots=True)
class ListedFigure:
    """A catalogued figure that is listed and not loaded, and why."""

    figure: Figure
    text: str
    label: str
    period: str
    load_text: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """Where an attached document prints a figure."""

    document_id: int
    document: str
    before: str
    printed: str
    after: str
    figure_id: str


@dataclass(frozen=True, slots=True)
class ComputedView:
    """A ratio worked out from numerator and denominator of the same day."""

    day: date
    value: float
    period: str
    text: str
    source: str
    """What it was worked out from, with both sources."""


@dataclass(frozen=True, slots=True)
class PointView:
    """A value to draw over time; base units."""

    day: date
    value: float
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """Everything about one measure."""

    status: StatusView
    measure: Measure
    name: str
    standings: tuple[Standing, ...]
    """All years of all its targets in the region asked for."""
    series: tuple[FigureView, ...]
    """Figures that count now, whole measure, in the region, oldest first."""
    computed: tuple[ComputedView, ...]
    """Of a ratio, values worked out from its parts where none is stated, oldest first."""
    versions: tuple[FigureView, ...]
    """Figures that no longer count, newest first."""
    breakdowns: tuple[BreakdownGroup, ...]
    listed: tuple[ListedFigure, ...]
    definition: str
    doubts: tuple[str, ...]
    parts: tuple[Measure, ...]
    """Numerator and denominator of a ratio."""
    identities: tuple[Identity, ...]
    passages: tuple[PassageView, ...]
    points: tuple[PointView, ...]
    """What there is to draw over time, oldest first: dated figures, or of a sum what has been reached."""
    catch_ups: tuple[CatchUpView, ...] = ()
    """What its targets take, of a yearly one the year that counts."""

    @property
    def can_be_drawn(self) -> bool:
        """Whether the measure is an amount: a milestone is done or not, a parameter stands in a rule."""
        return self.measure.kind not in (Kind.MILESTONE, Kind.PARAMETER)

    @property
    def yearly(self) -> tuple[Standing, ...]:
        """The years of yearly targets."""
        return tuple(each for each in self.standings if _chart(each) is ChartForm.YEAR_BY_YEAR)

    @property
    def forecast(self) -> Forecast | None:
        """Where the target that is reached over time is heading, if that is said with an interval."""
        ahead = next((each.outlook for each in self.catch_ups if each.standing is self.over_time), None)
        return ahead.forecast if ahead and ahead.forecast and ahead.forecast.low is not None else None

    @property
    def over_time(self) -> Standing | None:
        """The target that is reached over time and not year by year."""
        return next((each for each in self.standings if _chart(each) is ChartForm.OVER_TIME), None)


def _chart(standing: Standing) -> ChartForm:
    return rule_of(standing.assessment.period_type).chart


@dataclass(frozen=True, slots=True)
class GapRow:
    """What one target still lacks and what closing it takes."""

    standing: Standing
    missing_pct: float
    """Share of the way still to go, 0–100 and more."""
    missing_text: str
    remaining_years: float
    remaining_text: str
    required_text: str
    average: float | None
    """Average per year of recent comparable figures, base units."""
    average_text: str
    """With what it was taken over."""
    average_period: str
    ratio: float | None
    """Required pace ÷ recent average."""
    ratio_text: str
    pace: float | None
    """What the time that is left must bring, per year, in base units."""
    catch_up: CatchUpView


@dataclass(frozen=True, slots=True)
class GapView:
    """What is missing, most first; and what cannot be ranked."""

    status: StatusView
    rows: tuple[GapRow, ...]
    unranked: tuple[Standing, ...]
    """Without a verdict on what is missing, each with its reason."""
    closed: tuple[Standing, ...]
    """Targets with nothing missing."""
    unjudged: tuple[CatchUpView, ...] = ()
    """What can be said about those without a verdict, in the order of `unranked`."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """The figures and targets one section of a document holds."""

    section: str
    figures: tuple["PrintedLine", ...]


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A catalogued figure or target in a list."""

    id: str
    measure_id: str
    measure_name: str
    label: str
    printed: str
    text: str
    period: str
    loaded: str
    """Loaded, or why not."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that was attached."""

    document_id: int
    source_id: str
    file: str
    attached_by: str
    attached_at: datetime
    """Asia/Shanghai."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source of the plan: what it is and what it holds."""

    source: Source
    title: str
    issued: str
    sections: tuple[SectionView, ...]
    documents: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Documents with their figures, policies, and questions to the owner."""

    sources: tuple[SourceView, ...]
    policies: tuple[SourceView, ...]
    """Sources without figures."""
    questions: tuple[tuple[Question, str], ...]
    """Each with its text in the language asked for."""
    documents_version: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document's text; `figure_ids` name what it prints, none for plain text."""

    text: str
    figure_ids: tuple[str, ...] = ()
    measure_id: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An attached document with every catalogued figure marked where it is printed."""

    document: DocumentLine
    paragraphs: tuple[tuple[Segment, ...], ...]
    marked: int
    not_found: tuple[str, ...]
    """Ids of catalogued figures whose printed form the document does not hold."""


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as the history lists it. Moments are Asia/Shanghai."""

    batch: Batch
    kind_text: str
    state_text: str
    approved_at: datetime
    withdrawn_at: datetime | None
    can_withdraw: bool
    has_original: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that was done to the database, in one line."""

    happened_at: datetime
    """Asia/Shanghai."""
    user: str
    text: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """All batches, newest first."""

    batches: tuple[BatchView, ...]
    demo: bool = False
    events: tuple[EventView, ...] = ()
    """Everything that was done, newest first: loading, taking back, attaching and removing documents."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A finished report."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
