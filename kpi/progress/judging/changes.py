"""Judged by how much something has changed: on average a year, over a window, or against what something else has."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from kpi.model import Comparator, Figure, Measure, Status, Target
from kpi.progress.figures.courses import Asked, Course, Reach, courses
from kpi.progress.judging.levels import Levels
from kpi.progress.judging.numbers import Numbers, divide, no_numbers, to_go
from kpi.progress.judging.rows import Docket, Evidence, Rows, no_evidence
from kpi.progress.judging.way import Choices, Reads, Way, Weighed
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number, years_between


class Changes(Way):
    """The change from the day before a period to the last day that figures reach."""

    reads = Reads.WHOLE

    def courses(self, docket: Docket) -> tuple[Course, ...]:
        """What is judged of each row, by every day that figures reach."""
        return _own_courses(docket)

    def gather(self, docket: Docket) -> Evidence:
        """The last reach of every course; a hole where later windows cannot be reached."""
        evidence = replace(no_evidence(len(docket.rows)), courses=self.courses(docket))
        for row, course in enumerate(evidence.courses):
            reach = course.reaches[course.last] if course.reaches else self.unchanged(course)
            if reach is not None:
                _take(evidence, docket.rows, row, reach, course)
        return evidence

    def unchanged(self, course: Course) -> Reach | None:
        """What there is to say of a level that nothing newer is held against."""
        return None

    def start(self, rows: Rows, evidence: Evidence) -> IntArray:
        """The day that the change is counted from."""
        return np.where(evidence.baseline_day == UNKNOWN, rows.start - 1, evidence.baseline_day)


class AverageGrowth(Changes):
    """So much a year on average, compounded."""

    def courses(self, docket: Docket) -> tuple[Course, ...]:
        """The changes so far as yearly rates."""
        own, starts = _own_courses(docket), docket.rows.start.tolist()
        years = cache(lambda since, day: float(years_between(np.array([since]), np.array([day]))[0]))
        return tuple(_yearly(course, start - 1, years) for course, start in zip(own, starts, strict=True))

    def numbers(self, rows: Rows, evidence: Evidence) -> Numbers:
        """Of the growth that the whole period asks for, in logarithms, and of its years."""
        years, of_period = (years_between(evidence.baseline_day, days) for days in (evidence.clock, rows.end))
        with np.errstate(all="ignore"):
            grown, due = years * np.log1p(evidence.value), of_period * np.log1p(rows.value)
            required = np.expm1(divide(due - grown, of_period - years))
        distance, share = _finite(divide(grown, due)) * 100, divide(years, of_period) * 100
        paced = rows.compared(Comparator.AT_LEAST) & (rows.value > 0) & (evidence.value > -1)
        one_value = evidence.admissible & ~rows.compared(Comparator.BETWEEN)
        return replace(
            no_numbers(to_go(rows, evidence)),
            distance_pct=np.where(one_value, distance, np.nan),
            time_pct=share,
            lead_pp=np.where(paced, distance - share, np.nan),
            expected_value=np.where(one_value, rows.value, np.nan),
            required_per_year=np.where(one_value, _finite(required), np.nan),
            projected_value=evidence.value,
        )

    def pace(self, weighed: Weighed) -> Choices:
        """Where no pace can be told: on it while the average holds."""
        return [*_held(weighed), *super().pace(weighed)]


class CumulativeChange(Changes, Levels):
    """So much over a window: as by a deadline, on the way from nothing."""

    def gather(self, docket: Docket) -> Evidence:
        """The change so far, from nothing on the day of the level it starts from."""
        evidence = super().gather(docket)
        evidence.baseline[evidence.admissible] = 0.0
        return evidence

    def unchanged(self, course: Course) -> Reach | None:
        """Nothing has changed yet."""
        origin = course.origin
        return None if origin is None else Reach(origin.day, 0.0, 0.0, 0.0, origin.qualifier, origin.figures)

    def start(self, rows: Rows, evidence: Evidence) -> IntArray:
        """The day before the window, also where the level it is counted from is older."""
        return rows.start - 1

    def met(self, weighed: Weighed) -> BoolArray:
        """By the newest figure, unless a later one cannot be reached."""
        return super().met(weighed) & ~weighed.evidence.hole


class Relative(Changes):
    """How much more than another measure has changed over the same days."""

    def courses(self, docket: Docket) -> tuple[Course, ...]:
        """The differences on the days that both courses reach."""
        return tuple(map(_against, _own_courses(docket), _reference_courses(docket)))

    def blocked(self, docket: Docket, evidence: Evidence) -> list[int]:
        """Not where the reference alone has no figure: then there is nothing to hold the change against."""
        blocked = super().blocked(docket, evidence)
        return [row for row in blocked if evidence.courses[row].alone == UNKNOWN or has_reference(docket, row)]

    def pace(self, weighed: Weighed) -> Choices:
        """On it while the margin is kept."""
        return _held(weighed)


def _own_courses(docket: Docket) -> tuple[Course, ...]:
    """The course of each row's own measure."""
    rows, figures = docket.rows, docket.catalog.figures
    starts = [
        _baseline_day(figures.get(target.baseline_figure_id), target, region)
        for target, region in zip(rows.targets, rows.regions, strict=True)
    ]
    return courses(list(_asked(docket, docket.series, rows.measures, starts)), docket.figures, docket.dated)


