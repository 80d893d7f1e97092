"""The register goes on: years, regions and groups, values, definitions, open points, batches, mappings, lamps, scenarios."""

from kpi.views.analyses.lamps import RuleView
from kpi.views.analyses.members import MemberColumn, MemberRow
from kpi.views.analyses.what_if import PathView
from kpi.views.columns.column import Register, Room, TableColumn, Type
from kpi.views.comparing.rows import ChangeRow
from kpi.views.history import BatchView
from kpi.views.questions import QuestionView
from kpi.views.scope.context import CommentRow, DefinitionRow
from kpi.views.scope.places import ValueRow
from kpi.views.scope.years import PathPoint, YearlyRow
from kpi.views.status import OverdueView
from kpi.views.uploads.mapping import AliasView, ProfileView

OF_YEARS: Register[YearlyRow] = Register(
    [
        TableColumn("measure_id", lambda row: row.measure_id),
        TableColumn("year", lambda row: row.year, Type.INTEGER),
        TableColumn("measure", lambda row: row.measure, width=38),
        TableColumn("category", lambda row: row.category, width=13),
        TableColumn("value", lambda row: row.value, Type.AMOUNT, marked=True),
        TableColumn("unit", lambda row: row.unit, width=14),
        TableColumn("period", lambda row: row.period),
        TableColumn("whole_year", lambda row: row.whole_year, Type.BOOLEAN),
        TableColumn("headline", lambda row: row.headline, Type.BOOLEAN),
    ]
)

OF_POINTS: Register[PathPoint] = Register(
    [
        TableColumn("date", lambda point: point.day, Type.DATE),
        TableColumn("value", lambda point: point.value, Type.AMOUNT),
        TableColumn("source", lambda point: point.source),
    ]
)

OF_MEMBER_COLUMNS: Register[MemberColumn] = Register(
    [
        TableColumn("measure_id", lambda column: column.measure.measure_id),
        TableColumn("measure", lambda column: column.name, width=28),
        TableColumn("unit", lambda column: column.unit, width=13),
        TableColumn("period", lambda column: column.period_name, width=16),
        TableColumn("whole", lambda column: column.whole, Type.AMOUNT, 12),
        TableColumn("whole_note", lambda column: column.whole_note),
        TableColumn("check", lambda column: column.check_text),
        TableColumn("lacking_note", lambda column: column.contribution_note),
    ]
)
"""What holds for a measure and all its members."""

OF_MEMBERS: Register[MemberRow] = Register(
    [
        TableColumn("region_code", lambda member: member.code),
        TableColumn("region", lambda member: member.name, width=16),
        TableColumn("value", lambda member: member.amount, Type.AMOUNT, 12),
        TableColumn("rank", lambda member: member.rank, Type.INTEGER),
        TableColumn("share_of_whole", lambda member: member.share, Type.AMOUNT, 11, name="share_pct"),
        TableColumn("lacking", lambda member: member.lacking, Type.AMOUNT, 13),
        TableColumn("in_whole", lambda member: member.counted, Type.BOOLEAN, 10, name="counted", subject="member_counted"),
        TableColumn(
            "verdict",
            lambda member: member.standing.status_text if member.standing else "",
            width=11,
            name="status_text",
            subject="member_status_text",
        ),
        TableColumn("source", lambda member: member.source, width=60),
    ]
)

OF_VALUES: Register[ValueRow] = Register(
    [
        TableColumn("measure_id", lambda row: row.measure_id),
        TableColumn("measure", lambda row: row.measure, width=34),
        TableColumn("category", lambda row: row.category, width=13),
        TableColumn("value", lambda row: row.value, Type.AMOUNT, 12, marked=True, room=Room.FIGURE),
        TableColumn("unit", lambda row: row.unit, width=13),
        TableColumn("period", lambda row: row.period, width=18),
        TableColumn("date", lambda row: row.period, room=Room.FIGURE),
        TableColumn("share_of", lambda row: row.share, Type.AMOUNT, room=Room.SHORT),
        TableColumn("share_of_whole", lambda row: row.share, Type.AMOUNT, 11, name="share_pct"),
        TableColumn("whole", lambda row: row.whole, Type.AMOUNT, 12, room=Room.FIGURE),
        TableColumn("rank_of", lambda row: row.rank, Type.INTEGER, name="rank", room=Room.SHORT),
        TableColumn("rank_of_all", lambda row: row.rank, Type.INTEGER, 8),
        TableColumn("ranked", lambda row: row.ranked, Type.INTEGER, 9),
    ]
)

