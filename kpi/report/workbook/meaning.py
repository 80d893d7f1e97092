"""口径说明: how numbers are worked out, what verdicts, lamps and marks mean, and of each measure its definition and doubts."""

from collections.abc import Iterator
from itertools import count

from kpi.model import Status
from kpi.report.model import GapReport
from kpi.report.workbook.sheet import SheetField, SheetWriter
from kpi.views import DefinitionRow

_TERMS = ("gap", "completion", "distance", "time", "lead", "required", "projected", "share")
_MARKS = ("about", "bound", "partial", "counted")


def write_meaning(sheet: SheetWriter, report: GapReport) -> None:
    """Short sections first, the list of definitions below them."""
    sheet.title(sheet.name)
    columns = _columns(report)
    widths = [column.width for column in columns]
    lines = count(2)
    for heading, entries in _sections(report):
        sheet.text(next(lines), heading, "section")
        for name, meaning in entries:
            line = next(lines)
            sheet.paragraph(line, meaning, "paragraph", widths[1:5], place=1)
            sheet.text(line, name, "term")
        next(lines)
    top = next(lines)
    sheet.text(top, report.texts("xlsx.heading_definitions"), "section")
    if report.definitions:
        sheet.table(columns, report.definitions, frozen=1, top=top + 1)
    else:
        sheet.raw.fit_to_pages(1, 0)
        sheet.print_header()
    sheet.raw.freeze_panes(2, 1)


def _sections(report: GapReport) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    words = report.texts
    terms = [(words(f"xlsx.term_{each}"), words(f"xlsx.formula_{each}")) for each in _TERMS]
    yield words("xlsx.heading_terms"), terms
    yield words("xlsx.heading_statuses"), [(words(f"status.{each}"), words(f"xlsx.meaning_{each}")) for each in Status]
    if report.scheme:
        scheme = report.scheme
        rules = [("", rule) for rule in scheme.rules]
        yield words("xlsx.heading_lamps"), [(scheme.name, scheme.clock), *rules]
    yield words("xlsx.heading_marks"), [(words(f"xlsx.mark_{each}"), words(f"xlsx.marked_{each}")) for each in _MARKS]


def _columns(report: GapReport) -> list[SheetField[DefinitionRow]]:
    return [
        SheetField("measure", 30, lambda row: row.measure),
        SheetField("category", 11, lambda row: row.category),
        SheetField("unit", 11, lambda row: row.unit),
        SheetField("definition", 46, lambda row: row.definition),
        SheetField("formula", 26, lambda row: row.formula),
        SheetField("doubts", 50, lambda row: report.texts.paragraph(row.doubts)),
        SheetField("owner", 12, lambda row: row.owner),
        SheetField("definition_source", 20, lambda row: row.source),
    ]
