"""Which figures a target waits for, as keys of observations: of its deadline, of each of its years, or of those of its window.

A share that is made of two parts is asked for together with both, of which either is enough.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Kind, Measure, ObservationKey, Target, Window
from kpi.progress.figures.figures import Slot, parts_of
from kpi.progress.periods.windows import tile_period
from kpi.progress.rules.rule import rule_of, year_window

Span = Window | date
"""What a figure is of: days, or one of them."""

_ADDED_UP = (Kind.FLOW, Kind.CHANGE)


@dataclass(frozen=True)
class Waiting:
    """What targets wait for, given the figures there are."""

    catalog: Catalog
    frame: pd.DataFrame
    """Observations, which are not changed."""
    today: date
    _known: dict[str, dict[Slot, frozenset[Span]]] = field(default_factory=dict)
    """What there are figures of, by region and series."""

    def keys(self, target: Target, year: int | None, region_code: str = "") -> tuple[ObservationKey, ...]:
        """The figures of a year, whether they are there or not; without a year those of periods that are over and missing.

        Where none is missing it is all of these, and where none is over that of the running year. Nothing of what has not
        begun. `region_code` is where the figures are to be of another region than the target.
        """
        region = region_code or target.region_code
        asked = [(measure, span) for measure in self._measures(target) for span in self._spans(target, measure, year)]
        begun = [(measure, span) for measure, span in asked if _first_day(span) <= self.today]
        if year is None:
            over = [each for each in begun if _last_day(each[1]) < self.today]
            missing = [(measure, span) for measure, span in over if not self._there(target, measure, span, region)]
            begun = missing or over or begun[:1]
        return tuple(dict.fromkeys(key for measure, span in begun for key in _with_parts(self.catalog, measure, span, region)))

    def _measures(self, target: Target) -> Iterator[Measure]:
        """What the target is on, and what it is held against."""
        yield self.catalog.measures[target.measure_id]
        if target.period_type.compares:
            yield self.catalog.measures[target.reference_measure_id]

    def _spans(self, target: Target, measure: Measure, year: int | None) -> list[Span]:
        """The periods of a year; without a year all that the target needs, in order."""
        whole = rule_of(target.period_type).window(target) or target.window
        of_days = measure.kind in _ADDED_UP or (measure.kind is Kind.RATIO and target.period_type.of_days)
        if of_days and measure.kind is Kind.RATIO and whole and not target.period_type.yearly:
            return [whole] if year in (None, whole.end.year) else []
        years = self._years(target, whole)
        if year is not None:
            years = (year,) if year in years or not (target.years or whole) else ()
        pieces = [_piece(each, whole, target.deadline) for each in years]
        spans: list[Span] = [piece if of_days else piece.end for piece in pieces]
        return [*self._start(target, measure, whole, year), *spans]

    def _years(self, target: Target, whole: Window | None) -> Iterable[int]:
        """The calendar years a target needs figures of."""
        if target.years:
            return target.years
        if whole:
            return range(whole.start.year, whole.end.year + 1)
        if target.deadline and target.deadline < self.today:
            return (target.deadline.year,)
        last = self.today.year - 1
        figure = self.catalog.figures.get(target.baseline_figure_id)
        start = (figure.as_of or figure.window_end) if figure else None
        return (last,) if start is None or start.year < last else (self.today.year,)

    def _start(self, target: Target, measure: Measure, whole: Window | None, year: int | None) -> Iterator[Span]:
        """The level that a change is counted from, where the plan does not name one."""
        if not (whole and target.period_type.of_change) or target.baseline_figure_id or measure.kind is Kind.CHANGE:
            return
        before = whole.start - timedelta(days=1)
        if year in (None, before.year):
            yield year_window(before.year) if measure.kind is Kind.FLOW else before

    def _there(self, target: Target, measure: Measure, span: Span, region: str) -> bool:
        """Whether a figure is stated, adds up from others, or follows from two parts."""
        within = span
        if isinstance(span, Window) and not target.period_type.yearly:
            whole, of_change = rule_of(target.period_type).window(target), target.period_type.of_change
            within = whole if whole and (measure.kind is Kind.CHANGE or not of_change) else span
        reported = partial(self._reported, span=span, within=within, region=region)
        parts = parts_of(measure)
        return reported((measure.measure_id, "", "")) or (parts is not None and all(map(reported, parts)))

    def _reported(self, slot: Slot, *, span: Span, within: Span, region: str) -> bool:
        """Whether there is a figure of exactly a period, or windows that leave no day of it open."""
        known = self._spans_known(slot, region)
        if span in known or not isinstance(span, Window) or not isinstance(within, Window):
            return span in known
        windows = [window for window in known if isinstance(window, Window)]
        holes = tile_period(windows, within).missing
        adds_up = self.catalog.measures[slot[0]].kind in _ADDED_UP
        return adds_up and not any(hole.start <= span.end and span.start <= hole.end for hole in holes)

    def _spans_known(self, slot: Slot, region: str) -> frozenset[Span]:
        """What there are figures of, of one series."""
        if region not in self._known:
            self._known[region] = _spans_of(self.frame[self.frame["region_code"] == region])
        return self._known[region].get(slot, frozenset())


def _spans_of(frame: pd.DataFrame) -> dict[Slot, frozenset[Span]]:
    """By series. Row by row: to cut a frame into one for each of a hundred series takes several times as long."""
    spans: dict[Slot, set[Span]] = {}
    columns = ("measure_id", "breakdown", "member", "window_start", "window_end", "as_of")
    for measure_id, breakdown, member, start, end, as_of in zip(*(frame[name].array for name in columns), strict=True):
        if span := _span(start, end, as_of):
            spans.setdefault((measure_id, breakdown, member), set()).add(span)
    return {slot: frozenset(found) for slot, found in spans.items()}


def _span(start: pd.Timestamp, end: pd.Timestamp, as_of: pd.Timestamp) -> Span | None:
    """What a row is of; None where nobody knows since when it counts."""
    if not pd.isna(as_of):
        return as_of.date()
    return None if pd.isna(start) else Window(start.date(), end.date())


def _piece(year: int, whole: Window | None, deadline: date | None) -> Window:
    """A year, as far as the window of a target reaches, or up to its deadline."""
    own = year_window(year)
    if whole and whole.start <= own.end and own.start <= whole.end:
        return Window(max(own.start, whole.start), min(own.end, whole.end))
    return Window(own.start, deadline) if deadline and deadline.year == year else own


def _first_day(span: Span) -> date:
    """The first day on which a figure can be told; of a day that stands for a year, that of the year."""
    return span.start if isinstance(span, Window) else date(span.year, 1, 1)


def _last_day(span: Span) -> date:
    return span.end if isinstance(span, Window) else span


def _with_parts(catalog: Catalog, measure: Measure, span: Span, region: str) -> Iterator[ObservationKey]:
    """A figure, and those that a share is worked out from, where they can be of the same period."""
    period = (span.start, span.end, None) if isinstance(span, Window) else (None, None, span)
    for measure_id, breakdown, member in ((measure.measure_id, "", ""), *(parts_of(measure) or ())):
        kind = catalog.measures[measure_id].kind
        if kind is Kind.RATIO or isinstance(span, Window) == (kind in _ADDED_UP):
            yield (measure_id, region, breakdown, member, *period)
