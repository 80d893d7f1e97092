"""Observation frames made of observations, for what would be if they were loaded."""

from collections.abc import Collection, Sequence

import pandas as pd

from kpi.catalog import Catalog
from kpi.model import OBSERVATION_COLUMNS, Observation

_KEY = ["measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of"]
_DATES = ("window_start", "window_end", "as_of")
NOT_LOADED = 0
"""Batch of rows that are not in the store."""


def _not_loaded(observations: Sequence[Observation]) -> pd.DataFrame:
    """An observation frame of rows that are not loaded."""
    names = [name for name in OBSERVATION_COLUMNS if name != "batch_id"]
    frame = pd.DataFrame({name: [getattr(observation, name) for observation in observations] for name in names})
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    frame["value"] = frame["value"].astype("float64")
    frame["row"] = frame["row"].astype("int64")
    for name in ("qualifier", "certainty"):
        frame[name] = frame[name].map(str)
    frame["batch_id"] = NOT_LOADED
    return frame[list(OBSERVATION_COLUMNS)]


def replaced(frame: pd.DataFrame, observations: Sequence[Observation]) -> pd.DataFrame:
    """`frame` as it would be with `observations` loaded: a row with the same key gives way."""
    if not observations:
        return frame
    added = _not_loaded(observations)
    kept = frame[~pd.MultiIndex.from_frame(frame[_KEY]).isin(pd.MultiIndex.from_frame(added[_KEY]))]
    return pd.concat([kept[list(OBSERVATION_COLUMNS)], added], ignore_index=True)


def of_catalog(frame: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """The rows about what one plan knows; the library may have more."""
    known: pd.DataFrame = frame[
        frame["measure_id"].isin(catalog.measures.keys()) & frame["region_code"].isin(catalog.regions.keys())
    ]
    return known


def with_baseline(frame: pd.DataFrame, figures: Sequence[Observation], uploads: Collection[int]) -> pd.DataFrame:
    """`frame` as it would be with other figures of the plans: an upload, by its batch, stays current over them."""
    uploaded = frame[frame["batch_id"].isin(uploads)]
    stated = _not_loaded(figures)
    kept = stated[~pd.MultiIndex.from_frame(stated[_KEY]).isin(pd.MultiIndex.from_frame(uploaded[_KEY]))]
    return pd.concat([kept, uploaded[list(OBSERVATION_COLUMNS)]], ignore_index=True)
