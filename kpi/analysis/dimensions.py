"""What a whole is divided by: the regions below a region, or a breakdown of the catalog; and the figures of its members."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Certainty, Region, Window
from kpi.progress import UNKNOWN, BoolArray, FloatArray, IntArray, day_number, day_numbers, day_of, period_ends

REGIONS = "region"
WHOLE = ""
"""The member that stands for the whole."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a whole is divided by: `region`, or a breakdown's code."""

    code: str
    region_code: str
    """The region that is the whole, or whose breakdown it is."""
    members: tuple[str, ...]
    """Codes, in the catalog's order."""


def dimensions(catalog: Catalog, observations: pd.DataFrame, region_code: str) -> Mapping[str, Dimension]:
    """What figures of a region are divided by: regions below it first, then every breakdown that has figures."""
    dimensions: dict[str, Dimension] = {}
    children = tuple(child.region_code for child in catalog.children(region_code) if child.active)
    if children:
        dimensions[REGIONS] = Dimension(REGIONS, region_code, children)
    own = observations[(observations["region_code"] == region_code) & (observations["breakdown"] != "")]
    for code in dict.fromkeys(own["breakdown"]):
        there = set(own.loc[own["breakdown"] == code, "member"])
        listed = [member for breakdown, member in catalog.members if breakdown == code and member in there]
        dimensions[code] = Dimension(code, region_code, tuple(dict.fromkeys([*listed, *sorted(there)])))
    return dimensions


def levels(catalog: Catalog, region_code: str) -> Mapping[str, Dimension]:
    """The regions at any depth below one, by what they are called (县); nothing where all of them lie directly below it."""
    inside: dict[str, list[Region]] = {}
    for each in catalog.regions.values():
        inside.setdefault(each.parent_code, []).append(each)
    below, around = list[Region](), [region_code]
    while around:
        found = [each for code in around for each in inside.get(code, ())]
        below, around = [*below, *found], [each.region_code for each in found]
    kinds = dict.fromkeys(each.type.zh for each in below if each.parent_code != region_code and each.active and each.type.zh)
    members = {kind: tuple(each.region_code for each in below if each.active and each.type.zh == kind) for kind in kinds}
    return {kind: Dimension(REGIONS, region_code, codes) for kind, codes in members.items()}


@dataclass(frozen=True, slots=True)
class MemberCells:
    """The figures of one slot by cell: a period and a member as one number that sorts by both."""

    cell: IntArray
    value: FloatArray
    position: IntArray
    """Place in the observation frame."""


NO_CELLS = MemberCells(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Gathered:
    """The figures of a dimension's members and of its whole, cell = period × (members + 1) + member, the whole last."""

    periods: tuple[tuple[Window, bool], ...]
    """With whether it is one day, in order of their first day, last day and that."""
    slots: Mapping[str, MemberCells]
    """By measure, and where members are regions by `measure|breakdown|member` too."""
    undated: tuple[tuple[str, int, int, date], ...]
    """Figures of which nobody knows when they begin: slot, member, place in the frame and last day. They are in no cell."""


def gather(observations: pd.DataFrame, as_of: date, dimension: Dimension) -> Gathered:
    """The dimension's figures up to `as_of`, sorted into cells once so that no look at a measure goes over all of them."""
    slot, names = _slots(observations, split_breakdowns=dimension.code == REGIONS)
    member = _members(observations, dimension)
    end, dated = period_ends(observations), day_numbers(observations["as_of"]) != UNKNOWN
    start = np.where(dated, end, day_numbers(observations["window_start"]))
    by_then = (member >= 0) & (end != UNKNOWN) & (end <= day_number(as_of))
    known = (start != UNKNOWN) & (observations["certainty"] != Certainty.UNKNOWN.value).to_numpy(dtype=np.bool_)
    undated = tuple(
        (names[slot[row]], int(member[row]), row, day_of(end[row])) for row in np.flatnonzero(by_then & ~known).tolist()
    )
    place = np.flatnonzero(by_then & known)
    period, periods = _periods(start[place], end[place], dated[place])
    cells = len(periods) * (len(dimension.members) + 1)
    key = slot[place] * cells + period * (len(dimension.members) + 1) + member[place]
    order = np.argsort(key, kind="stable")
    key, place = key[order], place[order]
    values = observations["value"].to_numpy(dtype=np.float64)[place]
    bounds = np.searchsorted(key, np.arange(len(names) + 1) * cells)
    cells_of = {
        name: MemberCells(key[first:last] % cells, values[first:last], place[first:last])
        for name, first, last in zip(names, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        if first < last
    }
    return Gathered(periods, cells_of, undated)


def _slots(observations: pd.DataFrame, *, split_breakdowns: bool) -> tuple[IntArray, list[str]]:
    """The number of each row's slot, and what the numbers stand for."""
    numbers, measures = pd.factorize(observations["measure_id"])
    slot, names = numbers.astype(np.int64), list(measures)
    parts: IntArray = np.flatnonzero((observations["breakdown"] != "").to_numpy(dtype=np.bool_))
    if split_breakdowns and len(parts):
        rows = observations.iloc[parts]
        of_parts, split = pd.factorize(rows["measure_id"] + "|" + rows["breakdown"] + "|" + rows["member"])
        slot[parts] = of_parts + len(names)
        names += list(split)
    return slot, names


def _members(observations: pd.DataFrame, dimension: Dimension) -> IntArray:
    """The place of each row's member, the whole last; -1 for rows of neither."""
    places = {code: place for place, code in enumerate((*dimension.members, WHOLE))}
    regions, codes = pd.factorize(observations["region_code"])
    if dimension.code == REGIONS:
        known = [places[WHOLE] if code == dimension.region_code else places.get(code, -1) for code in codes]
        return np.array(known, dtype=np.int64)[regions]
    members, names = pd.factorize(observations["member"])
    known = [places.get(name, -1) for name in names]
    breakdown = observations["breakdown"]
    member_of = np.where(breakdown == dimension.code, np.array(known, dtype=np.int64)[members], -1)
    member_of = np.where(breakdown == "", places[WHOLE], member_of)
    return np.where(np.array([code == dimension.region_code for code in codes], dtype=np.bool_)[regions], member_of, -1)


def _periods(start: IntArray, end: IntArray, dated: BoolArray) -> tuple[IntArray, tuple[tuple[Window, bool], ...]]:
    """The number of each row's period, and the periods in the order of their numbers."""
    if not len(start):
        return start, ()
    first, last = min(start.min(), end.min()), max(start.max(), end.max())
    days = last - first + 1
    numbers, keys = pd.factorize(((start - first) * days + end - first) * 2 + dated, sort=True)
    starts, ends = keys // 2 // days + first, keys // 2 % days + first
    windows = [Window(day_of(one), day_of(other)) for one, other in zip(starts, ends, strict=True)]
    return numbers.astype(np.int64), tuple(zip(windows, (keys % 2 == 1).tolist(), strict=True))
