"""The DuckDB database: an append-only log of every figure ever loaded, and the projection of those that count now."""

from kpi.store.documents import Document
from kpi.store.files.copies import made_aside, restore
from kpi.store.issued import IssuedReport, NewFile, NewReport
from kpi.store.records import Event, NewBatch
from kpi.store.store import Store