OF_DEFINITIONS: Register[DefinitionRow] = Register(
    [
        TableColumn("measure_id", lambda row: row.measure_id),
        TableColumn("measure", lambda row: row.measure, width=30),
        TableColumn("category", lambda row: row.category, width=11),
        TableColumn("unit", lambda row: row.unit, width=11, room=Room.SHORT),
        TableColumn("definition", lambda row: row.definition, width=46),
        TableColumn("formula", lambda row: row.formula, width=26),
        TableColumn("doubts", lambda row: row.doubts, Type.ARRAY, 50),
        TableColumn("owner", lambda row: row.owner, width=12),
        TableColumn("definition_source", lambda row: row.source, width=20, name="source", subject="definition_source"),
    ]
)

OF_QUESTIONS: Register[QuestionView] = Register(
    [
        TableColumn("id", lambda question: question.question_id, width=8, name="question_id"),
        TableColumn("question", lambda question: question.text, width=90, name="text"),
        TableColumn("about", lambda question: question.about, width=60),
    ]
)

OF_OVERDUE: Register[OverdueView] = Register(
    [
        TableColumn("measure", lambda row: row.measure_name, width=36),
        TableColumn("due", lambda row: row.due, Type.DATE, 14),
        TableColumn("reason", lambda row: row.text, width=80, name="text"),
    ]
)

OF_COMMENTS: Register[CommentRow] = Register(
    [
        TableColumn("measure", lambda comment: comment.measure),
        TableColumn("period", lambda comment: comment.period),
        TableColumn("text", lambda comment: comment.text),
        TableColumn("user", lambda comment: comment.user),
        TableColumn("source", lambda comment: comment.source),
    ]
)

OF_BATCHES: Register[BatchView] = Register(
    [
        TableColumn("batch", lambda view: view.batch.batch_id, Type.INTEGER),
        TableColumn("kind", lambda view: view.kind_text),
        TableColumn("file", lambda view: view.batch.file),
        TableColumn("rows", lambda view: view.batch.rows, Type.INTEGER),
        TableColumn("user", lambda view: view.batch.user),
        TableColumn("when", lambda view: view.approved_at, Type.DATETIME),
        TableColumn("state", lambda view: view.state_text),
        TableColumn("note", lambda view: view.batch.note),
    ]
)

OF_ALIASES: Register[AliasView] = Register(
    [
        TableColumn("entry", lambda view: view.alias_id, Type.INTEGER),
        TableColumn("spelling", lambda view: view.spelling),
        TableColumn("thing", lambda view: view.thing_text),
        TableColumn("code", lambda view: view.code),
        TableColumn("measure", lambda view: view.name),
        TableColumn("user", lambda view: view.accepted_by),
        TableColumn("accepted_at", lambda view: view.accepted_at, Type.DATETIME),
    ]
)

OF_PROFILES: Register[ProfileView] = Register(
    [
        TableColumn("entry", lambda view: view.profile_id, Type.INTEGER),
        TableColumn("profile", lambda view: view.name),
        TableColumn("headers", lambda view: " | ".join(view.headers)),
        TableColumn("user", lambda view: view.saved_by),
        TableColumn("saved_at", lambda view: view.saved_at, Type.DATETIME),
    ]
)

OF_RULES: Register[RuleView] = Register(
    [
        TableColumn("number", lambda rule: rule.number, Type.INTEGER),
        TableColumn("condition", lambda rule: rule.condition),
        TableColumn("lamp", lambda rule: rule.lamp_text),
        TableColumn("note", lambda rule: rule.note),
    ]
)

OF_PATHS: Register[PathView] = Register(
    [
        TableColumn("path", lambda path: path.name),
        TableColumn("numerator_then", lambda path: path.numerator_text),
        TableColumn("more", lambda path: path.more_text),
        TableColumn("more_per_year", lambda path: path.per_year_text),
    ]
)

OF_CHANGES: Register[ChangeRow] = Register(
    [
        TableColumn("id", lambda row: row.target_id),
        TableColumn("measure", lambda row: row.name),
        TableColumn("part", lambda row: row.part),
        TableColumn("period", lambda row: row.period),
        TableColumn("before", lambda row: row.before),
        TableColumn("after", lambda row: row.after),
        TableColumn("cause", lambda row: row.cause),
    ]
)
