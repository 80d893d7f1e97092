"""The figures there are as of a day, as arrays: only those of measures and regions that a target needs.

A figure that ends after the day is not among them, for anything. Figures are numbered by *series* (measure, region, breakdown
and member) and by *pair* (measure and region, whatever the breakdown). A breakdown is a series only where it is a part of a
ratio; other breakdown rows have a pair and no series, so that they can never enter a verdict but can still stand in its way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog, part_reference
from kpi.model import Certainty, Kind, Measure
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number, day_numbers, period_ends
from kpi.progress.periods.intervals import ABOUT, QUALIFIERS, bounds, half_printed_unit

NO_SERIES = -1
Slot = tuple[str, str, str]
"""Measure, breakdown and member."""

_TOLD = ["as_of", "window_start", "certainty", "qualifier", "breakdown", "member", "printed"]
"""What is asked of the figures that count, once they are known."""
_DAY_BITS = 23
_DAY_SHIFT = 1 << (_DAY_BITS - 1)
LATEST = _DAY_SHIFT - 1
"""A day after every day there is: the year 9999 ends well before."""


def keys(series: IntArray, days: IntArray) -> IntArray:
    """Series and day as one number that sorts by both. No day may be later than `LATEST`."""
    return (series << _DAY_BITS) + np.maximum(days, -_DAY_SHIFT) + _DAY_SHIFT


def parts_of(measure: Measure) -> tuple[Slot, Slot] | None:
    """Numerator and denominator of a ratio that names both."""
    if measure.kind is not Kind.RATIO or not (measure.numerator_id and measure.denominator_id):
        return None
    return part_reference(measure.numerator_id), part_reference(measure.denominator_id)


@dataclass(frozen=True)
class FrameLayout:
    """How series and pairs are numbered."""

    slots: tuple[Slot, ...]
    """Whole measures first."""
    regions: tuple[str, ...]
    slot_numbers: dict[Slot, int]
    region_numbers: dict[str, int]

    def series(self, slot: Slot, region_code: str) -> int:
        """The number of a series; of a whole measure it is also that of the pair."""
        return self.slot_numbers[slot] * len(self.regions) + self.region_numbers[region_code]

    @property
    def measure_ids(self) -> list[str]:
        """The measures that have a series."""
        return [measure_id for measure_id, breakdown, _ in self.slots if not breakdown]


def build_layout(measures: Iterable[Measure], regions: Iterable[str]) -> FrameLayout:
    """Numbers for every series that targets on `measures` in `regions` can ask for."""
    slots: dict[Slot, None] = {}
    for measure in measures:
        for slot in ((measure.measure_id, "", ""), *(parts_of(measure) or ())):
            slots |= {(slot[0], "", ""): None, slot: None}
    ordered = tuple(sorted(slots, key=lambda slot: bool(slot[1])))
    places = tuple(dict.fromkeys(regions))
    return FrameLayout(
        slots=ordered,
        regions=places,
        slot_numbers={slot: number for number, slot in enumerate(ordered)},
        region_numbers={code: number for number, code in enumerate(places)},
    )


@dataclass(frozen=True)
class Figures:
    """One entry per figure everywhere, sorted by pair and then by end."""

    layout: FrameLayout
    pair: IntArray
    series: IntArray
    start: IntArray
    """First day, or the day itself of a dated figure; `UNKNOWN` where the source does not say."""
    end: IntArray
    dated: BoolArray
    """Whether it is of one day (as_of) and not of a window."""
    value: FloatArray
    low: FloatArray
    high: FloatArray
    qualifier: IntArray
    """Position in `QUALIFIERS`."""
    position: IntArray
    """Place in the observation frame."""
    printed: "pd.Series[str]"
    """The value as its source writes it."""

    @property
    def known(self) -> BoolArray:
        """Figures whose period is known from end to end: only they are admissible."""
        return np.asarray((self.start != UNKNOWN) & (self.series != NO_SERIES), dtype=np.bool_)

    def of_pair(self, pair: int) -> IntArray:
        """Every figure of a measure and region, whatever its breakdown, by end."""
        first, last = np.searchsorted(self.pair, [pair, pair + 1])
        return np.arange(first, last)

    def positions(self, indices: Iterable[int]) -> tuple[int, ...]:
        """The places of figures in the observation frame."""
        return tuple(int(self.position[index]) for index in indices)

    def measure_of(self, index: int) -> str:
        """The measure a figure is of."""
        return self.layout.slots[int(self.pair[index]) // len(self.layout.regions)][0]


def build_figures(layout: FrameLayout, catalog: Catalog, observations: pd.DataFrame, as_of: date) -> Figures:
    """The figures of the layout's measures and regions whose period has ended by `as_of`."""
    own = np.flatnonzero(observations["region_code"].isin(layout.regions).to_numpy(dtype=np.bool_))
    own = own[observations["measure_id"].iloc[own].isin(layout.measure_ids).to_numpy(dtype=np.bool_)]
    ends = period_ends(observations[["as_of", "window_end"]].iloc[own])
    measure = places(layout.measure_ids, observations["measure_id"].iloc[own])
    region = places(layout.regions, observations["region_code"].iloc[own])
    values = observations["value"].to_numpy(dtype=np.float64)[own]
    there = (ends != UNKNOWN) & (ends <= day_number(as_of)) & np.isfinite(values)
    pair = measure * len(layout.regions) + region
    position = np.flatnonzero(there)
    position = position[np.lexsort((ends[position], pair[position]))]
    rows = observations[_TOLD].iloc[own[position]]
    dated = (day_numbers(rows["as_of"]) != UNKNOWN).astype(np.bool_)
    start = np.where(dated, ends[position], day_numbers(rows["window_start"]))
    certain = (rows["certainty"] != Certainty.UNKNOWN.value).to_numpy(dtype=np.bool_)
    qualifier = places(QUALIFIERS, rows["qualifier"])
    measures = [catalog.measures[measure_id] for measure_id in layout.measure_ids]
    half = _halves(values[position], qualifier, rows["printed"], measures, measure[position])
    low, high = bounds(values[position], qualifier, half)
    is_flow = np.array([subject.kind is Kind.FLOW for subject in measures], dtype=np.bool_)[measure[position]]
    return Figures(
        layout=layout,
        pair=pair[position],
        series=_series(layout, pair[position], rows),
        start=np.where(certain, start, UNKNOWN),
        end=ends[position],
        dated=dated,
        value=values[position],
        low=np.where(is_flow & (values[position] >= 0), np.maximum(low, 0), low),
        high=high,
        qualifier=qualifier,
        position=own[position].astype(np.int64),
        printed=rows["printed"],
    )


