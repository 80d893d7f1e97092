"""What a template must not bring along, and that filling one in leaves a text a text and a document whole."""

import base64
import io
import json
from datetime import datetime

import docx
import pptx
import pytest
from docx.oxml.ns import qn

from kpi.errors import KpiError
from kpi.ingest import Filling, OfficeName, OfficePicture, fill_template, office
from kpi.ingest.refusals import Refused
from kpi.ingest.serving import sandbox
from kpi.report.archive import zipped
from tests.hostile import HOSTILE
from tests.unit.ingest.office.making import checked, deck, document, here, with_parts
from tests.unit.report.everything import xml_parts

NAMES = (
    OfficeName("title", "标题"),
    OfficeName("bar", "条", "picture"),
    OfficeName("gaps", "清单", "rows", (OfficeName("measure", "指标"), OfficeName("rail", "进度", "picture"))),
)
MADE = datetime(2025, 1, 1)  # noqa: DTZ001 - of Greenwich, as a file's properties have it
RED = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
"""A .png of one pixel."""
LOOP = ("{%tr for 行 in 清单 %}", "{{ 行.指标 }}", "{%tr endfor %}")
RELATION = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"%s/>'
)


@pytest.fixture
def in_this_process(monkeypatch):
    """The child's tasks without a child."""
    monkeypatch.setattr(office.sandbox, "run", here)


def related(kind, target, mode=b""):
    """A document with one more relation."""
    entry = RELATION % (kind, target, mode)
    return with_parts(
        document("{{ title }}"), [("word/_rels/document.xml.rels", b"</Relationships>", entry + b"</Relationships>")]
    )


def field(code):
    """A document with a field, its code cut in two."""
    runs = "".join(f"<w:r><w:instrText>{half}</w:instrText></w:r>" for half in (code[:3], code[3:]))
    return with_parts(document("{{ title }}"), [("word/document.xml", b"<w:body>", f"<w:body><w:p>{runs}</w:p>".encode())])


EXTERNAL = b' TargetMode="External"'
UNFIT = {
    "template_not_office": lambda: zipped([("xl/workbook.xml", b"<a/>")]),
    "template_damaged": lambda: document("{{ title }}")[:3000],
    "template_old": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "encrypted": lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "file_too_large": lambda: b"PK\x03\x04" + bytes(11_000_000),
    "archive_too_large": lambda: with_parts(document("{{ title }}"), word__big_xml=bytes(30_000_000)),
    "template_macro": lambda: with_parts(document("{{ title }}"), word__vbaProject_bin=b"macro"),
    "template_external": lambda: related(b"attachedTemplate", b"//evil.invalid/a.dotm", EXTERNAL),
    "template_embedded": lambda: related(b"oleObject", b"embeddings/a.bin"),
    "template_asks_nothing": lambda: document("没有占位符"),
    "template_not_filled_there": lambda: with_parts(
        document("{{ title }}"),
        word__endnotes_xml=b'<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p></w:endnotes>",
    ),
}


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("code", UNFIT)
def test_what_is_unfit_is_refused_by_its_own_name(code):
    assert checked(UNFIT[code]()) == [code]


