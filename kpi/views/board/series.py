"""The figures of a target over time, as far as they may be held against each other, and what the last one changed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from kpi.analysis import of_measures, together
from kpi.catalog import Catalog
from kpi.i18n import Texts, day_inside
from kpi.model import CUMULATIVE_WINDOW, Kind, Measure, Qualifier, Window, same
from kpi.progress import change_points, counted_alike_since, dated_points, parts_of, tile_period
from kpi.views.pictures.records import PointView
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

_SUMS = (Kind.FLOW, Kind.CHANGE)
_NO_SERIES = (Kind.MILESTONE, Kind.PARAMETER)
_A_LINE = 2
_Found = tuple[date, float, Qualifier]
"""A day, a value in base units, and its mark."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the newest figure changed since the one it is held against."""

    text: str
    """With its sign and unit: +0.83个百分点."""
    since: str
    """Since when: 较2024年底."""


def measures_of(catalog: Catalog, standings: Collection[Standing]) -> dict[str, Measure]:
    """The measures of some targets as the plan has them, and the parts of shares among them."""
    own = {each.measure.measure_id: catalog.measures[each.measure.measure_id] for each in standings}
    parts = [slot[0] for measure in own.values() for slot in parts_of(measure) or ()]
    return own | {measure_id: catalog.measures[measure_id] for measure_id in parts}


class Dates:
    """In which years a region has figures of a measure, whatever they count."""

    def __init__(self, frame: pd.DataFrame, measures: Mapping[str, Measure], region_code: str) -> None:
        self._measures = measures
        own = of_measures(frame, measures, region_code)
        ends = own["as_of"].fillna(own["window_end"]).dt.year.rename("year")
        years = pd.concat([own["measure_id"], ends], axis=1).dropna().drop_duplicates()
        self._there = {(str(measure_id), int(year)) for measure_id, year in years.itertuples(index=False)}

    def measure(self, standing: Standing) -> Measure:
        """A target's measure as the plan has it, also where its change is what counts."""
        return self._measures[standing.measure.measure_id]

    def reported(self, measure: Measure, year: int) -> bool:
        """Whether a figure of it, or of a part of it, ends in a year."""
        ids = {measure.measure_id, *(slot[0] for slot in parts_of(measure) or ())}
        return any((measure_id, year) in self._there for measure_id in ids)


