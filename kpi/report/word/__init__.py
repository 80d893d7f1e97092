"""The report as an official document in Word, laid out by GB/T 9704-2012: a draft, without red header, number or seal."""

from kpi.report.model import GapReport
from kpi.report.word.charts import WordCharts
from kpi.report.word.composer import Composer
from kpi.report.word.package import describe, new_document, to_bytes
from kpi.report.word.pages import Pages
from kpi.report.word.text import tell
from kpi.report.word.typography import typography


def render_docx(report: GapReport) -> bytes:
    """The report as a .docx file; equal reports give equal bytes."""
    words, type_ = report.texts, typography(report.lang)
    document = new_document(type_)
    pages = Pages(document, type_, words("report.demo") if report.demo else "")
    write = Composer(pages, WordCharts(document, report.lang), words, type_.title_width)
    tell(write, report)
    write.finish()
    describe(document, title=report.title, language=words("report.language"), made=report.moment)
    return to_bytes(document)
