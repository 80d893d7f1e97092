"""The year's form, and a table that goes back to its sender with its faults marked."""

from typing import Literal

from kpi import access, ingest
from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor, Severity
from kpi.services.workspace import Workspace
from kpi.views import UploadPreview

EARLIEST_YEAR = 1990


def template(workspace: Workspace, actor: Actor, year: int, fmt: str, *, lang: str = "zh") -> bytes:
    """The form for a year, csv or xlsx, with last year's values for reference. KpiError `bad_year`; NotAllowed."""
    access.require(actor, Action.VIEW)
    if not EARLIEST_YEAR <= year <= workspace.today.year:
        raise KpiError("bad_year", year=year)
    kind: Literal["csv", "xlsx"] = "xlsx" if fmt == "xlsx" else "csv"
    return ingest.template(workspace.catalog, year, workspace.observations(), kind, texts(lang))


def error_workbook(actor: Actor, preview: UploadPreview, sha256: str) -> bytes:
    """A file's own tables as .xlsx with faulty cells marked and a column 问题, to be sent back.

    NotFound, UnreadableFile, NotAllowed.
    """
    access.require(actor, Action.UPLOAD)
    reading = next((reading for reading in preview.readings if reading.sha256 == sha256), None)
    if reading is None:
        raise NotFound("no_such_file")
    remarks = [
        ingest.Remark(told.problem, told.severity_text, told.message, told.suggestion)
        for told in preview.problems
        if told.problem.file == reading.file and told.problem.severity is not Severity.NOTE
    ]
    return ingest.marked_workbook(preview.contents[sha256], reading, remarks, texts(preview.lang))
