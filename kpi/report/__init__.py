"""Reports of every kind: one model that holds all they say, and a layout for each format.

A layout and its libraries are loaded when the format is first asked for: together they hold 25 MB, and most pages need none.
"""

from collections.abc import Callable, Mapping
from importlib import import_module

from kpi.errors import NotFound
from kpi.report.model import UNITS, Category, GapReport, Genre, Issue, ScopeKind, title_of
from kpi.report.placeholders import PlaceholderRow, fill_template, template_example, template_names, template_placeholders
from kpi.report.tidy.cells import csv_bytes, disarmed

_Layout = Callable[[GapReport], bytes]


def _layout(room: str, name: str) -> _Layout:
    def lay_out(report: GapReport) -> bytes:
        made: bytes = getattr(import_module(f"kpi.report.{room}"), name)(report)
        return made

    return lay_out


render_docx = _layout("word", "render_docx")
render_xlsx = _layout("workbook", "render_xlsx")
render_pdf, render_first_page = _layout("pdf", "render_pdf"), _layout("pdf", "render_first_page")
render_pptx = _layout("slides", "render_pptx")
render_csv, render_json = _layout("tidy", "render_csv"), _layout("tidy", "render_json")
render_datapackage = _layout("tidy", "render_datapackage")

FORMATS: Mapping[str, _Layout] = {
    "docx": render_docx,
    "xlsx": render_xlsx,
    "pdf": render_pdf,
    "pptx": render_pptx,
    "csv": render_csv,
    "json": render_json,
    "datapackage": render_datapackage,
}
"""By name of the format, what lays the usual report out."""
_BY_GENRE: Mapping[Genre, Mapping[str, _Layout]] = {
    Genre.GAP: FORMATS,
    Genre.BRIEFING: {"docx": render_docx, "pdf": render_pdf},
    Genre.REMINDER: {"docx": render_docx, "pdf": render_pdf},
    Genre.SUMMARY: {"pdf": render_pdf, "png": _layout("pdf", "render_page"), "docx": render_docx},
    Genre.TASKS: {"docx": render_docx, "xlsx": _layout("workbook", "render_task_sheet"), "pdf": render_pdf},
}


def formats_of(genre: Genre) -> tuple[str, ...]:
    """The formats a kind of report comes in."""
    return tuple(_BY_GENRE.get(genre, ()))


def render(report: GapReport, fmt: str) -> bytes:
    """A report of any kind in one of its formats. NotFound for another format."""
    layouts = _BY_GENRE.get(report.genre, {})
    if fmt not in layouts:
        raise NotFound("no_such_format", format=fmt)
    return layouts[fmt](report)


MEDIA_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "json": "application/json",
    "datapackage": "application/zip",
}
EXTENSIONS: Mapping[str, str] = {"datapackage": "zip"}
"""File extensions of formats whose name is not their extension."""