def places(known: Sequence[str], column: "pd.Series[str]") -> IntArray:
    """Where each text of a column stands among the `known` ones; -1 if it is none of them."""
    codes, texts = pd.factorize(column)
    return pd.Index([str(text) for text in known]).get_indexer(pd.Index(texts)).astype(np.int64)[codes]


def _series(layout: FrameLayout, pair: IntArray, rows: pd.DataFrame) -> IntArray:
    """The series of each row: its pair if it has no breakdown, that of a ratio's part if it is one, else none."""
    series = np.where(rows["breakdown"] == "", pair, NO_SERIES)
    for slot in layout.slots:
        if slot[1]:
            whole = layout.slot_numbers[slot[0], "", ""]
            of_part = pair // len(layout.regions) == whole
            of_part &= ((rows["breakdown"] == slot[1]) & (rows["member"] == slot[2])).to_numpy(dtype=np.bool_)
            series[of_part] = layout.slot_numbers[slot] * len(layout.regions) + pair[of_part] % len(layout.regions)
    return series.astype(np.int64)


def _halves(
    values: FloatArray, qualifier: IntArray, printed: "pd.Series[str]", measures: Sequence[Measure], measure: IntArray
) -> FloatArray:
    """Half a printed unit where a value is 约; zero elsewhere, where it is not needed."""
    half = np.zeros_like(values)
    for index in np.flatnonzero(qualifier == ABOUT):
        half[index] = half_printed_unit(float(values[index]), printed.iloc[index], measures[measure[index]])
    return half