def _reference_courses(docket: Docket) -> tuple[Course, ...]:
    """The course of what each row is held against."""
    measures = [docket.catalog.measures[target.reference_measure_id] for target in docket.rows.targets]
    starts = [UNKNOWN] * len(measures)
    return courses(list(_asked(docket, docket.reference_series, measures, starts)), docket.figures, docket.dated)


def _asked(docket: Docket, series: IntArray, measures: Sequence[Measure], starts: Sequence[int]) -> Iterator[Asked]:
    rows, ends = docket.rows, np.minimum(docket.rows.end, docket.as_of)
    columns = (series.tolist(), measures, rows.start.tolist(), ends.tolist(), starts, rows.targets)
    for own, measure, start, end, baseline_day, target in zip(*columns, strict=True):
        yield Asked(own, measure.kind, start, end, baseline_day, target.absolute)


def _baseline_day(figure: Figure | None, target: Target, region: str) -> int:
    """The day of the figure a target starts from, or the last one of its window."""
    day = (figure.as_of or figure.window_end) if figure else None
    if figure is None or day is None or figure.breakdown:
        return UNKNOWN
    same_series = (figure.measure_id, figure.region_code) == (target.measure_id, region)
    return day_number(day) if same_series else UNKNOWN


def has_reference(docket: Docket, row: int) -> bool:
    """Whether there is any figure of the reference within the row's period."""
    figures = docket.figures
    of_pair = figures.of_pair(int(docket.reference_series[row]))
    shared = (figures.start[of_pair] <= docket.rows.end[row]) & (figures.end[of_pair] >= docket.rows.start[row])
    return bool(np.any(shared))


def _take(evidence: Evidence, rows: Rows, row: int, reach: Reach, course: Course) -> None:
    """A change as the current value of a row."""
    origin = course.origin
    evidence.value[row], evidence.low[row], evidence.high[row] = reach.value, reach.low, reach.high
    evidence.qualifier[row], evidence.clock[row], evidence.figures[row] = reach.qualifier, reach.day, reach.figures
    evidence.complete[row] = reach.day == rows.end[row]
    evidence.hole[row] = any(last > reach.day for _, last in course.beyond)
    evidence.baseline_day[row], evidence.first[row] = rows.start[row] - 1, rows.start[row]
    if origin is not None:
        evidence.baseline_day[row], evidence.first[row] = origin.day, origin.first
        evidence.baseline_figures[row] = origin.figures


def _against(own: Course, other: Course) -> Course:
    """By how much one change exceeds another of the same days."""
    common = sorted(own.reaches.keys() & other.reaches.keys())
    reaches = {day: _difference(own.reaches[day], other.reaches[day]) for day in common}
    return Course(reaches, own.origin, (*own.beyond, *other.beyond), own.last)


def _difference(own: Reach, other: Reach) -> Reach:
    value, low, high = own.value - other.value, own.low - other.high, own.high - other.low
    return Reach.between(own.day, value, low, high, (*own.figures, *other.figures))


def _held(weighed: Weighed) -> Choices:
    """Without a lead: 达到序时 while the value as printed holds, else 严重滞后."""
    unpaced = np.isnan(weighed.numbers.lead_pp)
    return [(unpaced & weighed.comparison.holds, Status.ON_PACE), (unpaced, Status.FAR_BEHIND)]


def _yearly(course: Course, before: int, years: Callable[[int, int], float]) -> Course:
    """The yearly rates that make the changes of a course; what has lost all of itself loses it whatever the years."""
    since, reaches = before if course.origin is None else course.origin.day, {}
    for reach in course.reaches.values():
        part = 1 / years(since, reach.day)
        value, low, high = (max(1 + change, 0.0) ** part - 1 for change in (reach.value, reach.low, reach.high))
        reaches[reach.day] = Reach(reach.day, value, low, high, reach.qualifier, reach.figures)
    return replace(course, reaches=reaches)


def _finite(numbers: FloatArray) -> FloatArray:
    return np.where(np.isfinite(numbers), numbers, np.nan)
