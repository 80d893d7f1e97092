"""Places and other members of a whole: side by side by every measure, one measure as a picture, and one place on its own."""

from collections.abc import Mapping
from dataclasses import replace

from kpi import analysis
from kpi.analysis import REGIONS, Dimension, MemberFigures
from kpi.errors import NotFound
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor
from kpi.progress import parts_of
from kpi.services.forms import form_of
from kpi.services.frames import in_parts, of_catalog
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import (
    MemberColumn,
    MembersView,
    MemberWording,
    PlacesView,
    PlaceView,
    Query,
    SharedColumns,
    StatusView,
    Unreported,
    asked_of,
    members_of,
    place_of,
    places_of,
    unreported_of,
)


def member_dimensions(workspace: Workspace, actor: Actor, query: Query) -> Mapping[str, str]:
    """What figures of the region asked for are divided by, code and name: the regions below it first. NotAllowed, NotFound."""
    workspace = workspace.admit(actor, Action.VIEW)
    words = texts(query.lang)
    return {code: _dimension_name(workspace, words, code) for code in _dimensions(workspace, query)}


def members_view(workspace: Workspace, actor: Actor, query: Query, dimension: str, category: str = "") -> MembersView:
    """The members of a dimension side by side, by every measure (of a category) that has figures of them.

    NotFound for a dimension or region there is none of; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    view, figures = _figures(workspace, actor, query, dimension)
    return members_of(workspace.known_below(view.query), view, figures, category)


def region_levels(workspace: Workspace, actor: Actor, query: Query) -> Mapping[str, str]:
    """What regions at some depth below the one asked for are called, code and name; none where all lie directly below it.

    Of more figures than are held at once only how things stand now is there to whoever sees everything. NotAllowed, NotFound.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    words, regions = texts(query.lang), workspace.catalog.regions
    kinds = {code: regions[level.members[0]].type.in_(words.lang) for code, level in _levels(workspace, query).items()}
    return {code: words("analysis.every_place", kind=name) for code, name in kinds.items()}


def level_view(workspace: Workspace, actor: Actor, query: Query, level: str) -> MembersView:
    """The regions of a level side by side, by every measure that the plan has targets for. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    known = _levels(workspace, query)
    if level not in known:
        raise NotFound("no_such_dimension" if known else "no_dimensions", dimension=level, known=tuple(known))
    view, chosen, catalog = status(workspace, actor, query), known[level], workspace.catalog_for(query)
    aimed = dict.fromkeys(target.measure_id for target in catalog.primary_targets)

    def gathered() -> MembersView:
        whole = workspace.known(query)
        if in_parts(workspace.store):
            parts = (part[0] for name in aimed for part in parts_of(catalog.measures[name]) or ())
            frame = workspace.store.newest(
                [*dict.fromkeys([*aimed, *parts])], [chosen.region_code, *chosen.members], view.as_of
            )
            whole = replace(whole, frame=of_catalog(frame, catalog))
        return members_of(whole, view, MemberFigures(catalog, whole.frame, view.as_of, chosen), among=aimed)

    return workspace.kept(("level", view.query, level), gathered)


def _levels(workspace: Workspace, query: Query) -> Mapping[str, Dimension]:
    region, moment = workspace.region(query.region).region_code, workspace.lens.not_after(query.known_at)
    if in_parts(workspace.store) and (moment or workspace.lens.reach is not None):
        return {}
    return analysis.levels(workspace.catalog_for(query), region)


def member_column(
    workspace: Workspace, actor: Actor, query: Query, dimension: str, measure_id: str, period: str = ""
) -> MemberColumn:
    """One measure over the members of a dimension, for a period as `MemberColumn.periods` names it, by default the newest.

    NotFound for a dimension, a measure or a period there is none of; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    view, figures = _figures(workspace, actor, query, dimension)
    measure = workspace.catalog_for(view.query).measures.get(measure_id)
    column = MemberWording(workspace.known_below(view.query), view).column(figures, measure, period) if measure else None
    if column is None:
        raise NotFound("no_such_member_measure", measure=measure_id)
    return column


