"""Uploads: bytes → tables → observations and problems → what they would change. Nothing is written here, nothing guessed."""

from kpi.ingest.amounts.quantities import base_value, milestone
from kpi.ingest.amounts.values import read_number, read_rank
from kpi.ingest.bulk.figures import LargeFigures
from kpi.ingest.bulk.reading import MOST_LISTED, listed_by_kind
from kpi.ingest.comparing import Change, Changed, compare
from kpi.ingest.documents import Printed, PrintedPlace, document_text, find_printed, segments, sentence_around
from kpi.ingest.evidence import EVIDENCE_ENDINGS, MOST_EVIDENCE_MEGABYTES, evidence_type
from kpi.ingest.files import Knowledge, UploadFile, is_named
from kpi.ingest.forms.returned import error_workbook
from kpi.ingest.forms.template import form, template
from kpi.ingest.office import Filling, OfficeName, OfficePicture, check_template, fill_template
from kpi.ingest.opening.delimited import DELIMITERS, ENCODINGS
from kpi.ingest.periods import EARLIEST_YEAR, Quarters
from kpi.ingest.plans import columns as plan_columns
from kpi.ingest.plans.bringing import read_plan_files
from kpi.ingest.plans.cells import as_filed
from kpi.ingest.plans.reading import PlanSheets
from kpi.ingest.plans.writing import empty_workbook, plan_workbook
from kpi.ingest.problems import Remark
from kpi.ingest.reading import Reading, read_upload, saved_mapping
from kpi.ingest.refusals import Refused
from kpi.ingest.serving.large import OnStage
from kpi.ingest.serving.reader import Readers, marked_workbook
from kpi.ingest.tables.choices import (
    ColumnChoice,
    FileChoices,
    SheetChoices,
    choices_text,
    headers_of,
    mapping_text,
    read_choices,
    read_mapping,
)
from kpi.ingest.tables.grid import Role, letter
