"""The use cases. Pages, the command line and reports call these and nothing below, so they cannot disagree.

Every service takes an `Actor` and asks whether it may; what it hands out are views.
"""

from kpi.access import OWNER, Quota, can, require
from kpi.analysis import LEAST_GROWTH, MOST_GROWTH, Grouping, Scenario
from kpi.ingest import (
    DELIMITERS,
    EARLIEST_YEAR,
    ENCODINGS,
    EVIDENCE_ENDINGS,
    MOST_EVIDENCE_MEGABYTES,
    ColumnChoice,
    FileChoices,
    Quarters,
    Reading,
    Role,
    SheetChoices,
    UploadFile,
)
from kpi.report import Genre, PlaceholderRow, formats_of
from kpi.services.analyses import (
    LEAST_SHIFT,
    MOST_SHIFT,
    gap_view,
    lamp_schemes,
    lamps_view,
    quality_view,
    roll_up,
    testable_ratios,
    what_if,
)
from kpi.services.approval.locking import lock_period, period_from, period_locks, reopen_period
from kpi.services.approval.publishing import publication_line, publish, publishing
from kpi.services.approval.reviewing import Reviewed, approve, review, send_back
from kpi.services.approval.ruling import approval_counts, asks_for_approval, goes_to_review, people_sign_in
from kpi.services.approval.submitting import propose, submission, submission_file, submissions, submit_files, take_back
from kpi.services.batches import history, original, withdraw
from kpi.services.board import board, scorecard, wall
from kpi.services.duties.calendar import Asked as DutyAsked
from kpi.services.duties.calendar import Whose, duties, duty_form
from kpi.services.duties.feed import duty_calendar
from kpi.services.duties.managing import duty_rules, hand_over, remove_duty_rule, set_duty_rule
from kpi.services.duties.todo import Todo, todo
from kpi.services.finding import days_to_look_from, find
from kpi.services.forms import form_for, rows_asked, rows_due, rows_to_report, template
from kpi.services.keeping.addresses import require_file_name
from kpi.services.keeping.auditing import MOST_ENTRIES, audit_asked, audit_chain, audit_file, audit_view, handed_out
from kpi.services.keeping.held import hold, let_go
from kpi.services.keeping.moving import move_database
from kpi.services.keeping.quotas import used_up
from kpi.services.keeping.upkeep import VERIFIED, backup, backup_key, maintain, notices, restore, verified_since, verify
from kpi.services.outbox.reminding import outbox, remind, reminders, send_again, set_contact
from kpi.services.people.accounts import (
    add_token,
    add_user,
    disable_user,
    enable_user,
    give_role,
    manages_accounts,
    own_account,
    rename_user,
    role_choices,
    set_password,
    sign_out_user,
    take_role,
    tokens,
    units_there,
    users,
    withdraw_token,
)
from kpi.services.people.letting_in import Checked, LiveVisit, People, SignedIn
from kpi.services.people.passwords import LEAST as LEAST_PASSWORD
from kpi.services.places import (
    level_view,
    member_column,
    member_dimensions,
    members_view,
    place_form,
    place_view,
    places_form,
    places_view,
    region_levels,
)
from kpi.services.plans.forms import question_forms, target_forms, typed_changes
from kpi.services.plans.judging import check_judgement
from kpi.services.plans.listing import (
    MOST_ROWS,
    SECONDS,
    ask,
    askable,
    cell_text,
    may_ask,
    plan_list,
    plan_revisions,
    revision_changes,
)
from kpi.services.plans.loading import (
    CheckedPlan,
    check_load,
    check_plan,
    export_plan,
    export_workbook,
    load_plan,
    new_plan,
    new_workbook,
)
from kpi.services.plans.official_form import check_approval, check_official_form, official_form
from kpi.services.plans.proposing import CheckedRevision
from kpi.services.plans.revising import (
    check_answer,
    check_revision,
    check_withdrawal,
    effects,
    is_proposed,
    make_revision,
    withdraw_revision,
)
from kpi.services.plans.rows import ADDABLE, OWNED, asked_columns, check_owners, check_rows, owners
from kpi.services.programs.answers import count_call, kept_answer, under_key
from kpi.services.programs.bringing import Brought, bring_in
from kpi.services.programs.operations import Operations, operations
from kpi.services.reading_choices import (
    accept_alias,
    aliases,
    profile_choices,
    profiles,
    remove_alias,
    remove_profile,
    save_profile,
)
from kpi.services.remarks.marking import lift_mark, mark_value
from kpi.services.remarks.reading import evidence_file, matters, matters_about, may_begin, may_mark
from kpi.services.remarks.typed import MOST_LETTERS
from kpi.services.remarks.writing import Draft, begin_matter, move_matter
from kpi.services.reports.gate import issue_refusal
from kpi.services.reports.issuing import (
    Comparison,
    IssuedView,
    compare_issued,
    issue_report,
    issue_series,
    issued_file,
    issued_reports,
    recomputed,
    status_words,
)
from kpi.services.reports.kinds import rankings
from kpi.services.reports.letters import owes
from kpi.services.reports.making import (
    REPORT_FORMATS,
    REPORT_MEDIA_TYPES,
    ReportFile,
    format_of,
    gap_report,
    report_model,
    report_names,
    report_preview,
)
from kpi.services.reports.own_layout import OwnTemplate
from kpi.services.reports.scope import ReportRequest, Scope, report_groups, scope_of
from kpi.services.reports.series import Each, named_apart, report_archive, report_series, series_there, zipped
from kpi.services.reports.since import against_choices
from kpi.services.reports.templates import (
    TemplateView,
    add_office_template,
    check_office_template,
    kept_template,
    office_template_file,
    office_templates,
    opened_template,
    placeholders,
    remove_office_template,
    template_example,
    template_named,
)
from kpi.services.sources import attach_document, document_file, document_view, measure_view, remove_document, sources_view
from kpi.services.status import moment_from, settled_now, status
from kpi.services.uploads import check_upload, error_workbook, import_files
from kpi.services.verdicts.changes import NOW, ChangePoint, Point, change_points, changes, first_against_now, point_from
from kpi.services.verdicts.recent import recent_changes
from kpi.services.workspace import (
    MAY_BE_LOOKED_AT,
    Clock,
    Progress,
    Workspace,
    open_workspace,
    utc_now,
)
from kpi.store import Answer, AuditAsked, ProgramAnswer
from kpi.supervision import FIELDS, DutyRule, Frequency
from kpi.views import Query
