"""Values by year and over time in a report: no sum of windows that overlap, no part of a year as a whole one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from kpi.model import POINTS, Comparator, Kind, Measure, Qualifier, Status, Window, ends_year, same
from kpi.progress import DatedPoint, parts_of, required_path, rule_of
from kpi.views.amounts import Amount
from kpi.views.figures import FigureView
from kpi.views.goals import averaged_over
from kpi.views.scope.context import ContextWording
from kpi.views.standings import Standing


@dataclass(frozen=True, slots=True)
class YearlyRow:
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
    figures: tuple[FigureView, ...] = ()
    """What it rests on."""
    measure_id: str = ""


@dataclass(frozen=True, slots=True)
class PathPoint:
    """A value at a day, of what was reported or of the way to a target."""

    day: date
    label: str
    value: Amount
    source: str = ""
    over: str = ""
    """Over which days it is counted, of an average up to that day; empty of what stands at it."""


@dataclass(frozen=True, slots=True)
class PathRow:
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
    breaks: tuple[date, ...] = ()
    """Days among the points from which it is counted otherwise, or on a revised base: no line crosses them."""
    title: str = ""
    """What a chart of it is headed where its values are changes of the measure; empty of the measure itself."""

    @property
    def runs(self) -> tuple[tuple[PathPoint, ...], ...]:
        """The points in stretches that are counted alike."""
        of_run = groupby(self.points, key=lambda point: sum(day <= point.day for day in self.breaks))
        return tuple(tuple(run) for _, run in of_run)


class YearWording:
    """Words the values of one report's scope by year, and its dated targets over time."""

    def __init__(self, context: ContextWording) -> None:
        self._of = context

    def yearly(self, figures: Sequence[FigureView]) -> tuple[YearlyRow, ...]:
        """Of each measure one value a year: what the verdict of that year rests on, else what is reported for it."""
        whole: dict[str, list[FigureView]] = {}
        for figure in figures:
            if not figure.breakdown and figure.end:
                whole.setdefault(figure.measure_id, []).append(figure)
        judged: dict[str, dict[int, Standing]] = {}
        of_values = (row for row in self._of.view.standings if not row.assessment.period_type.of_change)
        for standing in of_values:
            if standing.assessment.year is not None and standing.assessment.current_value is not None:
                judged.setdefault(standing.measure.measure_id, {})[standing.assessment.year] = standing
        return tuple(
            row
            for measure in self._of.measures()
            for row in self._years_of(measure, whole.get(measure.measure_id, []), judged.get(measure.measure_id, {}))
        )

    def _years_of(self, measure: Measure, figures: list[FigureView], judged: dict[int, Standing]) -> Iterator[YearlyRow]:
        by_year = self._reported(measure, figures) | {
            year: self._of_standing(measure, standing) for year, standing in judged.items()
        }
        yield from (by_year[year] for year in sorted(by_year))

    def _of_standing(self, measure: Measure, standing: Standing) -> YearlyRow:
        """The value a verdict of one year rests on: a stated one, or a sum of windows that do not overlap."""
        assessment, year = standing.assessment, standing.assessment.year or 0
        complete = assessment.complete
        period = self._of.words("report.year_to", year=year) if complete else self._days_of(standing.current_figures)
        return self._row(measure, year, standing.current, period, standing.current_figures, whole_year=complete)

    def _row(
        self, measure: Measure, year: int, value: Amount, period: str, figures: tuple[FigureView, ...], *, whole_year: bool
    ) -> YearlyRow:
        return YearlyRow(
            measure=measure.name(self._of.words.lang),
            category=self._of.category(measure),
            unit=self._of.amounts.unit(measure),
            year=year,
            value=value,
            period=period,
            whole_year=whole_year,
            headline=measure.headline,
            figures=figures,
            measure_id=measure.measure_id,
        )

    def _days_of(self, figures: Sequence[FigureView]) -> str:
        """The days that figures cover, windows that follow one another as one: 2025年1—6月, 2025年1—3月和7—9月."""
        windows = sorted({(figure.start, figure.end) for figure in figures if figure.start and figure.end})
        runs: list[Window] = []
        for start, end in windows:
            if runs and start <= runs[-1].end + timedelta(days=1):
                runs[-1] = Window(runs[-1].start, max(end, runs[-1].end))
            else:
                runs.append(Window(start, end))
        return self._of.words.listing([self._of.words.window(window) for window in runs])

    def _reported(self, measure: Measure, figures: list[FigureView]) -> dict[int, YearlyRow]:
        """By year, the newest day's value, or of windows the one that starts with the year and is the longest."""
        best: dict[int, FigureView] = {}
        for figure in figures:
            if figure.end is None or not _of_one_year(figure):
                continue
            known = best.get(figure.end.year)
            if known is None or (figure.end > (known.end or figure.end)):
                best[figure.end.year] = figure
        rows = {year: self._of_figure(measure, figure) for year, figure in best.items()}
        for year, day, row in self._computed(measure):
            stated = best.get(year)
            if stated is None or stated.end is None or stated.end < day:
                rows[year] = row
        return rows

    def _of_figure(self, measure: Measure, figure: FigureView) -> YearlyRow:
        end = figure.end or self._of.view.as_of
        return self._row(measure, end.year, figure.amount, figure.period, (figure,), whole_year=ends_year(end))

    def _computed(self, measure: Measure) -> Iterator[tuple[int, date, YearlyRow]]:
        """Of a ratio, the newest value of each year, with its day, that is worked out from two figures of one day."""
        if measure.kind is not Kind.RATIO or parts_of(measure) is None:
            return
        newest = {point.day.year: point for point in self._of.points(measure) if not point.stated}
        for year, point in newest.items():
            value, figures = self._of.amounts.value(point.value, measure), tuple(self._of.at(point.figures))
            ends = ends_year(point.day)
            yield year, point.day, self._row(measure, year, value, self._of.words.day(point.day), figures, whole_year=ends)

    def paths(self) -> tuple[PathRow, ...]:
        """Dated targets with a baseline: what was reported, and the line from the baseline to the target."""
        return tuple(self._path(standing) for standing in self._of.view.counted if _is_drawn(standing))

    def _path(self, standing: Standing) -> PathRow:
        assessment, measure, words = standing.assessment, standing.measure, self._of.words
        start, end = (assessment.period.start, assessment.period.end) if assessment.period else (None, None)
        reported = [point for point in self._of.points_of(standing) if start is None or point.day >= start]
        averaged = assessment.period_type.of_change and not rule_of(assessment.period_type).linear
        ends = (end,) if averaged else (start, end)  # no day has gone by at the start, so there is no average of it
        days = sorted({point.day for point in reported} | {day for day in ends if day})
        over = {day: averaged_over(words, standing.target, day) for day in days}
        return PathRow(
            measure=standing.name,
            unit=self._of.amounts.unit(measure),
            points=tuple(
                PathPoint(
                    point.day,
                    over[point.day] or words.day(point.day),
                    self._amount(point, measure),
                    words.listing([figure.source for figure in self._of.at(point.figures)]),
                    over[point.day],
                )
                for point in reported
            ),
            expected=tuple(
                PathPoint(
                    day,
                    over[day] or words.day(day),
                    self._of.amounts.value(_on_the_way(standing, day), measure, _mark_on_the_way(standing, day)),
                    over=over[day],
                )
                for day in days
            ),
            status_text=standing.status_text,
            headline=measure.headline,
            target_id=standing.target.target_id,
            breaks=self._breaks_in(measure, [point.day for point in reported]),
            title=self._headed(standing),
        )

    def _headed(self, standing: Standing) -> str:
        """人均预期寿命：较基期累计提高（岁）: 1.95 years are no life expectancy."""
        assessment, measure, words = standing.assessment, standing.measure, self._of.words
        if not assessment.period_type.of_change or assessment.period_type.compares:
            return ""
        unit = POINTS.name(words.lang) if measure.unit == POINTS else self._of.amounts.unit(measure)
        key = "report.plot_averaged"
        if rule_of(assessment.period_type).linear:
            rises = assessment.comparator is Comparator.AT_LEAST and assessment.target_value > 0
            of_level = self._of.catalog.measures[measure.measure_id].kind is not Kind.CHANGE
            key = f"report.plot_{'risen' if rises else 'changed'}" if of_level else "report.plot_cumulated"
        return words(key, measure=standing.name, unit=unit)

    def _amount(self, point: DatedPoint, measure: Measure) -> Amount:
        """A value as its figure has it, with its mark; or as worked out."""
        of = self._of.at(point.figures) if point.stated else ()
        stated = next((figure.amount for figure in of if same(figure.value, point.value)), None)
        return stated or self._of.amounts.value(point.value, measure)

    def _breaks_in(self, measure: Measure, days: Sequence[date]) -> tuple[date, ...]:
        """Days from which a measure is counted otherwise, between the first and the last of some."""
        catalog = self._of.catalog
        changes = [each.date for each in (*catalog.breaks, *catalog.revised_bases) if each.measure_id == measure.measure_id]
        return tuple(sorted({day for day in changes if days and days[0] < day <= days[-1]}))


