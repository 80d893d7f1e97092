"""What a whole is divided by: the regions below a region, or a breakdown of the catalog; and the figures of its members."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Certainty

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
    found: dict[str, Dimension] = {}
    children = tuple(each.region_code for each in catalog.children(region_code) if each.active)
    if children:
        found[REGIONS] = Dimension(REGIONS, region_code, children)
    own = observations[(observations["region_code"] == region_code) & (observations["breakdown"] != "")]
    for code in dict.fromkeys(own["breakdown"]):
        there = set(own.loc[own["breakdown"] == code, "member"])
        listed = [member for breakdown, member in catalog.members if breakdown == code and member in there]
        found[code] = Dimension(code, region_code, tuple(dict.fromkeys([*listed, *sorted(there)])))
    return found


def gather(observations: pd.DataFrame, as_of: date, dimension: Dimension) -> pd.DataFrame:
    """Figures of the dimension's members and of the whole up to `as_of`, with slot, member, period and place."""
    by_region = dimension.code == REGIONS
    codes = {dimension.region_code, *(dimension.members if by_region else ())}
    there = observations["region_code"].isin(codes).to_numpy()
    if not by_region:
        there = there & observations["breakdown"].isin(["", dimension.code]).to_numpy()
    place = np.flatnonzero(there)
    rows = observations.iloc[place]
    dated = rows["as_of"].notna()
    own = pd.DataFrame(
        {
            "slot": _slot_names(rows, split_breakdowns=by_region),
            "member": _member_names(rows, dimension, by_region=by_region),
            "start": rows["as_of"].where(dated, rows["window_start"]),
            "end": rows["as_of"].where(dated, rows["window_end"]),
            "dated": dated,
            "value": rows["value"],
            "position": place,
        }
    )
    known = own["start"].notna() & own["end"].notna() & (own["end"] <= pd.Timestamp(as_of))
    known &= rows["certainty"] != Certainty.UNKNOWN.value
    known &= own["member"].isin([*dimension.members, WHOLE])
    return own[known]


def _slot_names(rows: pd.DataFrame, *, split_breakdowns: bool) -> "pd.Series[str]":
    """Measures, and where members are regions their breakdowns too, as `measure|breakdown|member`."""
    if not split_breakdowns or not (rows["breakdown"] != "").any():
        return rows["measure_id"]
    split = rows["measure_id"] + "|" + rows["breakdown"] + "|" + rows["member"]
    return rows["measure_id"].where(rows["breakdown"] == "", split)


def _member_names(rows: pd.DataFrame, dimension: Dimension, *, by_region: bool) -> "pd.Series[str]":
    if by_region:
        return rows["region_code"].where(rows["region_code"] != dimension.region_code, WHOLE)
    return rows["member"].where(rows["breakdown"] == dimension.code, WHOLE)
