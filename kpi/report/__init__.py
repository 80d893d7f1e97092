"""The gap report: one model that holds all it says, and a layout for each format."""

from collections.abc import Callable, Mapping

from kpi.report.model import Category, GapReport, Issue, ScopeKind, title_of
from kpi.report.pdf import render_first_page, render_pdf
from kpi.report.slides import render_pptx
from kpi.report.tidy import render_csv, render_datapackage, render_json
from kpi.report.word import render_docx
from kpi.report.workbook import render_xlsx

FORMATS: Mapping[str, Callable[[GapReport], bytes]] = {
    "docx": render_docx,
    "xlsx": render_xlsx,
    "pdf": render_pdf,
    "pptx": render_pptx,
    "csv": render_csv,
    "json": render_json,
    "datapackage": render_datapackage,
}
"""By name of the format, what lays a report out."""
MEDIA_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "json": "application/json",
    "datapackage": "application/zip",
}
EXTENSIONS: Mapping[str, str] = {"datapackage": "zip"}
"""File extensions of formats whose name is not their extension."""
