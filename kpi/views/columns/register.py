"""The register: of targets, gaps and figures every column there is. Pages, command line and reports choose from it by key."""

from kpi.model import PERIOD_TYPES, ChangeUnit, Comparator, Lamp, Nature, Status
from kpi.views.analyses.gaps import GapRow
from kpi.views.columns.column import Column, Register, Room, TableColumn, Type
from kpi.views.figures import FigureView
from kpi.views.standings import Standing

OF_TARGETS: Register[Standing] = Register(
    [
        TableColumn("id", lambda row: row.target.target_id, width=8, name="target_id"),
        TableColumn("year", lambda row: row.assessment.year, Type.INTEGER, 7, subject="target_year"),
        TableColumn("measure_id", lambda row: row.measure.measure_id),
        TableColumn("measure", lambda row: row.measure_name, width=36),
        TableColumn("parent_target_id", lambda row: row.target.parent_target_id, width=12),
        TableColumn("nature", lambda row: row.target.nature, width=9, allowed=Nature),
        TableColumn("region_code", lambda row: row.target.region_code),
        TableColumn("region", lambda row: row.region_name, width=10),
        TableColumn("period", lambda row: row.period, width=17, subject="target_period", room=Room.FIGURE),
        TableColumn("period_type", lambda row: str(row.assessment.period_type), allowed=PERIOD_TYPES),
        TableColumn("comparator", lambda row: row.target.comparator, width=9, allowed=Comparator),
        TableColumn("target", lambda row: row.goal, Type.AMOUNT, 11, name="target_value", room=Room.FIGURE),
        TableColumn("change_unit", lambda row: row.target.change_unit, width=11, allowed=ChangeUnit),
        TableColumn("unit", lambda row: row.unit, width=13, room=Room.SHORT),
        TableColumn(
            "baseline", lambda row: row.baseline, Type.AMOUNT, 11, name="baseline_value", marked=True, room=Room.FIGURE
        ),
        TableColumn("baseline_on", lambda row: row.baseline_on),
        TableColumn("baseline_date", lambda row: row.assessment.baseline_date, Type.DATE, 12),
        TableColumn("current", lambda row: row.current, Type.AMOUNT, 11, name="current_value", marked=True, room=Room.FIGURE),
        TableColumn("current_mark", lambda row: row.current.mark),
        TableColumn("current_date", lambda row: row.assessment.current_date, Type.DATE, 12),
        TableColumn("gap", lambda row: row.gap, Type.AMOUNT, room=Room.FIGURE),
        TableColumn("gap_number", lambda row: row.gap, Type.AMOUNT, 11),
        TableColumn("progress", lambda row: row.progress, Type.AMOUNT, room=Room.SHORT),
        TableColumn("progress_pct", lambda row: row.progress, Type.AMOUNT, 10),
        TableColumn("time", lambda row: row.time, Type.AMOUNT, room=Room.SHORT),
        TableColumn("time_pct", lambda row: row.time, Type.AMOUNT, 10),
        TableColumn("lead_pp", lambda row: row.lead, Type.AMOUNT, 11),
        TableColumn("required", lambda row: row.required, Type.AMOUNT, room=Room.FIGURE),
        TableColumn("required_number", lambda row: row.required, Type.AMOUNT, 12, name="required_per_year"),
        TableColumn("projected", lambda row: row.projected, Type.AMOUNT, 12, name="projected_value"),
        TableColumn("status", lambda row: row.status, allowed=Status),
        TableColumn("verdict", lambda row: row.status_text, width=12, name="status_text", room=Room.SHORT),
        TableColumn("judged_by", lambda row: row.assessment.judgement.made_by if row.assessment.judgement else None),
        TableColumn("lamp", lambda row: row.lamp, width=9, allowed=Lamp),
        TableColumn("counted", lambda row: row.counted, Type.BOOLEAN, 9),
        TableColumn("headline", lambda row: row.measure.headline, Type.BOOLEAN),
        TableColumn("sentence", lambda row: row.sentence),
        TableColumn("reason", lambda row: row.paper.reason, width=56),
        TableColumn("remarks", lambda row: row.paper.remarks, Type.ARRAY, 36),
        TableColumn("questions", lambda row: row.questions, Type.ARRAY, 60),
        TableColumn("source", lambda row: row.source, subject="target_source"),
        TableColumn("document", lambda row: row.document or row.source, width=56),
        TableColumn("document_title", lambda row: row.document, name="document"),
        TableColumn("section", lambda row: row.target.section, width=12),
        TableColumn("printed", lambda row: row.target.printed, width=20),
    ]
)

