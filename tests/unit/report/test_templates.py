"""The register of placeholders, the examples made of it, and a report with whatever texts filled in."""

import io
import json

import docx
import pptx
import pytest

from kpi.i18n import texts
from kpi.ingest import office
from kpi.report import fill_template, template_example, template_names, template_placeholders
from kpi.report.document import Paragraph, Table, document_of
from kpi.report.printable import printable
from kpi.report.templates.register import PLACEHOLDERS
from tests.unit.ingest.office.making import document, here
from tests.unit.report.everything import texts_in
from tests.unit.report.sample import empty, full, small, town, with_text
from tests.unit.report.test_hostile_text import HOSTILE, squeezed

NAMES = template_names()


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    monkeypatch.setattr(office.sandbox, "run", here)


def levels(placeholders, path=""):
    """Every level of names with where it is."""
    yield path, placeholders
    for each in placeholders:
        if each.fields:
            yield from levels(each.fields, f"{path}{each.name}.")


def test_names_are_words_jinja_takes_and_each_stands_for_one_thing():
    for path, level in levels(PLACEHOLDERS):
        called = [name for each in level for name in {each.name, each.alias}]
        assert [name for name in called if not name.isidentifier()] == [], path
        assert len(called) == len(set(called)), path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_says_what_it_stands_for(lang):
    def lacking(rows):
        return [row.name for row in rows if not row.meaning] + [name for row in rows for name in lacking(row.fields)]

    assert lacking(template_placeholders(texts(lang))) == []


def every_name():
    """A template that asks for all there is, each between bars: tables within tables too."""

    def told(placeholders, of=""):
        for each in placeholders:
            called = f"{of}{each.alias}"
            if each.fields:
                row = f"r{called.count('.')}"
                yield f"{{% for {row} in {called} %}}" + "".join(told(each.fields, f"{row}.")) + "{% endfor %}"
            else:
                yield f"|{{{{ {called} }}}}|"

    return document(*("".join(told([each])) for each in PLACEHOLDERS))


@pytest.fixture(scope="module")
def everything():
    """That template with what it asks for."""
    content = every_name()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office.sandbox, "run", here)
        checked = office.check_template("a", content, NAMES)
    assert checked.problems == ()
    return content, sorted(checked.uses)


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_placeholder_keeps_a_text_as_it_is(everything, text):
    made = fill_template(with_text(full(demo=True), text), "a", *everything)
    told = squeezed("".join(texts_in("docx", made)))
    assert squeezed(printable(text)) in told
    assert "{{" not in told.replace(squeezed(printable(text)), "")


@pytest.mark.slow
@pytest.mark.parametrize("report", [empty(), town(), small(lang="en")], ids=["empty", "town", "english"])
def test_a_report_that_lacks_things_leaves_places_empty(everything, report):
    made = fill_template(report, "a", *everything)
    assert "None" not in "".join(texts_in("docx", made))


def example(kind, lang="zh"):
    content = template_example(kind, lang)
    checked = office.check_template(f"a.{kind}", content, NAMES)
    assert checked.problems == ()
    return content, sorted(checked.uses)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_word_example_says_what_a_report_says(lang):
    report = full(lang=lang)
    content, uses = example("docx", lang)
    made = fill_template(report, "a.docx", content, uses)
    assert made == fill_template(report, "a.docx", content, uses)
    told = squeezed("".join(texts_in("docx", made)))
    assert [
        text
        for text in (report.title, report.headline, *(row.measure_name for row in report.counted))
        if squeezed(text) not in told
    ] == []
    assert "{" not in told
    written = docx.Document(io.BytesIO(made))
    foremost = next(table for table in written.tables if len(table.columns) == 2)
    assert len(written.inline_shapes) == 1 + (len(foremost.rows) - 1) / 2
    assert len(foremost.rows) > 3
    signed = next(place for place, each in enumerate(written.paragraphs) if each.paragraph_format.alignment == 2)
    assert [each.paragraph_format.keep_with_next for each in written.paragraphs[signed - 1 : signed + 1]] == [True, True]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_leader_is_told_can_be_asked_for_and_names_no_annex(lang):
    """The first page of our own layout, sentence by sentence, but for the annex that a template does not have."""
    report = full(lang=lang)
    lines = [
        f"{{{{ {'领导摘要' if lang == 'zh' else 'summary'} }}}}",
        "{%p for r in foremost %}",
        "{{ r.number }}|{{ r.verdict }}|{{ r.完成情况 }}",
        "{%p endfor %}",
    ]
    content = document(*lines)
    uses = sorted(office.check_template("a", content, NAMES).uses)
    brief, *rows = (each.text for each in docx.Document(io.BytesIO(fill_template(report, "a", content, uses))).paragraphs)
    blocks = document_of(report)
    table = next(block for block in blocks if isinstance(block, Table))
    assert rows == [f"{n}|{row['verdict']}|{row['standing']}" for n, row in enumerate(table.rows, start=1)]
    assert brief.startswith(report.headline)
    own = next(block.text for block in blocks[blocks.index(table) :] if isinstance(block, Paragraph))
    assert ("附件" in own, "nnex" in own) == ((True, False) if lang == "zh" else (False, True))
    assert "附件" not in brief
    assert "nnex" not in brief
    assert len(brief) > len(report.headline) + 10


def test_the_slides_example_has_a_line_for_each_gap_and_the_mark():
    report = full(demo=True)
    slides = pptx.Presentation(io.BytesIO(fill_template(report, "a.pptx", *example("pptx")))).slides
    (table,) = [shape.table for shape in slides[2].shapes if shape.has_table]
    assert [row.cells[0].text for row in table.rows][1:] == [row.standing.measure_name for row in report.missing]
    assert all(any("演示数据" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in slides)


def test_what_it_rests_on_too_little_is_said_whatever_the_template_says():
    report = small(caution="数据太少，不宜发出。", demo=True)
    made = docx.Document(io.BytesIO(fill_template(report, "a", document("{{ title }}"), ["title"])))
    assert [each.text for each in made.paragraphs] == ["演示数据", "数据太少，不宜发出。", report.title]


def test_names_are_handed_over_as_they_are_listed():
    listed = [row.name for row in template_placeholders(texts("zh"))]
    assert listed == [name.name for name in NAMES]
    assert json.dumps([office._told(name) for name in NAMES])


@pytest.mark.parametrize(("lang", "between"), [("zh", ""), ("en", " ")])
def test_sentences_of_two_placeholders_are_apart_where_the_language_wants_it(lang, between):
    report = full(lang=lang, earlier="ZZ.")
    for kind in ("docx", "pptx"):
        told = texts_in(kind, fill_template(report, f"a.{kind}", *example(kind, lang)))
        [paragraph] = {text.strip() for text in told if "ZZ." in text}
        before = paragraph.removesuffix("ZZ.")
        assert (before != paragraph, before[len(before.rstrip()) :]) == (True, between)
