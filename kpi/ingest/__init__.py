"""Uploads: bytes → tables → observations and problems → what they would change. Nothing is written here, nothing guessed."""

from kpi.ingest.comparing import Change, Changed, compare
from kpi.ingest.documents import document_text
from kpi.ingest.forms import template
from kpi.ingest.reading import Reading, SheetReading, UploadFile, duplicates, read_upload

__all__ = [
    "Change",
    "Changed",
    "Reading",
    "SheetReading",
    "UploadFile",
    "compare",
    "document_text",
    "duplicates",
    "read_upload",
    "template",
]