CHART = b'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>%s</c:v></c:chart>'
SMART = b'<d:t xmlns:d="urn:d" xmlns:a="urn:a"><a:p><a:r><a:t>{</a:t></a:r><a:r><a:t>{ title }}</a:t></a:r></a:p></d:t>'


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(
    ("whole", "part", "content"),
    [
        (document, "word__charts__chart1_xml", CHART % b"{{ title }}"),
        (deck, "ppt__charts__chart1_xml", CHART % b"{{ title }}"),
        (deck, "ppt__charts__chart1_xml", CHART % b"{% for a in b %}"),
        (document, "word__diagrams__data1_xml", SMART),
        (deck, "ppt__diagrams__data1_xml", SMART),
        (deck, "ppt__notesMasters__notesMaster1_xml", SMART),
        (deck, "ppt__slideMasters__slideMaster9_xml", SMART),
    ],
)
def test_a_placeholder_where_nothing_is_filled_in_is_refused(whole, part, content):
    """In a chart it stands in no paragraph, in a diagram in pieces: left as it is, it would go out with the report."""
    assert checked(with_parts(whole("{{ title }}"), **{part: content})) == ["template_not_filled_there"]
    harmless = CHART % b"2025"
    assert checked(with_parts(whole("{{ title }}"), **{part: harmless})) == []


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(
    ("content", "found"),
    [
        (lambda: related(b"hyperlink", b"//evil.invalid/", EXTERNAL), ["template_external"]),
        (lambda: related(b"image", b"file:///a.png", EXTERNAL), ["template_external"]),
        (lambda: field("INCLUDETEXT a.docx"), ["template_external"]),
        (lambda: field("DDEAUTO cmd"), ["template_external"]),
        (lambda: field("PAGE"), []),
        (
            lambda: with_parts(
                document("{{ title }}"), [("[Content_Types].xml", b"document.main", b"document.macroEnabled.main")]
            ),
            ["template_macro"],
        ),
        (
            lambda: with_parts(
                document("{{ title }}"), [("word/document.xml", b"<w:document", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document")]
            ),
            ["template_damaged"],
        ),
    ],
)
def test_nothing_is_fetched_or_run(content, found):
    assert checked(content()) == found


def filled(content, values=None, **said):
    """A template filled in, in this process."""
    values = {"title": "甲", "bar": "0", "gaps": [], **(values or {})}
    pictures = {"0": OfficePicture("一条", 400, 20, RED)}
    filling = Filling(NAMES, values, pictures, "题", "zh-CN", MADE, **said)
    return fill_template("a", content, filling)


def paragraphs(content):
    return [each.text for each in docx.Document(io.BytesIO(content)).paragraphs]


def cells(content):
    (table,) = docx.Document(io.BytesIO(content)).tables
    return [cell.text for row in table.rows for cell in row.cells]


def rows(*measures):
    return [{"measure": measure, "rail": "0"} for measure in measures]


TRAPS = ("{{ 7*7 }}", "{_{ 7*7 }_}{_% %_}", "</w:t></w:r>", "a & b <c> \"d\" 'e'", "{%tr endfor %}", *HOSTILE)


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_a_text_stays_a_text(kind):
    """In a paragraph, in a row of a loop, and beside other words."""
    made = filled(
        (document if kind == "docx" else deck)("题：{{ title }}", rows=LOOP), {"gaps": rows(*TRAPS), "title": TRAPS[1]}
    )
    if kind == "docx":
        assert (paragraphs(made)[0], cells(made)) == (f"题：{TRAPS[1]}", [*TRAPS])
    else:
        box, frame = pptx.Presentation(io.BytesIO(made)).slides[0].shapes
        told = [cell.text for cell in frame.table.iter_cells()]
        assert box.text_frame.text == f"题：{TRAPS[1]}"
        assert told[:5] == [*TRAPS[:5]]


@pytest.mark.usefixtures("in_this_process")
def test_a_tag_that_word_cut_into_runs_is_one():
    made = docx.Document()
    paragraph, written = made.add_paragraph("题：{{ ti"), io.BytesIO()
    for piece in ("t", "le }", "}。"):
        paragraph.add_run(piece).bold = True
    made.save(written)
    assert paragraphs(filled(written.getvalue())) == ["题：甲。"]


@pytest.mark.usefixtures("in_this_process")
def test_a_table_without_rows_goes_and_a_cell_is_never_without_a_paragraph():
    assert docx.Document(io.BytesIO(filled(document("{{ title }}", rows=LOOP)))).tables == []
    made, written = docx.Document(), io.BytesIO()
    cell = made.add_table(1, 1).cell(0, 0)
    cell.text = "{%p if 清单 %}"
    for text in ("{{ title }}", "{%p endif %}"):
        cell.add_paragraph(text)
    made.save(written)
    assert cells(filled(written.getvalue())) == [""]


@pytest.mark.usefixtures("in_this_process")
def test_a_picture_has_its_size_its_words_and_a_line_as_high_as_it():
    made = docx.Document(io.BytesIO(filled(document("{{ bar|mm(80) }}"))))
    (shape,) = made.inline_shapes
    assert (round(shape.width.mm), shape._inline.docPr.get("descr")) == (80, "一条")
    assert made.paragraphs[0].paragraph_format.line_spacing == 1.0


@pytest.mark.usefixtures("in_this_process")
def test_a_picture_that_cannot_be_drawn_is_told():
    filling = Filling(NAMES, {"title": "", "bar": "0", "gaps": []}, {"0": OfficePicture("一条", 4, 2)}, "", "zh-CN", MADE)
    assert paragraphs(fill_template("a", document("{{ bar|mm(9) }}"), filling)) == ["一条"]


@pytest.mark.usefixtures("in_this_process")
def test_a_picture_takes_the_place_of_its_box_on_a_slide():
    (shape,) = pptx.Presentation(io.BytesIO(filled(deck("{{ bar }}")))).slides[0].shapes
    assert (shape.shape_type, shape._element.nvPicPr.cNvPr.get("descr")) == (13, "一条")
    assert shape.width / shape.height == pytest.approx(20, rel=0.01)


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(
    "template", [document("{{ title }}"), document("{{ title }}演示数据"), document("{{ title }}", header="演示数据")]
)
def test_what_must_be_said_is_said_once(template):
    made = docx.Document(io.BytesIO(filled(template, must_say=["演示数据"])))
    told = [each.text for each in (*made.paragraphs, *made.sections[0].header.paragraphs)]
    assert sum("演示数据" in text for text in told) == 1


@pytest.mark.usefixtures("in_this_process")
def test_rows_without_room_on_a_slide_are_counted():
    """Twenty lines of a centimetre from the eighth of nineteen: eleven fit, the last of which says what is left out."""
    made = filled(deck(rows=("头", *LOOP)), {"gaps": rows(*map(str, range(20)))}, left_out="另有{count}项")
    told = [cell.text for cell in pptx.Presentation(io.BytesIO(made)).slides[0].shapes[0].table.iter_cells()]
    assert told[0] == "头"
    assert told[-1] == f"另有{20 - (len(told) - 2)}项"
    assert len(told) == 10


@pytest.mark.usefixtures("in_this_process")
def test_whoever_drew_up_the_template_is_not_named():
    made = document("{{ title }}")
    core = docx.Document(
        io.BytesIO(filled(with_parts(made, [("docProps/core.xml", b"python-docx", b"someone")])))
    ).core_properties
    assert (core.author, core.title, core.modified.replace(tzinfo=None)) == ("", "题", MADE)


@pytest.mark.usefixtures("in_this_process")
def test_identities_that_a_loop_would_repeat_are_given_once():
    marked = b'<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'
    source = document("{% for 行 in 清单 %}", "{{ 行.指标 }}", "{% endfor %}")
    inside = with_parts(
        source,
        [
            (
                "word/document.xml",
                "<w:t>{{ 行.指标 }}</w:t>".encode(),
                "<w:t>{{ 行.指标 }}</w:t></w:r>".encode() + marked + b"<w:r>",
            )
        ],
    )
    body = xml_parts(filled(inside, {"gaps": rows("甲", "乙")}))["word/document.xml"]
    assert len(list(body.iter(qn("w:bookmarkStart")))) == 1


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(
    ("template", "code"),
    [
        (document("{% for 行 in 清单 %}", rows=["{% endfor %}"]), "template_crossed"),
        (document("{{ nobody }}"), "template_unfilled"),
        (document("{{ title.__class__ }}"), "template_unfilled"),
        (document("{{ range(9) }}"), "template_unfilled"),
        (document("{% include 'a' %}"), "template_unfilled"),
    ],
)
def test_what_no_check_let_through_is_not_filled_in_either(template, code):
    with pytest.raises(KpiError) as refused:
        filled(template, {"gaps": rows("甲", "乙")})
    assert refused.value.message.values["cause"].key == f"problem.{code}"


@pytest.mark.slow
def test_a_loop_that_would_run_for_ever_ends_with_its_process():
    """Eight loops within each other over a hundred rows."""
    loops = "".join(f"{{% for a{number} in 清单 %}}" for number in range(8))
    template = document(loops + "{{ title }}" + "{% endfor %}" * 8)
    asked = {
        "template": base64.b64encode(template).decode(),
        "names": [office._told(name) for name in NAMES],
        "values": {"title": "甲", "bar": "", "gaps": rows(*map(str, range(100)))},
        "pictures": {}, "title": "", "language": "", "moment": "2025-01-01", "must_say": [], "left_out": "",
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        sandbox.run("fill_template", json.dumps(asked).encode(), seconds=2.0)
    assert refused.value.code == "reader_slow"
