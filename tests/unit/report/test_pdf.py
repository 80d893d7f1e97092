"""The PDF as a file: pages, grid, bookmarks, links, marks, fonts, and the same bytes for the same report."""

import hashlib
import io
import os
import re
import struct
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from datetime import date

import pytest
import typst
from PIL import Image, ImageOps

from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.report import FORMATS, MEDIA_TYPES, Category, Genre, Issue
from kpi.report import fonts as machine
from kpi.report.document import Paragraph, Table, document_of
from kpi.report.document.composer import Composer
from kpi.report.document.form import closing, copy_to
from kpi.report.pdf import _Document, render_first_page, render_pdf
from kpi.report.pdf.data import _lines_in
from kpi.views import Amount, DueFigure, Head, Letter, PathPoint, PathRow
from tests.unit.report.reading_pdf import (
    alternative_texts,
    bookmarks,
    links,
    open_pdf,
    page_texts,
    places,
    squeezed,
    whole_text,
)
from tests.unit.report.sample import MOMENT, VOUCHERS, changed, large, small

MM = 72 / 25.4
A4 = (595.28, 841.89)
ENGLISH = {
    "lang": "en",
    "plan_name": "Plan",
    "headline": "One target.",
    "earlier": "",
    "categories": (),
    "missing": (),
    "figures": (),
    "questions": (),
    "overdue": (),
}
"""Changes that leave no Chinese in the small report."""


@pytest.fixture(scope="module")
def reader():
    return open_pdf(render_pdf(small(demo=True)))


