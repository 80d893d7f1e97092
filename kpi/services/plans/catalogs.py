"""The catalogs of the plans in the database, each built once for what its rows say and kept in memory; and the folder that the
settings name, held against the database: filled from it once, and afterwards only compared.
"""

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from kpi.catalog import Catalog, PlanTables, build_catalog, read_folder
from kpi.errors import NotFound
from kpi.model import Judgement, Observation, PeriodType, Problem, Revised, Severity, Status, Target, Window, last_begun
from kpi.store import (
    NewRevision,
    PlanChange,
    PlanState,
    Revision,
    RevisionKind,
    Store,
    applied,
    compare_plan,
    counting_at,
    loads_of,
)

_MOST_KEPT = 16
_Thing = TypeVar("_Thing")
TARGETS = "target_log"
JUDGEMENTS = "judgement_log"


class Source(Protocol):
    """What plans are read from: the store, or what a transaction would leave."""

    def plan_state(self, plan_id: str, counting: Sequence[Revision]) -> PlanState:
        """What some revisions make of a plan."""


class _Kept(Generic[_Thing]):
    """The last few things that were made, each once for what it was made of. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._things: dict[Hashable, _Thing] = {}

    def get(self, key: Hashable, make: Callable[[], _Thing]) -> _Thing:
        """That of the key, made now if it is not there."""
        with self._lock:
            if key in self._things:
                return self._things[key]
        made = make()
        with self._lock:
            while len(self._things) >= _MOST_KEPT:
                self._things.pop(next(iter(self._things)))
            self._things[key] = made
        return made


class Plans:
    """Every plan of one database. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._version = -1
        self._revisions: list[Revision] = []
        self._states: _Kept[PlanState] = _Kept()
        self._catalogs: _Kept[Catalog] = _Kept()
        self._ceilings: dict[str, tuple[Hashable, datetime | None]] = {}

    @property
    def revisions(self) -> Sequence[Revision]:
        """Every revision of every plan, newest first."""
        with self._lock:
            self._settle()
            return self._revisions

    @property
    def ids(self) -> tuple[str, ...]:
        """The plans there are, in the order in which they were first loaded."""
        loaded = {revision.plan_id: None for revision in reversed(self.revisions) if revision.counts_at(None)}
        return tuple(loaded)

    @property
    def default_id(self) -> str:
        """The plan that says it is the default, or else the newest."""
        marked = [plan_id for plan_id in self.ids if self.catalog(plan_id).is_default]
        return (marked or self.ids)[-1]

    def last_load(self, plan_id: str) -> Revision | None:
        """The load that counts last, if the plan is there."""
        loads = [revision for revision in loads_of(self.revisions, plan_id) if revision.counts_at(None)]
        return loads[-1] if loads else None

    def require(self, plan_id: str) -> str:
        """NotFound unless there is such a plan."""
        if plan_id not in self.ids:
            raise NotFound("no_such_plan", plan=plan_id, plans=self.ids)
        return plan_id

    def state(self, plan_id: str, known_at: datetime | None = None) -> PlanState:
        """The rows of a plan as they count now, or did at a moment."""
        return self.state_from(self._store, plan_id, counting_at(self.revisions, plan_id, known_at))

    def state_from(self, source: Source, plan_id: str, counting: Sequence[Revision]) -> PlanState:
        """The rows of a plan as some revisions make them: logs only grow, so that it is read once."""
        return self._states.get((plan_id, _made_of(counting)), lambda: source.plan_state(plan_id, counting))

    def catalog(self, plan_id: str, known_at: datetime | None = None, *, original: bool = False) -> Catalog:
        """The catalog of a plan as it counts now, or did at a moment; `original` with the targets before any revision."""
        return self.catalog_from(self._store, plan_id, counting_at(self.revisions, plan_id, known_at), original=original)

    def catalog_from(self, source: Source, plan_id: str, counting: Sequence[Revision], *, original: bool = False) -> Catalog:
        """The catalog of a plan as some revisions make it."""
        key = plan_id, original, _made_of(counting)
        return self._catalogs.get(key, lambda: self._made(source, plan_id, counting, original=original))

    def _made(self, source: Source, plan_id: str, counting: Sequence[Revision], *, original: bool) -> Catalog:
        state = self.state_from(source, plan_id, counting)
        corrections = [revision for revision in counting if revision.is_correction]
        if len(corrections) == len(counting):
            return catalog_of(state)
        was = catalog_of(with_targets_of(state, self.state_from(source, plan_id, corrections)))
        by_id = {revision.revision_id: revision for revision in counting}
        now = with_revised(catalog_of(state), was, state, by_id)
        return with_settled(was, now) if original else now

    def figures_after(self, changed: Catalog | None) -> list[Observation]:
        """Every figure that the plans load, once each, if one of them read like `changed`."""
        catalogs = {plan_id: self.catalog(plan_id) for plan_id in self.ids}
        if changed:
            catalogs[changed.plan_id] = changed
        figures = {figure.figure_id: figure for catalog in catalogs.values() for figure in catalog.observations()}
        if changed:
            figures |= {figure.figure_id: figure for figure in changed.observations()}
        return list(figures.values())

    def catalog_without(self, revision: Revision) -> Catalog:
        """The catalog of a revision's plan if that revision were taken back. CatalogRefused."""
        counting = counting_at(self.revisions, revision.plan_id)
        counting = [other for other in counting if other.revision_id != revision.revision_id]
        return catalog_of(self.state_from(self._store, revision.plan_id, counting))

    def ceiling(self, plan_id: str) -> datetime | None:
        """The moment up to which a plan is public: its last publication, or that since which publications are waited for.

        What could be seen when approval was switched on stays public. None where the plan waits for no approval.
        """
        version = (self._store.approval_version, self._store.plan_version)
        kept = self._ceilings.get(plan_id)
        if kept is None or kept[0] != version:
            kept = self._ceilings[plan_id] = version, self._public_until(plan_id)
        return kept[1]

    def _public_until(self, plan_id: str) -> datetime | None:
        since = self.approval_since(plan_id)
        if since is None:
            return None
        return max((since, *(each.published_at for each in self._store.publications(plan_id))))

    def approval_since(self, plan_id: str) -> datetime | None:
        """Since when a plan has waited for approval without a break; None where it does not."""
        said = self._store.approvals_said(plan_id)
        if not any(said.values()):
            return None
        own = [revision for revision in self.revisions if revision.plan_id == plan_id]
        moments = sorted({moment for each in own for moment in (each.made_at, each.withdrawn_at) if moment})
        return last_begun((moment, _waits(counting_at(own, plan_id, moment), said)) for moment in moments)

    def _settle(self) -> None:
        """Reads the revisions anew after a change. Held under the lock."""
        if self._version != self._store.plan_version:
            self._version, self._revisions = self._store.plan_version, self._store.revisions()


