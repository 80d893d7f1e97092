"""The tables of a report: their columns in order, for the data package and, line by line, for JSON.

Names are those of `status --json` where the same is meant; numbers are in the unit of their row, not in base units.
"""

from collections.abc import Iterator
from typing import Any

from kpi.report.columns import (
    OF_FIGURE_LINES,
    OF_MISSING_LINES,
    OF_TARGET_LINES,
    OF_VALUE_LINES,
    Line,
    TargetLine,
    figure_lines,
    lines,
    target_lines,
)
from kpi.report.model import GapReport
from kpi.report.tidy.fields import Fields, ForeignKey, TidyTable, parts
from kpi.views import (
    OF_DEFINITIONS,
    OF_MEMBER_COLUMNS,
    OF_MEMBERS,
    OF_YEARS,
    MemberColumn,
    MemberRow,
    Register,
    Standing,
    TableColumn,
    Type,
    YearlyRow,
)

_MemberLine = tuple[MemberColumn, MemberRow]
_LINKS: Register[TargetLine] = Register([*OF_TARGET_LINES, TableColumn("number", lambda line: line.number, Type.INTEGER)])
"""A target and the number of a figure it rests on or speaks of."""
_YEARS: Register[Line[YearlyRow]] = Register(
    [
        *OF_YEARS.of(lambda line: line.row),
        TableColumn("figures", lambda line: line.report.numbers_of(line.row.figures), Type.ARRAY),
    ]
)


def _link_lines(report: GapReport) -> Iterator[Line[Standing]]:
    return (Line(report, row, number) for row in report.rows for number in report.numbers_of_row(row))


def _member_lines(report: GapReport) -> Iterator[_MemberLine]:
    return ((column, member) for column in report.members for member in column.rows)


_COLUMN = OF_MEMBER_COLUMNS.choose("measure_id", "measure", "unit", "period", "whole", "whole_note", "check", "lacking_note")
_MEMBER = OF_MEMBERS.choose(
    "region_code", "region", "value", "rank", "share_of_whole", "lacking", "in_whole", "verdict", "source"
)
COLUMN_FIELDS: Fields[MemberColumn] = parts(_COLUMN)
"""What JSON says once for a measure and all its members."""
MEMBER_FIELDS: Fields[MemberRow] = parts(_MEMBER)

_OF_A_MEASURE = ForeignKey("measure_id", "definitions", "measure_id")
_OF_A_TARGET = ForeignKey("target_key", "targets", "target_key")

TARGETS = TidyTable(
    "targets",
    target_lines,
    parts(
        OF_TARGET_LINES.choose(
            *("target_key", "id", "year", "category", "measure_id", "measure", "parent_target_id", "nature", "region_code"),
            *(
                "region",
                "period",
                "period_type",
                "comparator",
                "target",
                "change_unit",
                "unit",
                "baseline",
                "baseline_date",
                "current",
                "current_date",
                "gap",
            ),
            *("progress_pct", "time_pct", "lead_pp", "required_number", "projected", "status", "verdict", "lamp", "counted"),
            *("headline", "sentence", "reason", "remarks", "questions", "figure_numbers", "source", "document_title"),
            *("section", "printed"),
        )
    ),
    ("target_key",),
    (_OF_A_MEASURE,),
)
FIGURES = TidyTable(
    "figures",
    figure_lines,
    parts(
        OF_FIGURE_LINES.choose(
            *("number", "measure_id", "measure", "region_code", "region", "breakdown", "member", "label", "date", "start"),
            *("end", "value", "unit", "cited", "source", "document", "section", "printed", "file", "sheet", "row", "user"),
            *("loaded_at", "batch", "figure_id", "note"),
        )
    ),
    ("number",),
    (_OF_A_MEASURE,),
)
TARGET_FIGURES = TidyTable(
    "target_figures",
    _link_lines,
    _LINKS.choose("target_key", "number"),
    ("target_key", "number"),
    (_OF_A_TARGET, ForeignKey("number", "figures", "number")),
)
MISSING = TidyTable(
    "missing",
    lambda report: lines(report, report.missing),
    parts(
        OF_MISSING_LINES.choose(
            *("missing_rank", "target_key", "share", "remaining", "average", "average_period", "ratio", "paragraph", "outlook")
        )
    ),
    ("target_key",),
    (_OF_A_TARGET,),
)
YEARLY = TidyTable(
    "yearly",
    lambda report: lines(report, report.yearly),
    parts(
        _YEARS.choose(
            *("measure_id", "year", "measure", "category", "value", "unit", "period", "whole_year", "headline", "figures")
        )
    ),
    ("measure_id", "year"),
    (_OF_A_MEASURE,),
)
MEMBERS: TidyTable[_MemberLine] = TidyTable(
    "members",
    _member_lines,
    (
        *(field.of(lambda line: line[0]) for field in COLUMN_FIELDS),
        *(field.of(lambda line: line[1]) for field in MEMBER_FIELDS),
    ),
    ("measure_id", "region_code"),
    (_OF_A_MEASURE,),
    always=False,
)
VALUES = TidyTable(
    "values",
    lambda report: lines(report, report.values),
    parts(
        OF_VALUE_LINES.choose(
            *("measure_id", "measure", "category", "value", "unit", "period", "share_of_whole", "whole", "rank_of", "ranked"),
            "figure_numbers",
        )
    ),
    ("measure_id",),
    (_OF_A_MEASURE,),
    always=False,
)
DEFINITIONS = TidyTable(
    "definitions",
    lambda report: report.definitions,
    OF_DEFINITIONS.choose(
        *("measure_id", "measure", "category", "unit", "definition", "formula", "owner", "definition_source", "doubts")
    ),
    ("measure_id",),
)

TABLES: tuple[TidyTable[Any], ...] = (TARGETS, FIGURES, TARGET_FIGURES, MISSING, YEARLY, MEMBERS, VALUES, DEFINITIONS)
"""In the order in which a package lists them."""
