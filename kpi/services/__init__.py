"""The use cases. Pages, the command line and reports call these and nothing below, so they cannot disagree.

Every service takes an `Actor` and asks whether it may; sentences are worded here.
"""

from kpi.access import require
from kpi.ingest import UploadFile
from kpi.services.batches import history, original, withdraw
from kpi.services.demo import make_demo
from kpi.services.gaps import gap_view
from kpi.services.json_forms import batch_json, check_json, error_json, problem_json, status_json
from kpi.services.measures import measure_view
from kpi.services.reports import REPORT_FORMATS, gap_report
from kpi.services.sources import attach_document, document_file, document_view, remove_document, sources_view
from kpi.services.status import status
from kpi.services.upkeep import backup, restore, verify
from kpi.services.uploads import EARLIEST_YEAR, check_upload, import_files, template, word_problem
from kpi.services.views import (
    BatchView,
    BreakdownGroup,
    DocumentView,
    FigureView,
    GapRow,
    GapView,
    HistoryView,
    ListedFigure,
    MeasureView,
    ProblemView,
    Query,
    ReportFile,
    SectionView,
    SourcesView,
    Standing,
    StatusView,
    UploadPreview,
)
from kpi.services.workspace import SHANGHAI, Workspace, end_of_day, local, open_workspace

__all__ = [
    "EARLIEST_YEAR",
    "REPORT_FORMATS",
    "SHANGHAI",
    "BatchView",
    "BreakdownGroup",
    "DocumentView",
    "FigureView",
    "GapRow",
    "GapView",
    "HistoryView",
    "ListedFigure",
    "MeasureView",
    "ProblemView",
    "Query",
    "ReportFile",
    "SectionView",
    "SourcesView",
    "Standing",
    "StatusView",
    "UploadFile",
    "UploadPreview",
    "Workspace",
    "attach_document",
    "backup",
    "batch_json",
    "check_json",
    "check_upload",
    "document_file",
    "document_view",
    "end_of_day",
    "error_json",
    "gap_report",
    "gap_view",
    "history",
    "import_files",
    "local",
    "make_demo",
    "measure_view",
    "open_workspace",
    "original",
    "problem_json",
    "remove_document",
    "require",
    "restore",
    "sources_view",
    "status",
    "status_json",
    "template",
    "verify",
    "withdraw",
    "word_problem",
]
