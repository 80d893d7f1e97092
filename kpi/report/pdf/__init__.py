"""The report as PDF, the same document as in Word, set by typst with the fonts of the machine.

The templates lie beside this file and are all that typst may read; texts reach them as JSON and are never evaluated.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import typst

from kpi.errors import KpiError
from kpi.report.document import Block, document_of
from kpi.report.fonts import chosen, is_chinese, machine_fonts
from kpi.report.model import GapReport
from kpi.report.pdf.data import Data, document_data

_TEMPLATES = Path(__file__).parent
_STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1, accessible to all: typst refuses to write a file that does not keep to it, as far as a program can tell."""
_REFUSED = "PDF/UA-1 error"
"""How a refusal begins."""
_Made = bytes | list[bytes] | None
_PREVIEW_PPI, _PRINT_PPI = 100, 200
_BLOCKS_OF_A_PREVIEW = 16
"""More than any first page holds, with what could still move something off it."""


def render_pdf(report: GapReport, fonts: typst.Fonts | None = None) -> bytes:
    """The report as a .pdf file; on one machine equal reports give equal bytes. KpiError without a font it needs."""
    document = _Document(report, document_of(report), fonts)
    return document.compiled("pdf")


def render_first_page(report: GapReport, fonts: typst.Fonts | None = None) -> bytes:
    """A picture of the .pdf file's first page, as .png. Errors as of `render_pdf`."""
    return _Document(report, document_of(report)[:_BLOCKS_OF_A_PREVIEW], fonts).compiled("png")


def render_page(report: GapReport) -> bytes:
    """A report of one page as a picture sharp enough to print, as .png. Errors as of `render_pdf`."""
    return _Document(report, document_of(report), None).compiled("png", _PRINT_PPI)


class _Document:
    """A document about to be set."""

    def __init__(self, report: GapReport, blocks: Sequence[Block], fonts: typst.Fonts | None) -> None:
        there = fonts or machine_fonts()
        data = document_data(report, blocks)
        data["fonts"] = _fonts_for(data, there)
        inputs = {"report": json.dumps(data, ensure_ascii=False)}
        source = str(_TEMPLATES / "main.typ")
        self._compiler = typst.Compiler(source, root=str(_TEMPLATES), font_paths=there, sys_inputs=inputs)
        self._made = _seconds(report.moment)

    def compiled(self, form: Literal["pdf", "png"], ppi: int = _PREVIEW_PPI) -> bytes:
        """The file, or a picture of its first page."""
        made = self._accessible() if form == "pdf" else self._compiler.compile(format=form, ppi=ppi)
        return made[0] if isinstance(made, list) else made or b""

    def _accessible(self) -> _Made:
        """To the standard. Where a text has letters that nobody could be told of, tagged all the same, and claiming nothing."""
        try:
            return self._compiler.compile(format="pdf", timestamp=self._made, pdf_standards=_STANDARD)
        except typst.TypstError as error:
            if not str(error).startswith(_REFUSED):
                raise
            return self._compiler.compile(format="pdf", timestamp=self._made)


def _fonts_for(data: Data, there: typst.Fonts) -> dict[str, tuple[str, ...]]:
    """The families of each role. Where a font is missing the next look-up starts afresh, for it may have been installed."""
    try:
        return chosen(there, data["lang"], chinese=is_chinese(json.dumps(data, ensure_ascii=False)))
    except KpiError:
        machine_fonts.cache_clear()
        raise


def _seconds(moment: datetime) -> int:
    """Since 1970; a moment without a zone counts as of Greenwich, so that every machine gives the same."""
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
