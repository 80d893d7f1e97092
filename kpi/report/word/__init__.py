"""The report as an official document in Word, laid out by GB/T 9704-2012: a draft, without red header, number or seal."""

from kpi.report.archive import describe
from kpi.report.document import document_of, marks_in
from kpi.report.document.typography import typography
from kpi.report.model import GapReport, Genre
from kpi.report.pictures import pictures
from kpi.report.word.drawings import WordDrawings
from kpi.report.word.layout import lay_out
from kpi.report.word.package import new_document, to_bytes
from kpi.report.word.pages import Pages


def render_docx(report: GapReport) -> bytes:
    """The report as a .docx file; equal reports give equal bytes."""
    words, type_ = report.texts, typography(report.lang, one_page=report.genre is Genre.SUMMARY)
    document = new_document(type_)
    pages = Pages(document, type_, words("report.demo") if report.demo else "")
    blocks = document_of(report)
    lay_out(blocks, pages, WordDrawings(document, report.lang, pictures(marks_in(blocks))))
    describe(document.core_properties, report.title, words("report.language"), report.moment)
    return to_bytes(document)