def places_view(
    workspace: Workspace, actor: Actor, query: Query, dimension: str, measure_id: str, period: str = ""
) -> PlacesView:
    """The same as a picture: bars by rank with the plan's line, and squares as on the map. Errors as of `member_column`."""
    workspace = workspace.admit(actor, Action.VIEW)
    view, figures = _figures(workspace, actor, query, dimension)
    column = member_column(workspace, actor, query, dimension, measure_id, period)
    return places_of(workspace.known_below(view.query), view, figures, column)


def place_view(workspace: Workspace, actor: Actor, query: Query, code: str) -> PlaceView:
    """One place below another: its targets, values, ranks and what it has not reported. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    place = workspace.region(code)
    if not place.parent_code:
        raise NotFound("no_such_region", region=code)
    whole = replace(query, region=place.parent_code)
    above = status(workspace, actor, whole)
    figures = _figures(workspace, actor, whole, REGIONS)[1] if REGIONS in _dimensions(workspace, whole) else None
    own = status(workspace, actor, replace(query, region=code))
    return place_of(workspace.known(own.query), own, SharedColumns(workspace.known_below(above.query), above, figures))


def unreported(workspace: Workspace, actor: Actor, query: Query, code: str) -> tuple[Unreported, ...]:
    """What enough of the others have reported and a place has not, as its own view says. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    place = workspace.region(code)
    whole = replace(query, region=place.parent_code)
    if not place.parent_code or REGIONS not in _dimensions(workspace, whole):
        return ()
    view, figures = _figures(workspace, actor, whole, REGIONS)
    shared = SharedColumns(workspace.known_below(view.query), view, figures)
    return tuple(each for each in unreported_of(texts(query.lang), shared, code) if each.common)


def places_form(
    workspace: Workspace, actor: Actor, query: Query, measure_id: str, period: str, fmt: str, *, lang: str = "zh"
) -> bytes:
    """A form, csv or xlsx, of what the places below have not reported of a measure for a period.

    NotFound for a measure or period there is none of; KpiError `nothing_to_fill` where all have; NotAllowed.
    """
    view = places_view(workspace, actor, query, REGIONS, measure_id, period)
    silent = [bar.row.code for bar in view.bars if not bar.reported]
    return form_of(workspace, [key for code in silent for key in asked_of(view.column.column, code)], fmt, lang)


def place_form(workspace: Workspace, actor: Actor, query: Query, code: str, fmt: str, *, lang: str = "zh") -> bytes:
    """A form of what others have reported and this place has not. KpiError `nothing_to_fill`; NotFound, NotAllowed."""
    view = place_view(workspace, actor, query, code)
    return form_of(workspace, list(dict.fromkeys(key for each in view.unreported for key in each.asked)), fmt, lang)


def _dimensions(workspace: Workspace, query: Query) -> Mapping[str, Dimension]:
    region = workspace.region(query.region).region_code

    def divided() -> Mapping[str, Dimension]:
        return analysis.dimensions(workspace.catalog_for(query), workspace.known(query).frame, region)

    return workspace.kept(("dimensions", region, query.known_at), divided)


def _figures(workspace: Workspace, actor: Actor, query: Query, dimension: str) -> tuple[StatusView, MemberFigures]:
    known = _dimensions(workspace, query)
    if dimension not in known:
        raise NotFound("no_such_dimension" if known else "no_dimensions", dimension=dimension, known=tuple(known))
    view, chosen = status(workspace, actor, query), known[dimension]

    def gathered() -> MemberFigures:
        return MemberFigures(workspace.catalog_for(query), workspace.known_below(query).frame, view.as_of, chosen)

    return view, workspace.kept(("members", chosen, view.as_of, query.known_at), gathered, large=True)


def _dimension_name(workspace: Workspace, words: Texts, code: str) -> str:
    return words("analysis.by_region") if code == REGIONS else workspace.catalog.breakdown_name(code, words.lang)
