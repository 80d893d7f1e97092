"""Figures of one day, stated or worked out: a ratio that is not stated for a date is numerator ÷ denominator of that date."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kpi.model import Measure
from kpi.progress.figures.figures import Figures, FrameLayout, Slot, keys, parts_of
from kpi.progress.periods.clocks import BoolArray, FloatArray, IntArray
from kpi.progress.periods.intervals import mark, quotient_bounds

NOWHERE = -1


@dataclass(frozen=True)
class DatedFigures:
    """One entry per series and day, in that order."""

    key: IntArray
    series: IntArray
    day: IntArray
    value: FloatArray
    low: FloatArray
    high: FloatArray
    qualifier: IntArray
    figure: IntArray
    """The figure itself, or the numerator's."""
    denominator: IntArray
    """The denominator's figure; `NOWHERE` for a stated value."""

    @property
    def stated(self) -> BoolArray:
        """Which entries are stated and not worked out."""
        return np.asarray(self.denominator == NOWHERE, dtype=np.bool_)

    def newest(self, series: IntArray, on_or_before: IntArray) -> IntArray:
        """The entry of each series with the latest day not after the one given; `NOWHERE` if there is none."""
        place = np.searchsorted(self.key, keys(series, on_or_before), side="right") - 1
        return self._if_of(series, place)

    def earliest(self, series: IntArray) -> IntArray:
        """The first entry of each series; `NOWHERE` if there is none."""
        return self._if_of(series, np.searchsorted(self.key, keys(series, np.full_like(series, np.iinfo(np.int64).min))))

    def at(self, series: IntArray, day: IntArray) -> IntArray:
        """The entry of each series on that very day; `NOWHERE` if there is none."""
        place = self._if_of(series, np.searchsorted(self.key, keys(series, day)))
        on_the_day = (place != NOWHERE) & (self.day[place] == day) if len(self.day) else place != NOWHERE
        return np.where(on_the_day, place, NOWHERE)

    def of_series(self, series: int) -> IntArray:
        """Every entry of a series, by day."""
        return np.arange(*np.searchsorted(self.series, [series, series + 1]), dtype=np.int64)

    def figures_of(self, entry: int) -> tuple[int, ...]:
        """The figures an entry rests on."""
        own, below = int(self.figure[entry]), int(self.denominator[entry])
        return (own,) if below == NOWHERE else (own, below)

    def _if_of(self, series: IntArray, place: IntArray) -> IntArray:
        if not len(self.series):
            return np.full_like(series, NOWHERE)
        there = (place >= 0) & (place < len(self.series))
        there &= self.series[np.clip(place, 0, len(self.series) - 1)] == series
        return np.where(there, place, NOWHERE)


def dated_figures(figures: Figures, measures: Iterable[Measure]) -> DatedFigures:
    """Every dated figure with a known day, and the ratios among `measures` that can be worked out for further days."""
    stated = np.flatnonzero(figures.known & figures.dated)
    stated = stated[np.argsort(keys(figures.series[stated], figures.end[stated]), kind="stable")]
    worked_out = [_worked_out(figures, measure, stated) for measure in measures if parts_of(measure)]
    above = np.concatenate([stated, *(ratio[0] for ratio in worked_out)])
    below = np.concatenate([np.full_like(stated, NOWHERE), *(ratio[1] for ratio in worked_out)])
    series = np.concatenate([figures.series[stated], *(ratio[2] for ratio in worked_out)])
    value, low, high, qualifier = _numbers(figures, above, below)
    key = keys(series, figures.end[above])
    order = np.argsort(key, kind="stable")
    order = order[np.isfinite(value[order])]
    return DatedFigures(
        key=key[order],
        series=series[order],
        day=figures.end[above][order],
        value=value[order],
        low=low[order],
        high=high[order],
        qualifier=qualifier[order],
        figure=above[order],
        denominator=below[order],
    )


def _numbers(figures: Figures, above: IntArray, below: IntArray) -> tuple[FloatArray, FloatArray, FloatArray, IntArray]:
    """Value, bounds and mark of stated figures, and of numerators over denominators."""
    value, low, high = figures.value[above], figures.low[above], figures.high[above]
    qualifier = figures.qualifier[above]
    ratio = below != NOWHERE
    quotient = quotient_bounds(
        (value[ratio], low[ratio], high[ratio]),
        (figures.value[below[ratio]], figures.low[below[ratio]], figures.high[below[ratio]]),
    )
    value[ratio], low[ratio], high[ratio] = quotient
    qualifier[ratio] = mark(*quotient)
    return value, low, high, qualifier


def _worked_out(figures: Figures, measure: Measure, stated: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Numerator, denominator and own series of a ratio for each region and day that has both parts and no stated ratio.

    `stated` is in order of series and day, so each measure is a stretch of it, with its regions in the same order.
    """
    layout = figures.layout
    above, below = (_of_slot(figures, layout, slot, stated) for slot in parts_of(measure) or ())
    own = _of_slot(figures, layout, (measure.measure_id, "", ""), stated)
    places = [keys(figures.series[part] % len(layout.regions), figures.end[part]) for part in (above, below, own)]
    in_below, there = _places_of(places[0], places[1])
    _, already_stated = _places_of(places[0], places[2])
    wanted = there & ~already_stated
    above, below = above[wanted], below[in_below[wanted]]
    first = layout.slot_numbers[measure.measure_id, "", ""] * len(layout.regions)
    return above, below, first + figures.series[above] % len(layout.regions)


def _of_slot(figures: Figures, layout: FrameLayout, slot: Slot, stated: IntArray) -> IntArray:
    """The figures of one measure or part, in every region."""
    first = layout.slot_numbers[slot] * len(layout.regions)
    return stated[slice(*np.searchsorted(figures.series[stated], [first, first + len(layout.regions)]))]


def _places_of(wanted: IntArray, among: IntArray) -> tuple[IntArray, BoolArray]:
    """Where each number stands in a sorted array, and whether it is there at all."""
    place = np.searchsorted(among, wanted).astype(np.int64)
    if not len(among):
        return place, np.zeros(len(wanted), dtype=np.bool_)
    return place, np.asarray(among[np.minimum(place, len(among) - 1)] == wanted, dtype=np.bool_)
