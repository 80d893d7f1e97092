"""By what one state of the database came from another: the batches and revisions between them, and whose they are."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from kpi.model import Batch, BatchKind, ObservationKey, local
from kpi.services.plans.catalogs import TARGETS
from kpi.services.workspace import Workspace
from kpi.store import Event, LoggedRow, Revision, counting_at
from kpi.views import Cause, CauseKind

OF_REVISIONS = frozenset({"load", "revise", "answer", "judge"})
"""Events that made a revision; its number begins what they tell."""


def cause_of_batch(batch: Batch) -> Cause:
    """A file that was loaded."""
    return Cause(CauseKind.BATCH, batch.batch_id, batch.file, "", batch.user, local(batch.approved_at), batch.note)


def cause_of_withdrawal(batch: Batch) -> Cause:
    """A file that was taken back."""
    at = local(batch.withdrawn_at) if batch.withdrawn_at else None
    return Cause(CauseKind.WITHDRAWAL, batch.batch_id, batch.file, "", batch.withdrawn_by, at, batch.withdrawal_note)


def cause_of_revision(each: Revision) -> Cause:
    """A revision of a plan that was made."""
    kind, at = CauseKind.REVISION, local(each.made_at)
    return Cause(kind, each.revision_id, each.name, each.document_number, each.made_by, at, each.note)


def cause_of_undoing(each: Revision) -> Cause:
    """A revision of a plan that was taken back."""
    kind, at = CauseKind.REVISION_WITHDRAWN, local(each.withdrawn_at) if each.withdrawn_at else None
    return Cause(kind, each.revision_id, each.name, each.document_number, each.withdrawn_by, at, each.withdrawal_note)


def number_in(event: Event) -> int:
    """The revision an event is about."""
    return int(event.detail.split(" ")[0])


def cause_of(event: Event, batches: Mapping[int, Batch], revisions: Mapping[int, Revision]) -> Cause | None:
    """What an event did to verdicts; None for one that did nothing."""
    if event.action in OF_REVISIONS:
        return cause_of_revision(revisions[number_in(event)])
    if event.action == "withdraw_revision":
        return cause_of_undoing(revisions[number_in(event)])
    if event.action == "rejudge":
        return Cause(CauseKind.RULES)
    if event.batch_id is None or not batches[event.batch_id].file:
        return None
    return {"commit": cause_of_batch, "withdraw": cause_of_withdrawal}[event.action](batches[event.batch_id])


class Between:
    """What happened between two moments, None being now; either may be the earlier."""

    def __init__(self, workspace: Workspace, start: datetime | None, end: datetime | None) -> None:
        self._workspace = workspace
        self._start, self._end = start, end
        self._batches = workspace.batches
        self._by_batches: dict[tuple[int | None, int | None], tuple[Cause, ...]] = {}

    def of_figure(self, key: ObservationKey, old_batch: int | None, new_batch: int | None) -> tuple[Cause, ...]:
        """By what a figure of one batch gave way to that of another: found once for the two, of a million figures too."""
        batches = (old_batch, new_batch)
        if batches not in self._by_batches:
            self._by_batches[batches] = self._of_batches(old_batch, new_batch)
        return self._by_batches[batches]

    def _of_batches(self, old_batch: int | None, new_batch: int | None) -> tuple[Cause, ...]:
        involved = [self._batches[each] for each in (new_batch, old_batch) if each is not None]
        for batch in involved:
            if batch.withdrawn_at and self._is_between(batch.withdrawn_at):
                return (cause_of_withdrawal(batch),)
        fresh = [batch for batch in involved if self._is_between(batch.approved_at)]
        if fresh and fresh[0].kind is BatchKind.UPLOAD:
            return (cause_of_batch(fresh[0]),)
        if fresh:
            return self._of_baseline(fresh[0])
        return self.of_plan()

    def of_target(self, target_id: str) -> tuple[Cause, ...]:
        """The revisions that wrote the target as it is or was; where none did, all that changed the plan."""
        own = {self._written_by(target_id, moment) for moment in (self._start, self._end)}
        return tuple(self._told(each for each in self._changed if each.revision_id in own)) or self.of_plan()

    def of_plan(self) -> tuple[Cause, ...]:
        """The revisions that count at one of the moments and not at the other."""
        return tuple(self._told(self._changed))

    def _is_between(self, moment: datetime) -> bool:
        return (self._start is None or moment <= self._start) != (self._end is None or moment <= self._end)

    def _of_baseline(self, batch: Batch) -> tuple[Cause, ...]:
        made = {
            number_in(event)
            for event in self._workspace.store.events()
            if event.batch_id == batch.batch_id and event.action in OF_REVISIONS
        }
        return tuple(self._told(each for each in self._changed if each.revision_id in made)) or self.of_plan()

    @cached_property
    def _changed(self) -> list[Revision]:
        """Revisions of the plan and of the library that count at one of the moments only, in their order."""
        revisions, plan_id = self._workspace.plans.revisions, self._workspace.plan_id
        before, after = (counting_at(revisions, plan_id, moment) for moment in (self._start, self._end))
        ids = {each.revision_id for each in before} ^ {each.revision_id for each in after}
        return sorted((each for each in revisions if each.revision_id in ids), key=lambda each: each.revision_id)

    def _told(self, revisions: Iterable[Revision]) -> Iterator[Cause]:
        for each in revisions:
            undone = each.withdrawn_at is not None and self._is_between(each.withdrawn_at)
            yield cause_of_undoing(each) if undone else cause_of_revision(each)

    def _written_by(self, target_id: str, moment: datetime | None) -> int | None:
        row = self._states[moment].get(target_id)
        return row.revision_id if row else None

    @cached_property
    def _states(self) -> dict[datetime | None, dict[str, LoggedRow]]:
        plans, plan_id = self._workspace.plans, self._workspace.plan_id
        return {moment: dict(plans.state(plan_id, moment).rows[TARGETS]) for moment in {self._start, self._end}}


class Published:
    """What differs where figures as first published are held against those that count."""

    def __init__(self, told: dict[ObservationKey, Cause]) -> None:
        self._told = told

    def of_figure(self, key: ObservationKey, old_batch: int | None, new_batch: int | None) -> tuple[Cause, ...]:
        """That it was published again."""
        return (self._told[key],)

    def of_target(self, target_id: str) -> tuple[Cause, ...]:
        """No target differs."""
        return ()

    def of_plan(self) -> tuple[Cause, ...]:
        """The plan is one and the same."""
        return ()
