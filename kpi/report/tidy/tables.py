"""The tables of a report: their columns in order, for the data package and, line by line, for JSON.

Names are those of `status --json` where the same is meant; numbers are in the unit of their row, not in base units.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from kpi.model import PERIOD_TYPES, Comparator, Lamp, Status
from kpi.report.columns import FigureLine, TargetLine, figure_lines, missing_lines, target_lines
from kpi.report.model import GapReport
from kpi.report.tidy.fields import Fields, ForeignKey, TidyTable, amount, day, moment, several, text, whole, within, yes_no
from kpi.views import DefinitionRow, FigureView, GapRow, MemberColumn, MemberRow, Standing, ValueRow, YearlyRow


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
    *text("target_id", lambda line: line.row.target.target_id),
    *whole("year", lambda line: line.row.assessment.year, subject="target_year"),
    *text("category", lambda line: line.category),
    *text("measure_id", lambda line: line.row.measure.measure_id),
    *text("measure", lambda line: line.row.measure_name),
    *text("region_code", lambda line: line.row.region.region_code),
    *text("region", lambda line: line.row.region_name),
    *text("period", lambda line: line.row.period, subject="target_period"),
    *text("period_type", lambda line: str(line.row.assessment.period_type), allowed=PERIOD_TYPES),
    *text("comparator", lambda line: line.row.target.comparator, allowed=Comparator),
    *amount("target_value", lambda line: line.row.goal),
    *text("unit", lambda line: line.row.unit),
    *amount("baseline_value", lambda line: line.row.baseline, marked=True),
    *day("baseline_date", lambda line: line.row.assessment.baseline_date),
    *amount("current_value", lambda line: line.row.current, marked=True),
    *day("current_date", lambda line: line.row.assessment.current_date),
    *amount("gap", lambda line: line.row.gap),
    *amount("progress_pct", lambda line: line.row.progress),
    *amount("time_pct", lambda line: line.row.time),
    *amount("lead_pp", lambda line: line.row.lead),
    *amount("required_per_year", lambda line: line.row.required),
    *amount("projected_value", lambda line: line.row.projected),
    *text("status", lambda line: line.row.status, allowed=Status),
    *text("status_text", lambda line: line.row.status_text),
    *text("lamp", lambda line: line.row.lamp, allowed=Lamp),
    *yes_no("counted", lambda line: line.row.counted),
    *yes_no("headline", lambda line: line.row.measure.headline),
    *text("sentence", lambda line: line.row.sentence),
    *text("reason", lambda line: line.row.paper.reason),
    *several("remarks", lambda line: line.row.paper.remarks),
    *several("questions", lambda line: line.row.questions),
    *several("figures", lambda line: target_figures(line.report, line.row)),
    *text("source", lambda line: line.row.source, subject="target_source"),
    *text("document", lambda line: line.row.document),
    *text("section", lambda line: line.row.target.section),
    *text("printed", lambda line: line.row.target.printed),
)

_FIGURE_FIELDS: Fields[FigureLine] = (
    *whole("number", lambda line: line.number),
    *text("measure_id", lambda line: line.figure.measure_id),
    *text("measure", lambda line: line.figure.measure_name),
    *text("region_code", lambda line: line.figure.region_code),
    *text("region", lambda line: line.figure.region_name),
    *text("breakdown", lambda line: line.figure.breakdown),
    *text("member", lambda line: line.figure.member),
    *text("label", lambda line: line.figure.label),
    *text("period", lambda line: line.figure.period),
    *day("start", lambda line: line.figure.start),
    *day("end", lambda line: line.figure.end),
    *amount("value", lambda line: line.figure.amount, marked=True),
    *text("unit", lambda line: line.figure.unit),
    *yes_no("cited", lambda line: line.cited),
    *text("source", lambda line: line.figure.source),
    *text("document", lambda line: line.figure.document),
    *text("section", lambda line: line.figure.section),
    *text("printed", lambda line: line.figure.printed),
    *text("file", lambda line: line.figure.file),
    *text("sheet", lambda line: line.figure.sheet),
    *whole("row", lambda line: line.figure.row or None),
    *text("user", lambda line: line.figure.user if line.figure.file else ""),
    *moment("loaded_at", lambda line: line.figure.loaded_at),
    *whole("batch_id", lambda line: line.figure.batch_id or None),
    *text("figure_id", lambda line: line.figure.figure_id),
    *text("note", lambda line: line.figure.remark),
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
    *amount("missing_pct", lambda line: line.row.share),
    *amount("remaining_years", lambda line: line.row.remaining),
    *amount("average", lambda line: line.row.average),
    *text("average_period", lambda line: line.row.average_period),
    *amount("ratio", lambda line: line.row.ratio),
    *text("paragraph", lambda line: line.row.paragraph),
    *text("outlook", lambda line: line.row.outlook),
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
