"""The office's own templates: versions that are never overwritten, what was issued with one, and what damage is found."""

import io
from dataclasses import replace

import duckdb
import pytest
from docx import Document
from docx.oxml.ns import qn

from kpi import services
from kpi.errors import KpiError, NotFound, TemplateRefused
from kpi.report import Issue, template_example
from kpi.services import ReportRequest
from kpi.services.reports.making import laid_out
from kpi.services.reports.own_layout import layout_of
from tests.unit.services.conftest import ZHANG

pytestmark = pytest.mark.slow


def example(lang):
    return template_example("docx", lang)


@pytest.fixture
def two_versions(tiny, clock):
    """The Chinese example kept as 局模板, and a report issued with it; a day later the English one under the same name."""
    first = services.add_office_template(tiny, ZHANG, "局模板", "旧.docx", example("zh"))
    services.issue_report(tiny, ZHANG, ReportRequest(template=first), ["docx", "csv"])
    clock.wind(days=1)
    second = services.add_office_template(tiny, ZHANG, "局模板", "新.docx", example("en"))
    return tiny, first, second


def states(plan):
    return [(each.template.version, each.template.file, each.state) for each in services.office_templates(plan, ZHANG)]


def test_a_new_version_takes_the_place_of_the_old_and_both_are_kept(two_versions):
    plan, first, second = two_versions
    assert states(plan) == [(2, "新.docx", "in_use"), (1, "旧.docx", "superseded")]
    assert services.template_named(plan, ZHANG, "局模板") == second
    assert services.office_template_file(plan, ZHANG, first).content == example("zh")
    with pytest.raises(KpiError, match="template_known"):
        services.add_office_template(plan, ZHANG, "局模板", "再.docx", example("en"))


def test_slides_take_the_place_of_no_document_of_their_name(two_versions):
    plan, _, document = two_versions
    slides = services.add_office_template(plan, ZHANG, "局模板", "局模板.pptx", template_example("pptx", "zh"))
    assert [services.template_named(plan, ZHANG, name) for name in ("局模板", "局模板 pptx")] == [document, slides]
    newer = services.add_office_template(plan, ZHANG, "局模板", "局模板.pptx", template_example("pptx", "en"))
    assert services.template_named(plan, ZHANG, "局模板 pptx") == newer


def test_what_was_issued_is_filled_in_again_with_the_version_of_then(two_versions):
    """All but who issued it when: that stands in the ledger alone."""
    plan, first, second = two_versions
    services.remove_office_template(plan, ZHANG, "局模板")
    (view,) = services.issued_reports(plan, ZHANG)
    made = replace(services.recomputed(plan, ZHANG, 1), issue=Issue(1, ZHANG.name, view.issued_at), known_at=None)
    again, newer = (laid_out(made, "docx", layout_of(plan, version)).content for version in (first, second))
    assert view.request.template == first
    issued = written(services.issued_file(plan, ZHANG, 1, "docx").content)
    assert written(again) == issued
    assert written(newer) != issued


def written(content):
    """Every paragraph of a document, those of its tables too."""
    paragraphs = Document(io.BytesIO(content)).element.body.iter(qn("w:p"))
    return ["".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in paragraphs]


def test_a_template_taken_out_of_use_is_not_asked_for_any_more(two_versions):
    plan, _, _ = two_versions
    services.remove_office_template(plan, ZHANG, "局模板")
    assert [state for _, _, state in states(plan)] == ["removed", "removed"]
    with pytest.raises(NotFound, match="no_such_template"):
        services.template_named(plan, ZHANG, "局模板")
    with pytest.raises(NotFound, match="no_such_template"):
        services.remove_office_template(plan, ZHANG, "局模板")


def test_a_file_that_is_no_template_is_kept_under_no_name(tiny):
    with pytest.raises(TemplateRefused):
        services.add_office_template(tiny, ZHANG, "坏模板", "坏.docx", b"PK\x03\x04")
    assert services.office_templates(tiny, ZHANG) == ()


@pytest.mark.parametrize(
    "damage",
    [
        "update office_templates set content = 'another'::blob where template_id = 1",
        "update office_templates set name = 'another' where template_id = 1",
        "insert into office_templates select * from office_templates where template_id = 2",
    ],
)
def test_damage_to_what_is_kept_is_found(two_versions, damage):
    plan, _, _ = two_versions
    path = plan.store.path
    assert services.verify(plan, ZHANG) == ()
    plan.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(damage)
    again = services.open_workspace(path, plan.folder.path)
    try:
        assert {view.problem.code for view in services.verify(again, ZHANG)} == {"store_office_templates"}
    finally:
        again.close()
