"""A large file held against what is there, all rows at once. Whatever makes a row a problem, or a verdict another one, is asked
of the rules that ordinary files go by; set-wise is only found which rows have to be asked about.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kpi import quality
from kpi.ingest import MOST_LISTED, Change, Changed, LargeFigures, OnStage, Reading, listed_by_kind
from kpi.model import Actor, Observation, Problem, Qualifier, Severity, open_locks
from kpi.services.approval.locking import locked_rows
from kpi.services.duties.rules import out_of_reach, reporter
from kpi.services.frames import replaced
from kpi.services.uploading.doubts import current_of, doubts_of
from kpi.services.uploading.telling import Asked, Found, told
from kpi.services.workspace import Workspace
from kpi.store import with_key_texts
from kpi.views import RowCounts, UploadPreview

_MOST_JUDGED = 100_000
"""Figures of regions with targets of their own, beyond which only the plan's own region is judged in the preview."""
Flags = npt.NDArray[np.bool_]


def preview_of_large(
    workspace: Workspace, actor: Actor, reading: Reading, large: LargeFigures, content: bytes, asked: Asked, on_stage: OnStage
) -> UploadPreview:
    """What one large file says and would change."""
    return told(workspace, _Large(workspace, actor, reading, large, on_stage).found(content), asked)


def first_of(reading: Reading, subjects: Collection[tuple[str, str]]) -> tuple[Observation, ...]:
    """The first rows of a reading that are of some measures and regions."""
    if reading.large:
        return reading.large.rows(reading.large.of_subjects(reading.large.table(), subjects).slice(0, MOST_LISTED))
    return tuple(row for row in reading.observations if (row.measure_id, row.region_code) in subjects)


