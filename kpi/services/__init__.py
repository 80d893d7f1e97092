"""The use cases. Pages, the command line and reports call these and nothing below, so they cannot disagree.

Every service takes an `Actor` and asks whether it may; what it hands out are views.
"""

from kpi.access import OWNER, can, require
from kpi.analysis import LEAST_GROWTH, MOST_GROWTH, Grouping, Scenario
from kpi.ingest import DELIMITERS, ENCODINGS, ColumnChoice, FileChoices, Quarters, Reading, Role, SheetChoices, UploadFile
from kpi.services.analyses.gaps import gap_view
from kpi.services.analyses.lamps import LEAST_SHIFT, MOST_SHIFT, lamp_schemes, lamps_view
from kpi.services.analyses.members import member_column, member_dimensions, members_view
from kpi.services.analyses.quality import quality_view
from kpi.services.analyses.rollups import roll_up
from kpi.services.analyses.what_if import testable_ratios, what_if
from kpi.services.batches import history, original, withdraw
from kpi.services.forms import EARLIEST_YEAR, error_workbook, template
from kpi.services.looking_back import moment_from, settled_now
from kpi.services.measures import measure_view
from kpi.services.plans.listing import plan_list, plan_revisions
from kpi.services.plans.loading import check_plan, export_plan, load_plan, new_plan
from kpi.services.plans.questions import MOST_ROWS, SECONDS, ask, askable, cell_text
from kpi.services.plans.revising import CheckedRevision, check_answer, check_revision, make_revision, withdraw_revision
from kpi.services.reading_choices import (
    accept_alias,
    aliases,
    profile_choices,
    profiles,
    remove_alias,
    remove_profile,
    save_profile,
)
from kpi.services.reports.gate import issue_refusal
from kpi.services.reports.issuing import (
    Comparison,
    IssuedView,
    compare_issued,
    issue_report,
    issued_file,
    issued_reports,
    recomputed,
    status_words,
)
from kpi.services.reports.making import (
    REPORT_FORMATS,
    REPORT_MEDIA_TYPES,
    ReportFile,
    format_of,
    gap_report,
    report_model,
    report_name,
    report_preview,
)
from kpi.services.reports.scope import ReportRequest, report_groups, scope_of
from kpi.services.reports.series import Each, report_archive, report_requests, report_series
from kpi.services.sources import attach_document, document_file, document_view, remove_document, sources_view
from kpi.services.status import status
from kpi.services.upkeep import VERIFIED, backup, notices, restore, verified_since, verify
from kpi.services.uploads import check_upload, import_files
from kpi.services.workspace import Clock, Workspace, open_workspace, require_file_name, utc_now
from kpi.store import Answer
from kpi.views import Query