@pytest.fixture
def bare_machine(tmp_path):
    """Fonts of a folder without any: those that come with typst, none of them Chinese."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(tmp_path)])


def test_it_is_a_format_of_the_report():
    assert FORMATS["pdf"](small()) == render_pdf(small())
    assert MEDIA_TYPES["pdf"] == "application/pdf"


@pytest.mark.slow
def test_every_page_has_its_number_as_in_word_and_says_that_figures_are_made_up(reader):
    """— 1 — at the outer side; on the sheet that lies across at the left edge, near its foot on odd pages."""
    for number, (page, text) in enumerate(zip(reader.pages, page_texts(reader), strict=True), start=1):
        assert f"—{number}—" in text
        assert "演示数据" in text
        x, y = next(place for place in places(page, "—") if outside_of_the_text(page, *place))
        if page.mediabox.width > page.mediabox.height:
            assert (x < 35 * MM, y < 105 * MM) == (True, number % 2 == 1)
        else:
            assert (y < 35 * MM, x > 105 * MM) == (True, number % 2 == 1)


def outside_of_the_text(page, x, y):
    return x < 34 * MM if page.mediabox.width > page.mediabox.height else y < 34 * MM


@pytest.mark.slow
def test_no_mark_without_demo_data():
    assert "演示数据" not in whole_text(render_pdf(small()))


@pytest.mark.slow
def test_an_issued_report_has_its_number_on_every_page():
    issued = page_texts(open_pdf(render_pdf(small(demo=True, issue=Issue(17, "李雷", MOMENT)))))
    assert all("演示数据编号17" in text for text in issued)
    assert "李雷" in issued[0]
    assert "李雷" not in page_texts(open_pdf(render_pdf(small())))[0]


def test_bookmarks_are_the_headings(reader):
    told = bookmarks(reader)
    assert [text for level, text in told if level == 1] == [
        "领导摘要",
        "一、进展情况",
        "二、需收集的数据和需明确的事项",
        "三、下一步",
        "附件1 指标明细表",
        "附件2 数据来源与口径",
        "附件3 待明确的问题",
    ]
    assert [text for level, text in told if level == 2][:1] == ["（一）未完成和滞后的目标（1项）"]


@pytest.mark.slow
def test_headings_stand_in_the_text(reader):
    text = "".join(page_texts(reader))
    for _level, heading in bookmarks(reader):
        assert squeezed(heading) in text


@pytest.mark.slow
def test_annex_1_lies_across_on_a4_and_the_rest_stands(reader):
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
    assert [sorted(size) for size in sizes] == [pytest.approx(A4, abs=0.01)] * len(sizes)
    across = [text for size, text in zip(sizes, page_texts(reader), strict=True) if size[0] > size[1]]
    assert "附件1指标明细表" in across[0]
    assert not any("附件1指标明细表" in text for text in across[1:])


def test_a_page_holds_22_lines_of_28_characters():
    page = open_pdf(render_pdf(small(headline="字" * 28 * 70))).pages[1]
    lines = [line for line in page.extract_text().splitlines() if "字" in line]
    assert lines == ["字" * 28] * 22


def test_text_stands_within_the_margins():
    """37 mm above, 28 mm at the binding, 26 mm at the fore edge; the left page is the mirror of the right."""
    reader = open_pdf(render_pdf(small(headline="字" * 28 * 70)))
    for number, left in ((1, 26), (2, 28)):
        found = places(reader.pages[number], "字")
        assert min(x for x, _y in found) == pytest.approx(left / 25.4 * 72, abs=0.5)
        top = A4[1] - max(y for _x, y in found)
        assert 37 / 25.4 * 72 < top < 37 / 25.4 * 72 + 16


@pytest.mark.slow
def test_numbers_of_sources_lead_to_their_rows_in_annex_2(reader):
    across = next(place for place, page in enumerate(reader.pages) if page.mediabox.width > page.mediabox.height)
    led_to = links(reader, reader.pages[across])
    pages = page_texts(reader)
    assert led_to != []
    assert all("数据出处" in pages[place] for place in led_to)
    assert all(place > across for place in led_to)


def test_what_the_file_says_about_itself(reader):
    assert reader.metadata.title == "东莞市“技能人才之都”建设目标任务（2023—2025年）进展与差距情况报告"
    assert reader.metadata.author is None
    assert reader.metadata.creation_date == MOMENT
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


@pytest.mark.slow
def test_charts_have_captions_values_and_a_text_instead():
    point = PathPoint(date(2024, 12, 31), "2024年12月31日", Amount("27.35%", 27.345, 2))
    older = PathPoint(date(2023, 12, 31), "2023年12月31日", Amount("26.1%", 26.1, 1))
    goal = PathPoint(date(2025, 12, 31), "2025年12月31日", Amount("30%", 30.0, 0))
    path = PathRow(
        "技能人才占比", "%", (older, point), (replace(point, value=Amount("28%", 28.0, 0)), goal), "滞后", headline=True
    )
    content = render_pdf(small(paths=(path,)))
    text, told = whole_text(content), alternative_texts(open_pdf(content))
    assert [f"图{number}" in text for number in (1, 2)] == [True, False]
    assert "图1技能人才占比（%）" in text
    assert "27.35" in text
    assert "30.00" in text
    assert told[-1] == "技能人才占比（%）：2023年12月31日26.1%、2024年12月31日27.35%。"
    assert sum("（%）：" in each or "（项）：" in each for each in told) == 1


@pytest.mark.parametrize("report", [small(), small(demo=True, lang="en"), small(categories=(), missing=())])
def test_equal_reports_give_equal_bytes(report):
    assert render_pdf(report) == render_pdf(replace(report))


@pytest.mark.slow
def test_another_process_gives_the_same_bytes():
    code = (
        "import hashlib; from kpi.report import render_pdf; from tests.unit.report.sample import small;"
        "print(hashlib.sha256(render_pdf(small(demo=True))).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "77", "PYTHONPATH": ".", "TZ": "America/Lima"}
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment).stdout
    assert printed.strip() == hashlib.sha256(render_pdf(small(demo=True))).hexdigest()


@pytest.mark.slow
def test_threads_do_not_disturb_each_other():
    wanted = {lang: render_pdf(small(lang=lang)) for lang in ("zh", "en")}
    found = []
    threads = [
        threading.Thread(target=lambda lang=lang: found.append((lang, render_pdf(small(lang=lang)))))
        for lang in ("zh", "en") * 3
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(content == wanted[lang] for lang, content in found)


def test_without_a_chinese_font_it_says_what_to_install(bare_machine):
    with pytest.raises(KpiError) as refused:
        render_pdf(small(), bare_machine)
    assert "fonts-noto-cjk" in texts("zh").message(refused.value.message)
    assert "fonts-noto-cjk" in texts("en").message(refused.value.message)
    with pytest.raises(KpiError):
        render_first_page(small(), bare_machine)


def test_english_needs_a_chinese_font_only_for_chinese_names(bare_machine):
    assert "Notargetsaresethere." in whole_text(render_pdf(small(**ENGLISH), bare_machine))
    with pytest.raises(KpiError):
        render_pdf(small(**ENGLISH | {"plan_name": "Plan 东莞"}), bare_machine)


def test_the_fonts_of_the_standard_come_first():
    class Machine:
        def families(self):
            return ["Noto Serif CJK SC", "SimHei", "fangsong", "KaiTi", "FZXiaoBiaoSong-B05S", "Liberation Serif"]

    found = machine.chosen(Machine(), "zh", chinese=True)
    assert {role: families[0] for role, families in found.items()} == {
        "title": "FZXiaoBiaoSong-B05S",
        "body": "fangsong",
        "first": "SimHei",
        "second": "KaiTi",
        "number": "Noto Serif CJK SC",
    }
    assert machine.chosen(Machine(), "en", chinese=True)["body"][:2] == ("Liberation Serif", "fangsong")


def test_any_chinese_font_will_do_the_fallback_last():
    class Machine:
        def __init__(self, *families):
            self.families = lambda: list(families)

    assert (
        machine.chosen(Machine("Droid Sans Fallback", "Noto Sans CJK JP"), "zh", chinese=True)["body"][0] == "Noto Sans CJK JP"
    )
    assert machine.chosen(Machine("Droid Sans Fallback"), "zh", chinese=True)["title"][0] == "Droid Sans Fallback"
    with pytest.raises(KpiError):
        machine.chosen(Machine("Liberation Serif", "Arial"), "zh", chinese=True)


@pytest.mark.slow
def test_the_first_page_is_the_first_page():
    """In pixels, and as the whole document would show it."""
    report = large(40)
    picture = render_first_page(report)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (827, 1169)
    pages = len(open_pdf(render_pdf(report)).pages)
    assert pages > 5
    assert picture == first_of_all_pages(report)


def first_of_all_pages(report):
    from kpi.report.document import document_of
    from kpi.report.pdf import _Document

    return _Document(report, document_of(report), None).compiled("png")


def test_it_is_accessible_to_the_standard_unless_a_text_has_letters_nobody_could_be_told_of():
    """A file claims PDF/UA-1 only where typst let it; one with a letter of no font is tagged and claims nothing."""
    claim = b"<pdfuaid:part>1</pdfuaid:part>"
    assert claim in render_pdf(small(categories=()))
    unseen = render_pdf(small(categories=(), plan_name="左\U0010fffd右"))
    assert claim not in unseen
    assert "/StructTreeRoot" in open_pdf(unseen).trailer["/Root"]


def test_a_report_without_targets_has_its_pages():
    reader = open_pdf(render_pdf(small(categories=(), missing=(), figures=(), questions=(), overdue=(), headline="")))
    assert "本范围内未设目标。" in page_texts(reader)[0]
    assert io.BytesIO(render_first_page(small(categories=()))).read(4) == b"\x89PNG"


@pytest.mark.slow
@pytest.mark.parametrize("rows", range(24, 28))
def test_no_page_has_a_single_row_of_a_long_table(rows):
    """Of annex 1, across: of four lengths one after the other, one would leave a row alone on the last page."""
    across = [page for page in open_pdf(render_pdf(large(rows))).pages if page.mediabox.width > page.mediabox.height]
    counts = [len(set(re.findall(r"指标\d+", page.extract_text()))) for page in across]
    assert sum(counts) >= rows
    assert min(counts) >= 2, counts


@pytest.mark.slow
def test_no_page_but_the_last_of_a_part_is_left_a_quarter_empty():
    """Measured on pictures: how much of the type area's height is white at its end."""
    report = large(30)
    document = _Document(report, document_of(report), None)
    texts = page_texts(open_pdf(document.compiled("pdf")))
    shares = [white_at_the_end(page) for page in document._compiler.compile(format="png", ppi=24)]
    inner = [
        share for share, following in zip(shares, texts[1:], strict=False) if not re.match("附件[0-9]|一、进展", following)
    ]
    assert len(inner) > 8
    assert max(inner) < 0.28, [round(share, 2) for share in shares]