class _Large:
    def __init__(self, workspace: Workspace, actor: Actor, reading: Reading, large: LargeFigures, on_stage: OnStage) -> None:
        self._workspace, self._actor, self._reading, self._figures = workspace, actor, reading, large
        self._on_stage = on_stage
        self._loaded = workspace.store.batch_with_hash(reading.sha256)
        self._rows = with_key_texts(large.table())
        self._catalog, self._file = workspace.catalog, reading.file
        self._more: dict[str, int] = {}

    def found(self, content: bytes) -> Found:
        """Everything of it."""
        reading = self._reading
        self._on_stage("comparing", 0.0)
        change, counts = self._change()
        found = [] if self._loaded else self._problems()
        refused = any(problem.severity is Severity.ERROR for problem in found)
        found += [] if refused or self._loaded else [*self._doubts(), *self._judged_in_part()]
        refused = refused or any(problem.severity is Severity.ERROR for problem in found)
        known = self._workspace.known(beside=self._regions)
        stays = refused or self._loaded is not None
        return Found(
            readings=(reading,),
            contents={reading.sha256: content},
            loaded={reading.sha256: self._loaded},
            change=change,
            problems=[] if self._loaded else [*reading.problems, *listed_by_kind(self._file, found, self._more)],
            note_needed=any(problem.code == quality.CLOSED_YEAR for problem in found),
            known=known,
            after=known.frame if stays else replaced(known.frame, self._judged),
            coverage_after=known.coverage if stays else max(filter(None, (known.coverage, self._last)), default=None),
            counted=counts,
            unjudged=frozenset(key for key, each in self._catalog.targets.items() if each.region_code not in self._regions),
        )

    @cached_property
    def _held(self) -> pa.Table:
        return self._workspace.store.agreeing(self._rows)

    @cached_property
    def _changed(self) -> pa.Table:
        return self._held.filter(pc.invert(self._held["agrees"]))

    def _flags(self, positions: pa.ChunkedArray) -> Flags:
        flags = np.zeros(len(self._rows), dtype=bool)
        flags[positions.to_numpy()] = True
        return flags

    def _change(self) -> tuple[Change, RowCounts]:
        """The first rows of what is new and changed, and how many there are of everything."""
        if self._loaded:
            return Change((), (), (), ()), RowCounts(0, 0, 0)
        there, changed = self._flags(self._held["position"]), self._changed
        firsts = changed.slice(0, MOST_LISTED)
        rows = self._figures.rows(self._rows.take(firsts["position"]))
        old = zip(firsts["old_value"].to_pylist(), firsts["old_qualifier"].to_pylist(), strict=True)
        told = tuple(Changed(row, float(v), Qualifier(q), -1) for row, (v, q) in zip(rows, old, strict=True))
        new = self._figures.rows(self._rows.take(pa.array(np.flatnonzero(~there)[:MOST_LISTED])))
        counts = RowCounts(int((~there).sum()), len(changed), len(self._held) - len(changed))
        return Change(new, told, (), ()), counts

    def _problems(self) -> list[Problem]:
        """Rows that are locked, or not the actor's to report."""
        return [*self._locked(), *self._beyond()]

    def _locked(self) -> list[Problem]:
        store, catalogs = self._workspace.store, self._workspace.plans
        locked = np.zeros(len(self._rows), dtype=bool)
        ends = pc.coalesce(self._rows["as_of"], self._rows["window_end"])
        for lock in open_locks(store.locks()):
            of_plan = pc.is_in(self._rows["measure_id"], pa.array(list(catalogs.catalog(lock.plan_id).measures), pa.string()))
            inside = pc.and_(pc.greater_equal(ends, lock.window.start), pc.less_equal(ends, lock.window.end))
            locked |= pc.and_(of_plan, inside).fill_null(False).to_numpy()
        return locked_rows(self._workspace, self._first_of(locked, "period_locked"))

    def _beyond(self) -> list[Problem]:
        may_report = reporter(self._workspace, self._actor)
        beyond = {subject for subject in self._figures.subjects if not may_report(*subject)}
        if not beyond:
            return []
        rows = self._figures.of_subjects(self._rows, beyond)
        first = self._first_of(self._flags(rows["position"]), "out_of_reach")
        return out_of_reach(self._workspace, self._actor, first)

    def _first_of(self, flags: Flags, code: str) -> tuple[Observation, ...]:
        """The first rows that are flagged; the others are counted as more of a kind."""
        found = np.flatnonzero(flags)
        if len(found) > MOST_LISTED:
            self._more[code] = len(found) - MOST_LISTED
        return self._figures.rows(self._rows.take(pa.array(found[:MOST_LISTED])))

    def _doubts(self) -> list[Problem]:
        """What has to be confirmed, or is refused by an identity of the plan."""
        found = doubts_of(self._workspace, self._figures, self._rows, self._on_stage)
        return [*found, *self._closed_years()]

    def _closed_years(self) -> Sequence[Problem]:
        rows = self._rows.take(self._changed["position"])
        last = date(self._workspace.today.year - quality.YEARS_OPEN - 1, 12, 31)
        closed = rows.filter(pc.less_equal(pc.coalesce(rows["as_of"], rows["window_end"]), last))
        first = self._first_of(self._flags(closed["position"]), quality.CLOSED_YEAR)
        if not first:
            return ()
        current = current_of(self._workspace, {row.region_code for row in first})
        return quality.closed_year_revisions(self._catalog, first, current, self._workspace.today)

    @cached_property
    def _judged(self) -> tuple[Observation, ...]:
        """The rows that can move a verdict: of the regions with targets."""
        return self._figures.rows(
            self._rows.filter(pc.is_in(self._rows["region_code"], pa.array(sorted(self._regions), pa.string())))
        )

    @property
    def _last(self) -> date | None:
        """The last day that a figure of the file ends on."""
        last: date | None = pc.max(pc.coalesce(self._rows["as_of"], self._rows["window_end"])).as_py()
        return last

    @cached_property
    def _regions(self) -> frozenset[str]:
        return self._aimed if self._of_aimed <= _MOST_JUDGED else frozenset({self._catalog.plan_region.region_code})

    @property
    def _aimed(self) -> frozenset[str]:
        targets = self._catalog.primary_targets
        return frozenset({self._catalog.plan_region.region_code, *(target.region_code for target in targets)})

    @cached_property
    def _of_aimed(self) -> int:
        aimed = pa.array(sorted(self._aimed), pa.string())
        return int(pc.sum(pc.is_in(self._rows["region_code"], aimed)).as_py() or 0)

    def _judged_in_part(self) -> list[Problem]:
        """Where regions with targets have so many figures that only the plan's own is judged here: a note that says so."""
        if self._of_aimed <= _MOST_JUDGED or self._aimed == self._regions:
            return []
        values = {"count": self._of_aimed, "region": self._catalog.plan_region}
        return [Problem(Severity.NOTE, "bulk_judged_own", self._file, values=values)]
