"""Numerators and denominators: the newest figure of each, or what the catalog derives where none was ever published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from kpi.analysis.time_left import together
from kpi.catalog import Catalog
from kpi.model import UNSAID, Certainty, Figure, Kind, Load, Measure, Part, Qualifier, Window
from kpi.progress import Slot, tile_period


@dataclass(frozen=True, slots=True)
class PartValue:
    """What a numerator or denominator amounts to, in base units."""

    slot: Slot
    measure: Measure
    value: float
    qualifier: Qualifier
    day: date
    """The day it is of; of a flow the last day of the calendar year it was added up over."""
    derived: bool
    """推算: worked out by the catalog and never published."""
    positions: tuple[int, ...] = ()
    """Places in the observation frame; none where it is derived."""
    figure_id: str = ""
    """Of the catalog's derived row."""


def named(catalog: Catalog, slot: Slot) -> Part:
    """What a slot is called: its measure, and of a part the member's name."""
    measure_id, breakdown, member = slot
    return Part(catalog.measures[measure_id], catalog.member_names(breakdown, member) if breakdown else UNSAID)


def stated_share(observations: pd.DataFrame, above: PartValue, below: PartValue, ratio: Measure) -> PartValue | None:
    """The share published for the very day (or year) that numerator and denominator are published for; else None."""
    region = set(observations.loc[list(above.positions + below.positions), "region_code"])
    if above.derived or above.day != below.day or len(region) != 1:
        return None
    slot = (ratio.measure_id, "", "")
    own = observations[
        (observations["measure_id"] == ratio.measure_id)
        & observations["region_code"].isin(region)
        & (observations["breakdown"] == "")
        & (observations["certainty"] != Certainty.UNKNOWN.value)
    ]
    find = _year if above.measure.kind is Kind.FLOW else _newest
    share = find(ratio, slot, own, above.day)
    return share if share and share.day == above.day and len(share.positions) == 1 else None


def part_value(catalog: Catalog, observations: pd.DataFrame, as_of: date, slot: Slot, region_code: str) -> PartValue | None:
    """The newest published value of a slot up to `as_of`, else the catalog's derived row; None if there is neither.

    The index of `observations` must be places in the whole observation frame, as `of_measures` leaves it.
    """
    measure = catalog.measures[slot[0]]
    of_slot = observations[
        (observations["measure_id"] == slot[0])
        & (observations["region_code"] == region_code)
        & (observations["breakdown"] == slot[1])
        & (observations["member"] == slot[2])
        & (observations["certainty"] != Certainty.UNKNOWN.value)
    ]
    published = _year(measure, slot, of_slot, as_of) if measure.kind is Kind.FLOW else _newest(measure, slot, of_slot, as_of)
    return published or _derived(catalog, measure, slot, region_code, as_of)


def _newest(measure: Measure, slot: Slot, own: pd.DataFrame, as_of: date) -> PartValue | None:
    dated = own[own["as_of"].notna() & (own["as_of"] <= pd.Timestamp(as_of))]
    if dated.empty:
        return None
    (row,) = dated[dated["as_of"] == dated["as_of"].max()].iloc[:1].to_dict("records")
    place = int(dated.index[dated["as_of"] == dated["as_of"].max()][0])
    mark, day = Qualifier(row["qualifier"]), row["as_of"].date()
    return PartValue(slot, measure, float(row["value"]), mark, day, derived=False, positions=(place,))


def _year(measure: Measure, slot: Slot, own: pd.DataFrame, as_of: date) -> PartValue | None:
    """The newest calendar year that disjoint windows cover day by day."""
    known = own[own["window_start"].notna() & own["window_end"].notna() & (own["window_end"] <= pd.Timestamp(as_of))]
    windows = [
        Window(first.date(), last.date()) for first, last in zip(known["window_start"], known["window_end"], strict=True)
    ]
    for year in sorted({window.end.year for window in windows}, reverse=True):
        tiling = tile_period(windows, Window.of_years(year))
        if tiling.complete:
            rows = known.iloc[list(tiling.chosen)]
            mark = together(*map(Qualifier, rows["qualifier"]))
            places = tuple(int(place) for place in rows.index)
            return PartValue(
                slot, measure, float(rows["value"].sum()), mark, date(year, 12, 31), derived=False, positions=places
            )
    return None


def _derived(catalog: Catalog, measure: Measure, slot: Slot, region_code: str, as_of: date) -> PartValue | None:
    rows = [figure for figure in catalog.figures.values() if figure.load is Load.DERIVED and _is_of(figure, slot, region_code)]
    known = [(day, figure) for figure in rows if (day := figure.as_of or figure.window_end) is not None and day <= as_of]
    if not known:
        return None
    day, figure = max(known, key=lambda pair: pair[0])
    return PartValue(slot, measure, float(figure.value), figure.qualifier, day, derived=True, figure_id=figure.figure_id)


def _is_of(figure: Figure, slot: Slot, region_code: str) -> bool:
    return (figure.measure_id, figure.breakdown, figure.member) == slot and figure.region_code == region_code


def of_measures(observations: pd.DataFrame, measures: Iterable[str], region_code: str) -> pd.DataFrame:
    """The figures of some measures in one region. They keep their index: places in the whole observation frame."""
    return observations[(observations["region_code"] == region_code) & observations["measure_id"].isin(list(measures))]
