"""Documents attached to the plan's sources: kept as they came, with the text found in them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from kpi.errors import NotFound
from kpi.model import Actor
from kpi.store.database import Database, Row, Transaction, aware, naive


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
    database: Database, source_id: str, file: str, media_type: str, content: bytes, text: str, *, actor: Actor, at: datetime
) -> int:
    """Keeps a document; an earlier one of the same source stays beside it. Returns its id."""
    values = {"source_id": source_id, "file": file, "media_type": media_type, "content": content, "text": text}
    sha256 = hashlib.sha256(content).hexdigest()
    with database.writing() as transaction:
        transaction.run("insert_document", values | {"sha256": sha256, "attached_by": actor.name, "attached_at": naive(at)})
        _event(transaction, actor, at, "attach", file)
        return int(transaction.run("last_document_id")[0][0])


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


def remove(database: Database, document_id: int, *, actor: Actor, at: datetime) -> None:
    """Takes a document out of use; its row stays. NotFound if there is no such document."""
    file, _, _ = content(database, document_id)
    with database.writing() as transaction:
        transaction.run("remove_document", {"document_id": document_id, "removed_at": naive(at), "removed_by": actor.name})
        _event(transaction, actor, at, "remove_document", file)


def _document(row: Row) -> Document:
    document_id, source_id, file, media_type, sha256, text, attached_by, attached_at = row
    moment = aware(attached_at) or attached_at
    return Document(document_id, source_id, file, media_type, sha256, text, attached_by, moment)


def _event(transaction: Transaction, actor: Actor, at: datetime, action: str, detail: str) -> None:
    values = {"happened_at": naive(at), "actor": actor.name, "action": action, "batch_id": None, "detail": detail}
    transaction.run("insert_event", values)