def _of_one_year(figure: FigureView) -> bool:
    """Whether it is of a day, or of a window that starts with the year it ends in."""
    return figure.dated or (figure.start is not None and figure.end is not None and figure.start == date(figure.end.year, 1, 1))


def _is_drawn(standing: Standing) -> bool:
    """Whether it starts from a baseline, or counts a change that is known; what may not be compared shares no scale."""
    assessment = standing.assessment
    if standing.status is Status.NOT_COMPARABLE:
        return False
    known = assessment.current_value if assessment.period_type.of_change else assessment.baseline_value
    return known is not None


def _on_the_way(standing: Standing, day: date) -> float:
    """Where the way that the target asks for stands on a day; a level to be kept is the target throughout."""
    path = required_path(standing.assessment)
    if not path or path[-1][0] <= path[0][0]:
        return standing.assessment.target_value
    (start, first), (end, last) = path
    share = min(max((day - start).days / (end - start).days, 0.0), 1.0)
    return first + (last - first) * share


def _mark_on_the_way(standing: Standing, day: date) -> Qualifier:
    """A way that begins at a marked value is as open as that until its end; a level to be kept is not."""
    path = required_path(standing.assessment)
    on_it = bool(path) and path[-1][0] > path[0][0] and day < path[-1][0]
    return standing.assessment.baseline_qualifier if on_it else Qualifier.EQ
