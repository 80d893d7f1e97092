"""How files are read: spellings that were accepted, mappings that were saved, and a table laid open for mapping by hand."""

from collections.abc import Mapping, Sequence

from kpi import access, ingest
from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.ingest import FileChoices, Reading, SheetChoices
from kpi.model import Action, Actor, NamedThing
from kpi.services.upload_views import AliasView, ProfileView, TableView, UploadColumnView
from kpi.services.workspace import Workspace, local

SHOWN_ROWS = 12
MOST_COLUMNS = 60
_SAMPLES = 3


def aliases(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[AliasView, ...]:
    """Every spelling in use that somebody accepted, newest first. NotAllowed."""
    access.require(actor, Action.VIEW)
    words = texts(lang)
    things: Mapping[NamedThing, Mapping[str, object]] = {
        NamedThing.MEASURE: {m.measure_id: m.name(lang) for m in workspace.catalog.measures.values()},
        NamedThing.REGION: {r.region_code: r.name(lang) for r in workspace.catalog.regions.values()},
    }
    return tuple(
        AliasView(
            alias_id=each.alias_id,
            thing_text=words(f"service.thing_{each.thing}"),
            spelling=each.spelling,
            code=each.code,
            name=str(things[each.thing].get(each.code, each.code)),
            accepted_by=each.accepted_by,
            accepted_at=local(each.accepted_at),
        )
        for each in workspace.store.aliases()
    )


def accept_alias(workspace: Workspace, actor: Actor, thing: NamedThing, spelling: str, code: str) -> int:
    """Remembers a spelling of a measure or region; later files may use it. NotFound, NotAllowed; KpiError (see the store).

    KpiError `alias_is_name` if the catalog already calls something so: a name is never turned into another.
    """
    access.require(actor, Action.UPLOAD)
    catalog = workspace.catalog
    known = catalog.measures if thing is NamedThing.MEASURE else catalog.regions
    if code not in known:
        raise NotFound("no_such_measure" if thing is NamedThing.MEASURE else "no_such_region", region=code, measure=code)
    if ingest.is_named(catalog, thing, spelling):
        raise KpiError("alias_is_name", spelling=spelling)
    return workspace.store.accept_alias(thing, spelling, code, actor=actor, at=workspace.now())


def remove_alias(workspace: Workspace, actor: Actor, alias_id: int) -> None:
    """Forgets a spelling; what was loaded by it stays. NotFound, NotAllowed."""
    access.require(actor, Action.UPLOAD)
    workspace.store.remove_alias(alias_id, actor=actor, at=workspace.now())


def profiles(workspace: Workspace, actor: Actor) -> tuple[ProfileView, ...]:
    """Every saved mapping in use, by name. NotAllowed."""
    access.require(actor, Action.VIEW)
    found = []
    for each in workspace.store.profiles():
        mapping = ingest.read_mapping(each.definition)
        headers = tuple(text for text in mapping.headers if text) if mapping else ()
        found.append(ProfileView(each.profile_id, each.name, headers, each.saved_by, local(each.saved_at)))
    return tuple(found)


def save_profile(workspace: Workspace, actor: Actor, name: str, reading: Reading, sheet: str, choices: SheetChoices) -> int:
    """Keeps how a sheet was mapped for the next file with the same header; one of the same name is replaced.

    NotFound if the file has no such sheet; NotAllowed; KpiError `profile_unnamed`.
    """
    access.require(actor, Action.UPLOAD)
    mapping = ingest.saved_mapping(reading, sheet, choices)
    if mapping is None:
        raise NotFound("no_such_sheet", sheet=sheet)
    return workspace.store.save_profile(name, ingest.mapping_text(mapping), actor=actor, at=workspace.now())


def remove_profile(workspace: Workspace, actor: Actor, profile_id: int) -> None:
    """Forgets a mapping. NotFound, NotAllowed."""
    access.require(actor, Action.UPLOAD)
    workspace.store.remove_profile(profile_id, actor=actor, at=workspace.now())


def profile_choices(workspace: Workspace, name: str) -> SheetChoices:
    """The choices saved under a name, with the header to be found. NotFound."""
    found = next((each for each in workspace.store.profiles() if each.name == name), None)
    mapping = ingest.read_mapping(found.definition) if found else None
    if mapping is None:
        raise NotFound("no_such_profile", profile=name)
    return mapping.choices


def table_view(reading: Reading, sheet: str, choices: FileChoices) -> TableView | None:
    """A sheet as it came, for whoever maps its columns; None if the file has no such sheet."""
    found = next((each for each in reading.book.sheets if each.name == sheet), None) if reading.book else None
    if found is None:
        return None
    read = next((each for each in reading.sheets if each.sheet == sheet), None)
    chosen = choices.by_sheet.get(sheet)
    first = (chosen.header_row if chosen else 0) or (read.first_row if read else 0) or _first_filled(found.rows)
    height = (chosen.header_rows if chosen and chosen.header_row else 0) or (
        read.header_row - read.first_row + 1 if read else 1
    )
    width = min(max((len(row) for row in found.rows[: first + SHOWN_ROWS]), default=0), MOST_COLUMNS)
    headers = ingest.headers_of(found.rows[first - 1 : first - 1 + height])
    roles = {column.index: str(role) for role, column in read.layout.stubs.items()} if read and read.layout else {}
    roles |= {value.column.index: "value" for value in read.layout.values} if read and read.layout else {}
    body = found.rows[first - 1 + height :]
    columns = tuple(
        UploadColumnView(
            index=place,
            letter=ingest.letter(place),
            header=headers[place] if place < len(headers) else "",
            sample="、".join([row[place] for row in body if place < len(row) and row[place].strip()][:_SAMPLES]),
            role=roles.get(place, ""),
        )
        for place in range(width)
    )
    top = max(first - 3, 0)
    rows = tuple(tuple(_padded(row, width)) for row in found.rows[top : top + SHOWN_ROWS])
    return TableView(sheet, first, height, width, columns, rows, len(found.rows))


def _first_filled(rows: Sequence[Sequence[str]]) -> int:
    for number, row in enumerate(rows, 1):
        if any(text.strip() for text in row):
            return number
    return 1


def _padded(row: Sequence[str], width: int) -> list[str]:
    cells = list(row)[:width]
    return [*cells, *[""] * (width - len(cells))]