_IN_BASE_UNITS = (
    *("target_value", "baseline_value", "current_value", "gap", "completion_pct", "distance_pct", "time_pct", "lead_pp"),
    *("expected_value", "required_per_year", "projected_value", "cagr_ratio"),
)


def _judged(name: str) -> Column[Standing]:
    return TableColumn(name, lambda row: getattr(row.assessment, name), Type.NUMBER)


OF_JUDGED: Register[Standing] = Register(
    [
        *OF_TARGETS,
        *map(_judged, _IN_BASE_UNITS),
        TableColumn("unit", lambda row: row.measure.unit.unit),
        TableColumn("reason", lambda row: row.full_reason),
    ]
)
"""Targets as they were judged, for programs: numbers in base units, percentages 0–100."""

OF_GAPS: Register[GapRow] = Register(
    [
        TableColumn("share", lambda row: row.share, Type.AMOUNT, name="missing_pct", room=Room.SHORT),
        TableColumn("remaining", lambda row: row.remaining, Type.AMOUNT, name="remaining_years", room=Room.SHORT),
        TableColumn("average", lambda row: row.average, Type.AMOUNT, room=Room.FIGURE),
        TableColumn("average_period", lambda row: row.average_period),
        TableColumn("ratio", lambda row: row.ratio, Type.AMOUNT, room=Room.SHORT),
        TableColumn("paragraph", lambda row: row.paragraph),
        TableColumn("outlook", lambda row: row.outlook),
    ]
)

OF_FIGURES: Register[FigureView] = Register(
    [
        TableColumn("measure_id", lambda figure: figure.measure_id),
        TableColumn("measure", lambda figure: figure.measure_name, width=36),
        TableColumn("region_code", lambda figure: figure.region_code),
        TableColumn("region", lambda figure: figure.region_name, width=10),
        TableColumn("breakdown", lambda figure: figure.breakdown),
        TableColumn("member", lambda figure: figure.member),
        TableColumn("label", lambda figure: figure.label, width=18),
        TableColumn("date", lambda figure: figure.period, width=24, name="period", room=Room.FIGURE),
        TableColumn("start", lambda figure: figure.start, Type.DATE, 12),
        TableColumn("end", lambda figure: figure.end, Type.DATE, 12),
        TableColumn("value", lambda figure: figure.amount, Type.AMOUNT, 12, marked=True, room=Room.FIGURE),
        TableColumn("unit", lambda figure: figure.unit, width=13),
        TableColumn("source", lambda figure: figure.source),
        TableColumn("document", lambda figure: figure.document, width=56),
        TableColumn("section", lambda figure: figure.section, width=12),
        TableColumn("printed", lambda figure: figure.printed, width=20),
        TableColumn("file", lambda figure: figure.file, width=24),
        TableColumn("sheet", lambda figure: figure.sheet, width=12),
        TableColumn("row", lambda figure: figure.row or None, Type.INTEGER, 7),
        TableColumn("user", lambda figure: figure.user if figure.file else "", width=12),
        TableColumn("loaded_at", lambda figure: figure.loaded_at, Type.DATETIME, 17),
        TableColumn("batch", lambda figure: figure.batch_id or None, Type.INTEGER, 7, name="batch_id"),
        TableColumn("figure_id", lambda figure: figure.figure_id),
        TableColumn("note", lambda figure: figure.remark),
    ]
)
