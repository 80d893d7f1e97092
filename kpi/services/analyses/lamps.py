"""亮灯方案: the schemes of a plan, and what one of them lights."""

from kpi import access, progress
from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import LampsView, Query, SchemeView, lamps_of, scheme_view

LEAST_SHIFT, MOST_SHIFT = 1, 20
"""Percentage points a threshold can be moved by."""


def lamp_schemes(workspace: Workspace, actor: Actor, lang: str) -> tuple[SchemeView, ...]:
    """Every scheme of the plan, the default one first. NotAllowed."""
    access.require(actor, Action.VIEW)
    names = progress.schemes(workspace.catalog)
    return tuple(scheme_view(texts(lang), progress.scheme(workspace.catalog, name)) for name in names)


def lamps_view(workspace: Workspace, actor: Actor, query: Query, *, shift: float = 5) -> LampsView:
    """The scheme asked for, what it lights and what changes if a threshold moves by `shift` points.

    NotFound for a scheme there is none of; KpiError `bad_shift` outside 1 to 20; NotAllowed.
    """
    access.require(actor, Action.VIEW)
    if not LEAST_SHIFT <= shift <= MOST_SHIFT:
        raise KpiError("bad_shift", least=LEAST_SHIFT, most=MOST_SHIFT)
    return lamps_of(workspace.catalog_for(query), status(workspace, actor, query), shift)