def white_at_the_end(picture):
    """Of a page: the share of its type area, from the foot up, that holds nothing."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    across = image.width > image.height
    height, above, below = (210, 28, 26) if across else (297, 37, 35)
    first, last = (round(image.height * share) for share in (above / height, 1 - below / height))
    area = image.crop((round(image.width * 0.16), first, round(image.width * 0.86), last))
    filled = ImageOps.invert(area).point(lambda ink: 255 if ink > 55 else 0).getbbox()
    return 1 - filled[3] / area.height if filled else 1


def test_the_last_item_of_a_list_stays_with_the_one_before():
    rows = tuple(changed(VOUCHERS, target_id=f"T{number}", measure_id=f"m{number}", sentence="已达标。") for number in range(7))
    items = [
        block
        for block in document_of(small(categories=(Category("培训", rows),), missing=()))
        if isinstance(block, Paragraph) and block.style == "ListItem"
    ]
    last = next(place for place, item in enumerate(items) if item.text.startswith("7."))
    assert [item.kept for item in items[last - 6 : last + 1]] == [False] * 5 + [True, False]


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("补贴性职业", 1), ("补贴性职业技", 2), ("ABCDEFGHIJK", 1), ("ABCDEFGHIJKL", 2)]
)
def test_a_column_of_twenty_millimetres_holds_eleven_halves_of_a_letter(text, lines):
    """56.7 points less 2.25 on each side are 52.2; a Chinese letter of 9 points is two halves of 4.5."""
    assert _lines_in(Head("measure", "指标", 20), text) == lines


NUMBER_AND_COPIES = re.compile("—\\d+—|演示数据|抄送：（抄送机关）。|Copiesto:\\(recipients\\)\\.")


def blocks_that_end(kind, count):
    """A document of so many lines, then who signs if it is a text; or rows, which who signs follows or not; then 版记."""
    write, report = Composer(texts("zh")), small()
    listed = kind == "table" or kind == "signed table"
    for _ in range(12 if listed else count):
        write.paragraph("正文。")
    if listed:
        heads = (Head("name", "名称", 156),)
        write.blocks.append(Table("key", "表1", heads, tuple({"name": "甲"} for _ in range(count))))
    if kind != "table":
        closing(write, report)
    copy_to(write, report)
    return tuple(write.blocks)


@pytest.mark.parametrize(
    ("kind", "counts"), [("text", range(15, 23)), ("table", (1, 2, 3, *range(9, 18))), ("signed table", (2, 3, *range(7, 15)))]
)
def test_no_page_has_who_gets_a_copy_alone(kind, counts):
    """Whatever the length: text, who signs or the end of a table goes to the last page with it."""
    pages = {
        count: page_texts(open_pdf(_Document(small(), blocks_that_end(kind, count), None).compiled("pdf"))) for count in counts
    }
    assert {len(each) for each in pages.values()} == {1, 2}
    for count, each in pages.items():
        assert "抄送" in each[-1]
        left = NUMBER_AND_COPIES.sub("", each[-1]).replace("（署名）", "").replace("（成文日期）", "")
        assert left, count
        assert each[-1].count("抄送：") == 1


def test_each_letter_counts_its_pages_from_one():
    """Two letters in one file go to two units: the second with its annex has the pages 1 and 2 again, in Word too."""
    figures = [DueFigure(f"指标{number}", "2025年", "万人次", date(2025, 12, 31)) for number in range(30)]
    letters = (Letter("甲局", MOMENT.date(), tuple(figures), "填报表"), Letter("乙局", MOMENT.date(), tuple(figures), "填报表"))
    report = replace(small(), genre=Genre.REMINDER, letters=letters)
    texts_of_pages = page_texts(open_pdf(render_pdf(report)))
    numbers = [re.findall("—(\\d+)—", text)[-1] for text in texts_of_pages]
    assert numbers == ["1", "2", "1", "2"]
    assert ["乙局" in text for text in texts_of_pages] == [False, False, True, False]
    with zipfile.ZipFile(io.BytesIO(FORMATS["docx"](report))) as archive:
        sections = re.findall("<w:sectPr>.*?</w:sectPr>", archive.read("word/document.xml").decode())
    assert ['<w:pgNumType w:start="1"/>' in section for section in sections] == [False, False, True, False]


def test_what_a_table_is_bound_to_stands_below_its_last_row_and_takes_its_room_once():
    """The room for who signs is a last line of the table, in which the lines then stand: 2 empty lines above, no more."""
    [page] = open_pdf(_Document(small(), blocks_that_end("signed table", 3), None).compiled("pdf")).pages
    lowest, signed = (min(y for _, y in places(page, character)) for character in ("甲", "署"))
    assert 20 < lowest - signed < 80
