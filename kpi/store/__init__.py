"""The DuckDB database: an append-only log of every figure ever loaded, and the projection of those that count now."""

from kpi.store.copies import made_aside, restore
from kpi.store.documents import Document
from kpi.store.issued import IssuedFile, IssuedReport, NewFile, NewReport
from kpi.store.migrating import SCHEMA_VERSION
from kpi.store.records import Event, NewBatch
from kpi.store.store import Store

__all__ = [
    "SCHEMA_VERSION",
    "Document",
    "Event",
    "IssuedFile",
    "IssuedReport",
    "NewBatch",
    "NewFile",
    "NewReport",
    "Store",
    "made_aside",
    "restore",
]
