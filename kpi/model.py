"""The records every room shares. They are frozen, hold no behaviour beyond arithmetic on themselves and import nothing.

Values are in base units (person, yuan, fraction); dates are plain dates; a sentence is a `Message` until a service words it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What sort of number a measure is."""

    STOCK = "stock"
    FLOW = "flow"
    RATIO = "ratio"
    RANK = "rank"
    MILESTONE = "milestone"
    PARAMETER = "parameter"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Comparator(StrEnum):
    """How a value must stand to the target."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="


class PeriodType(StrEnum):
    """Over what a target is counted."""

    BY_DATE = "by_date"
    EACH_YEAR = "each_year"
    SINGLE_YEAR = "single_year"
    CUMULATIVE_WINDOW = "cumulative_window"
    UNSPECIFIED = "unspecified"
    AMBIGUOUS = "ambiguous"


class Qualifier(StrEnum):
    """What the source says about the exactness of a figure (约, 超, 以上, 余)."""

    EQ = "eq"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    APPROX = "approx"


class Certainty(StrEnum):
    """How sure the dates of a figure are; only `unknown` bars a verdict."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Partition(StrEnum):
    """How a breakdown row stands to its parent; only `yes` must sum."""

    YES = "yes"
    SUBSET = "subset"
    OVERLAP = "overlap"
    UNKNOWN = "unknown"


class Load(StrEnum):
    """Whether a catalogued row is loaded, or listed only, and why."""

    PRIMARY = "primary"
    DUPLICATE = "duplicate"
    QUARANTINE = "quarantine"
    PLAN = "plan"
    DERIVED = "derived"


class Status(StrEnum):
    """The verdicts of VERDICTS.md, in the order headline sentences name them."""

    MET = "met"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MISSED = "missed"
    PENDING = "pending"
    INCOMPLETE = "incomplete"
    NOT_COMPARABLE = "not_comparable"
    BASELINE_ONLY = "baseline_only"
    NO_DATA = "no_data"
    NOT_STARTED = "not_started"
    NOT_ASSESSED = "not_assessed"


class Lamp(StrEnum):
    """The colour a scheme gives a status; always shown with shape and text."""

    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Severity(StrEnum):
    """Errors refuse, warnings must be confirmed, notes inform."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Action(StrEnum):
    """What an actor may be allowed to do."""

    VIEW = "view"
    UPLOAD = "upload"
    WITHDRAW = "withdraw"
    EXPORT = "export"
    ISSUE = "issue"
    ATTACH = "attach"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks for something."""

    name: str
    roles: frozenset[str] = frozenset({"owner"})


@dataclass(frozen=True, slots=True)
class Window:
    """Two inclusive dates."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Number of days, both ends included."""
        return (self.end - self.start).days + 1

    def contains(self, other: "Window") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Window") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet worded: a key of i18n and the values that go into it."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    """Strings, integers, dates, `Window`, `Quantity`, other messages, or tuples of these."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted, and every way people write it."""

    unit: str
    name_zh: str
    name_en: str
    spellings: tuple[str, ...]
    integer: bool
    name_en_one: str = ""
    """English of exactly one; empty where the plural says it, or follows the rule."""

    def counted(self, number: float | Decimal) -> str:
        """The English name as it stands after a number: 1 facility, 0.5 facilities."""
        if abs(number) != 1:
            return self.name_en
        return self.name_en_one or _singular(self.name_en)


