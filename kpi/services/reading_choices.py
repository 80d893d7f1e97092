"""How files are read: spellings that were accepted, mappings that were saved, and a table laid open for mapping by hand."""

from collections.abc import Mapping

from kpi import ingest
from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.ingest import Reading, SheetChoices
from kpi.model import Action, Actor, NamedThing, local
from kpi.services.workspace import Workspace
from kpi.views import AliasView, ProfileView


def aliases(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[AliasView, ...]:
    """Every spelling in use that somebody accepted, newest first. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    words = texts(lang)
    things: Mapping[NamedThing, Mapping[str, object]] = {
        NamedThing.MEASURE: {m.measure_id: m.name(lang) for m in workspace.catalog.measures.values()},
        NamedThing.REGION: {r.region_code: r.name(lang) for r in workspace.catalog.regions.values()},
    }
    return tuple(
        AliasView(
            alias_id=alias.alias_id,
            thing_text=words(f"service.thing_{alias.thing}"),
            spelling=alias.spelling,
            code=alias.code,
            name=str(things[alias.thing].get(alias.code, alias.code)),
            accepted_by=alias.accepted_by,
            accepted_at=local(alias.accepted_at),
        )
        for alias in workspace.store.aliases()
    )


def accept_alias(workspace: Workspace, actor: Actor, thing: NamedThing, spelling: str, code: str) -> int:
    """Remembers a spelling of a measure or region; later files may use it. NotFound, NotAllowed; KpiError (see the store).

    KpiError `alias_is_name` if the catalog already calls something so: a name is never turned into another.
    """
    workspace = workspace.admit(actor, Action.UPLOAD)
    catalog = workspace.catalog
    known = catalog.measures if thing is NamedThing.MEASURE else catalog.regions
    if code not in known:
        raise NotFound("no_such_measure" if thing is NamedThing.MEASURE else "no_such_region", region=code, measure=code)
    if ingest.is_named(catalog, thing, spelling):
        raise KpiError("alias_is_name", spelling=spelling)
    return workspace.store.accept_alias(thing, spelling, code, actor=actor, at=workspace.now())


def remove_alias(workspace: Workspace, actor: Actor, alias_id: int) -> None:
    """Forgets a spelling; what was loaded by it stays. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.UPLOAD)
    workspace.store.remove_alias(alias_id, actor=actor, at=workspace.now())


def profiles(workspace: Workspace, actor: Actor) -> tuple[ProfileView, ...]:
    """Every saved mapping in use, by name. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    views = []
    for profile in workspace.store.profiles():
        mapping = ingest.read_mapping(profile.definition)
        headers = tuple(text for text in mapping.headers if text) if mapping else ()
        views.append(ProfileView(profile.profile_id, profile.name, headers, profile.saved_by, local(profile.saved_at)))
    return tuple(views)


def save_profile(workspace: Workspace, actor: Actor, name: str, reading: Reading, sheet: str, choices: SheetChoices) -> int:
    """Keeps how a sheet was mapped for the next file with the same header; one of the same name is replaced.

    NotFound if the file has no such sheet; NotAllowed; KpiError `profile_unnamed`.
    """
    workspace = workspace.admit(actor, Action.UPLOAD)
    mapping = ingest.saved_mapping(reading, sheet, choices)
    if mapping is None:
        raise NotFound("no_such_sheet", sheet=sheet)
    return workspace.store.save_profile(name, ingest.mapping_text(mapping), actor=actor, at=workspace.now())


def remove_profile(workspace: Workspace, actor: Actor, profile_id: int) -> None:
    """Forgets a mapping. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.UPLOAD)
    workspace.store.remove_profile(profile_id, actor=actor, at=workspace.now())


def profile_choices(workspace: Workspace, actor: Actor, name: str) -> SheetChoices:
    """The choices saved under a name, with the header to be found. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    saved = next((profile for profile in workspace.store.profiles() if profile.name == name), None)
    mapping = ingest.read_mapping(saved.definition) if saved else None
    if mapping is None:
        raise NotFound("no_such_profile", profile=name)
    return mapping.choices
