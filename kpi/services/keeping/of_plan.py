"""Which entries of the audit log are about one plan and no other: what an auditor of that plan alone may read.

The log has no plans of its own. What an entry names is looked up; one whose plan is not certain is for auditors of everything.
"""

from collections.abc import Callable, Mapping
from functools import partial
from re import match

from kpi.model import Action
from kpi.services.reports.ledger import of_plan
from kpi.services.workspace import Workspace
from kpi.store import AuditEntry

_ABOUT_THE_PLAN = frozenset({"download", "duty_rule", "duty_rule_remove", *map(str, Action)})
"""Actions, refused ones too, whose subject is the plan itself."""

Known = Mapping[str, frozenset[int]]
"""By action the numbers of what belongs to the plan."""


def entries_of(workspace: Workspace) -> Callable[[AuditEntry], bool]:
    """Says of an entry whether it is about the plan looked at and nothing else."""
    store, plan_id = workspace.store, workspace.plan_id
    revisions = frozenset(each.revision_id for each in workspace.plans.revisions if each.plan_id == plan_id)
    submissions = frozenset(each.number for each in store.submissions() if each.plan_id == plan_id)
    locks = frozenset(each.lock_id for each in store.locks() if each.plan_id == plan_id)
    measures = workspace.whole_catalog.measures
    others = [catalog for each in workspace.plans.ids if each != plan_id and (catalog := workspace.plans.catalog(each))]
    batches = frozenset(
        number
        for number, places in store.batch_places().items()
        if all(measure in measures and not any(measure in other.measures for other in others) for measure, _ in places)
    )
    known: Known = {
        **dict.fromkeys(("load", "revise", "answer", "judge", "withdraw_revision"), revisions),
        **dict.fromkeys(("submit", "send_back", "approve_submission", "take_back"), submissions),
        **dict.fromkeys(("lock_period", "reopen_period"), locks),
        **dict.fromkeys(("commit", "withdraw"), batches),
        "matter": frozenset(each.matter_id for each in store.matter_entries(plan_id)),
        "follow": frozenset(each.mark_id for each in store.follow_entries(plan_id)),
        "outbox": frozenset(each.message_id for each in store.outbox_messages(plan_id)),
        "issue": frozenset(each.report_id for each in of_plan(workspace)),
    }
    return partial(_is_of, plan_id, known, submissions)


def _is_of(plan_id: str, known: Known, submissions: frozenset[int], entry: AuditEntry) -> bool:
    if entry.subject == plan_id and entry.action in _ABOUT_THE_PLAN:
        return True
    if entry.action == "publish":
        return entry.detail == plan_id
    if refused := match(r"submission (\d+)$", entry.subject):
        return int(refused[1]) in submissions
    named = entry.subject if entry.action in ("commit", "withdraw") or entry.outcome == "refused" else entry.detail
    number = match(r"(?:batch )?(\d+)", named)
    return number is not None and int(number[1]) in known.get(entry.action, frozenset())