def _waits(counting: Sequence[Revision], said: Mapping[int, bool]) -> bool:
    """Whether the last of some revisions that says so has the plan wait for approval."""
    newest = max((each.revision_id for each in counting if each.revision_id in said), default=None)
    return newest is not None and said[newest]


def _made_of(counting: Sequence[Revision]) -> Hashable:
    return tuple((revision.revision_id, revision.sha256, revision.made_at) for revision in counting)


def with_targets_of(state: PlanState, first: PlanState) -> PlanState:
    """A plan with the targets as they were first; one that came with a later document only is as it came."""
    now = state.rows[TARGETS]
    targets = {key: first.rows[TARGETS].get(key, row) for key, row in now.items()}
    sha256 = state.sha256 if targets == now else f"{state.sha256} original"
    return replace(state, rows={**state.rows, TARGETS: targets}, sha256=sha256)


def with_revised(catalog: Catalog, was: Catalog, state: PlanState, revisions: Mapping[int, Revision]) -> Catalog:
    """A catalog whose revised targets say what they said first, and whose questions are those still open."""
    targets = dict(catalog.targets)
    for target_id, target in catalog.targets.items():
        first = was.targets.get(target_id, target)
        if _promised(first) != _promised(target):
            revision = revisions[state.rows[TARGETS][target_id].revision_id]
            settled = revision.kind is RevisionKind.ANSWER
            said = Revised(*_promised(first), revision.document_number, revision.effective_on, settled)
            targets[target_id] = replace(target, revised=said)
    answered = {revision.name for revision in revisions.values() if revision.kind is RevisionKind.ANSWER}
    questions = tuple(question for question in catalog.questions if question.question_id not in answered)
    return replace(catalog, targets=targets, questions=questions)


