"""A change of a plan that was checked and not made: what it is made of, which other plans it touches, and whether it waits
for another person's word. The library is one for all plans: a change under an open plan waits where one that it touches does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.catalog import Catalog
from kpi.model import Sent
from kpi.services.approval.ruling import approval_holds
from kpi.services.plans.newer import Place
from kpi.services.workspace import Workspace
from kpi.store import KeptFile, Log, NewRevision, PlanState
from kpi.views import PlanLoadPreview, VerdictChange


@dataclass(frozen=True)
class Proposal:
    """A change of the plan by the values of its form, from which it can be checked anew."""

    kind: Sent
    values: Mapping[str, Any]
    """As JSON has them."""
    files: tuple[KeptFile, ...] = ()
    """Of a plan that is to be loaded."""


@dataclass(frozen=True)
class CheckedRevision:
    """A change of rows, worked out and not made."""

    new: NewRevision
    """Of a revision that is to be taken back: its plan, and why."""
    catalog: Catalog
    judged: tuple[VerdictChange, ...]
    data_version: int
    places: tuple[Place, ...] = ()
    """The rows it would change, by log and key."""
    seen: int = 0
    """The newest revision of these rows."""
    asked: Proposal | None = None
    """None until it is said how it can be checked anew; what waits for approval must say so."""
    sharing: tuple[str, ...] = ()
    """Other plans that list a row of the library that it changes."""
    counted_in: tuple[str, ...] = ()
    """Other plans that know a measure of which it changes figures."""
    taken_back: int = 0
    """The revision that it takes back."""
    loading: PlanLoadPreview | None = None
    """Of a plan's files: what they would change."""

    @property
    def plan_id(self) -> str:
        """The plan it is of."""
        return self.new.change.plan_id


def sharing(state: PlanState, rows: Iterable[tuple[Log, str]]) -> tuple[str, ...]:
    """The other plans that list one of some rows of the library, each by its log and key."""
    of_library = ((log.file, key) for log, key in rows if not log.of_plan)
    return tuple(sorted({plan_id for place in of_library for plan_id in state.others.get(place, ())}))


def counted_in(workspace: Workspace, catalog: Catalog) -> tuple[str, ...]:
    """The other plans that know a measure whose figures would be others if a plan read like `catalog`."""
    plans = workspace.plans
    others = [plan_id for plan_id in plans.ids if plan_id != catalog.plan_id]
    if not others:
        return ()
    moved = frozenset(plans.figures_after(None)) ^ frozenset(plans.figures_after(catalog))
    measures = {figure.measure_id for figure in moved}
    return tuple(plan_id for plan_id in others if not measures.isdisjoint(plans.catalog(plan_id).measures))


def waits_in(workspace: Workspace, checked: CheckedRevision) -> str:
    """The plan in which a change waits for another person's word: its own, or else one that it touches. Empty: in none."""
    if not approval_holds(workspace):
        return ""
    return next(waiting(workspace, (checked.plan_id, *checked.sharing, *checked.counted_in)), "")


def waiting(workspace: Workspace, plan_ids: Sequence[str]) -> Iterator[str]:
    """Those of some plans that are there and wait for approval."""
    known = workspace.plans.ids
    return (plan_id for plan_id in plan_ids if plan_id in known and workspace.plans.catalog(plan_id).approval)
