"""What people read, worded once for screen, paper and command line: frozen records, every number beside its text.

Made of the catalog, frames, batches and moments, and of nothing else: what shows them computes nothing, so no two can disagree.
"""

from kpi.views.amounts import Amount, Amounts
from kpi.views.analyses.catching_up import CatchUpView
from kpi.views.analyses.gaps import GapRow, GapView, PaceSide, PaceView, gaps_of
from kpi.views.analyses.lamps import LampRow, LampsView, SchemeView, lamps_of, scheme_view
from kpi.views.analyses.members import (
    MOST_COLUMNS,
    HeatColumn,
    MemberColumn,
    MemberRow,
    MembersView,
    MemberTable,
    MemberWording,
    members_of,
)
from kpi.views.analyses.places import PlaceBar, PlaceState, PlacesView, places_of
from kpi.views.analyses.quality import DoubtRow, IdentityRow, PlaceCells, QualityView, quality_of
from kpi.views.analyses.rollups import RollupView, rolled_up
from kpi.views.analyses.what_if import CoursePoint, InputView, ShareView, WhatIfView, scenario_view
from kpi.views.approval.publications import LockView, PublishingView, RemarkChange, lock_view, publication_view
from kpi.views.approval.submissions import StepView, SubmissionView, submission_view
from kpi.views.board.board import BoardView, board_of, scorecard_of, then_of, wall_view
from kpi.views.board.cards import CardView
from kpi.views.board.score import ScoreRow
from kpi.views.board.shares import shares_of
from kpi.views.board.sheet import SheetRow, SheetView, sheets_of
from kpi.views.board.wall import CellState, WallCell, WallColumn, WallRow, WallView, wall_columns, wall_years
from kpi.views.board.ways import Way, WayView
from kpi.views.changing.effects import Effect, Told, effects_of
from kpi.views.changing.forms import Asked, QuestionForm, Subject, TargetForm
from kpi.views.changing.plans import FileChange, PlanLoadPreview, PlanView, RevisionView, judged_changes
from kpi.views.columns.column import Cell, Column, Facet, Register, Room, TableColumn, Type, as_listed, as_text
from kpi.views.columns.headings import Face, Head, heading, heads
from kpi.views.columns.lists import (
    OF_ALIASES,
    OF_BATCHES,
    OF_CHANGES,
    OF_COMMENTS,
    OF_DEFINITIONS,
    OF_MEMBER_COLUMNS,
    OF_MEMBERS,
    OF_OVERDUE,
    OF_PATHS,
    OF_POINTS,
    OF_PROFILES,
    OF_QUESTIONS,
    OF_RULES,
    OF_VALUES,
    OF_YEARS,
)
from kpi.views.columns.quality import OF_DOUBTS, OF_IDENTITIES
from kpi.views.columns.register import OF_FIGURES, OF_GAPS, OF_JUDGED, OF_TARGETS
from kpi.views.comparing.causes import Cause, CauseKind, cause_text
from kpi.views.comparing.changes import ChangesView, GoalChange, Seen, StandingChange, changes_of
from kpi.views.comparing.figures import FigureChange
from kpi.views.comparing.moved import Moved, MovedRow, Movement, moved_of
from kpi.views.comparing.recent import RecentChange, RecentView, recent_change, recent_of
from kpi.views.comparing.rows import ChangeRow, figure_rows, goal_rows, standing_rows
from kpi.views.comparing.vintages import first_published, vintage_text
from kpi.views.duties.rows import DutiesView, DutyRow, DutyRuleView, deadlines_told, duties_view
from kpi.views.figures import FigureView, FigureWording
from kpi.views.finding.days import year_ends
from kpi.views.finding.search import MOST_FOUND, Findable, Index, Sort, index_of, index_of_matters
from kpi.views.history import BatchView, EventView, HistoryView, batch_view
from kpi.views.judging import assess
from kpi.views.measures.making import measure_of
from kpi.views.measures.printed import PrintedLine
from kpi.views.measures.view import MeasureView, PassageView
from kpi.views.naming import user_name
from kpi.views.people.accounts import RoleView, TokenView, UserView
from kpi.views.people.audit_words import detail_words, subject_words
from kpi.views.people.auditing import AuditLine, AuditView, ChainView, action_words
from kpi.views.pictures.records import (
    Band,
    BandKind,
    Block,
    Bracket,
    Course,
    Extent,
    Form,
    Goal,
    Headline,
    Lane,
    Lanes,
    Line,
    Parts,
    Picture,
    PointView,
    Ranges,
    YearBar,
    Years,
)
from kpi.views.questions import QuestionView
from kpi.views.reasons import because
from kpi.views.remarks.listing import OF_MATTERS, MarkView, MattersView, matters_view, told_of
from kpi.views.remarks.marks import mark_views, value_row
from kpi.views.remarks.matters import EvidenceView, MatterView, MatterWording
from kpi.views.reminding.calendar import calendar_of
from kpi.views.reminding.listing import (
    BETWEEN,
    OF_OUTBOX,
    Delivered,
    OutboxLine,
    OwingRow,
    RemindersView,
    outbox_line,
    reminders_view,
)
from kpi.views.scope.before import PlaceChange, SinceBefore
from kpi.views.scope.context import CommentRow, ContextWording, DefinitionRow, SchemeRow
from kpi.views.scope.place import PlaceRow, PlaceView, Unreported, asked_of, place_of, unreported_of
from kpi.views.scope.places import PlaceWording, SharedColumns, ValueRow
from kpi.views.scope.years import PathPoint, PathRow, YearlyRow, YearWording
from kpi.views.sources import (
    DocumentLine,
    DocumentView,
    SectionView,
    SourcesView,
    SourceView,
    document_of,
    passages_of,
    sources_of,
)
from kpi.views.standings import Standing
from kpi.views.status import (
    Known,
    Late,
    Moments,
    OverdueView,
    Query,
    StatusView,
    late_of,
    narrowed,
    overdue_anywhere,
    overdue_by,
    status_view,
)
from kpi.views.uploads.due import AskedFigure, AskedView, DueItem, DueView, TargetKey, address_of, asked_figures
from kpi.views.uploads.letters import (
    DueFigure,
    Letter,
    Tone,
    Why,
    common_figures,
    lacking_figures,
    letter_to,
    letters_by_unit,
    owed_figures,
    place_form,
)
from kpi.views.uploads.mapping import AliasView, ProfileView, TableView, table_view
from kpi.views.uploads.preview import (
    FileView,
    Outcome,
    RowCounts,
    UploadPreview,
    VerdictChange,
    file_views,
    row_changes,
    taken_for,
    targets_in,
)
from kpi.views.uploads.problems import ProblemView, word_problem
