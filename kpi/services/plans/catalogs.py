"""The catalogs of the plans in the database, each built once for what its rows say and kept in memory."""

import threading
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Protocol

from kpi.catalog import Catalog, build_catalog
from kpi.errors import NotFound
from kpi.model import Observation, Revised, Target
from kpi.store import PlanChange, PlanState, Revision, RevisionKind, Store, applied, counting_at, loads_of

_MOST_KEPT = 16
TARGETS = "target_log"


class Source(Protocol):
    """What plans are read from: the store, or what a transaction would leave."""

    def plan_state(self, plan_id: str, counting: Sequence[Revision]) -> PlanState:
        """What some revisions make of a plan."""


class Plans:
    """Every plan of one database. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._version = -1
        self._revisions: list[Revision] = []
        self._kept: dict[Hashable, Catalog] = {}

    @property
    def revisions(self) -> Sequence[Revision]:
        """Every revision of every plan, newest first."""
        with self._lock:
            self._settle()
            return self._revisions

    @property
    def ids(self) -> tuple[str, ...]:
        """The plans there are, in the order in which they were first loaded."""
        loaded = {each.plan_id: None for each in reversed(self.revisions) if each.counts_at(None)}
        return tuple(loaded)

    @property
    def default_id(self) -> str:
        """The plan that says it is the default, or else the newest."""
        marked = [plan_id for plan_id in self.ids if self.catalog(plan_id).is_default]
        return (marked or self.ids)[-1]

    def last_load(self, plan_id: str) -> Revision | None:
        """The load that counts last, if the plan is there."""
        loads = [each for each in loads_of(self.revisions, plan_id) if each.counts_at(None)]
        return loads[-1] if loads else None

    def require(self, plan_id: str) -> str:
        """NotFound unless there is such a plan."""
        if plan_id not in self.ids:
            raise NotFound("no_such_plan", plan=plan_id, plans=self.ids)
        return plan_id

    def state(self, plan_id: str, known_at: datetime | None = None) -> PlanState:
        """The rows of a plan as they count now, or did at a moment."""
        return self._store.plan_state(plan_id, counting_at(self.revisions, plan_id, known_at))

    def catalog(self, plan_id: str, known_at: datetime | None = None, *, original: bool = False) -> Catalog:
        """The catalog of a plan as it counts now, or did at a moment; `original` with the targets before any revision."""
        return self.catalog_of(self._store, plan_id, counting_at(self.revisions, plan_id, known_at), original=original)

    def catalog_of(self, source: Source, plan_id: str, counting: Sequence[Revision], *, original: bool = False) -> Catalog:
        """The catalog of a plan as some revisions make it."""
        key = plan_id, original, tuple((each.revision_id, each.sha256, each.made_at) for each in counting)
        with self._lock:
            if kept := self._kept.get(key):
                return kept
        made = _made(source, plan_id, counting, original=original)
        with self._lock:
            while len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = made
        return made

    def figures_after(self, changed: Catalog | None) -> list[Observation]:
        """Every figure that the plans load, once each, if one of them read like `changed`."""
        catalogs = {plan_id: self.catalog(plan_id) for plan_id in self.ids}
        if changed:
            catalogs[changed.plan_id] = changed
        found = {each.figure_id: each for catalog in catalogs.values() for each in catalog.observations()}
        if changed:
            found |= {each.figure_id: each for each in changed.observations()}
        return list(found.values())

    def catalog_without(self, revision: Revision) -> Catalog:
        """The catalog of a revision's plan if that revision were taken back. CatalogRefused."""
        counting = [each for each in counting_at(self.revisions, revision.plan_id) if each.revision_id != revision.revision_id]
        return build_catalog(self._store.plan_state(revision.plan_id, counting).tables())

    def _settle(self) -> None:
        """Reads the revisions anew after a change. Held under the lock."""
        if self._version != self._store.plan_version:
            self._version, self._revisions = self._store.plan_version, self._store.revisions()


def _made(source: Source, plan_id: str, counting: Sequence[Revision], *, original: bool) -> Catalog:
    state = source.plan_state(plan_id, counting)
    corrections = [each for each in counting if each.is_correction]
    if len(corrections) == len(counting):
        return build_catalog(state.tables())
    was = build_catalog(with_targets_of(state, source.plan_state(plan_id, corrections)).tables())
    if original:
        return was
    return with_revised(build_catalog(state.tables()), was, state, {each.revision_id: each for each in counting})


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
            said = Revised(*_promised(first), revision.document_number, revision.effective_on)
            targets[target_id] = replace(target, revised=said)
    answered = {each.name for each in revisions.values() if each.kind is RevisionKind.ANSWER}
    questions = tuple(each for each in catalog.questions if each.question_id not in answered)
    return replace(catalog, targets=targets, questions=questions)


def _promised(target: Target) -> tuple[Fraction | None, Fraction | None, date | None, tuple[int, ...]]:
    """What a revision of a target may change."""
    return target.value, target.value_high, target.deadline, target.years


def catalog_after(state: PlanState, change: PlanChange) -> Catalog:
    """The catalog of a plan after a change. CatalogRefused with everything that would be wrong with it."""
    return build_catalog(applied(state, change, 0).tables())
