"""Of very many figures, which have to be looked at one by one: found column by column, so that few need be."""

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.progress import IntArray
from kpi.quality.completeness import Reported

_PERIOD = ["measure_id", "window_start", "window_end", "as_of"]


def of_region(frame: pd.DataFrame, region_code: str) -> IntArray:
    """Where the figures of a region stand in an observation frame."""
    return np.flatnonzero((frame["region_code"] == region_code).to_numpy(dtype=np.bool_))


def beyond_their_whole(frame: pd.DataFrame, region_code: str, places: Collection[str]) -> IntArray:
    """Where figures of places stand that may be more than that of their region of the same period, alone or together.

    A mark or a rounded digit may still excuse them, which is for the rules to say; no other can be more.
    """
    whole = frame["breakdown"] == ""
    own = frame.loc[whole & (frame["region_code"] == region_code), [*_PERIOD, "value"]].rename(columns={"value": "whole"})
    below = frame.loc[whole & frame["region_code"].isin(list(places)), [*_PERIOD, "value"]]
    there = below.assign(place=below.index, positive=below["value"].clip(lower=0)).merge(own, on=_PERIOD)
    together = there.groupby(_PERIOD, dropna=False)["positive"].transform("sum")
    most = there.groupby(_PERIOD, dropna=False)["value"].transform("max")
    return np.sort(there.loc[(together > there["whole"]) | (most > there["whole"]), "place"].to_numpy(dtype=np.int64))


def reported_by(catalog: Catalog, frame: pd.DataFrame, places: Collection[str], as_of: date) -> Reported:
    """The measures that places have figures of by the year these end in, up to a day."""
    ends = frame["as_of"].fillna(frame["window_end"])
    wanted = frame["region_code"].isin(list(places)) & (frame["breakdown"] == "") & (ends <= pd.Timestamp(as_of))
    wanted &= frame["measure_id"].isin(list(catalog.measures))
    rows = frame.loc[wanted, ["region_code", "measure_id"]].assign(year=ends[wanted].dt.year).drop_duplicates()
    found: dict[tuple[str, int], set[str]] = {}
    for code, measure_id, year in zip(rows["region_code"], rows["measure_id"], rows["year"], strict=True):
        found.setdefault((code, int(year)), set()).add(measure_id)
    return found
