"""What a plan says of itself in its own row (to whom its reports go and who signs them, whether its figures wait for approval),
and saying it otherwise as a revision.
"""

from collections.abc import Mapping
from dataclasses import replace

from kpi.errors import KpiError
from kpi.model import Action, Actor, OfficialForm, Sent
from kpi.services.approval.ruling import written
from kpi.services.plans.proposing import CheckedRevision, Proposal
from kpi.services.plans.revising import NOTHING, checked, require_note
from kpi.services.workspace import Workspace
from kpi.store import FIRST_ROW, LOGS_OF, NewRevision, Part, PartChange, PlanState, RevisionKind, RowChange
from kpi.views import Query

_FILE = "plan.csv"
_ROW = str(FIRST_ROW)
_PLANS = LOGS_OF[_FILE][0]


def official_form(workspace: Workspace, actor: Actor, query: Query | None = None) -> OfficialForm:
    """What the plan says now, or said at the moment that `query` looks back from. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    return (workspace.catalog_for(query) if query else workspace.catalog).form


def check_official_form(
    workspace: Workspace, actor: Actor, said: OfficialForm, *, document: str = "", note: str, lang: str = "zh"
) -> CheckedRevision:
    """What saying the form otherwise would change. KpiError `form_unchanged`, `revision_note_missing`; NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    require_note(note)
    catalog, state = workspace.catalog, workspace.plans.state(workspace.plan_id)
    texts = {column: written(text) for column, text in said.texts.items()}
    if texts == catalog.form.texts:
        raise KpiError("form_unchanged")
    found = _said_otherwise(workspace, state, texts, note, document.strip(), lang)
    return replace(found, asked=Proposal(Sent.FORM, {"texts": texts, "document": document.strip(), "note": note}))


def check_approval(workspace: Workspace, actor: Actor, *, wanted: bool, note: str, lang: str = "zh") -> CheckedRevision:
    """What switching approval on or off would change. KpiError `approval_unchanged`, `revision_note_missing`; NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    require_note(note)
    if workspace.catalog.approval == wanted:
        raise KpiError("approval_unchanged")
    state = workspace.plans.state(workspace.plan_id)
    found = _said_otherwise(workspace, state, {"approval": "yes" if wanted else "no"}, note, "", lang)
    return replace(found, asked=Proposal(Sent.APPROVAL, {"wanted": wanted, "note": note}))


def _said_otherwise(
    workspace: Workspace, state: PlanState, cells: Mapping[str, str], note: str, document: str, lang: str
) -> CheckedRevision:
    """What other cells in the plan's own row would change; a plan without one is given it."""
    catalog = workspace.catalog
    logged = state.rows[_PLANS.name].get(_ROW)
    named = {"name_zh": catalog.plan_name("zh"), "name_en": catalog.plan_name("en")}
    row = RowChange(_PLANS, state.plan_id, _ROW, FIRST_ROW, {**named, **(logged.cells if logged else {}), **cells})
    listed = () if _ROW in state.parts.get(_FILE, {}) else (PartChange(_FILE, _ROW, Part(FIRST_ROW, None)),)
    new = NewRevision(RevisionKind.REVISE, _FILE, NOTHING, note, document)
    return checked(workspace, state, [row], new, lang, parts=listed)