def _singular(plural: str) -> str:
    """One of what is named in the plural, where English forms that by rule; else the plural itself."""
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    return plural[:-1] if plural.endswith("s") and not plural.endswith("ss") else plural


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured (指标)."""

    measure_id: str
    name_zh: str
    name_en: str
    category: str
    kind: Kind
    unit: Unit
    display_unit: str
    """Chinese text beside a shown value, such as 万人次 or %."""
    display_scale: Decimal
    """base = display × display_scale: 10000 for 万, 0.01 for %."""
    direction: Direction
    decimals: int
    """Most digits after the point of a shown value."""
    numerator_id: str = ""
    """Of a ratio: a measure id, or `measure[breakdown=member]`."""
    denominator_id: str = ""
    role: str = "kpi"
    definition: str = ""
    source: str = ""
    headline: bool = False
    aliases: tuple[str, ...] = ()
    owner: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Columns of the file that the product does not know, kept as they are."""

    def name(self, lang: str) -> str:
        """The measure's name in `lang` (zh or en)."""
        return self.name_en if lang == "en" and self.name_en else self.name_zh


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure should reach, and when (目标)."""

    target_id: str
    measure_id: str
    region_code: str
    comparator: Comparator
    value: Fraction
    period_type: PeriodType
    window: Window | None
    years: tuple[int, ...]
    deadline: date | None
    baseline_figure_id: str = ""
    strength: str = ""
    source: str = ""
    owner: str = ""
    weight: float | None = None
    load: Load = Load.PRIMARY
    load_reason: str = ""
    source_id: str = ""
    section: str = ""
    printed: str = ""
    """The value as the source writes it."""
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the catalog: of a measure, for a region, breakdown and period, with its source as printed."""

    figure_id: str
    measure_id: str
    region_code: str
    breakdown: str
    member: str
    value: Decimal
    window_start: date | None
    window_end: date | None
    as_of: date | None
    certainty: Certainty
    qualifier: Qualifier
    parent_figure_id: str
    partition: Partition
    load: Load
    source: str
    load_reason: str = ""
    source_id: str = ""
    section: str = ""
    printed: str = ""
    row: int = 0
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Region:
    """A place that figures are for."""

    region_code: str
    name_zh: str
    name_en: str
    parent_code: str
    type: str
    active: bool = True
    """Whether the region reports."""
    in_partition: bool = False
    """Whether the region is one of those that add up to their parent."""
    aliases: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def name(self, lang: str) -> str:
        """The region's name in `lang` (zh or en)."""
        return self.name_en if lang == "en" and self.name_en else self.name_zh


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a breakdown, such as level=national."""

    breakdown: str
    member: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that must hold between figures (勾稽关系)."""

    identity_id: str
    kind: str
    expression: str
    tolerance: Decimal | None
    severity: Severity
    note: str
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A document figures come from."""

    source_id: str
    title: str
    number: str
    issuer: str
    issued: date | None
    notes: Mapping[str, str] = field(default_factory=dict)
    """Columns of the file that the product does not know, such as its type."""


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which a measure is counted differently (口径变更)."""

    measure_id: str
    date: date
    note: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the plan's owner can answer."""

    question_id: str
    subject: str
    """Ids of figures, targets or measures it is about, `;` between them."""
    text_zh: str
    text_en: str


class LampClock(StrEnum):
    """How a lamp scheme counts the time that has gone: by days as verdicts do, or by months (the end of June is 50.00)."""

    DAYS = "days"
    MONTHS = "months"


_LEAD_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class LampRule:
    """One line of a lamp scheme; of the lines of a scheme the first that fits gives the lamp."""

    scheme: str
    status: Status | None
    """None fits every status."""
    lead_from: float | None
    """Least lead_pp, inclusive."""
    lead_below: float | None
    """Lead_pp must be less than this."""
    lamp: Lamp
    lead_above: float | None = None
    """Lead_pp must be more than this."""
    clock: LampClock | None = None
    """How the scheme counts time, on one of its lines; days where none says."""
    names: tuple[str, str] = ("", "")
    """The scheme's name in Chinese and English, on one of its lines."""
    notes: tuple[str, str] = ("", "")
    """What a reader should know about this line, in Chinese and English."""

    @property
    def asks_for_lead(self) -> bool:
        """Whether it fits only rows that have a lead."""
        return (self.lead_from, self.lead_above, self.lead_below) != (None, None, None)

    def fits(self, status: Status, lead_pp: float | None) -> bool:
        """Whether the line is for this status and lead; two leads are the same within 1e-9 of their size."""
        if self.status not in (None, status):
            return False
        if lead_pp is None or not self.asks_for_lead:
            return not self.asks_for_lead

        def slack(bound: float) -> float:
            return _LEAD_TOLERANCE * max(abs(bound), abs(lead_pp), 1.0)

        reaches = self.lead_from is None or lead_pp >= self.lead_from - slack(self.lead_from)
        exceeds = self.lead_above is None or lead_pp > self.lead_above + slack(self.lead_above)
        stays_below = self.lead_below is None or lead_pp < self.lead_below - slack(self.lead_below)
        return reaches and exceeds and stays_below


@dataclass(frozen=True, slots=True)
class LampScheme:
    """亮灯方案: ordered lines of which the first that fits gives the lamp. It never changes a status."""

    scheme: str
    rules: tuple[LampRule, ...]

    @property
    def clock(self) -> LampClock:
        """How it counts the time that has gone."""
        return next((rule.clock for rule in self.rules if rule.clock), LampClock.DAYS)

    def name(self, lang: str) -> str:
        """Its name in `lang` (zh or en), else its code."""
        return next((rule.names[lang == "en"] for rule in self.rules if rule.names[lang == "en"]), self.scheme)


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
        return (
            self.measure_id,
            self.region_code,
            self.breakdown,
            self.member,
            self.window_start,
            self.window_end,
            self.as_of,
        )

    @property
    def period_end(self) -> date | None:
        """The last day the value speaks of."""
        return self.as_of or self.window_end


