"""Uploads: bytes → tables → observations and problems → what they would change. Nothing is written here, nothing guessed."""

from kpi.ingest.comparing import Change, compare
from kpi.ingest.documents.marking import Printed, PrintedPlace, find_printed, segments, sentence_around
from kpi.ingest.documents.text import document_text
from kpi.ingest.files import UploadFile
from kpi.ingest.forms.remarks import Remark
from kpi.ingest.forms.returned import error_workbook
from kpi.ingest.forms.template import template
from kpi.ingest.knowledge import Knowledge, is_named
from kpi.ingest.opening.decoding import ENCODINGS
from kpi.ingest.opening.delimited import DELIMITERS
from kpi.ingest.periods import Quarters
from kpi.ingest.reading import Reading, read_upload, saved_mapping
from kpi.ingest.serving.reader import Readers, marked_workbook
from kpi.ingest.tables.choices import ColumnChoice, FileChoices, SheetChoices, headers_of, mapping_text, read_mapping
from kpi.ingest.tables.grid import letter
from kpi.ingest.tables.headers import Role
