"""Documents of the plan, attached ones with every printed figure marked, and the passages they give a measure."""

import io
from datetime import date

import docx
import pytest

from kpi import services
from kpi.errors import NotFound, UnreadableFile
from kpi.services import Query
from tests.unit.services.conftest import ZHANG

PLAN = """云溪市生活垃圾分类三年行动计划
一、基础
2022年底达标小区占62.
5 %，全年培训1.05万人次，其中居民6300人次。当年日均填埋420吨。
二、目标
（一）达标小区占90%以上。（二）每年培训1.2万人次，2023年计划培训1.3万人次。
（三）日均填埋量降到300吨以内，比420吨少。
"""


def attach(workspace, text=PLAN, name="计划.txt"):
    return services.attach_document(workspace, ZHANG, "plan", name, text.encode())


def marks(workspace, document_id):
    """Printed text → its measure, in the order of the document."""
    view = services.document_view(workspace, ZHANG, document_id)
    return [(part.text, part.measure_id) for paragraph in view.paragraphs for part in paragraph if part.measure_id]


def test_sources_list_their_sections_figures_and_targets(tiny):
    (source,) = services.sources_view(tiny, ZHANG, Query()).sources
    assert [(each.section, [line.id for line in each.figures]) for each in source.sections] == [
        ("一", ["W1", "W2", "W2A", "W2B", "W3"]),
        ("二（二）", ["W4", "G2"]),
        ("二（一）", ["G1"]),
        ("二（三）", ["G3"]),
    ]
    line = source.sections[0].figures[4]
    assert (line.measure_name, line.text, line.printed, line.period, line.loaded) == (
        "生活垃圾日均填埋量",
        "420吨",
        "420吨",
        "2022年12月31日",
        "已载入",
    )


def test_every_row_of_the_letter_is_under_its_source(letter):
    view = services.sources_view(letter, ZHANG, Query())
    listed = [line.id for source in view.sources for section in source.sections for line in section.figures]
    assert sorted(listed) == sorted([*letter.catalog.figures, *letter.catalog.targets])
    assert [each.source.source_id for each in view.sources] == ["letter"]
    assert len(view.policies) == 13


def test_questions_are_told_in_the_language_asked_for(tiny):
    (question,) = services.sources_view(tiny, ZHANG, Query(lang="en")).questions
    assert (question.question_id, question.text) == (
        "Q1",
        "Do “housing estates” include urban villages and self-built quarters?",
    )


def test_every_printed_figure_is_marked_across_line_breaks(tiny):
    """W2B, 4200, is printed nowhere."""
    document = attach(tiny)
    assert marks(tiny, document) == [
        ("62.5%", "sorted_share"),
        ("1.05万人次", "volunteers_trained"),
        ("6300人次", "volunteers_trained"),
        ("420吨", "landfill_daily"),
        ("90%以上", "sorted_share"),
        ("1.2万人次", "volunteers_trained"),
        ("1.3万人次", "volunteers_trained"),
        ("300吨以内", "landfill_daily"),
    ]
    view = services.document_view(tiny, ZHANG, document)
    assert (view.marked, view.not_found) == (8, ("W2B",))


def test_marking_changes_no_word_of_the_document(tiny):
    view = services.document_view(tiny, ZHANG, attach(tiny))
    shown = "".join(part.text for paragraph in view.paragraphs for part in paragraph)
    assert "".join(shown.split()) == "".join(PLAN.split())


@pytest.mark.slow
def test_a_measure_shows_the_passage(tiny):
    attach(tiny)
    passages = services.measure_view(tiny, ZHANG, Query(), "landfill_daily").passages
    assert [(each.figure_id, each.before, each.printed, each.after) for each in passages] == [
        ("W3", "当年日均填埋", "420吨", "。"),
        ("G3", "（三）日均填埋量降到", "300吨以内", "，比420吨少。"),
    ]


@pytest.mark.slow
def test_the_newest_document_of_a_source_gives_the_passages(tiny):
    attach(tiny)
    attach(tiny, "一、基础\n日均填埋420吨。\n", "简本.txt")
    passages = services.measure_view(tiny, ZHANG, Query(), "landfill_daily").passages
    assert [(each.document, each.figure_id) for each in passages] == [("简本.txt", "W3")]


def test_an_attached_document_is_listed_kept_and_removed(tiny, clock):
    document = attach(tiny)
    (source,) = services.sources_view(tiny, ZHANG, Query()).sources
    assert [(each.document_id, each.file, each.attached_by, each.attached_at) for each in source.documents] == [
        (document, "计划.txt", "张三", clock.moment)
    ]
    assert services.document_file(tiny, ZHANG, document) == ("计划.txt", "text/plain", PLAN.encode())
    services.remove_document(tiny, ZHANG, document)
    (source,) = services.sources_view(tiny, ZHANG, Query()).sources
    assert source.documents == ()
    for ask in (services.document_view, services.document_file, services.remove_document):
        with pytest.raises(NotFound):
            ask(tiny, ZHANG, document)


@pytest.mark.slow
def test_attaching_counts_as_a_change_of_documents_and_not_of_figures(tiny):
    before = services.sources_view(tiny, ZHANG, Query()).documents_version
    attach(tiny)
    assert services.sources_view(tiny, ZHANG, Query()).documents_version == before + 1
    assert services.status(tiny, ZHANG, Query()).data_version == 1


@pytest.mark.slow
def test_a_word_document_is_read_too(tiny):
    written = docx.Document()
    for line in PLAN.splitlines():
        written.add_paragraph(line)
    buffer = io.BytesIO()
    written.save(buffer)
    document = services.attach_document(tiny, ZHANG, "plan", "计划.docx", buffer.getvalue())
    assert services.document_view(tiny, ZHANG, document).not_found == ("W2B",)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" * 9, b"%PDF-1.7 nothing", b"PK\x03\x04"])
def test_what_is_no_document_is_refused_and_not_kept(tiny, content):
    with pytest.raises(UnreadableFile):
        services.attach_document(tiny, ZHANG, "plan", "计划.pdf", content)
    (source,) = services.sources_view(tiny, ZHANG, Query()).sources
    assert source.documents == ()


def test_a_source_nobody_knows(tiny):
    with pytest.raises(NotFound):
        services.attach_document(tiny, ZHANG, "newspaper", "a.txt", b"text")


def test_the_clock_of_the_plan_is_shanghais(tiny, clock):
    attach(tiny)
    (source,) = services.sources_view(tiny, ZHANG, Query()).sources
    assert source.documents[0].attached_at.hour == 16
    assert source.documents[0].attached_at.date() == date(2026, 3, 2)