ObservationKey = tuple[str, str, str, str, date | None, date | None, date | None]

OBSERVATION_COLUMNS = (
    "measure_id",
    "region_code",
    "breakdown",
    "member",
    "window_start",
    "window_end",
    "as_of",
    "value",
    "qualifier",
    "certainty",
    "printed",
    "file",
    "sheet",
    "row",
    "column",
    "figure_id",
    "source_id",
    "section",
    "note",
    "batch_id",
)
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


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a table or a catalog: where, what, and what to do about it."""

    severity: Severity
    code: str
    """Also the key of its message in i18n: `problem.<code>`, and of its suggestion: `suggestion.<code>`."""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    """As the user sees it in Excel."""
    column: str = ""
    value: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    """What goes into the message."""
    suggestion: Message | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in base units that a message shows in its measure's display unit."""

    value: float
    measure: Measure
    qualifier: Qualifier = Qualifier.EQ


@dataclass(frozen=True, slots=True)
class Part:
    """A measure, or the member of a breakdown of it that is meant: a sentence names the part, never the whole for it."""

    measure: Measure
    label_zh: str = ""
    """The member's name; empty for the whole."""
    label_en: str = ""

    def label(self, lang: str) -> str:
        """The member's name in `lang` (zh or en), empty for the whole."""
        return self.label_en if lang == "en" else self.label_zh


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference in base units that a message shows in the measure's unit, or in 个百分点 or 位."""

    value: float
    measure: Measure


class Rounding(StrEnum):
    """Which way a pace in whole units is rounded. With a fraction shown every pace is rounded to the nearest."""

    NEAREST = "nearest"
    UP = "up"
    """What is needed: 88 in three years are 30 a year, 29 would not do."""
    DOWN = "down"
    """What is allowed: 8 left for three months are 2 a month, 3 would be too many."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A difference per year or per month, in base units; a small one is shown to two digits whatever the measure's decimals."""

    value: float
    measure: Measure
    rounding: Rounding = Rounding.NEAREST


@dataclass(frozen=True, slots=True)
class Multiple:
    """How many times one pace is another. It is worked out from the digits shown, so that a reader can check it."""

    needed: Pace
    recent: Pace


@dataclass(frozen=True, slots=True)
class Assessment:
    """One target, for one of its years if it has years, as judged at `as_of`. Numbers as VERDICTS.md defines them."""

    target_id: str
    measure_id: str
    region_code: str
    year: int | None
    period_type: PeriodType
    comparator: Comparator
    target_value: float
    status: Status
    baseline_value: float | None = None
    baseline_date: date | None = None
    current_value: float | None = None
    current_date: date | None = None
    gap: float | None = None
    completion_pct: float | None = None
    distance_pct: float | None = None
    time_pct: float | None = None
    lead_pp: float | None = None
    expected_value: float | None = None
    required_per_year: float | None = None
    projected_value: float | None = None
    cagr_ratio: float | None = None
    period: Window | None = None
    """The year or window judged; for by_date from the baseline's date to the deadline; None where there is none."""
    current_qualifier: Qualifier = Qualifier.EQ
    """The mark the current value carries (约, ≥)."""
    baseline_qualifier: Qualifier = Qualifier.EQ
    holding: bool = False
    """维持型: the baseline already meets the target."""
    overshot: bool = False
    """Past a target to be met exactly, by more than half its last printed digit: an excess, and no success."""
    reason: Message | None = None
    remarks: tuple[Message, ...] = ()
    """Second opinions and cautions, such as the growth rate disagreeing with the pace."""
    figures: tuple[int, ...] = ()
    """Positions in the observation frame of the figures the current value rests on."""
    baseline_figures: tuple[int, ...] = ()
    """Positions in the observation frame of the figures the baseline rests on."""
    complete: bool = False
    """Whether the figures cover every day of the period; for by_date, whether one is dated on the deadline."""

    @property
    def progress_pct(self) -> float | None:
        """distance_pct or completion_pct, whichever the period type has."""
        return self.distance_pct if self.period_type is PeriodType.BY_DATE else self.completion_pct
