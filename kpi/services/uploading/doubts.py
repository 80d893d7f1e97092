"""What has to be confirmed of a large file, or is refused by an identity of the plan.

It is asked of the rules that ordinary files go by, but only about rows that may give rise to it: these are found where the
figures lie, and rather too many than too few.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi import quality
from kpi.catalog import Catalog
from kpi.ingest import LargeFigures, OnStage
from kpi.model import Kind, Observation, ObservationKey, Problem, slack
from kpi.services.workspace import Workspace

_AT_ONCE = 50_000
"""Rows that are held against others together."""
_Found = Sequence[Problem]
_Rule = Callable[[Catalog, Sequence[Observation], pd.DataFrame], _Found]


def _just_below(limit: float) -> float:
    """What is on a limit, or a hair from it, is for the rules to say."""
    return limit - slack(limit)


def doubts_of(workspace: Workspace, figures: LargeFigures, rows: pa.Table, on_stage: OnStage) -> list[Problem]:
    """All of them, by their rows."""
    return _Doubts(workspace, figures, rows, on_stage).all()


def current_of(workspace: Workspace, regions: Collection[str]) -> pd.DataFrame:
    """The figures of some regions that count now."""
    frame = workspace.observations(regions=regions)
    return frame[frame["region_code"].isin(regions)]


class _Doubts:
    def __init__(self, workspace: Workspace, figures: LargeFigures, rows: pa.Table, on_stage: OnStage) -> None:
        self._workspace, self._figures, self._rows, self._on_stage = workspace, figures, rows, on_stage
        self._catalog, self._store = workspace.catalog, workspace.store
        self._told: set[frozenset[ObservationKey]] = set()
        self._only: frozenset[quality.Stated] = frozenset()

    def all(self) -> list[Problem]:
        """Each rule asked of its rows, in the order that they are asked of a small file."""
        kinds: tuple[tuple[pa.Table, _Rule], ...] = (
            (self._far_off(), quality.outliers),
            (self._beside_others(), quality.window_warnings),
            (self._of(quality.measures_in_identities(self._catalog)), self._identities),
            (self._shares(), self._ratios),
            (self._of(quality.measures_of_changes(self._catalog)), quality.changes_against_levels),
        )
        parts = [(part, rule) for rows, rule in kinds for part in by_region(rows)]
        found: list[Problem] = []
        for place, (part, rule) in enumerate(parts):
            self._on_stage("comparing", place / len(parts))
            current = current_of(self._workspace, pc.unique(part["region_code"]).to_pylist())
            found += rule(self._catalog, self._figures.rows(part), current)
        return sorted(found, key=lambda problem: problem.row or 0)

    def _identities(self, catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> _Found:
        found, told = quality.identity_warnings(catalog, new, current)
        self._told |= told
        return found

    def _ratios(self, catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> _Found:
        return quality.ratios_against_parts(catalog, new, current, self._told, self._only)

    def _of(self, measures: Collection[str]) -> pa.Table:
        return self._rows.filter(pc.is_in(self._rows["measure_id"], pa.array(sorted(measures), pa.string())))

    def _named(self, *kinds: Kind) -> list[str]:
        return [measure.measure_id for measure in self._catalog.measures.values() if measure.kind in kinds]

    def _far_off(self) -> pa.Table:
        aims = quality.aims(self._catalog)
        asked: Mapping[str, object] = {
            "flows": self._named(Kind.FLOW),
            "unsized": self._named(*quality.WITHOUT_SIZE),
            "aimed_measures": [part[0] for part in aims],
            "aimed_regions": [part[1] for part in aims],
            "aimed_rates": list(aims.values()),
            "far": _just_below(quality.FAR_OFF),
            "far_apart": _just_below(quality.FAR_OFF_APART),
        }
        return self._rows.take(self._store.far_off(self._rows, asked))

    def _beside_others(self) -> pa.Table:
        return self._rows.take(self._store.beside_others(self._rows, self._named(Kind.CHANGE)))

    def _shares(self) -> pa.Table:
        """The rows of ratios that may be unlike their parts, and of these parts; which ratios is kept."""
        shares = quality.shares(self._catalog)
        asked: Mapping[str, object] = {
            "shares": [measure.measure_id for measure, *_ in shares],
            "exact": [measure.unit.integer for measure, *_ in shares],
            **_columns("above", [above for _, above, _ in shares]),
            **_columns("below", [below for *_, below in shares]),
        }
        found = self._store.unlike_shares(self._rows, asked)
        stated = found.filter(found["is_share"]).select(["measure_id", "region_code", "breakdown", "member", "ends_on"])
        columns = zip(*(column.to_pylist() for column in stated.columns), strict=True)
        self._only = frozenset(
            ((measure, region, breakdown, member), end) for measure, region, breakdown, member, end in columns
        )
        return self._rows.take(pc.unique(found["position"].drop_null()))


def _columns(name: str, parts: Sequence[tuple[str, str, str]]) -> dict[str, list[str]]:
    return {
        name: [measure for measure, _, _ in parts],
        f"{name}_breakdowns": [breakdown for _, breakdown, _ in parts],
        f"{name}_members": [member for *_, member in parts],
    }


def by_region(rows: pa.Table) -> Iterator[pa.Table]:
    """So many rows together, no region's apart."""
    regions = rows["region_code"].combine_chunks().dictionary_encode()
    order = np.argsort(regions.indices.to_numpy(), kind="stable") if len(rows) else np.zeros(0, dtype=np.int64)
    counts = np.bincount(regions.indices.to_numpy(), minlength=len(regions.dictionary)) if len(rows) else ()
    start = taken = 0
    for count in counts:
        if taken and taken + count > _AT_ONCE:
            yield rows.take(pa.array(np.sort(order[start : start + taken])))
            start, taken = start + taken, 0
        taken += int(count)
    if taken:
        yield rows.take(pa.array(np.sort(order[start : start + taken])))
