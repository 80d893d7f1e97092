"""What a plan says: measures, targets, the figures it was written with, regions, and what must hold between figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import nan
from typing import NamedTuple

from kpi.model.base import UNSAID, Bilingual, Certainty, Qualifier, Severity, Window
from kpi.model.kinds import ChangeUnit, Comparator, Course, Direction, Kind, Load, Nature, Partition
from kpi.model.observations import ObservationKey
from kpi.model.period_types import PeriodType


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
    further: tuple[tuple[str, str], ...] = ()
    """Names in further languages, by their codes; of exactly one by `eo_one`."""

    def name(self, lang: str) -> str:
        """The name in `lang`; the Chinese one where there is no other."""
        return Bilingual(self.name_zh, self.name_en, self.further).in_(lang)

    def counted(self, number: float | Decimal, lang: str) -> str:
        """The name as it stands after a number: 1 facility, 0.5 facilities."""
        ones = {"en_one": self.name_en_one or _singular(self.name_en), **dict(self.further)}
        return (ones.get(f"{lang}_one") if abs(number) == 1 else "") or self.name(lang)


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
    category: Bilingual
    """Its Chinese text is also the key that measures are grouped by."""
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
    definition: Bilingual = UNSAID
    doubt: Bilingual = UNSAID
    """What the plan itself doubts about it."""
    source: str = ""
    headline: bool = False
    aliases: tuple[str, ...] = ()
    owner: str = ""
    """The units that answer for it (责任单位), `;` or 、 between them."""
    co_owners: str = ""
    """The units that help (协办单位), written the same way."""
    change_of: str = ""
    """Of a change: the measure whose level changes, where the plan has it."""
    further: tuple[tuple[str, str], ...] = ()
    """Names in further languages, by their codes."""
    course: Course | None = None
    """In which words the sign of its values is told: 提高1.95岁; None where they are no change of a level."""

    def name(self, lang: str) -> str:
        """The measure's name in `lang`."""
        return Bilingual(self.name_zh, self.name_en, self.further).in_(lang)


@dataclass(frozen=True, slots=True)
class Revised:
    """What a target said before it was revised, and by which document it was."""

    value: Fraction | None
    value_high: Fraction | None
    deadline: date | None
    years: tuple[int, ...]
    period_type: PeriodType
    window: Window | None
    document_number: str
    effective_on: date | None
    answered: bool = False
    """Whether the document changed nothing that was said, but settled what was not."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure should reach, and when (目标)."""

    target_id: str
    measure_id: str
    region_code: str
    comparator: Comparator
    value: Fraction | None
    """None where the source states no number, or none was seen; such a target is not judged."""
    period_type: PeriodType
    window: Window | None
    years: tuple[int, ...]
    deadline: date | None
    baseline_figure_id: str = ""
    strength: str = ""
    source: str = ""
    owner: str = ""
    """As of its measure, which counts where the target says nothing."""
    co_owners: str = ""
    weight: float | None = None
    revised: Revised | None = None
    """What it said first, where it was revised since."""
    settled_by: str = ""
    """Of a target looked at as it was first: the document that has since settled what it leaves open."""
    load: Load = Load.PRIMARY
    load_reason: Bilingual = UNSAID
    note: Bilingual = UNSAID
    label: Bilingual = UNSAID
    """A few words that tell it from other targets of its measure: 逐年 of a reading by years."""
    source_id: str = ""
    section: str = ""
    printed: str = ""
    """The value as the source writes it."""
    printed_en: str = ""
    """The same in English, where the source states it in words and not as a number."""
    value_high: Fraction | None = None
    """The upper edge of what a target `between` two values allows."""
    change_unit: ChangeUnit | None = None
    reference_measure_id: str = ""
    """The measure it is held against."""
    parent_target_id: str = ""
    """The target this is a year's step (年度分解) or a second line (底线, 挑战) of. It is not counted in the headline."""
    nature: Nature | None = None

    @property
    def absolute(self) -> bool:
        """Whether it asks for a change in the measure's own unit."""
        return self.change_unit is ChangeUnit.ABSOLUTE

    @property
    def reading(self) -> bool:
        """Whether it is one way of reading its parent, and not what the plan itself says."""
        return self.strength == "reading"

    @property
    def goal(self) -> float:
        """The value as a float; not a number where none is stated."""
        return nan if self.value is None else float(self.value)

    @property
    def high(self) -> float:
        """The upper edge of what a target `between` two values allows; of any other its goal."""
        return self.goal if self.value_high is None else float(self.value_high)


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
    load_reason: Bilingual = UNSAID
    note: Bilingual = UNSAID
    source_id: str = ""
    section: str = ""
    printed: str = ""
    row: int = 0
    state: str = ""
    """preliminary, final or revised, where the source says so."""
    published_on: str = ""
    """The day it came out, or the month or the year: ISO text as far as it is known."""
    vintage_of: str = ""
    """Of a figure that was published again since with another value: the figure that took its place."""

    @property
    def key(self) -> ObservationKey:
        """What it is of, and when: as of an observation."""
        period = (self.window_start, self.window_end, self.as_of)
        return (self.measure_id, self.region_code, self.breakdown, self.member, *period)

    @property
    def in_order(self) -> tuple[str, str]:
        """What sorts the vintages of one figure, the first published first."""
        return self.published_on, self.figure_id


