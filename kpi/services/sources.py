"""依据与口径: the plan's documents with every figure they print, the attached files themselves, questions to the owner; and one
measure with everything there is about it.
"""

from pathlib import PurePath

from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.ingest import document_text
from kpi.model import Action, Actor, local
from kpi.services.keeping.quotas import costly, files_read
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.store import Document
from kpi.views import (
    DocumentLine,
    DocumentView,
    MeasureView,
    PassageView,
    Query,
    SourcesView,
    document_of,
    measure_of,
    passages_of,
    sources_of,
)

_MEDIA_TYPES = {
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


def sources_view(workspace: Workspace, actor: Actor, query: Query) -> SourcesView:
    """Every source with its sections and figures, those without any as policies, and the open questions. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    wording = workspace.wording(texts(query.lang))
    documents = [_line(document) for document in _documents(workspace)]
    return sources_of(wording, documents, workspace.store.documents_version)


def attach_document(workspace: Workspace, actor: Actor, source_id: str, file: str, content: bytes) -> int:
    """Keeps a txt, docx or pdf beside its source and returns its id. NotFound, UnreadableFile, NotAllowed."""
    workspace = workspace.admit(actor, Action.ATTACH)
    if source_id not in workspace.catalog.sources:
        raise NotFound("no_such_source", source=source_id)
    with costly(workspace, actor, files_read([len(content)])):
        text = document_text(file, content)
    media_type = _MEDIA_TYPES.get(PurePath(file).suffix.lower(), "application/octet-stream")
    return workspace.store.attach_document(source_id, file, media_type, content, text, actor=actor, at=workspace.now())


def remove_document(workspace: Workspace, actor: Actor, document_id: int) -> None:
    """Takes an attached document out of use. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.ATTACH)
    workspace.store.remove_document(_document(workspace, document_id).document_id, actor=actor, at=workspace.now())


def document_file(workspace: Workspace, actor: Actor, document_id: int) -> tuple[str, str, bytes]:
    """File name, media type and bytes of an attached document. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    return workspace.store.document(_document(workspace, document_id).document_id)


def document_view(workspace: Workspace, actor: Actor, document_id: int) -> DocumentView:
    """An attached document with every figure and target of its source marked where it is printed. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    document = _document(workspace, document_id)
    return document_of(workspace.catalog, _line(document), document.text)


def passages(workspace: Workspace, measure_id: str) -> tuple[PassageView, ...]:
    """Where attached documents print the figures and targets of a measure; of each source the newest document."""
    newest = {document.source_id: document for document in reversed(_documents(workspace))}
    return tuple(
        passage
        for document in newest.values()
        for passage in passages_of(workspace.catalog, _line(document), document.text, measure_id)
    )


def _documents(workspace: Workspace) -> list[Document]:
    """Every document of a source of the plan that is attached now and may be seen, newest first."""
    own = (document for document in workspace.store.documents() if document.source_id in workspace.catalog.sources)
    return [document for document in own if workspace.lens.shows(document.attached_at)]


def _document(workspace: Workspace, document_id: int) -> Document:
    for document in _documents(workspace):
        if document.document_id == document_id:
            return document
    raise NotFound("no_such_document", document_id=document_id)


def _line(document: Document) -> DocumentLine:
    return DocumentLine(
        document.document_id, document.source_id, document.file, document.attached_by, local(document.attached_at)
    )


def measure_view(workspace: Workspace, actor: Actor, query: Query, measure_id: str) -> MeasureView:
    """Everything about one measure in the region asked for. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    measure = workspace.catalog_for(query).measures.get(measure_id)
    if measure is None:
        raise NotFound("no_such_measure", measure=measure_id)
    view = status(workspace, actor, query)
    known, moment = workspace.known(view.query), view.known_at or workspace.now()
    versions = workspace.versions(measure_id, view.region.region_code)
    return measure_of(known, view, measure, versions, moment, passages(workspace, measure_id))
