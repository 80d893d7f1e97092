"""The tables of a report: their columns in order, for the data package and, line by line, for JSON.

Names are those of `status --json` where the same is meant; numbers are in the unit of their row, not in base units.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from kpi.report.columns import FigureLine, TargetLine, figure_lines, missing_lines, target_lines
from kpi.report.model import GapReport
from kpi.report.tidy.fields import Fields, ForeignKey, TidyTable, amount, chosen, several, text, whole, within, yes_no
from kpi.views import (
    OF_FIGURES,
    OF_GAPS,
    OF_TARGETS,
    DefinitionRow,
    FigureView,
    GapRow,
    MemberColumn,
    MemberRow,
    Standing,
    ValueRow,
    YearlyRow,
)


class YearlyLine(NamedTuple):
    """A value of a year with the numbers of the figures it rests on."""

    row: YearlyRow
    figures: tuple[int, ...]


class ValueLine(NamedTuple):
    """A region's value with the numbers of its figures."""

    row: ValueRow
    figures: tuple[int, ...]


class MemberLine(NamedTuple):
    """A member's value with the measure it is of."""

    column: MemberColumn
    member: MemberRow


class MissingLine(NamedTuple):
    """What a target lacks, with its rank."""

    rank: int
    row: GapRow


class LinkLine(NamedTuple):
    """A target and the number of a figure it rests on or speaks of."""

    row: Standing
    number: int


def target_key(row: Standing) -> str:
    """What names a target within the report: its id, of one with years with the year: T07/2025."""
    return row.target.target_id if row.assessment.year is None else f"{row.target.target_id}/{row.assessment.year}"


def target_figures(report: GapReport, row: Standing) -> tuple[int, ...]:
    """The numbers of the figures a target rests on or speaks of."""
    return _numbers(report, report.figures_of(row))


def _numbers(report: GapReport, figures: tuple[FigureView, ...]) -> tuple[int, ...]:
    known = report.numbered_figures
    return tuple(sorted({known[each] for each in figures if each in known}))


def _yearly_lines(report: GapReport) -> Iterator[YearlyLine]:
    return (YearlyLine(row, _numbers(report, row.figures)) for row in report.yearly)


def _value_lines(report: GapReport) -> Iterator[ValueLine]:
    return (ValueLine(row, _numbers(report, row.figures)) for row in report.values)


def _member_lines(report: GapReport) -> Iterator[MemberLine]:
    return (MemberLine(column, member) for column in report.members for member in column.rows)


def _missing_lines(report: GapReport) -> Iterator[MissingLine]:
    return (MissingLine(*line) for line in missing_lines(report))


def _link_lines(report: GapReport) -> Iterator[LinkLine]:
    return (LinkLine(row, number) for row in report.rows for number in target_figures(report, row))


_TARGET_FIELDS: Fields[TargetLine] = (
    *text("target_key", lambda line: target_key(line.row)),
    *chosen(OF_TARGETS, lambda line: line.row, "id", "year"),
    *text("category", lambda line: line.category),
    *chosen(OF_TARGETS, lambda line: line.row, "measure_id", "measure", "region_code", "region", "period", "period_type"),
    *chosen(OF_TARGETS, lambda line: line.row, "comparator", "target", "unit", "baseline", "baseline_date", "current"),
    *chosen(OF_TARGETS, lambda line: line.row, "current_date", "gap", "progress_pct", "time_pct", "lead_pp", "required_number"),
    *chosen(OF_TARGETS, lambda line: line.row, "projected", "status", "verdict", "lamp", "counted", "headline", "sentence"),
    *chosen(OF_TARGETS, lambda line: line.row, "reason", "remarks", "questions"),
    *several("figures", lambda line: target_figures(line.report, line.row)),
    *chosen(OF_TARGETS, lambda line: line.row, "source", "document", "section", "printed"),
)

_FIGURE_FIELDS: Fields[FigureLine] = (
    *whole("number", lambda line: line.number),
    *chosen(OF_FIGURES, lambda line: line.figure, "measure_id", "measure", "region_code", "region", "breakdown", "member"),
    *chosen(OF_FIGURES, lambda line: line.figure, "label", "date", "start", "end", "value", "unit"),
    *yes_no("cited", lambda line: line.cited),
    *chosen(OF_FIGURES, lambda line: line.figure, "source", "document", "section", "printed", "file", "sheet", "row", "user"),
    *chosen(OF_FIGURES, lambda line: line.figure, "loaded_at", "batch", "figure_id", "note"),
)

_YEARLY_FIELDS: Fields[YearlyLine] = (
    *text("measure_id", lambda line: line.row.measure_id),
    *whole("year", lambda line: line.row.year),
    *text("measure", lambda line: line.row.measure),
    *text("category", lambda line: line.row.category),
    *amount("value", lambda line: line.row.value, marked=True),
    *text("unit", lambda line: line.row.unit),
    *text("period", lambda line: line.row.period),
    *yes_no("whole_year", lambda line: line.row.whole_year),
    *yes_no("headline", lambda line: line.row.headline),
    *several("figures", lambda line: line.figures),
)

