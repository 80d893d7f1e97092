"""依据与口径: the plan's documents with every figure they print, the attached files themselves, and questions to the owner."""

from collections.abc import Iterable
from pathlib import PurePath

from kpi import access
from kpi.catalog import Catalog
from kpi.errors import NotFound
from kpi.i18n import Texts, texts
from kpi.ingest import Printed, PrintedPlace, document_text, find_printed, segments, sentence_around
from kpi.model import Action, Actor, Figure, Load, Source, Target
from kpi.services.figures import FigureWording
from kpi.services.questions import question_text
from kpi.services.standings import period_text, target_text
from kpi.services.views import (
    DocumentLine,
    DocumentView,
    PassageView,
    PrintedLine,
    Query,
    SectionView,
    Segment,
    SourcesView,
    SourceView,
)
from kpi.services.workspace import Workspace, local
from kpi.store import Document

_MEDIA_TYPES = {
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


def sources_view(workspace: Workspace, actor: Actor, query: Query) -> SourcesView:
    """Every source with its sections and figures, those without any as policies, and the open questions. NotAllowed."""
    access.require(actor, Action.VIEW)
    words = texts(query.lang)
    wording = FigureWording(workspace, words)
    documents = workspace.store.documents()
    views = [_source(workspace.catalog, wording, source, documents) for source in workspace.catalog.sources.values()]
    return SourcesView(
        sources=tuple(view for view in views if view.sections),
        policies=tuple(view for view in views if not view.sections),
        questions=tuple((each, question_text(each, query.lang)) for each in workspace.catalog.questions),
        documents_version=workspace.store.documents_version,
    )


def attach_document(workspace: Workspace, actor: Actor, source_id: str, file: str, content: bytes) -> int:
    """Keeps a txt, docx or pdf beside its source and returns its id. NotFound, UnreadableFile, NotAllowed."""
    access.require(actor, Action.ATTACH)
    if source_id not in workspace.catalog.sources:
        raise NotFound("no_such_source", source=source_id)
    text = document_text(file, content)
    media_type = _MEDIA_TYPES.get(PurePath(file).suffix.lower(), "application/octet-stream")
    return workspace.store.attach_document(source_id, file, media_type, content, text, actor=actor, at=workspace.now())


def remove_document(workspace: Workspace, actor: Actor, document_id: int) -> None:
    """Takes an attached document out of use. NotFound, NotAllowed."""
    access.require(actor, Action.ATTACH)
    workspace.store.remove_document(document_id, actor=actor, at=workspace.now())


def document_file(workspace: Workspace, actor: Actor, document_id: int) -> tuple[str, str, bytes]:
    """File name, media type and bytes of an attached document. NotFound, NotAllowed."""
    access.require(actor, Action.VIEW)
    return workspace.store.document(document_id)


def document_view(workspace: Workspace, actor: Actor, document_id: int) -> DocumentView:
    """An attached document with every figure and target of its source marked where it is printed. NotFound, NotAllowed."""
    access.require(actor, Action.VIEW)
    document = _document(workspace, document_id)
    wanted = _wanted(workspace.catalog, document.source_id)
    places = find_printed(document.text, wanted)
    found = {place.id for place in places}
    return DocumentView(
        document=_line(document),
        paragraphs=_paragraphs(workspace.catalog, document.text, places),
        marked=len(found),
        not_found=tuple(each.id for each in wanted if each.id not in found),
    )


def passages(workspace: Workspace, measure_id: str) -> tuple[PassageView, ...]:
    """Where attached documents print the figures and targets of a measure; of each source the newest document."""
    newest = {document.source_id: document for document in reversed(workspace.store.documents())}
    return tuple(passage for document in newest.values() for passage in _passages(workspace.catalog, document, measure_id))


def _passages(catalog: Catalog, document: Document, measure_id: str) -> Iterable[PassageView]:
    for place in find_printed(document.text, _wanted(catalog, document.source_id)):
        if _measure_of(catalog, place.id) == measure_id:
            before, after = sentence_around(document.text, place.start, place.end)
            printed = "".join(document.text[place.start : place.end].split())
            yield PassageView(document.document_id, document.file, before, printed, after, place.id)


def _source(catalog: Catalog, wording: FigureWording, source: Source, documents: list[Document]) -> SourceView:
    lines: dict[str, list[PrintedLine]] = {}
    for figure in catalog.figures.values():
        if figure.source_id == source.source_id:
            lines.setdefault(figure.section, []).append(_figure_line(catalog, wording, figure))
    for target in catalog.targets.values():
        if target.source_id == source.source_id:
            lines.setdefault(target.section, []).append(_target_line(catalog, wording.texts, target))
    return SourceView(
        source=source,
        title=wording.document(source.source_id),
        issued=wording.texts.day(source.issued) if source.issued else source.year,
        sections=tuple(SectionView(section, tuple(found)) for section, found in lines.items()),
        documents=tuple(_line(document) for document in documents if document.source_id == source.source_id),
    )


def _figure_line(catalog: Catalog, wording: FigureWording, figure: Figure) -> PrintedLine:
    measure = catalog.measures[figure.measure_id]
    return PrintedLine(
        id=figure.figure_id,
        measure_id=measure.measure_id,
        measure_name=measure.name(wording.texts.lang),
        label=wording.label(figure.breakdown, figure.member),
        printed=figure.printed,
        text=wording.texts.quantity(figure.value, measure, figure.qualifier),
        period=wording.period(figure.window_start, figure.window_end, figure.as_of),
        loaded=load_text(wording.texts, figure.load),
    )


def _target_line(catalog: Catalog, words: Texts, target: Target) -> PrintedLine:
    measure = catalog.measures[target.measure_id]
    years = words("service.years_listed", years="、".join(map(str, target.years))) if target.years else ""
    return PrintedLine(
        id=target.target_id,
        measure_id=measure.measure_id,
        measure_name=measure.name(words.lang),
        label=words("service.target"),
        printed=target.printed,
        text=target_text(words, target, measure),
        period=years or period_text(words, target, None),
        loaded=load_text(words, target.load),
    )


def load_text(words: Texts, load: Load) -> str:
    """Whether a catalogued row is used, and if not why."""
    return words(f"service.load_{load}")


def _wanted(catalog: Catalog, source_id: str) -> list[Printed]:
    figures = [Printed(f.figure_id, f.printed, f.section) for f in catalog.figures.values() if f.source_id == source_id]
    targets = [Printed(t.target_id, t.printed, t.section) for t in catalog.targets.values() if t.source_id == source_id]
    return [each for each in (*figures, *targets) if each.printed]


def _measure_of(catalog: Catalog, row_id: str) -> str:
    return catalog.figures[row_id].measure_id if row_id in catalog.figures else catalog.targets[row_id].measure_id


def _paragraphs(catalog: Catalog, text: str, places: tuple[PrintedPlace, ...]) -> tuple[tuple[Segment, ...], ...]:
    paragraphs: list[list[Segment]] = [[]]
    for stretch, ids in segments(text, places):
        if ids:
            paragraphs[-1].append(Segment("".join(stretch.split()), ids, _measure_of(catalog, ids[0])))
            continue
        first, *rest = stretch.split("\n")
        paragraphs[-1].append(Segment(first))
        paragraphs += [[Segment(line)] for line in rest]
    return tuple(tuple(part for part in parts if part.text) for parts in paragraphs if any(p.text.strip() for p in parts))


def _document(workspace: Workspace, document_id: int) -> Document:
    for document in workspace.store.documents():
        if document.document_id == document_id:
            return document
    raise NotFound("no_such_document", document_id=document_id)


def _line(document: Document) -> DocumentLine:
    return DocumentLine(
        document.document_id, document.source_id, document.file, document.attached_by, local(document.attached_at)
    )
