"""人工认定: a person's word on a target that no rule can judge, a revision with who, why, by which evidence and as of when."""

from dataclasses import replace
from datetime import date

from kpi import progress
from kpi.errors import KpiError, NotFound
from kpi.model import JUDGEABLE, Action, Actor, Load, Sent, Status, Target
from kpi.services.plans.catalogs import JUDGEMENTS
from kpi.services.plans.newer import places_of, require_unchanged
from kpi.services.plans.proposing import CheckedRevision, Proposal
from kpi.services.plans.revising import NOTHING, checked
from kpi.services.workspace import Workspace
from kpi.store import LOGS, SEPARATOR, NewRevision, PlanState, RevisionKind, RowChange

_FORM = ("verdict", "reason", "evidence", "as_of", "judged_by")
_FINAL = (Status.MET, Status.MISSED)
_LOG = next(log for log in LOGS if log.name == JUDGEMENTS)


def check_judgement(
    workspace: Workspace,
    actor: Actor,
    target_id: str,
    verdict: Status,
    *,
    reason: str,
    evidence: str,
    as_of: date | None = None,
    judged_by: str = "",
    seen: int | None = None,
    lang: str = "zh",
) -> CheckedRevision:
    """What a person's word on a target would change: as of a day, by default the newest that figures go up to.

    NotFound, NotAllowed; KpiError `judgement_of_rules`, `judgement_verdict`, `judgement_reason_missing`,
    `judgement_evidence_missing`, `judgement_ahead`, `judgement_same`, `judgement_not_final`, `revision_newer`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    _require_judgeable(workspace, target_id, verdict)
    state = workspace.plans.state(workspace.plan_id)
    places = places_of(state, target_id)
    require_unchanged(workspace, state, places, seen)
    as_of = as_of or workspace.coverage() or workspace.today
    if as_of > workspace.today:
        raise KpiError("judgement_ahead", as_of=as_of, today=workspace.today)
    _require_final(workspace.catalog.targets[target_id], verdict, as_of)
    cells = {
        "target_id": target_id,
        "as_of": as_of.isoformat(),
        "verdict": str(verdict),
        "reason": _given(reason, "judgement_reason_missing"),
        "evidence": _given(evidence, "judgement_evidence_missing"),
        "judged_by": judged_by.strip() or actor.name,
    }
    key = SEPARATOR.join(cells[column] for column in _LOG.key)
    _require_new(state, key, cells)
    row = RowChange(_LOG, state.plan_id, key, 0, {**cells, "judged_on": workspace.today.isoformat()})
    new = NewRevision(RevisionKind.JUDGE, target_id, NOTHING, cells["reason"], "", as_of)
    found = checked(workspace, state, [row], new, lang, (*places, (JUDGEMENTS, key)))
    return replace(found, asked=Proposal(Sent.JUDGE, {"target": target_id, **{name: cells[name] for name in _FORM}}))


def _require_judgeable(workspace: Workspace, target_id: str, verdict: Status) -> None:
    catalog = workspace.catalog
    target = catalog.targets.get(target_id)
    if target is None or target.load is not Load.PRIMARY:
        raise NotFound("no_such_target", target=target_id)
    if progress.judged_by_rules(catalog, target):
        raise KpiError("judgement_of_rules", target=target_id, measure=catalog.measures[target.measure_id])
    if verdict not in JUDGEABLE:
        raise KpiError("judgement_verdict", verdict=str(verdict), known=tuple(str(status) for status in JUDGEABLE))


def _require_final(target: Target, verdict: Status, as_of: date) -> None:
    """Once its period is over a target is met or missed; nothing is on the way any longer."""
    window = target.window.end if target.window else None
    year = date(target.years[-1], 12, 31) if target.years else None
    end = max(filter(None, (target.deadline, window, year)), default=None)
    if end and as_of >= end and verdict not in _FINAL:
        raise KpiError("judgement_not_final", target=target.target_id, end=end, as_of=as_of)


def _given(text: str, key: str) -> str:
    if not text.strip():
        raise KpiError(key)
    return text.strip()


def _require_new(state: PlanState, key: str, cells: dict[str, str]) -> None:
    """Saying the same of a target once more is no new word on it."""
    said = state.rows[JUDGEMENTS].get(key)
    if said and {column: said.cells[column] for column in cells} == cells:
        raise KpiError("judgement_same", target=cells["target_id"], as_of=date.fromisoformat(cells["as_of"]))