COLUMN_FIELDS: Fields[MemberColumn] = (
    *text("measure_id", lambda column: column.measure.measure_id),
    *text("measure", lambda column: column.name),
    *text("unit", lambda column: column.unit),
    *text("period", lambda column: column.period_name),
    *amount("whole", lambda column: column.whole),
    *text("whole_note", lambda column: column.whole_note),
    *text("check", lambda column: column.check_text),
    *text("lacking_note", lambda column: column.contribution_note),
)
"""What JSON says once for a measure and all its members."""

MEMBER_FIELDS: Fields[MemberRow] = (
    *text("region_code", lambda member: member.code),
    *text("region", lambda member: member.name),
    *amount("value", lambda member: member.amount),
    *whole("rank", lambda member: member.rank),
    *amount("share_pct", lambda member: member.share),
    *amount("lacking", lambda member: member.lacking),
    *yes_no("counted", lambda member: member.counted, subject="member_counted"),
    *text("status_text", lambda member: member.standing.status_text if member.standing else "", subject="member_status_text"),
    *text("source", lambda member: member.source),
)

_VALUE_FIELDS: Fields[ValueLine] = (
    *text("measure_id", lambda line: line.row.measure_id),
    *text("measure", lambda line: line.row.measure),
    *text("category", lambda line: line.row.category),
    *amount("value", lambda line: line.row.value, marked=True),
    *text("unit", lambda line: line.row.unit),
    *text("period", lambda line: line.row.period),
    *amount("share_pct", lambda line: line.row.share),
    *amount("whole", lambda line: line.row.whole),
    *whole("rank", lambda line: line.row.rank),
    *whole("ranked", lambda line: line.row.ranked),
    *several("figures", lambda line: line.figures),
)

_DEFINITION_FIELDS: Fields[DefinitionRow] = (
    *text("measure_id", lambda row: row.measure_id),
    *text("measure", lambda row: row.measure),
    *text("category", lambda row: row.category),
    *text("unit", lambda row: row.unit),
    *text("definition", lambda row: row.definition),
    *text("formula", lambda row: row.formula),
    *text("owner", lambda row: row.owner),
    *text("source", lambda row: row.source, subject="definition_source"),
    *several("doubts", lambda row: row.doubts),
)

_MISSING_FIELDS: Fields[MissingLine] = (
    *whole("rank", lambda line: line.rank, subject="missing_rank"),
    *text("target_key", lambda line: target_key(line.row.standing)),
    *chosen(OF_GAPS, lambda line: line.row, "share", "remaining", "average", "average_period", "ratio", "paragraph", "outlook"),
)

_LINK_FIELDS: Fields[LinkLine] = (
    *text("target_key", lambda line: target_key(line.row)),
    *whole("number", lambda line: line.number),
)

_OF_A_MEASURE = ForeignKey("measure_id", "definitions", "measure_id")
_OF_A_TARGET = ForeignKey("target_key", "targets", "target_key")

TARGETS = TidyTable("targets", target_lines, _TARGET_FIELDS, ("target_key",), (_OF_A_MEASURE,))
FIGURES = TidyTable("figures", figure_lines, _FIGURE_FIELDS, ("number",), (_OF_A_MEASURE,))
TARGET_FIGURES = TidyTable(
    "target_figures",
    _link_lines,
    _LINK_FIELDS,
    ("target_key", "number"),
    (_OF_A_TARGET, ForeignKey("number", "figures", "number")),
)
MISSING = TidyTable("missing", _missing_lines, _MISSING_FIELDS, ("target_key",), (_OF_A_TARGET,))
YEARLY = TidyTable("yearly", _yearly_lines, _YEARLY_FIELDS, ("measure_id", "year"), (_OF_A_MEASURE,))
MEMBERS: TidyTable[MemberLine] = TidyTable(
    "members",
    _member_lines,
    (*within(COLUMN_FIELDS, lambda line: line.column), *within(MEMBER_FIELDS, lambda line: line.member)),
    ("measure_id", "region_code"),
    (_OF_A_MEASURE,),
    always=False,
)
VALUES = TidyTable("values", _value_lines, _VALUE_FIELDS, ("measure_id",), (_OF_A_MEASURE,), always=False)
DEFINITIONS = TidyTable("definitions", lambda report: report.definitions, _DEFINITION_FIELDS, ("measure_id",))

TABLES: tuple[TidyTable[Any], ...] = (TARGETS, FIGURES, TARGET_FIGURES, MISSING, YEARLY, MEMBERS, VALUES, DEFINITIONS)
"""In the order in which a package lists them."""
