"""What a picture of a measure shows, ready to be laid out: days, values in base units, and each of its words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi.analysis import Forecast
from kpi.model import Lamp, Measure
from kpi.views.measures.breakdowns import BreakdownGroup
from kpi.views.standings import Standing

Points = tuple[tuple[date, float], ...]


class Form(StrEnum):
    """The forms a picture of a measure can take. Every measure has one, whatever is known of it."""

    TRAJECTORY = "trajectory"
    """Figures over time, against the path a target asks for."""
    RANK = "rank"
    """The same of places in a table: the first is on top."""
    STEPS = "steps"
    """A sum as it came together, part by part, against the path to its target."""
    YEARLY = "yearly"
    """A bar a year, against the year's quota where there is one."""
    CHANGES = "changes"
    """A bar a year round nought: how much it rose or fell."""
    WINDOWS = "windows"
    """Figures that may not be held against the target: when they were counted, above when the target counts."""
    ONE = "one"
    """The one figure there is, with when it was counted."""
    RANGE = "range"
    """What a rule allows: a cap, a floor, or from one to the other."""
    PARTS = "parts"
    """What a figure is made of."""
    MILESTONE = "milestone"
    """Done or not done, and by when."""
    EMPTY = "empty"
    """No figure: the quota and when it is due."""
    ASKED = "asked"
    """Neither figure nor target: what is asked for, and of whom."""


@dataclass(frozen=True, slots=True)
class PointView:
    """A value of one day; base units."""

    day: date
    value: float
    label: str
    """The period and the value."""
    source: str
    text: str = ""
    """The value alone, with its mark: ≥25.8%."""
    short: str = ""
    """The same without its unit, which stands at the axis."""
    note: str = ""
    """That it was published otherwise before, or what was noted of it."""


@dataclass(frozen=True, slots=True)
class BreakView:
    """A day from which a measure is counted otherwise."""

    day: date
    text: str
    """The day and why."""
    short: str
    """What changed, in a word: 口径变更."""


@dataclass(frozen=True, slots=True)
class Line:
    """A step on the way to a target, a second line beside it, or the upper edge of an interval; `value` in base units."""

    day: date
    value: float
    text: str
    """All that is told of it."""
    short: str = ""
    """What stands beside it on the picture."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """What is missing, drawn from one value to the other on a day."""

    day: date
    start: float
    end: float
    text: str
    lamp: Lamp


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached."""

    day: date | None
    """By when; None where nothing settles it."""
    value: float | None
    """None where it may not stand on the scale of the figures."""
    text: str
    """With its sign: ≥30%."""
    due: str
    """By when, in words."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a sum: what was added from its first day to its last."""

    start: date
    end: date
    base: float
    """The sum before it."""
    point: PointView
    """What it added."""


@dataclass(frozen=True, slots=True)
class Course:
    """Values over time. A form of TRAJECTORY, RANK or STEPS."""

    form: Form
    title: str
    alt: str
    measure: Measure
    runs: tuple[tuple[PointView, ...], ...] = ()
    """Values that compare with each other, oldest first; a line joins those of one run, and none crosses to the next."""
    blocks: tuple[Block, ...] = ()
    total: str = ""
    """What they come to."""
    baseline: PointView | None = None
    path: Points = ()
    """The way that the target asks for; it starts where the baseline is known, or a sum begins."""
    expected: PointView | None = None
    """Where it should be by the day of the newest value."""
    goal: Goal | None = None
    behind: Bracket | None = None
    """From the newest value to where it should be."""
    missing: Bracket | None = None
    """From the newest value to the target."""
    onward: Points = ()
    """From the newest value to the one projected."""
    projected: str = ""
    """The value projected."""
    forecast: Forecast | None = None
    """With its interval, in place of a straight line."""
    outlook: str = ""
    lines: tuple[Line, ...] = ()
    breaks: tuple[BreakView, ...] = ()
    remarks: tuple[str, ...] = ()
    """What stands below it: notes on points, and what is left out."""


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year, what was counted in it and what it was to bring; base units."""

    year: int
    heading: str
    """The year, and of a year that is not whole up to when."""
    point: PointView | None = None
    """None where nothing is known of the year."""
    whole: bool = True
    quota: float | None = None
    quota_text: str = ""
    lamp: Lamp | None = None
    """None of a year that no target is for."""
    status_text: str = ""
    missed: bool = False
    """未完成, which has a shape of its own."""
    gap: str = ""
    """What is missing to its quota, without its unit; empty where nothing is, or it cannot be said."""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """A bar for every year. A form of YEARLY or CHANGES."""

    form: Form
    title: str
    alt: str
    measure: Measure
    bars: tuple[YearBar, ...]
    lines: tuple[Line, ...] = ()
    goal: Goal | None = None
    """What a target asks of some later time as a whole, named at its deadline; it has no place on the scale of years."""
    breaks: tuple[BreakView, ...] = ()
    remarks: tuple[str, ...] = ()


class BandKind(StrEnum):
    """What a stretch of time is."""

    COUNTED = "counted"
    """A figure was counted over it."""
    OUTSIDE = "outside"
    """The same of a figure that may not be held against the target."""
    ASKED = "asked"
    """A target counts it."""
    EMPTY = "empty"
    """The same, and there is no figure at all."""


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time, or a day where both ends are the same."""

    start: date | None
    """None where nobody knows."""
    end: date | None
    """None where nobody knows."""
    text: str
    told: str = ""
    """In smaller letters after it."""
    kind: BandKind = BandKind.COUNTED


@dataclass(frozen=True, slots=True)
class Lane:
    """Stretches of time side by side, under a heading."""

    heading: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """When figures were counted and when a target counts, on one line of years. WINDOWS, ONE, MILESTONE, EMPTY or ASKED."""

    form: Form
    title: str
    alt: str
    call: str
    """In large letters: what is to be reported, or done; empty where nothing is."""
    lanes: tuple[Lane, ...]
    first: date
    last: date
    as_of: date
    as_of_text: str
    remarks: tuple[str, ...] = ()

    @property
    def here(self) -> tuple[Band, ...]:
        """Every stretch of every lane."""
        return tuple(band for lane in self.lanes for band in lane.bands)


@dataclass(frozen=True, slots=True)
class Extent:
    """From one value to another, in base units; an end that is None is open."""

    label: str
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Ranges:
    """Extents one below the other, from nought to `top` on one scale. RANGE, or ONE of a share."""

    form: Form
    title: str
    alt: str
    measure: Measure
    rows: tuple[Extent, ...]
    top: float
    top_text: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What the newest figures are made of, one group for each way of breaking them down. PARTS."""

    form: Form
    title: str
    alt: str
    groups: tuple[BreakdownGroup, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """What is told first of a target: how it stands, and what is missing."""

    standing: Standing
    goal: str
    """What is to be reached and by when."""
    gap: str
    """How much there is to go, with the bound that the value's mark puts on it; empty where it cannot be said."""
    call: str
    """What is to be reported before it can be judged; empty where nothing is."""


Picture = Course | Years | Lanes | Ranges | Parts
