"""A plan that somebody brings: a workbook with every formula named, or an archive of text files.

A plan holds no formulas: what one says next year is not what somebody read and signed this year.
"""

import base64
import posixpath
import re

from .archive import Archive, Unreadable
from .scan import CellScan
from .workbook import read_book

MOST_FILE_BYTES = 20_000_000
"""Of one file of an archive; the plan's own limit for a file in a folder."""
_PADDED = re.compile(r"0{2,}")
"""A format that shows a code with zeros before it, such as 000000."""


class PlanCells(CellScan):
    """As an upload's cells; formulas are marked whether they are calculated or not, and codes keep the zeros they show."""

    def judged(self, kind: str) -> tuple[str, str]:
        """The text of a cell and its mark."""
        if self.formula is not None and kind != "e":
            return f"={self.formula}", "formula"
        text, mark = super().judged(kind)
        if kind == "n" and not mark and text.isdigit() and _PADDED.fullmatch(self.number_format):
            return text.zfill(len(self.number_format)), mark
        return text, mark


def read_plan_workbook(content: bytes) -> object:
    """As `read_workbook`, for a plan."""
    return read_book(content, PlanCells)


def read_plan_archive(content: bytes) -> object:
    """`{"files": {name: content in base64}}` of the .csv files, each by the end of its path; other entries are left out."""
    archive = Archive(content)
    files: dict[str, str] = {}
    for entry in sorted(archive.names):
        name = posixpath.basename(entry)
        if not name.lower().endswith(".csv") or name.startswith(".") or entry.startswith("__MACOSX/"):
            continue
        if name in files:
            raise Unreadable("plan_file_twice")
        read = archive.read(entry)
        if len(read) > MOST_FILE_BYTES:
            raise Unreadable("archive_too_large")
        files[name] = base64.b64encode(read).decode("ascii")
    return {"files": files}
