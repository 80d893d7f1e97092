"""口径说明: how numbers are worked out, what verdicts, lamps and marks mean, and of each measure its definition and doubts."""

from collections.abc import Iterator
from itertools import count

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.model import GapReport
from kpi.report.workbook.sheet import SheetWriter
from kpi.views import OF_DEFINITIONS, Face, heading

_TERMS = ("gap", "completion", "distance", "time", "lead", "required", "projected", "share")
_COLUMNS = OF_DEFINITIONS.choose("measure", "category", "unit", "definition", "formula", "doubts", "owner", "definition_source")
_MARKS = ("about", "bound", "partial", "counted")


def write_meaning(sheet: SheetWriter, report: GapReport) -> None:
    """Short sections first, the list of definitions below them."""
    sheet.title(sheet.name)
    widths = [column.width for column in _COLUMNS]
    lines = count(2)
    for title, entries in _sections(report):
        sheet.text(next(lines), title, "section")
        for name, meaning in entries:
            line = next(lines)
            sheet.paragraph(line, meaning, "paragraph", widths[1:5], place=1)
            sheet.text(line, name, "term")
        next(lines)
    top = next(lines)
    sheet.text(top, report.texts("xlsx.heading_definitions"), "section")
    if report.definitions:
        sheet.table(_COLUMNS, report.definitions, frozen=1, top=top + 1)
    else:
        sheet.print_set_up(top, len(widths) - 1, widths)
    sheet.raw.freeze_panes(2, 1)


def _sections(report: GapReport) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    words = report.texts
    terms = [(_named(words, "term", term), words(f"xlsx.formula_{term}")) for term in _TERMS]
    yield words("xlsx.heading_terms"), terms
    yield words("xlsx.heading_statuses"), [(words(f"status.{status}"), words(f"xlsx.meaning_{status}")) for status in Status]
    if report.scheme:
        scheme = report.scheme
        rules = [("", rule) for rule in scheme.rules]
        yield words("xlsx.heading_lamps"), [(scheme.name, scheme.clock), *rules]
    yield words("xlsx.heading_marks"), [(_named(words, "mark", mark), words(f"xlsx.marked_{mark}")) for mark in _MARKS]


def _named(words: Texts, kind: str, name: str) -> str:
    """As the heading of its column says it, where it is one."""
    own = f"xlsx.{kind}_{name}"
    return words(own) if own in words else heading(words, name, Face.BOOK)
