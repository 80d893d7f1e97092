"""The least share of targets with a figure: what a report says below it in every format, and that it cannot be issued."""

import csv
import io
import json
from dataclasses import replace

import docx
import openpyxl
import pytest
from pptx import Presentation

from kpi import services
from kpi.errors import CatalogRefused, KpiError
from kpi.i18n import texts
from kpi.model import Status
from kpi.services import Query, ReportRequest
from tests.unit.report.reading_pdf import open_pdf, page_texts
from tests.unit.services.conftest import ZHANG

REQUEST = ReportRequest(Query())
SENTENCE = "应有数据的目标24项，有可用数据的4项（16.6%），低于规定的60%；本报告只供核对，不得印发。"
"""Of the letter's 31 targets 5 are not assessed and 2 have not begun; 3 have a baseline and 1 is judged. 4 ÷ 24 = 16.67 %."""


@pytest.fixture
def gated(monkeypatch):
    monkeypatch.setenv("KPI_LEAST_COVERAGE", "0.6")


def test_nothing_is_asked_for_by_default(letter):
    view = services.status(letter, ZHANG, Query())
    assert (view.coverage.due, view.coverage.there) == (24, 4)
    assert view.counts[Status.NO_DATA] + view.counts[Status.NOT_COMPARABLE] == 20
    assert services.issue_refusal(letter, ZHANG, REQUEST) == ""


def test_below_it_nothing_is_issued_and_the_figures_say_why(letter, gated):
    assert services.issue_refusal(letter, ZHANG, REQUEST) == SENTENCE
    with pytest.raises(KpiError, match="coverage_too_low") as refused:
        services.issue_report(letter, ZHANG, REQUEST, ["csv"])
    assert texts("zh").message(refused.value.message) == SENTENCE
    assert services.issued_reports(letter, ZHANG) == ()


@pytest.mark.slow
def test_at_it_a_report_is_issued(letter, monkeypatch):
    monkeypatch.setenv("KPI_LEAST_COVERAGE", str(4 / 24))
    assert services.issue_report(letter, ZHANG, REQUEST, ["csv"]).record.report_id == 1
    assert "不得印发" not in services.gap_report(letter, ZHANG, REQUEST, "csv").content.decode("utf-8-sig")


@pytest.mark.parametrize("written", ["60", "六成", "-0.1", "nan"])
def test_a_setting_that_is_no_share_is_said(letter, monkeypatch, written):
    monkeypatch.setenv("KPI_LEAST_COVERAGE", written)
    with pytest.raises(KpiError, match="bad_share"):
        services.issue_refusal(letter, ZHANG, REQUEST)


@pytest.mark.slow
def test_what_the_plan_says_goes_first(tiny_copy, opened, gated):
    (tiny_copy / "plan.csv").write_text("name_zh,name_en,least_coverage\n云溪,Yunxi,0\n", encoding="utf-8")
    workspace = opened(tiny_copy)
    assert workspace.catalog.least_coverage == 0
    assert services.issue_refusal(workspace, ZHANG, REQUEST) == ""


def test_a_plan_that_says_no_share_is_refused(tiny_copy, opened):
    (tiny_copy / "plan.csv").write_text("name_zh,name_en,least_coverage\n云溪,Yunxi,60\n", encoding="utf-8")
    with pytest.raises(CatalogRefused) as refused:
        opened(tiny_copy)
    assert [(each.column, each.code) for each in refused.value.problems] == [("least_coverage", "catalog_bad_share")]


def _docx(content):
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def _xlsx(content):
    return "\n".join(
        str(cell.value) for line in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in line
    )


def _pptx(content):
    first = Presentation(io.BytesIO(content)).slides[0]
    return "\n".join(shape.text_frame.text for shape in first.shapes if shape.has_text_frame)


def _csv(content):
    return next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))["数据性质"]


READERS = {
    "docx": _docx,
    "pdf": lambda content: page_texts(open_pdf(content))[0],
    "xlsx": _xlsx,
    "pptx": _pptx,
    "csv": _csv,
    "json": lambda content: json.loads(content)["meta"]["caution"],
}


@pytest.mark.slow
@pytest.mark.parametrize("fmt", READERS)
def test_every_format_says_it_first(letter, gated, fmt):
    told = READERS[fmt](services.gap_report(letter, ZHANG, REQUEST, fmt).content)
    assert SENTENCE in told.replace("\n", "").replace(" ", "")
    english = replace(REQUEST, query=Query(lang="en"))
    assert "may not be issued" in services.issue_refusal(letter, ZHANG, english)
