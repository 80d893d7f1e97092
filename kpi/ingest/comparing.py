"""What readings would change: rows that are new, that replace a value, that say what is already there.

Apart from `reading`, because it takes pandas, which no process that reads somebody's file is to bring along.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from kpi.ingest.reading import Reading, duplicates
from kpi.model import Observation, ObservationKey, Problem, Qualifier, same


@dataclass(frozen=True, slots=True)
class Changed:
    """An observation whose key is known with another value or qualifier."""

    observation: Observation
    old_value: float
    old_qualifier: Qualifier
    position: int
    """Row of the current frame that it replaces."""


@dataclass(frozen=True, slots=True)
class Change:
    """All observations of some readings, each in one of three groups."""

    new: tuple[Observation, ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[Observation, ...]
    problems: tuple[Problem, ...]
    """Keys that two files share; those within one file are problems of its reading."""


def compare(readings: Sequence[Reading], current: pd.DataFrame) -> Change:
    """Hold readings against the current observation frame."""
    observations = [observation for reading in readings for observation in reading.observations]
    positions = _positions(current, {observation.measure_id for observation in observations})
    new: list[Observation] = []
    changed: list[Changed] = []
    unchanged: list[Observation] = []
    for observation in observations:
        position = positions.get(observation.key)
        if position is None:
            new.append(observation)
            continue
        value, qualifier = float(current["value"].iloc[position]), Qualifier(current["qualifier"].iloc[position])
        if qualifier is observation.qualifier and same(value, float(observation.value)):
            unchanged.append(observation)
        else:
            changed.append(Changed(observation, value, qualifier, position))
    across = [problem for problem in duplicates(observations) if problem.values["file"]]
    return Change(tuple(new), tuple(changed), tuple(unchanged), tuple(across))


def _positions(current: pd.DataFrame, measure_ids: set[str]) -> dict[ObservationKey, int]:
    """Key → row, of the measures that matter."""
    wanted = current["measure_id"].isin(measure_ids)
    part = current[wanted]
    texts = [part[name].tolist() for name in ("measure_id", "region_code", "breakdown", "member")]
    dates = [[_day(moment) for moment in part[name]] for name in ("window_start", "window_end", "as_of")]
    rows = wanted.to_numpy().nonzero()[0].tolist()
    return {(m, r, b, x, s, e, a): row for m, r, b, x, s, e, a, row in zip(*texts, *dates, rows, strict=True)}


def _day(moment: pd.Timestamp) -> date | None:
    return None if pd.isna(moment) else moment.date()
