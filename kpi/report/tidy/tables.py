"""The tables of a report: their columns in order, for the data package and, line by line, for JSON.

Names are those of `status --json` where the same is meant; numbers are in the unit of their row, not in base units.
"""

from typing import Any

from kpi import views
from kpi.report import columns
from kpi.report.tidy.fields import Fields, ForeignKey, TidyTable, parts

_MemberLine = tuple[views.MemberColumn, views.MemberRow]
_LINKS: views.Register[columns.TargetLine] = views.Register(
    [*columns.OF_TARGET_LINES, views.TableColumn("number", lambda line: line.number, views.Type.INTEGER)]
)
"""A target and the number of a figure it rests on or speaks of."""
_YEARS: views.Register[columns.Line[views.YearlyRow]] = views.Register(
    [
        *views.OF_YEARS.of(lambda line: line.row),
        views.TableColumn("figures", lambda line: line.report.numbers_of(line.row.figures), views.Type.ARRAY),
    ]
)


_COLUMN = views.OF_MEMBER_COLUMNS.choose(
    "measure_id", "measure", "unit", "period", "whole", "whole_note", "check", "lacking_note"
)
_MEMBER = views.OF_MEMBERS.choose(
    "region_code", "region", "value", "rank", "share_of_whole", "lacking", "in_whole", "verdict", "source"
)
COLUMN_FIELDS: Fields[views.MemberColumn] = parts(_COLUMN)
"""What JSON says once for a measure and all its members."""
MEMBER_FIELDS: Fields[views.MemberRow] = parts(_MEMBER)

_OF_A_MEASURE = ForeignKey("measure_id", "definitions", "measure_id")
_OF_A_TARGET = ForeignKey("target_key", "targets", "target_key")

TARGETS = TidyTable(
    "targets",
    columns.target_lines,
    parts(
        columns.OF_TARGET_LINES.choose(
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
    columns.figure_lines,
    parts(
        columns.OF_FIGURE_LINES.choose(
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
    lambda report: (columns.Line(report, row, number) for row in report.rows for number in report.numbers_of_row(row)),
    _LINKS.choose("target_key", "number"),
    ("target_key", "number"),
    (_OF_A_TARGET, ForeignKey("number", "figures", "number")),
)
MISSING = TidyTable(
    "missing",
    lambda report: columns.lines(report, report.missing),
    parts(
        columns.OF_MISSING_LINES.choose(
            *("missing_rank", "target_key", "share", "remaining", "average", "average_period", "ratio", "paragraph", "outlook")
        )
    ),
    ("target_key",),
    (_OF_A_TARGET,),
)
YEARLY = TidyTable(
    "yearly",
    lambda report: columns.lines(report, report.yearly),
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
    lambda report: ((column, member) for column in report.members for member in column.rows),
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
    lambda report: columns.lines(report, report.values),
    parts(
        columns.OF_VALUE_LINES.choose(
            *("measure_id", "measure", "category", "value", "unit", "period", "share_of_whole", "whole", "rank_of", "ranked"),
            "figure_numbers",
        )
    ),
    ("measure_id",),
    (_OF_A_MEASURE,),
    always=False,
)
MATTERS = TidyTable(
    "actions",
    lambda report: columns.lines(report, report.matters),
    columns.OF_MATTER_LINES.choose(
        *("matter", "matter_target_key", "matter_name", "matter_state", "matter_state_text", "matter_cause", "matter_steps"),
        *("matter_unit", "matter_person", "matter_due", "days_over", "opened_on", "settled_on"),
    ),
    ("action_id",),
    (_OF_A_TARGET,),
    always=False,
)
DEFINITIONS = TidyTable(
    "definitions",
    lambda report: report.definitions,
    views.OF_DEFINITIONS.choose(
        *("measure_id", "measure", "category", "unit", "definition", "formula", "owner", "definition_source", "doubts")
    ),
    ("measure_id",),
)

TABLES: tuple[TidyTable[Any], ...] = (TARGETS, FIGURES, TARGET_FIGURES, MISSING, YEARLY, MEMBERS, VALUES, MATTERS, DEFINITIONS)
"""In the order in which a package lists them."""
