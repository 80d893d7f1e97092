"""测算: a scenario for a share, tried."""

from dataclasses import replace

from kpi import access, analysis
from kpi.analysis import Scenario, WhatIf
from kpi.errors import KpiError, NotFound
from kpi.model import Action, Actor, Measure
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import Query, StatusView, WhatIfView, scenario_view


def testable_ratios(workspace: Workspace, actor: Actor) -> tuple[Measure, ...]:
    """The ratios a scenario can be tried on, those with a target first. NotAllowed."""
    access.require(actor, Action.VIEW)
    return analysis.ratios_to_test(workspace.catalog)


def what_if(workspace: Workspace, actor: Actor, query: Query, ratio_id: str, scenario: Scenario) -> WhatIfView:
    """A scenario for a ratio in the region asked for.

    NotFound for a ratio or an input there is none of; KpiError `bad_growth` or `bad_until` beyond reason; NotAllowed.
    """
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
    frame, region = workspace.observations(view.known_at), view.region.region_code
    catalog = workspace.catalog_for(view.query)
    start = analysis.what_if(catalog, frame, view.as_of, ratio, region, replace(scenario, until=None))
    if scenario.until is None:
        return start
    last = start.first_year + analysis.MOST_YEARS
    if not start.first_year <= scenario.until <= last:
        raise KpiError("bad_until", least=str(start.first_year), most=str(last))
    return analysis.what_if(catalog, frame, view.as_of, ratio, region, scenario)
