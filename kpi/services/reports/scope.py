"""What a report is about: the whole plan or a region, or of its targets those of one category or responsible unit."""

from dataclasses import dataclass, field

from kpi import analysis
from kpi.analysis import Grouping
from kpi.catalog import part_reference
from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor, OfficialForm
from kpi.report import Genre, ScopeKind
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import Query, StatusView, narrowed


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which report is asked for."""

    query: Query = field(default_factory=Query)
    grouping: Grouping = Grouping.PLAN
    group: str = ""
    """Category or unit as the catalog writes it; empty for the whole plan."""
    genre: Genre = Genre.GAP
    against: str = ""
    """The number of an issued report or an earlier day, ISO, that it is held against; empty for none."""
    form: OfficialForm | None = None
    """To whom it goes and who signs it; None: as the plan says."""
    ranked: str = ""
    """Of 进度通报: a measure by which places are ranked, or `units`; empty for what there is most of."""
    template: int = 0
    """The number of the office's own template that lays it out in the template's format; 0 for our own layout."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The view a report is made of and what it is limited to."""

    kind: ScopeKind
    name: str
    """Empty for the whole plan."""
    view: StatusView
    measures: frozenset[str]
    """Measures the report speaks of, numerators and denominators included."""


OF_HELPERS = (Genre.TASKS, Genre.REMINDER)
"""The kinds of reports that are made of a unit too which answers for nothing and only helps others (协办)."""


def report_groups(
    workspace: Workspace, actor: Actor, grouping: Grouping, lang: str, genre: Genre = Genre.GAP
) -> dict[str, str]:
    """The categories or units that a kind of report can be of: as the catalog writes them, and their names. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    catalog = workspace.catalog
    keys = [
        key for target in catalog.primary_targets for key in analysis.group_keys(catalog, target.target_id, grouping) if key
    ]
    if grouping is Grouping.OWNER and genre in OF_HELPERS:
        targets = catalog.primary_targets
        keys += [unit for each in targets for unit in analysis.helpers_of(catalog.measures[each.measure_id], each)]
    return {key: _name(workspace, grouping, key, lang) for key in dict.fromkeys(keys)}


def scope_of(workspace: Workspace, actor: Actor, request: ReportRequest) -> Scope:
    """The scope asked for. NotFound for a region, lamp scheme, category or unit there is none of; NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    query = request.query
    catalog = workspace.catalog_for(query)
    view = status(workspace, actor, query)
    if request.grouping is Grouping.PLAN:
        own = view.region == catalog.plan_region
        kind, name = (ScopeKind.PLAN, "") if own else (ScopeKind.REGION, view.region.name(query.lang))
        return Scope(kind, name, view, frozenset(catalog.measures))
    known = report_groups(workspace, actor, request.grouping, query.lang, Genre.TASKS)
    if not known and request.grouping is Grouping.OWNER:
        raise NotFound("no_reports_by_owner")
    if request.group not in known:
        raise NotFound("no_such_group", group=request.group, known=tuple(known))
    targets = {
        target.target_id
        for target in catalog.primary_targets
        if request.group in analysis.group_keys(catalog, target.target_id, request.grouping)
    }
    measures, name = _measures(workspace, request, targets), known[request.group]
    kind = ScopeKind.CATEGORY if request.grouping is Grouping.CATEGORY else ScopeKind.OWNER
    if view.region != catalog.plan_region:
        kind = ScopeKind.REGION
        name = texts(query.lang)("report.scope_within", region=view.region.name(query.lang), group=name)
    return Scope(kind, name, narrowed(catalog, view, targets), measures)


def _measures(workspace: Workspace, request: ReportRequest, targets: set[str]) -> frozenset[str]:
    """Measures of the group's targets and of the group itself, with what their ratios are made of."""
    catalog = workspace.catalog_for(request.query)
    own = {catalog.targets[target_id].measure_id for target_id in targets}
    own |= {
        measure.measure_id for measure in catalog.measures.values() if request.group in (measure.category.zh, measure.owner)
    }
    parts = {
        part_reference(reference)[0]
        for measure_id in own
        for reference in (catalog.measures[measure_id].numerator_id, catalog.measures[measure_id].denominator_id)
        if reference
    }
    return frozenset(own | parts)


def _name(workspace: Workspace, grouping: Grouping, key: str, lang: str) -> str:
    if grouping is not Grouping.CATEGORY:
        return key
    return next(measure.category for measure in workspace.catalog.measures.values() if measure.category.zh == key).in_(lang)
