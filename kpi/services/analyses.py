"""What is worked out from verdicts: gaps, roll-ups, 数据质量, 亮灯方案, 测算."""

from dataclasses import replace

from kpi import analysis, progress
from kpi.analysis import Grouping, Scenario, WhatIf
from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor, Measure
from kpi.services.status import settled_now, status
from kpi.services.workspace import Workspace
from kpi.views import (
    GapView,
    LampsView,
    QualityView,
    Query,
    RollupView,
    SchemeView,
    StatusView,
    WhatIfView,
    gaps_of,
    lamps_of,
    quality_of,
    rolled_up,
    scenario_view,
    scheme_view,
)


def gap_view(workspace: Workspace, actor: Actor, query: Query) -> GapView:
    """The targets of a region by how much of the way is still to go. NotAllowed, NotFound."""
    workspace = workspace.admit(actor, Action.VIEW)
    view = status(workspace, actor, query)
    return gaps_of(workspace.known(view.query), view)


def roll_up(workspace: Workspace, actor: Actor, query: Query, grouping: Grouping) -> RollupView:
    """The targets of a region by category, by responsible unit or as one plan. NotAllowed, NotFound."""
    workspace = workspace.admit(actor, Action.VIEW)
    return rolled_up(workspace.catalog_for(query), status(workspace, actor, query), grouping)


def quality_view(workspace: Workspace, actor: Actor, query: Query) -> QualityView:
    """Every identity, every doubt and what is there year by year, of the figures up to a day. NotAllowed, NotFound."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    view = status(workspace, actor, asked)
    return workspace.kept(("quality", asked), lambda: quality_of(workspace.known_below(asked), view))


LEAST_SHIFT, MOST_SHIFT = 1, 20
"""Percentage points a threshold can be moved by."""


def lamp_schemes(workspace: Workspace, actor: Actor, lang: str) -> tuple[SchemeView, ...]:
    """Every scheme of the plan, the default one first. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    names = progress.schemes(workspace.catalog)
    return tuple(scheme_view(texts(lang), progress.scheme(workspace.catalog, name)) for name in names)


def lamps_view(workspace: Workspace, actor: Actor, query: Query, *, shift: float = 5) -> LampsView:
    """The scheme asked for, what it lights and what changes if a threshold moves by `shift` points.

    NotFound for a scheme there is none of; KpiError `bad_shift` outside 1 to 20; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    if not LEAST_SHIFT <= shift <= MOST_SHIFT:
        raise KpiError("bad_shift", least=LEAST_SHIFT, most=MOST_SHIFT)
    return lamps_of(workspace.catalog_for(query), status(workspace, actor, query), shift)


def testable_ratios(workspace: Workspace, actor: Actor) -> tuple[Measure, ...]:
    """The ratios a scenario can be tried on, those with a target first. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    return analysis.ratios_to_test(workspace.catalog)


def what_if(workspace: Workspace, actor: Actor, query: Query, ratio_id: str, scenario: Scenario) -> WhatIfView:
    """A scenario for a ratio in the region asked for.

    NotFound for a ratio or an input there is none of; KpiError `bad_growth` or `bad_until` beyond reason; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    known = testable_ratios(workspace, actor)
    _check_growth(scenario)
    ratio = next((measure for measure in known if measure.measure_id == ratio_id), None)
    if ratio is None:
        key = "no_such_ratio" if known else "no_ratios"
        raise NotFound(key, ratio=ratio_id, known=tuple(measure.measure_id for measure in known))
    view = status(workspace, actor, query)
    tried = _tried(workspace, view, ratio, scenario)
    strangers = analysis.unknown_keys(tried, scenario)
    if strangers:
        raise NotFound("no_such_input", input=strangers[0], known=tuple(entry.key for entry in tried.inputs))
    return scenario_view(workspace.known(view.query), view, ratio, tried, scenario)


def _check_growth(scenario: Scenario) -> None:
    """KpiError for a growth that is likelier a slip of the pen than a plan."""
    if any(not analysis.LEAST_GROWTH <= growth <= analysis.MOST_GROWTH for growth in scenario.growth.values()):
        raise KpiError("bad_growth", least=f"{analysis.LEAST_GROWTH:g}", most=f"{analysis.MOST_GROWTH:g}")


def _tried(workspace: Workspace, view: StatusView, ratio: Measure, scenario: Scenario) -> WhatIf:
    """The scenario worked out; KpiError for a year before the figures or far off."""
    frame, region = workspace.known(view.query).frame, view.region.region_code
    catalog = workspace.catalog_for(view.query)
    start = analysis.what_if(catalog, frame, view.as_of, ratio, region, replace(scenario, until=None))
    if scenario.until is None:
        return start
    last = start.first_year + analysis.MOST_YEARS
    if not start.first_year <= scenario.until <= last:
        raise KpiError("bad_until", least=str(start.first_year), most=str(last))
    return analysis.what_if(catalog, frame, view.as_of, ratio, region, scenario)
