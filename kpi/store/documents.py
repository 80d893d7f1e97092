"""Documents attached to the plan's sources: kept as they came, with the text found in them. A removed one keeps its row."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from kpi.errors import NotFound
from kpi.model import Actor
from kpi.store.database import Database, Row, Transaction
from kpi.store.moments import aware


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


def attach(
    transaction: Transaction, source_id: str, file: str, media_type: str, content: bytes, text: str, actor: Actor
) -> int:
    """Keeps a document; an earlier one of the same source stays beside it. Returns its id."""
    document_id = int(transaction.run("next_document_id")[0][0])
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
    transaction.record(actor.name, "attach", file)
    return document_id


def attached(database: Database) -> list[Document]:
    """Every document that is attached now, newest first."""
    return [_document(row) for row in database.rows("documents")]


def content(database: Database, document_id: int) -> tuple[str, str, bytes]:
    """File name, media type and bytes. NotFound if there is no such document or it was removed."""
    rows = database.rows("document_content", {"document_id": document_id})
    if not rows:
        raise NotFound("no_such_document", document_id=document_id)
    file, media_type, bytes_ = rows[0]
    return str(file), str(media_type), bytes(bytes_)


def remove(transaction: Transaction, document_id: int, actor: Actor) -> None:
    """Takes a document out of use. NotFound if there is no such document or it was removed."""
    files = [row[2] for row in transaction.run("documents") if row[0] == document_id]
    if not files:
        raise NotFound("no_such_document", document_id=document_id)
    values = {"document_id": document_id, "removed_at": transaction.moment, "removed_by": actor.name}
    transaction.run("remove_document", values)
    transaction.record(actor.name, "remove_document", files[0])


def _document(row: Row) -> Document:
    document_id, source_id, file, media_type, sha256, text, attached_by, attached_at = row
    return Document(document_id, source_id, file, media_type, sha256, text, attached_by, aware(attached_at))
