"""The figures of a target over time, as far as they may be held against each other, and what the last one changed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from kpi.analysis import of_measures
from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Kind, Measure, Qualifier, Window
from kpi.progress import change_points, counted_alike_since, dated_points, parts_of, tile_period
from kpi.views.board.told import day_text
from kpi.views.pictures.records import PointView
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

_SUMS = (Kind.FLOW, Kind.CHANGE)
_NO_SERIES = (Kind.MILESTONE, Kind.PARAMETER)
_A_LINE = 2
_Found = tuple[date, float, bool]
"""A day, a value in base units, and whether it is exact."""


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
        self._qualifiers = self._frame["qualifier"].to_numpy()
        self._kept: dict[tuple[str, str], list[_Found]] = {}
        self._years = [each for each in view.standings if each.assessment.year is not None and each.assessment.complete]

    def points(self, standing: Standing) -> tuple[PointView, ...]:
        """Values that may be held against each other, oldest first: of sums whole calendar years."""
        words, measure = self._words, standing.measure
        return tuple(PointView(day, value, words.quantity(value, measure), "") for day, value, _ in self._found(standing))

    def change(self, standing: Standing) -> Change | None:
        """What the newest value changed; None where there is nothing that it may be held against."""
        words, assessment, kind = self._words, standing.assessment, standing.measure.kind
        if kind is Kind.FLOW and assessment.year is not None and not assessment.complete:
            return self._against_last_year(standing)
        points = self._found(standing)
        if len(points) < _A_LINE or points[-1][0] != assessment.current_date:
            return None
        day, value, exact = points[-1]
        year_ago = [point for point in points[:-1] if (point[0].year, point[0].month) <= (day.year - 1, day.month)]
        day_before, before, also_exact = (year_ago or points[:-1])[-1]
        summed = kind in _SUMS and not assessment.period_type.of_change
        key, since = ("board.year_since", day_before.year) if summed else ("board.since", day_text(words, day_before))
        told = words(key, year=day.year, before=since)
        return self._told(standing, value - before, told, exact=exact and also_exact)

    def _told(self, standing: Standing, change: float, since: str, *, exact: bool) -> Change:
        if not exact:
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
        return self._told(standing, now[0] - before[0], told, exact=now[1] and before[1])

    def _found(self, standing: Standing) -> list[_Found]:
        key = (standing.target.target_id, standing.measure.measure_id)
        if key not in self._kept:
            self._kept[key] = self._comparable(standing)
        return self._kept[key]

    def _comparable(self, standing: Standing) -> list[_Found]:
        measure, kind = self._catalog.measures[standing.measure.measure_id], standing.assessment.period_type
        if measure.kind in _NO_SERIES:
            return []
        if kind.of_change:
            found = change_points(self._catalog, self._frame, self._as_of, standing.target.target_id)
            return [(each.day, each.value, self._exact(each.figures)) for each in found]
        since = counted_alike_since(self._catalog, measure, self._as_of, of_parts=True) or date.min
        if measure.kind in _SUMS:
            return [each for each in self._yearly(measure) if date(each[0].year, 1, 1) >= since]
        own = self._judged(standing) if standing.assessment.year is not None else self._dated(measure)
        return [each for each in own if each[0] >= since]

    def _exact(self, positions: Collection[int]) -> bool:
        """Whether all of some figures are stated without 约 or a bound."""
        return bool((self._qualifiers[list(positions)] == Qualifier.EQ.value).all())

    def _dated(self, measure: Measure) -> Iterator[_Found]:
        found = dated_points(self._catalog, self._frame, self._as_of, measure_id=measure.measure_id, region_code=self._region)
        return ((each.day, each.value, self._exact(each.figures)) for each in found)

    def _judged(self, standing: Standing) -> Iterator[_Found]:
        """Of a share counted year by year what its years came to."""
        for each in self._years:
            value, year = each.assessment.current_value, each.assessment.year
            if each.target.target_id == standing.target.target_id and value is not None and year is not None:
                yield date(year, 12, 31), value, not each.current.mark

    def _yearly(self, measure: Measure) -> Iterator[_Found]:
        """The calendar years that disjoint windows cover day by day; rates of change are not added up."""
        rows = self._windows.get(measure.measure_id)
        if rows is None:
            return
        rows = rows[rows["window_end"] <= pd.Timestamp(self._as_of)]
        for year in sorted(set(rows["window_end"].dt.year)):
            found = self._sum(rows, Window(date(year, 1, 1), date(year, 12, 31)), added=measure.kind is Kind.FLOW)
            if found:
                yield date(year, 12, 31), *found

    def _sum(self, rows: pd.DataFrame, span: Window, *, added: bool = True) -> tuple[float, bool] | None:
        """What disjoint windows that cover a span day by day add up to, and whether it is exact; None where none do."""
        pairs = zip(rows["window_start"], rows["window_end"], strict=True)
        tiling = tile_period([Window(start.date(), end.date()) for start, end in pairs], span)
        if not tiling.complete or not (added or len(tiling.chosen) == 1):
            return None
        chosen = rows.iloc[list(tiling.chosen)]
        return float(chosen["value"].sum()), self._exact([int(place) for place in chosen.index])


def _month_after(day: date) -> date:
    """The first day of the month that follows the one of a day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
