"""The report as an official document in Word, laid out by GB/T 9704-2012: a draft, without red header, number or seal."""

from kpi.report.archive import describe
from kpi.report.document import document_of
from kpi.report.document.typography import typography
from kpi.report.model import GapReport
from kpi.report.word.charts import WordCharts
from kpi.report.word.layout import lay_out
from kpi.report.word.package import new_document, to_bytes
from kpi.report.word.pages import Pages


def render_docx(report: GapReport) -> bytes:
    """The report as a .docx file; equal reports give equal bytes."""
    words, type_ = report.texts, typography(report.lang)
    document = new_document(type_)
    pages = Pages(document, type_, words("report.demo") if report.demo else "")
    lay_out(document_of(report), pages, WordCharts(document, report.lang), words)
    describe(document.core_properties, report.title, words("report.language"), report.moment)
    return to_bytes(document)
