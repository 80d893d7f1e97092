"""What a report tells besides its targets: values by year, members side by side, a region's figures, definitions, comments."""

from dataclasses import dataclass
from datetime import date, datetime

from kpi.report.printable import Printable
from kpi.report.rows import NOTHING, Amount, FigureRow


@dataclass(frozen=True, slots=True)
class YearlyRow(Printable):
    """A measure's value of one calendar year, or at one day of it. Never a sum of windows that overlap."""

    measure: str
    category: str
    unit: str
    year: int
    value: Amount
    period: str
    """What the value is of: 2024年, 2024年12月31日, 2025年1—6月."""
    whole_year: bool
    """Whether it is of the year as a whole, or stands at its last day."""
    headline: bool = False
    figures: tuple[FigureRow, ...] = ()
    """What it rests on."""
    measure_id: str = ""


@dataclass(frozen=True, slots=True)
class MemberValue(Printable):
    """One member's value of a measure; without text and number where nothing is reported."""

    name: str
    value: Amount
    rank: int | None
    """1 is best; equal values share a rank."""
    share: Amount = NOTHING
    """Of the whole, 0–100."""
    lacking: Amount = NOTHING
    """What it lacks of the whole's target; negative where it is ahead."""
    counted: bool = True
    """Whether it is one of those that add up to the whole."""
    status_text: str = ""
    """Only where a target names this member."""
    source: str = ""
    code: str = ""
    """Of the region."""


@dataclass(frozen=True, slots=True)
class MemberColumn(Printable):
    """One measure over the members of a whole (towns of a city) for one period, best first, unreported last."""

    measure: str
    unit: str
    period: str
    whole: Amount
    whole_note: str
    """Whether the whole is stated or Σ numerator ÷ Σ denominator."""
    check: str
    """Whether the members add up to the whole; empty for what is not added up."""
    members: tuple[MemberValue, ...]
    lacking_note: str = ""
    """By what `lacking` is laid on members, or why it is not."""
    lacking_unit: str = ""
    """Of `lacking`, which is counted in people where the measure itself is a share."""
    measure_id: str = ""

    @property
    def reported(self) -> tuple[MemberValue, ...]:
        """Members with a value."""
        return tuple(
            each for each in self.members if each.rank is not None or (each.value.text and each.value.number is not None)
        )


@dataclass(frozen=True, slots=True)
class ValueRow(Printable):
    """The newest figure of a measure of a region below the plan's own: value, share of the whole and place. No verdict."""

    measure: str
    category: str
    unit: str
    period: str
    value: Amount
    share: Amount = NOTHING
    """Of the whole, 0–100; empty for what is not counted or where the whole is not known."""
    whole: Amount = NOTHING
    """The whole's value over the same period."""
    rank: int | None = None
    ranked: int = 0
    """How many have a value over the same period."""
    figures: tuple[FigureRow, ...] = ()
    measure_id: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionRow(Printable):
    """What a measure is: 口径."""

    measure: str
    category: str
    unit: str
    definition: str
    formula: str
    """Numerator ÷ denominator by name; empty for what is no ratio."""
    owner: str
    source: str
    doubts: tuple[str, ...] = ()
    measure_id: str = ""


@dataclass(frozen=True, slots=True)
class CommentRow(Printable):
    """A remark that a unit sent along with figures."""

    measure: str
    """The measures it was made on; of many, some and how many more."""
    period: str
    """Empty where the figures are of several."""
    text: str
    user: str
    source: str


@dataclass(frozen=True, slots=True)
class PathPoint(Printable):
    """A value at a day, of what was reported or of the way to a target."""

    day: date
    label: str
    value: Amount
    source: str = ""


@dataclass(frozen=True, slots=True)
class PathRow(Printable):
    """One measure over time against its dated target, for a chart; values in the unit given."""

    measure: str
    unit: str
    points: tuple[PathPoint, ...]
    """Reported, oldest first."""
    expected: tuple[PathPoint, ...]
    """Where the line from the baseline to the target stands at the same days, and the target at its end."""
    status_text: str
    headline: bool = False
    target_id: str = ""


@dataclass(frozen=True, slots=True)
class SchemeRow(Printable):
    """The lamp scheme in force: its name, its clock and its lines in their order."""

    name: str
    clock: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue(Printable):
    """That a report was issued: its number in the ledger, by whom and when."""

    number: int
    user: str
    moment: datetime
