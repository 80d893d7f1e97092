"""The columns of what was found about the figures: identities, and doubts."""

from kpi.views.analyses.quality import DoubtRow, IdentityRow
from kpi.views.columns.column import Register, TableColumn

OF_IDENTITIES: Register[IdentityRow] = Register(
    [
        TableColumn("identity", lambda row: row.identity_id, width=8),
        TableColumn("identity_note", lambda row: row.note, width=60),
        TableColumn("region", lambda row: row.region, width=10),
        TableColumn("period", lambda row: row.period, width=20),
        TableColumn("left", lambda row: row.left, width=14),
        TableColumn("right", lambda row: row.right, width=14),
        TableColumn("difference", lambda row: row.difference, width=14),
        TableColumn("allowed", lambda row: row.allowed, width=22),
        TableColumn("agreement", lambda row: row.verdict, width=12),
    ]
)

OF_DOUBTS: Register[DoubtRow] = Register(
    [
        TableColumn("doubt_kind", lambda row: row.kind_text, width=14),
        TableColumn("measure", lambda row: row.figure.measure_name, width=30),
        TableColumn("region", lambda row: row.figure.region_name, width=10),
        TableColumn("part", lambda row: row.figure.label, width=12),
        TableColumn("period", lambda row: row.figure.period),
        TableColumn("date", lambda row: row.figure.period, width=20, name="period"),
        TableColumn("value", lambda row: row.figure.text, width=13),
        TableColumn("doubt", lambda row: row.sentence, width=60),
        TableColumn("to_check", lambda row: row.check, width=36),
        TableColumn("source", lambda row: row.figure.source, width=48),
    ]
)
