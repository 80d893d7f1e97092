"""Documents attached to the plan's sources: kept as they came, with the text found in them. A removed one keeps its row."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from kpi.errors import NotFound
from kpi.model import Actor
from kpi.store.database import StorePart


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is attached now. The moment is UTC."""

    document_id: int
    source_id: str
    file: str
    media_type: str
    sha256: str
    text: str
    attached_by: str
    attached_at: datetime


class Documents(StorePart):
    """The documents of a store."""

    @property
    def documents_version(self) -> int:
        """How many events have changed the attached documents. They change no figure, so `data_version` stays."""
        return self._database.version("documents_version")

    def documents(self) -> list[Document]:
        """Every document that is attached now, newest first."""
        return self._database.records(Document, "documents")

    def document(self, document_id: int) -> tuple[str, str, bytes]:
        """File name, media type and bytes of a document. NotFound if there is no such document or it was removed."""
        rows = self._database.rows("document_content", {"document_id": document_id})
        if not rows:
            raise NotFound("no_such_document", document_id=document_id)
        file, media_type, content = rows[0]
        return str(file), str(media_type), bytes(content)

    def attach_document(
        self, source_id: str, file: str, media_type: str, content: bytes, text: str, *, actor: Actor, at: datetime
    ) -> int:
        """Keeps a document of a source with the text found in it, beside earlier ones, and returns its id."""
        with self._database.writing(at) as transaction:
            document_id = transaction.number("next_document_id")
            values = {
                "document_id": document_id,
                "source_id": source_id,
                "file": file,
                "media_type": media_type,
                "sha256": hashlib.sha256(content).hexdigest(),
                "content": content,
                "text": text,
                "attached_by": actor.name,
                "attached_at": transaction.moment,
            }
            transaction.run("insert_document", values)
            transaction.record(actor, "attach", file)
            return document_id

    def remove_document(self, document_id: int, *, actor: Actor, at: datetime) -> None:
        """Takes a document out of use. NotFound if there is no such document or it was removed."""
        with self._database.writing(at) as transaction:
            known = {document.document_id: document for document in transaction.records(Document, "documents")}
            if document_id not in known:
                raise NotFound("no_such_document", document_id=document_id)
            values = {"document_id": document_id, "removed_at": transaction.moment, "removed_by": actor.name}
            transaction.run("remove_document", values)
            transaction.record(actor, "remove_document", known[document_id].file)