_SHORTEST_NAME = 2


class Tile(NamedTuple):
    """Where a place stands on a map of equal squares; both count from 1, from the top left."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Region:
    """A place that figures are for."""

    region_code: str
    name_zh: str
    name_en: str
    parent_code: str
    type: Bilingual
    active: bool = True
    """Whether the region reports."""
    in_partition: bool = False
    """Whether the region is one of those that add up to their parent."""
    aliases: tuple[str, ...] = ()
    note: Bilingual = UNSAID
    tile: Tile | None = None
    """Its square on the map of the regions beside it."""
    further: tuple[tuple[str, str], ...] = ()
    """Names in further languages, by their codes."""

    def name(self, lang: str) -> str:
        """The region's name in `lang`."""
        return Bilingual(self.name_zh, self.name_en, self.further).in_(lang)

    def short(self, lang: str) -> str:
        """What it is called for short, where one of its other names is a part of its name: 东城 for 东城街道."""
        name = self.name(lang)
        parts = (alias for alias in self.aliases if alias in name and len(alias) >= _SHORTEST_NAME)
        return min((name, *parts), key=len)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a breakdown, such as level=national."""

    breakdown: str
    member: str
    name_zh: str
    name_en: str
    further: tuple[tuple[str, str], ...] = ()
    """Names in further languages, by their codes."""

    @property
    def names(self) -> Bilingual:
        """Its name in every language there is."""
        return Bilingual(self.name_zh, self.name_en, self.further)


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that must hold between figures (勾稽关系)."""

    identity_id: str
    kind: str
    expression: str
    tolerance: Decimal | None
    severity: Severity
    note: Bilingual


@dataclass(frozen=True, slots=True)
class Source:
    """A document figures come from."""

    source_id: str
    title: str
    number: str
    issuer: str
    issued: date | None
    type: str = ""
    year: str = ""
    """When it was issued, where no more is known than the year."""
    publisher: str = ""
    """Who put it before the public, where that is not the issuer; as the plan writes it."""
    published: str = ""
    """When, as far as that is known: a day, a month or a year."""
    check: Bilingual = UNSAID
    """What to look up before anything rests on it, where it was reached by way of somebody else."""


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which a measure is counted differently (口径变更)."""

    measure_id: str
    date: date
    note: Bilingual


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the plan's owner can answer."""

    question_id: str
    subject: str
    """Ids of figures, targets or measures it is about, `;` between them."""
    text: Bilingual
