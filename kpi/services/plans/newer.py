"""Two at once: a form is filled from what a row said, and what somebody made of the row since is shown before it is lost."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from kpi.errors import KpiError
from kpi.i18n import LANGUAGES, texts
from kpi.model import Message, Quantity, local, told_in
from kpi.services.plans.catalogs import JUDGEMENTS, TARGETS
from kpi.services.workspace import Workspace
from kpi.store import LOGS, PlanState, Revision, RevisionKind, readable_key

Place = tuple[str, str]
"""A row by its log and key."""


def places_of(state: PlanState, target_id: str) -> tuple[Place, ...]:
    """The rows about one target: its own, and what persons said of it."""
    said = (key for key, row in state.rows[JUDGEMENTS].items() if row.cells["target_id"] == target_id)
    return ((TARGETS, target_id), *((JUDGEMENTS, key) for key in said))


def version_of(state: PlanState, places: Sequence[Place]) -> int:
    """The newest revision that wrote one of these rows; 0 where none did."""
    return max((row.revision_id for log, key in places if (row := state.rows[log].get(key))), default=0)


def require_unchanged(workspace: Workspace, state: PlanState, places: Sequence[Place], seen: int | None) -> None:
    """KpiError `revision_newer`, with who did what, unless the rows are those of the revision a form was filled from."""
    if seen is None or version_of(state, places) == seen:
        return
    then = [revision for revision in workspace.plans.revisions if revision.revision_id <= seen and _counted(revision, seen)]
    before = workspace.plans.state_from(workspace.store, state.plan_id, then)
    by = _changed_by(workspace, state, places, seen)
    raise KpiError(
        "revision_newer",
        subject=places[0][1],
        user=by.withdrawn_by or by.made_by,
        when=local(by.withdrawn_at or by.made_at),
        changes=tuple(differences(workspace, before, state, places)) or (by.note,),
    )


def _counted(revision: Revision, seen: int) -> bool:
    """Whether a revision counted when a form was filled, as far as that can be told: it does now, or it was what filled it."""
    return revision.counts_at(None) or revision.revision_id == seen


def _changed_by(workspace: Workspace, state: PlanState, places: Sequence[Place], seen: int) -> Revision:
    """The revision that wrote what counts now; or the one that was taken back, where nothing newer was written."""
    number = max(version_of(state, places), seen)
    return next(revision for revision in workspace.plans.revisions if revision.revision_id == number)


def differences(workspace: Workspace, before: PlanState, now: PlanState, places: Sequence[Place]) -> Iterator[Message]:
    """What the rows say otherwise, cell by cell: 目标值 30% → 29%."""
    for log, key in places:
        old, new = (_cells(state, log, key) for state in (before, now))
        for column in dict.fromkeys((*old, *new)):
            if (log, column) not in _IN_PASSING and old.get(column, "") != new.get(column, ""):
                was, becomes = (_told(workspace, log, column, cells) for cells in (old, new))
                told = "value.changed" if old.get(column) else "value.said"
                yield Message(told, {"column": _heading(log, column), "old": was, "new": becomes})


_IN_PASSING = frozenset({(TARGETS, "printed"), *((JUDGEMENTS, column) for column in ("target_id", "as_of", "judged_on"))})
"""Cells that change along with what is told, or that name the row."""


def _heading(log: str, column: str) -> object:
    """What a column is called."""
    sheet = next(known.file for known in LOGS if known.name == log).removesuffix(".csv")
    keys = (_CALLED.get(column, ""), f"plan_column.{sheet}.{column}", f"plan_column.{column}", f"column.{column}")
    return next((Message(key) for key in keys if key in texts(LANGUAGES[0])), column)


_CALLED = {"document_number": "column.document_number", "reason": "page.plans_reason", "evidence": "page.plans_evidence"}
"""Columns that are called otherwise than over a sheet of the plan."""


def _told(workspace: Workspace, log: str, column: str, cells: Mapping[str, str]) -> object:
    """A cell as people know it: a number in its measure's unit, a verdict by its name."""
    text = cells.get(column, "")
    target = workspace.catalog.targets.get(cells.get("target_id", ""))
    if not text:
        return Message("value.none")
    if column == "verdict":
        return Message(f"status.{text}")
    if column in ("value", "value_high") and target:
        return Quantity(float(Fraction(text)), told_in(target, workspace.catalog.measures[target.measure_id]))
    return text


def _cells(state: PlanState, log: str, key: str) -> Mapping[str, str]:
    row = state.rows[log].get(key)
    return row.cells if row else {}


def changes_of(workspace: Workspace, revision: Revision) -> tuple[Message, ...]:
    """What a revision changed, cell by cell; of a load only how many rows."""
    if revision.kind is RevisionKind.LOAD:
        return (Message("service.rows_loaded", {"count": revision.rows}),)
    known = [other for other in workspace.plans.revisions if other.revision_id < revision.revision_id]
    counting = [other for other in known if other.counts_at(revision.made_at)]
    before = workspace.plans.state_from(workspace.store, revision.plan_id, counting)
    after = workspace.plans.state_from(workspace.store, revision.plan_id, [*counting, revision])
    written = [
        (log, key) for log, rows in after.rows.items() for key, row in rows.items() if row.revision_id == revision.revision_id
    ]
    return tuple(
        Message("service.row_changed", {"row": readable_key(key), "changes": tuple(changes)})
        for log, key in written
        if (changes := list(differences(workspace, before, after, [(log, key)])))
    )
