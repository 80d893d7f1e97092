"""One row with everything that a sentence about it may name."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isnan

from kpi.model import Gap, Kind, Measure, Message, Quantity, Window, told_in, without_course
from kpi.progress.figures.courses import Level
from kpi.progress.figures.figures import Slot, parts_of
from kpi.progress.judging.numbers import Past, PastComparison, past
from kpi.progress.judging.rows import Docket, Evidence
from kpi.progress.judging.status import Verdicts
from kpi.progress.periods.clocks import IntArray, day_of
from kpi.progress.periods.intervals import QUALIFIERS
from kpi.progress.periods.windows import Span, window_of


@dataclass(frozen=True)
class Judgement:
    """The rows of a docket, their evidence and their verdicts."""

    docket: Docket
    evidence: Evidence
    comparison: PastComparison
    verdicts: Verdicts
    broken: dict[int, date]
    """By row, the first break among the days its figures are held together over."""
    rebased: dict[int, date]
    """By row, the day from which its figures stand on a revised base, where its baseline does not."""


class Case:
    """One row of a judgement."""

    def __init__(self, judgement: Judgement, row: int) -> None:
        docket = judgement.docket
        self.judgement, self.row = judgement, row
        self.figures, self.evidence = docket.figures, judgement.evidence
        """The figures there are, and what they say of every row."""
        self.target, self.measure = docket.rows.targets[row], docket.rows.measures[row]
        self.milestone = self.measure.kind is Kind.MILESTONE
        """Whether it is something to be done, which has no level to be kept."""
        self.over, self.holding = bool(judgement.verdicts.over[row]), bool(judgement.verdicts.holding[row])
        """Whether its period is over, and whether it is 维持型."""
        self.span: Span = int(docket.rows.start[row]), int(docket.rows.end[row])
        """The period as day numbers; its start is `UNKNOWN` for by_date."""

    @property
    def as_of(self) -> date:
        """The day of the verdict."""
        return day_of(self.judgement.docket.as_of)

    @cached_property
    def told(self) -> Measure:
        """The measure that target, current value and gap are counted in; a margin is told with its sign."""
        told = told_in(self.target, self.measure)
        return without_course(told) if self.target.period_type.compares else told

    @property
    def end(self) -> date:
        """The deadline, or the last day of the year or window."""
        return day_of(self.span[1])

    @property
    def span_so_far(self) -> Span:
        """The part of the period that has begun by `as_of`."""
        return self.span[0], min(self.span[1], self.judgement.docket.as_of)

    @property
    def period(self) -> Window:
        """The year or window. ValueError for by_date."""
        return window_of(self.span)

    @property
    def clock(self) -> date:
        """t."""
        return day_of(self.evidence.clock[self.row])

    @property
    def current(self) -> Quantity:
        """The current value with its mark."""
        evidence = self.evidence
        return Quantity(float(evidence.value[self.row]), self.told, QUALIFIERS[evidence.qualifier[self.row]])

    @property
    def baseline(self) -> Quantity:
        """The baseline with its mark."""
        evidence = self.evidence
        if self.origin is not None:
            return Quantity(self.origin.value, self.measure, QUALIFIERS[self.origin.qualifier])
        return Quantity(float(evidence.baseline[self.row]), self.measure, QUALIFIERS[evidence.baseline_qualifier[self.row]])

    @property
    def origin(self) -> Level | None:
        """Of a change of levels, the level it starts from."""
        return self.evidence.courses[self.row].origin if self.evidence.courses else None

    @property
    def baseline_date(self) -> date:
        """The day of the baseline."""
        return day_of(self.evidence.baseline_day[self.row])

    @property
    def wanted(self) -> Quantity | Message:
        """The target's value, or the two that it is to lie between."""
        value, high = Quantity(self.target.goal, self.told), self.target.value_high
        return value if high is None else Message("value.between", {"low": value, "high": Quantity(float(high), self.told)})

    @property
    def difference(self) -> Gap:
        """How far the current value is from the target, without a sign."""
        value, low = float(self.evidence.value[self.row]), self.target.goal
        high = self.target.high
        nearest = high if value > high else low
        return Gap(0.0 if low < value < high else abs(nearest - value), self.told)

    @property
    def past(self) -> Past | None:
        """On which side the current value has gone past a target it was not to go past."""
        baseline = float(self.evidence.baseline[self.row])
        value, target = float(self.evidence.value[self.row]), self.target.goal
        high = None if self.target.value_high is None else float(self.target.value_high)
        return past(self.target.comparator, value, target, None if isnan(baseline) else baseline, high)

    @property
    def series(self) -> int:
        """The series of the measure itself, and its pair."""
        return self.figures.layout.series((self.target.measure_id, "", ""), self.target.region_code)

    @property
    def parts(self) -> tuple[Slot, Slot] | None:
        """Numerator and denominator of a ratio."""
        return parts_of(self.measure)

    @cached_property
    def own_flows(self) -> IntArray:
        """Flows of the measure itself with a known start, wherever they lie."""
        figures = self.figures
        of_pair = figures.of_pair(self.series)
        own: IntArray = of_pair[figures.known[of_pair] & (figures.series[of_pair] == self.series) & ~figures.dated[of_pair]]
        return own

    def figure(self, index: int) -> Quantity | Message:
        """A figure as a sentence names it: with the name of its measure if that is not the target's own."""
        figures = self.figures
        measure = self.judgement.docket.catalog.measures[figures.measure_of(index)]
        quantity = Quantity(float(figures.value[index]), measure, QUALIFIERS[figures.qualifier[index]])
        if measure.measure_id == self.target.measure_id:
            return quantity
        return Message("reason.part_figure", {"measure": measure, "figure": quantity})

    def window(self, index: int) -> Window:
        """The window of a figure with a known start, or its day as one."""
        return window_of((int(self.figures.start[index]), int(self.figures.end[index])))