def with_settled(was: Catalog, now: Catalog) -> Catalog:
    """The catalog as it was first, asking for nothing that was answered since."""
    targets = dict(was.targets)
    for target_id, target in now.targets.items():
        said = target.revised
        if said and (said.answered or said.period_type is not target.period_type):
            targets[target_id] = replace(was.targets[target_id], settled_by=said.document_number)
    return replace(was, targets=targets, questions=now.questions)


_Promised = tuple[Fraction | None, Fraction | None, date | None, tuple[int, ...], PeriodType, Window | None]


def _promised(target: Target) -> _Promised:
    """What a revision of a target may change, and an answer may settle."""
    return target.value, target.value_high, target.deadline, target.years, target.period_type, target.window


def catalog_after(state: PlanState, change: PlanChange) -> Catalog:
    """The catalog of a plan after a change. CatalogRefused with everything that would be wrong with it."""
    return catalog_of(applied(state, change, 0))


def catalog_of(state: PlanState) -> Catalog:
    """What the rows of a plan say, and what persons said of its targets. CatalogRefused."""
    catalog = build_catalog(state.tables())
    said = [_judgement(row.cells) for row in state.rows[JUDGEMENTS].values() if row.cells["target_id"] in catalog.targets]
    return replace(catalog, judgements=tuple(sorted(said, key=lambda each: each.as_of))) if said else catalog


def _judgement(cells: Mapping[str, str]) -> Judgement:
    return Judgement(
        target_id=cells["target_id"],
        verdict=Status(cells["verdict"]),
        as_of=date.fromisoformat(cells["as_of"]),
        reason=cells["reason"],
        evidence=cells["evidence"],
        made_by=cells["judged_by"],
        made_on=date.fromisoformat(cells["judged_on"]),
    )


@dataclass(frozen=True)
class Folder:
    """The files of a plan, as they were when the database was opened."""

    path: Path
    files: PlanTables

    @cached_property
    def catalog(self) -> Catalog:
        """What they say. CatalogRefused."""
        return build_catalog(self.files)

    def first_load(self, store: Store) -> NewRevision:
        """The first revision of a database that has no plan. CatalogRefused."""
        state = store.plan_state(self.catalog.plan_id, ())
        return NewRevision(RevisionKind.LOAD, self.files.name, compare_plan(self.files, state).change)

    def plan_in(self, plans: Plans) -> str:
        """The plan of the database that was loaded from just these files, or has their id. Empty if there is none."""
        same = [plan_id for plan_id in plans.ids if self._is_last_load(plans, plan_id)]
        return same[0] if same else self.files.plan_id if self.files.plan_id in plans.ids else ""

    def notice(self, plans: Plans) -> Problem | None:
        """What to know where the files are not what the database was loaded from: no change is loaded without a command."""
        plan_id = self.plan_in(plans)
        if plan_id and self._is_last_load(plans, plan_id):
            return None
        values = {
            "folder": str(self.path),
            "plan": plan_id or self.files.plan_id,
            "command": f"python -m kpi plan load {self.path}",
        }
        return Problem(Severity.WARNING, "plan_folder_differs" if plan_id else "plan_folder_unknown", values=values)

    def _is_last_load(self, plans: Plans, plan_id: str) -> bool:
        last = plans.last_load(plan_id)
        return last is not None and last.sha256 == self.files.sha256


def look_at(folder: Path) -> Folder:
    """A folder as it is now. CatalogRefused where there is none."""
    return Folder(folder, read_folder(folder))
