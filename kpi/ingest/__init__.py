"""Uploads: bytes → tables → observations and problems → what they would change. Nothing is written here, nothing guessed."""

from kpi.ingest.choices import ColumnChoice, FileChoices, SheetChoices, headers_of, mapping_text, read_mapping
from kpi.ingest.comparing import Change, Changed, compare
from kpi.ingest.decoding import ENCODINGS
from kpi.ingest.delimited import DELIMITERS
from kpi.ingest.documents import document_text
from kpi.ingest.forms import template
from kpi.ingest.headers import Role
from kpi.ingest.labels import Quarters
from kpi.ingest.marking import Printed, PrintedPlace, find_printed, segments, sentence_around
from kpi.ingest.reader import Readers, marked_workbook
from kpi.ingest.reading import Knowledge, Reading, UploadFile, duplicates, is_named, read_upload, saved_mapping
from kpi.ingest.remarks import Remark
from kpi.ingest.returned import error_workbook
from kpi.ingest.sheet_reading import SheetReading
from kpi.ingest.tables import letter

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "Change",
    "Changed",
    "ColumnChoice",
    "FileChoices",
    "Knowledge",
    "Printed",
    "PrintedPlace",
    "Quarters",
    "Readers",
    "Reading",
    "Remark",
    "Role",
    "SheetChoices",
    "SheetReading",
    "UploadFile",
    "compare",
    "document_text",
    "duplicates",
    "error_workbook",
    "find_printed",
    "headers_of",
    "is_named",
    "letter",
    "mapping_text",
    "marked_workbook",
    "read_mapping",
    "read_upload",
    "saved_mapping",
    "segments",
    "sentence_around",
    "template",
]