class Courses:
    """The series of the targets of one view; the figures of its region are picked out once."""

    def __init__(self, known: Known, view: StatusView, standings: Collection[Standing], words: Texts) -> None:
        self._catalog, self._words, self._as_of = known.catalog, words, view.as_of
        self._region = view.region.region_code
        own = of_measures(known.frame, measures_of(known.catalog, standings), self._region)
        self._frame = own.reset_index(drop=True)
        whole = self._frame[(self._frame["breakdown"] == "") & self._frame["window_start"].notna()]
        self._windows = {str(measure_id): rows for measure_id, rows in whole.groupby("measure_id", sort=False)}
        self._with_days = frozenset(self._frame.loc[self._frame["as_of"].notna(), "measure_id"])
        self._qualifiers = self._frame["qualifier"].to_numpy()
        self._kept: dict[tuple[object, ...], list[_Found]] = {}
        self._years = [each for each in view.standings if each.assessment.year is not None and each.assessment.complete]

    def points(self, standing: Standing) -> tuple[PointView, ...]:
        """Values that may be held against each other, oldest first: of sums whole calendar years."""
        words, measure = self._words, standing.measure
        return tuple(
            PointView(day, value, words.quantity(value, measure, mark), "") for day, value, mark in self._found(standing)
        )

    def change(self, standing: Standing) -> Change | None:
        """What the newest value changed; None where there is nothing that it may be held against."""
        words, assessment, kind = self._words, standing.assessment, standing.measure.kind
        if kind is Kind.FLOW and assessment.year is not None and not assessment.complete:
            return self._against_last_year(standing)
        if kind is Kind.FLOW and assessment.period_type is CUMULATIVE_WINDOW:
            return self._since_last_year(standing)
        points = self._found(standing)
        if len(points) < _A_LINE or points[-1][0] != assessment.current_date:
            return None
        day, value, mark = points[-1]
        year_ago = [point for point in points[:-1] if (point[0].year, point[0].month) == (day.year - 1, day.month)]
        day_before, before, mark_before = (year_ago or points[:-1])[-1]
        key, since = "board.since", day_inside(words, day_before)
        if self._of_years(standing):
            key, since = "board.year_since", str(day_before.year)
        told = words(key, year=day.year, before=since)
        return self._told(standing, value - before, told, mark, mark_before)

    def _of_years(self, standing: Standing) -> bool:
        """Whether its values are of whole years, and not of days or of windows that grow."""
        assessment, measure = standing.assessment, self._catalog.measures[standing.measure.measure_id]
        if assessment.year is not None:
            return standing.measure.kind is not Kind.STOCK
        own = {measure.measure_id, *(slot[0] for slot in parts_of(measure) or ())}
        return not assessment.period_type.of_change and (measure.kind in _SUMS or self._with_days.isdisjoint(own))

    def _told(self, standing: Standing, change: float, since: str, *marks: Qualifier) -> Change:
        if set(marks) != {Qualifier.EQ}:
            return Change(self._words("board.not_exact"), since)
        if not change:
            return Change(self._words("board.same"), since)
        return Change(("+" if change > 0 else "−") + self._words.gap(abs(change), standing.measure), since)

    def _against_last_year(self, standing: Standing) -> Change | None:
        """Of a year that is not whole yet: what there is of it against the same months of the year before."""
        end, measure = standing.assessment.current_date, self._catalog.measures[standing.measure.measure_id]
        rows = self._windows.get(measure.measure_id)
        if end is None or rows is None or end + timedelta(days=1) != _month_after(end):
            return None
        since = counted_alike_since(self._catalog, measure, self._as_of, of_parts=True) or date.min
        spans = [
            Window(date(year, 1, 1), _month_after(date(year, end.month, 1)) - timedelta(days=1))
            for year in (end.year - 1, end.year)
        ]
        before, now = (self._sum(rows, span) for span in spans)
        if before is None or now is None or spans[0].start < since:
            return None
        told = self._words("board.same_months", before=end.year - 1)
        return self._told(standing, now[0] - before[0], told, now[1], before[1])

    def _since_last_year(self, standing: Standing) -> Change | None:
        """Of a sum over several years what the last one added: what a year has over another is no change of the sum."""
        assessment, measure = standing.assessment, self._catalog.measures[standing.measure.measure_id]
        period, end, rows = assessment.period, assessment.current_date, self._windows.get(measure.measure_id)
        if period is None or end is None or rows is None or period.start.year >= end.year:
            return None
        since = counted_alike_since(self._catalog, measure, self._as_of, of_parts=True) or date.min
        day_before = date(end.year - 1, 12, 31)
        before, now = (self._sum(rows, Window(period.start, day)) for day in (day_before, end))
        if before is None or now is None or not same(now[0], assessment.current_value or 0.0) or period.start < since:
            return None
        told = self._words("board.since", before=day_inside(self._words, day_before))
        return self._told(standing, now[0] - before[0], told, now[1], before[1])

    def _found(self, standing: Standing) -> list[_Found]:
        key = (*standing.key, standing.measure.measure_id)
        if key not in self._kept:
            self._kept[key] = self._comparable(standing)
        return self._kept[key]

    def _comparable(self, standing: Standing) -> list[_Found]:
        """Oldest first; of a target for a year nothing later than that year."""
        assessment, measure = standing.assessment, self._catalog.measures[standing.measure.measure_id]
        if measure.kind in _NO_SERIES:
            return []
        if assessment.period_type.of_change and assessment.year is None:
            return self._changes(standing)
        since = counted_alike_since(self._catalog, measure, self._as_of, of_parts=True) or date.min
        last = date.max if assessment.year is None else date(assessment.year, 12, 31)
        by_year = self._of_years(standing)
        found = dict(self._by_year(standing, measure) if by_year else self._by_day(standing, measure))
        first = {day: date(day.year, 1, 1) if by_year else day for day in found}
        return [(day, *found[day]) for day in sorted(found) if since <= first[day] and day <= last]

    def _changes(self, standing: Standing) -> list[_Found]:
        """How a change had come along; nothing of one whose figures are counted in different ways."""
        if standing.assessment.broken_on is not None:
            return []
        found = change_points(self._catalog, self._frame, self._as_of, standing.target.target_id)
        return [(each.day, each.value, self._mark(each.figures)) for each in found]

    def _by_year(self, standing: Standing, measure: Measure) -> Iterator[tuple[date, tuple[float, Qualifier]]]:
        """Whole years as they are stated or add up, and as a share or a comparison was judged for them."""
        if not standing.assessment.period_type.of_change:
            yield from self._yearly(measure)
        if measure.kind is not Kind.FLOW and standing.assessment.year is not None:
            yield from self._judged(standing)

    def _by_day(self, standing: Standing, measure: Measure) -> Iterator[tuple[date, tuple[float, Qualifier]]]:
        if standing.assessment.year is not None:
            yield from self._judged(standing)
        else:
            yield from self._dated(measure)

    def _mark(self, positions: Collection[int]) -> Qualifier:
        """The mark of what rests on some figures: that of one alone; of several 约 unless all are exact."""
        marks = [Qualifier(self._qualifiers[place]) for place in positions]
        return marks[0] if len(marks) == 1 else together(*marks, *([Qualifier.APPROX] if set(marks) > {Qualifier.EQ} else []))

    def _dated(self, measure: Measure) -> Iterator[tuple[date, tuple[float, Qualifier]]]:
        found = dated_points(self._catalog, self._frame, self._as_of, measure_id=measure.measure_id, region_code=self._region)
        return ((each.day, (each.value, self._mark(each.figures))) for each in found)

    def _judged(self, standing: Standing) -> Iterator[tuple[date, tuple[float, Qualifier]]]:
        """Of what is counted year by year what its years came to."""
        for each in self._years:
            assessment = each.assessment
            if each.target.target_id == standing.target.target_id and assessment.current_value is not None and assessment.year:
                yield date(assessment.year, 12, 31), (assessment.current_value, assessment.current_qualifier)

    def _yearly(self, measure: Measure) -> Iterator[tuple[date, tuple[float, Qualifier]]]:
        """The calendar years that disjoint windows cover day by day; of what cannot be added up one window each."""
        rows = self._windows.get(measure.measure_id)
        if rows is None:
            return
        rows = rows[rows["window_end"] <= pd.Timestamp(self._as_of)]
        for year in sorted(set(rows["window_end"].dt.year)):
            found = self._sum(rows, Window.of_years(year), added=measure.kind is Kind.FLOW)
            if found:
                yield date(year, 12, 31), found

    def _sum(self, rows: pd.DataFrame, span: Window, *, added: bool = True) -> tuple[float, Qualifier] | None:
        """What disjoint windows that cover a span day by day add up to, and its mark; None where none do."""
        pairs = zip(rows["window_start"], rows["window_end"], strict=True)
        tiling = tile_period([Window(start.date(), end.date()) for start, end in pairs], span)
        if not tiling.complete or not (added or len(tiling.chosen) == 1):
            return None
        chosen = rows.iloc[list(tiling.chosen)]
        return float(chosen["value"].sum()), together(*map(Qualifier, chosen["qualifier"]))


def _month_after(day: date) -> date:
    """The first day of the month that follows the one of a day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
