"""The use cases. Pages, the command line and reports call these and nothing below, so they cannot disagree.

Every service takes an `Actor` and asks whether it may; sentences are worded here.
"""

from kpi.access import require
from kpi.ingest import DELIMITERS, ENCODINGS, ColumnChoice, FileChoices, Quarters, Reading, Role, SheetChoices, UploadFile
from kpi.services.batches import history, original, withdraw
from kpi.services.demo import make_demo
from kpi.services.forms import EARLIEST_YEAR, error_workbook, template
from kpi.services.gaps import gap_view
from kpi.services.json_analysis import gaps_json
from kpi.services.json_forms import batch_json, check_json, error_json, problem_json, status_json
from kpi.services.measures import measure_view
from kpi.services.reading_choices import (
    accept_alias,
    aliases,
    profile_choices,
    profiles,
    remove_alias,
    remove_profile,
    save_profile,
    table_view,
)
from kpi.services.reports import REPORT_FORMATS, gap_report
from kpi.services.sources import attach_document, document_file, document_view, remove_document, sources_view
from kpi.services.status import status
from kpi.services.upkeep import backup, restore, verify
from kpi.services.upload_views import AliasView, FileView, Offer, ProblemView, ProfileView, TableView, UploadPreview
from kpi.services.uploads import check_upload, import_files, word_problem
from kpi.services.views import (
    BatchView,
    BreakdownGroup,
    CatchUpView,
    DocumentView,
    FigureView,
    GapRow,
    GapView,
    HistoryView,
    ListedFigure,
    MeasureView,
    Query,
    ReportFile,
    SectionView,
    SourcesView,
    Standing,
    StatusView,
)
from kpi.services.workspace import SHANGHAI, Workspace, end_of_day, local, open_workspace

__all__ = [
    "DELIMITERS",
    "EARLIEST_YEAR",
    "ENCODINGS",
    "REPORT_FORMATS",
    "SHANGHAI",
    "AliasView",
    "BatchView",
    "BreakdownGroup",
    "CatchUpView",
    "ColumnChoice",
    "DocumentView",
    "FigureView",
    "FileChoices",
    "FileView",
    "GapRow",
    "GapView",
    "HistoryView",
    "ListedFigure",
    "MeasureView",
    "Offer",
    "ProblemView",
    "ProfileView",
    "Quarters",
    "Query",
    "Reading",
    "ReportFile",
    "Role",
    "SectionView",
    "SheetChoices",
    "SourcesView",
    "Standing",
    "StatusView",
    "TableView",
    "UploadFile",
    "UploadPreview",
    "Workspace",
    "accept_alias",
    "aliases",
    "attach_document",
    "backup",
    "batch_json",
    "check_json",
    "check_upload",
    "document_file",
    "document_view",
    "end_of_day",
    "error_json",
    "error_workbook",
    "gap_report",
    "gap_view",
    "gaps_json",
    "history",
    "import_files",
    "local",
    "make_demo",
    "measure_view",
    "open_workspace",
    "original",
    "problem_json",
    "profile_choices",
    "profiles",
    "remove_alias",
    "remove_document",
    "remove_profile",
    "require",
    "restore",
    "save_profile",
    "sources_view",
    "status",
    "status_json",
    "table_view",
    "template",
    "verify",
    "withdraw",
    "word_problem",
]
