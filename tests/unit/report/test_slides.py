"""The slides: six to ten, with the model's numbers, native charts, sources in the notes, and no text that overflows."""

import io
import itertools
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from kpi.analysis import Shade
from kpi.model import Status, Tile
from kpi.report import Category, Issue
from kpi.report.model import ScopeKind
from kpi.report.printable import printable
from kpi.report.slides import fit, overview, render_pptx
from kpi.report.slides.areas import PLAIN_BODY, Area
from kpi.report.slides.deck import Deck
from kpi.views import Amount, DefinitionRow, PathPoint, PathRow, PlaceBar, PlaceState, PlacesView, ValueRow
from tests.unit.report.sample import (
    MOMENT,
    PROJECT,
    PROJECT_2025,
    changed,
    large,
    letter,
    member,
    member_column,
    small,
    with_text,
)

HOSTILE = [
    "=1+1",
    "+A1",
    "@x",
    "<b>&amp;]]>",
    "#import $x$ [*a*]",
    "坏\x00字",
    "半\ud800个",
    "很长的名称" * 60,
    "Long name " * 40,
]


def path_row():
    points = (PathPoint(date(2023, 6, 30), "2023年6月30日", Amount("25.8%", 25.8, 1)),)
    expected = (*points, PathPoint(date(2025, 12, 31), "2025年12月31日", Amount("30%", 30.0, 0)))
    return PathRow("技能人才占就业人员比例", "%", points, expected, "仅有基期", headline=True, target_id="T01")


def column():
    towns = (("甲镇", 30.0, 1), ("乙镇", 12.5, 2), ("丙镇", None, None))
    values = tuple(
        member(name, Amount(f"{value:g}人", value, 1) if value else Amount(), rank, source=f"文件“{name}.csv”第2行")
        for name, value, rank in towns
    )
    said = {"whole_note": "为填报数。", "check_text": "各地区合计42.5人，与全市数一致。"}
    return member_column("培训人数", "人", "2025年", Amount("42.5人", 42.5, 1), values, **said)


def plan(**changes):
    rows = [row for category in small().categories for row in category.rows]
    first = changed(rows[0], headline=True)
    categories = tuple(
        replace(category, rows=tuple(first if row is rows[0] else row for row in category.rows))
        for category in small().categories
    )
    return small(categories=categories, paths=(path_row(),), members=(column(),), **changes)


def town(**changes):
    values = tuple(
        ValueRow(
            f"指标{number}", "培训", "人", "2025年", Amount(f"{number}0人", number * 10.0, 0), Amount("2.5%", 2.5, 1),
            Amount("400人", 400.0, 0), rank=number, ranked=32, figures=(PROJECT_2025,),
        )
        for number in range(1, 5)
    )  # fmt: skip
    definition = DefinitionRow("指标1", "培训", "人", "按人计的培训人数。", "", "甲科", "《办法》")
    settings = {
        "definitions": (definition,),
        "kind": ScopeKind.REGION,
        "scope": "甲镇",
        "above": "东莞市",
        "values": values,
        "questions": (),
    }
    return small(**{"categories": (), "missing": (), "headline": "", "earlier": "", "overdue": (), **settings, **changes})


def opened(report):
    return Presentation(io.BytesIO(render_pptx(report)))


@cache
def presented(case):
    """The slides of a case, made once for all tests, which only look."""
    return opened(CASES[case]())


def frames(slide):
    """Every text frame of a slide with the width and height it has, in points."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame, shape.width / Pt(1), shape.height / Pt(1)
        elif shape.has_table:
            for row in shape.table.rows:
                for cell, col in zip(row.cells, shape.table.columns, strict=True):
                    yield cell.text_frame, col.width / Pt(1) - 10, row.height / Pt(1)


def texts(slide):
    return [frame.text for frame, _, _ in frames(slide)]


def notes(slide):
    return slide.notes_slide.notes_text_frame.text


def tables(slide):
    return [[[cell.text for cell in row.cells] for row in shape.table.rows] for shape in slide.shapes if shape.has_table]


def charts(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def titled(presentation, title):
    found = [slide for slide in presentation.slides if slide.shapes.title.text == title]
    assert len(found) == 1, [slide.shapes.title.text for slide in presentation.slides]
    return found[0]


CASES = {
    "plan": plan, "letter": letter, "large": large,
    "town": town, "english": lambda: plan(lang="en"), "demo": lambda: plan(demo=True),
    "hostile": lambda: with_text(plan(demo=True), "很长的名称" * 60),
    "english_hostile": lambda: with_text(plan(lang="en"), "Verylong" * 90),
    "one_target": lambda: small(categories=small().categories[:1], missing=(), overdue=(), questions=()),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_six_to_ten_wide_slides_with_title_footer_number_and_notes(case):
    presentation = presented(case)
    assert (presentation.slide_width / Pt(1), presentation.slide_height / Pt(1)) == (960, 540)
    assert 6 <= len(presentation.slides) <= 10, [slide.shapes.title.text for slide in presentation.slides]
    for number, slide in enumerate(presentation.slides, start=1):
        kinds = {str(each.placeholder_format.type).split(" ")[0]: each for each in slide.placeholders}
        assert slide.shapes.title.text
        assert "FOOTER" in kinds
        assert kinds["SLIDE_NUMBER"]._element.xpath(".//a:fld/a:t")[0].text == str(number)
        assert notes(slide)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_no_text_frame_overflows(case):
    """Sizes and pitch as they stand in the file; widths by an estimate of its own: 1 for Chinese, 0.56 for Latin letters."""
    for slide in presented(case).slides:
        for frame, width, height in frames(slide):
            used = 0.0
            for paragraph in frame.paragraphs:
                sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
                if not sizes:
                    continue
                wide = sum(1.0 if ord(letter_) >= 0x2E80 else 0.56 for letter_ in paragraph.text) * sizes[0]
                used += max(1, -(-wide // width)) * paragraph.line_spacing.pt
            assert used <= height + 1, (slide.shapes.title.text, frame.text, used, height)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_nothing_stands_beyond_the_slide_or_on_the_footer(case):
    for slide in presented(case).slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= Pt(960)
            assert shape.top + shape.height <= Pt(540 if shape.is_placeholder else 502), (slide.shapes.title.text, shape.name)


def test_the_counts_are_those_of_the_headline():
    report = plan()
    slide = titled(presented("plan"), "总体情况")
    told = [text.split("\n") for text in texts(slide)]
    for count in report.counts:
        assert [each[-1] for each in told if each[0].endswith(count.text) and len(each) == 2] == [str(count.count)]
    assert ["目标总数", str(len(report.counted))] in told
    assert report.headline in notes(slide)


@pytest.mark.slow
def test_the_notes_of_the_counts_say_which_targets_were_revised():
    before = "原定30%，经×号文调整为29%。"
    whole = plan()
    first, *others = whole.categories
    revised = replace(first, rows=(replace(first.rows[0], revised=(before,)), *first.rows[1:]))
    slides = opened(replace(whole, categories=(revised, *others))).slides
    lines = [line for slide in slides for line in notes(slide).split("\n") if before in line]
    assert lines == [f"技能人才占就业人员比例（到2025年底，目标为30%）：{before}"]


def test_the_status_chart_holds_the_counts_by_category():
    report = plan()
    [chart] = charts(titled(presented("plan"), "各类目标评价情况（项）"))
    assert list(chart.plots[0].categories) == ["人才总量", "培训", "评价", "竞赛"]
    assert sum(value or 0 for series in chart.plots[0].series for value in series.values) == len(report.counted)


def test_a_headline_measure_tells_start_path_value_and_gap():
    slide = titled(presented("plan"), "技能人才占就业人员比例")
    row = plan().rows[0]
    shown = {text.split("\n")[0].split("（")[0]: text.split("\n")[-1] for text in texts(slide) if "\n" in text}
    assert shown["差距"] == row.gap.text
    assert shown["目标"] == row.goal.text
    assert shown["现值"] == (row.current.text or "—")
    [chart] = charts(slide)
    assert [tuple(series.values) for series in chart.plots[0].series] == [(25.8, None), (25.8, 30.0)]
    assert row.source in notes(slide)
    assert row.sentence in notes(slide)


def test_the_worst_gaps_are_the_first_of_the_models_list():
    report = plan()
    [table] = tables(titled(presented("plan"), "尚有差距的目标"))
    for line, each in zip(table[1:], report.missing, strict=True):
        row = each.standing
        assert (line[0], line[2]) == (row.measure_name, row.gap.text)
        assert line[3].endswith(row.status_text)


def test_notes_tell_file_row_user_and_time_of_a_figure():
    told = "\n".join(notes(slide) for slide in presented("plan").slides)
    assert PROJECT_2025.source in told
    assert "载入" in told
    document = next(row.source for row in plan().rows if row.document)
    assert document in told


def test_towns_are_charted_in_order_with_the_check():
    slide = titled(presented("plan"), "培训人数（2025年，人）")
    [chart] = charts(slide)
    assert list(chart.plots[0].categories) == ["甲镇", "乙镇"]
    assert list(chart.plots[0].series[0].values) == [30, 12.5]
    assert any("各地区合计42.5人，与全市数一致。" in text for text in texts(slide))
    assert "文件“甲镇.csv”第2行" in notes(slide)


@pytest.mark.slow
def test_no_slide_of_towns_where_nothing_can_be_compared():
    alone = replace(column(), rows=column().rows[:1])
    assert not [slide for slide in opened(small(members=(alone,))).slides if "培训人数" in slide.shapes.title.text]


def test_a_town_without_targets_has_share_and_place_and_no_verdict():
    report = town()
    presentation = presented("town")
    everything = "\n".join("\n".join(texts(slide)) for slide in presentation.slides)
    assert "占东莞市2.5%，第1位（共32个）" in everything
    assert not any(report.texts(f"status.{status}") in everything for status in Status)
    [table] = [table for slide in presentation.slides for table in tables(slide) if len(table) == 5 and len(table[0]) == 6]
    assert table[1] == ["指标1", "2025年", "10人", "400人", "2.5%", "第1位（共32个）"]
    [chart] = [chart for slide in presentation.slides for chart in charts(slide)]
    assert list(chart.plots[0].series[0].values) == [2.5] * 4


def test_open_points_are_counted_by_cause():
    report = plan()
    [table] = tables(titled(presented("plan"), "口径待核定事项"))
    now = [(group.text, sum(row.counted for row in group.rows)) for group in report.pending]
    before = [(f"{group.text}（以前年度）", sum(not row.counted for row in group.rows)) for group in report.pending]
    assert [line[:2] for line in table[1:]] == [[text, str(count)] for text, count in (*now, *before) if count]
    slide = titled(presented("plan"), "口径待核定事项")
    assert all(row.paper.reason in notes(slide) for group in report.pending for row in group.rows)


@pytest.mark.slow
def test_made_up_figures_are_marked_on_every_slide():
    for lang, mark in (("zh", "演示数据"), ("en", "Demonstration data")):
        assert all(mark in texts(slide) for slide in opened(plan(demo=True, lang=lang)).slides)
    assert not any("演示数据" in texts(slide) for slide in presented("plan").slides)


@pytest.mark.slow
def test_a_draft_says_so_and_an_issued_report_its_number():
    assert any("草稿" in text for text in texts(presented("plan").slides[0]))
    issued = texts(opened(plan(issue=Issue(7, "张三", MOMENT))).slides[0])
    assert any("编号7，张三于" in text for text in issued)
    assert not any("草稿" in text for text in issued)


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_text_stands_as_that_text(text):
    shown = printable(text)
    presentation = opened(with_text(plan(demo=True), text))
    assert all(notes(slide) for slide in presentation.slides)
    everywhere = "\n".join(notes(slide) for slide in presentation.slides)
    assert shown.strip() in everywhere
    for slide in presentation.slides:
        for chart in charts(slide):
            assert all(name == shown for name in chart.plots[0].categories if name.startswith(shown[:3]))


@pytest.mark.slow
def test_equal_reports_give_equal_bytes_and_nothing_tells_when():
    first = render_pptx(plan())
    assert first == render_pptx(plan())
    assert first != render_pptx(plan(moment=MOMENT + timedelta(days=1)))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "printerSettings" in name]
        books = [name for name in archive.namelist() if name.endswith(".xlsx")]
        assert len(books) == len([name for name in archive.namelist() if re.search(r"charts/chart\d+\.xml$", name)]) > 0


def test_an_empty_report_says_that_nothing_is_set():
    told = "\n".join(
        "\n".join(texts(slide)) for slide in opened(small(categories=(), missing=(), headline="", figures=())).slides
    )
    assert "本范围内未设目标。" in told


def test_whole_sentences_are_taken_and_only_a_long_first_one_is_cut():
    text = "第一句话。第二句话很长很长很长。第三句。"
    assert fit.whole_sentences(text, 90, 10, 1) == "第一句话。"
    assert fit.whole_sentences(text, 90, 10, 2) == "第一句话。第二句话很长很长很长。"
    assert fit.whole_sentences("没有一句放得下的话。", 50, 10, 1) == "没有一句…"


def test_latin_words_are_not_split_over_lines():
    assert fit.lines_of("aaaa bbbb", 40, 10) == 2
    assert fit.lines_of("中" * 10, 100, 10) == 1
    assert fit.lines_of("中" * 11, 100, 10) == 2


@pytest.mark.slow
def test_every_chart_has_room_for_its_bars_and_none_lies_on_a_table():
    """At least three eighths of a slide's width."""
    drawn = 0
    for case in CASES:
        for slide in presented(case).slides:
            shapes = [shape for shape in slide.shapes if shape.has_chart or shape.has_table]
            for shape in (each for each in shapes if each.has_chart):
                drawn += 1
                assert shape.width >= Pt(360), (case, slide.shapes.title.text)
                assert all(shape is other or other.left + other.width <= shape.left for other in shapes)
    assert drawn > 10


def test_each_of_the_worst_gaps_has_its_rail_in_its_row():
    slide = titled(presented("large"), "尚有差距的目标")
    [frame] = [shape for shape in slide.shapes if shape.has_table]
    rails = [shape for shape in slide.shapes if shape.shape_type is MSO_SHAPE_TYPE.PICTURE]
    assert len(rails) == 6 == len(frame.table.rows) - 1
    left = frame.left + frame.table.columns[0].width
    top = frame.top + frame.table.rows[0].height
    for rail, row in zip(rails, list(frame.table.rows)[1:], strict=True):
        assert left <= rail.left
        assert rail.left + rail.width <= left + frame.table.columns[1].width
        assert top <= rail.top
        assert rail.top + rail.height <= top + row.height
        top += row.height


def test_what_comes_next_is_due_to_be_closed_or_to_be_settled():
    slide = titled(presented("plan"), "下一步")
    [table] = tables(slide)
    assert table[0] == ["事项", "内容", "时限"], "the sample names no units"
    assert [line[0] for line in table[1:]] == ["补报", "追赶", "追赶", "核定", "核定"]
    assert table[1] == ["补报", "竞赛项目", "2024年12月31日到期"]
    assert table[2][1:] == ["技能人才占就业人员比例年均需1.68个百分点", "到2025年底"]
    answered = replace(PROJECT, target=replace(PROJECT.target, target_id="T26", owner="市人力资源社会保障局"))
    owned = small(categories=(Category("竞赛", (answered,)),))
    [table] = tables(titled(opened(owned), "下一步"))
    assert table[1][:3] == ["补报", "市人力资源社会保障局", "竞赛项目"]


def place_bar(name, value, shade, *, row, column):
    return PlaceBar(
        member(name, Amount(f"{value}%", value, 0) if value else Amount(), None),
        PlaceState.REPORTED if value else PlaceState.SILENT,
        *(name, "", f"{name}：{value or '未报'}", f"{value}%" if value else "未报"),
        shade=shade,
        tile=Tile(row, column),
    )


def test_the_map_has_a_square_for_each_place_as_dark_as_it_is_far_and_hatched_where_none_was_reported():
    bars = (
        place_bar("甲镇", 104, Shade.REACHED, row=1, column=1),
        place_bar("乙镇", 90, Shade.MIDDLE, row=1, column=2),
        place_bar("丙镇", 30, Shade.LOW, row=2, column=1),
        place_bar("丁镇", None, None, row=3, column=3),
    )
    legend = tuple((shade, str(shade)) for shade in reversed(Shade))
    view = PlacesView(column(), bars, "甲镇居首。", "已报3／4", "目标100", None, 0.0, legend, "格内为数值", 3, True, (3, 3))
    slide = titled(opened(plan(places=(view,))), "培训人数（2025年，人）")
    squares = {
        shape.text_frame.text.split("\n")[0]: shape
        for shape in slide.shapes
        if shape.shape_type is MSO_SHAPE_TYPE.AUTO_SHAPE and shape.text_frame.text
    }
    assert list(squares) == ["甲镇", "乙镇", "丙镇", "丁镇"]
    assert len({(shape.width, shape.height) for shape in squares.values()} | {(squares["甲镇"].height,) * 2}) == 1
    assert squares["乙镇"].top == squares["甲镇"].top < squares["丙镇"].top < squares["丁镇"].top
    lights = [sum(shape.fill.fore_color.rgb) for name, shape in squares.items() if name != "丁镇"]
    assert lights == sorted(lights), "darkest first"
    assert min(later - sooner for sooner, later in itertools.pairwise(lights)) > 80, "apart in grey too"
    assert squares["丁镇"].fill.type is MSO_FILL_TYPE.PATTERNED
    assert {"reached", "middle", "low", "未报", "目标100"} <= set(texts(slide))
    assert squares["丙镇"]._element.nvSpPr.cNvPr.get("descr") == "丙镇：30"


def test_a_chart_tells_its_unit():
    assert "技能人才占就业人员比例（%）" in texts(titled(presented("plan"), "技能人才占就业人员比例"))
    for case in CASES:
        for slide in presented(case).slides:
            for chart in charts(slide):
                told = [slide.shapes.title.text, *texts(slide)]
                assert any(each.endswith(("）", ")", "…")) for each in told) or "verdict" in told[0], (case, told, chart)


@pytest.mark.parametrize("case", ["plan", "letter", "town", "english", "large"])
def test_no_word_of_a_table_is_broken(case):
    for slide in presented(case).slides:
        for shape in (each for each in slide.shapes if each.has_table):
            for row in shape.table.rows:
                for cell, column_ in zip(row.cells, shape.table.columns, strict=True):
                    size = cell.text_frame.paragraphs[0].runs[0].font.size.pt
                    for word in re.findall(r"[!-~]+", cell.text):
                        assert len(word) * 0.5 * size <= column_.width / Pt(1) - 10, (word, cell.text)


def test_a_cell_is_not_cut_while_there_is_room_below():
    [table] = tables(titled(presented("letter"), "口径待核定事项"))
    assert not [cell for line in table for cell in line if cell.endswith("…")]


def test_cards_stand_in_even_rows():
    for number, rows in ((1, [1]), (5, [5]), (6, [3, 3]), (8, [4, 4]), (9, [3, 3, 3]), (10, [5, 5])):
        tops = [area.top for area in overview.place_cards(number, PLAIN_BODY)]
        assert [tops.count(top) for top in dict.fromkeys(tops)] == rows
    for number, abreast in ((7, 3), (11, 5), (13, 4)):
        first, *others = overview.place_cards(number, PLAIN_BODY)
        assert (first.top, first.bottom) == (others[0].top, others[-1].bottom), "the total is as high as all rows beside it"
        assert [area.top for area in others].count(others[0].top) == abreast
        assert max(area.right for area in others) == pytest.approx(PLAIN_BODY.right)


def test_cards_that_are_all_below_a_picture_fill_what_is_left():
    """Without a sentence below them they are higher; with one they leave it its room."""
    without, told = overview.place_cards(7, PLAIN_BODY, overview.LARGE_CARD), overview.place_cards(7, PLAIN_BODY)
    assert (without[-1].bottom - without[0].top, told[-1].bottom - told[0].top) == (2 * 170 + 16, 2 * 96 + 16)


def test_one_category_is_not_charted_but_to_fill_a_short_deck():
    alone = small(categories=small().categories[1:2], missing=letter().missing, members=(column(),))
    assert not [slide for slide in opened(alone).slides if slide.shapes.title.text == "各类目标评价情况（项）"]


def test_nothing_is_said_of_verdicts_where_no_target_is_set():
    said = [slide.shapes.title.text for slide in opened(town(values=(), definitions=(), figures=(), questions=("?",))).slides]
    assert said[1:] == ["总体情况"]


@pytest.mark.parametrize(
    ("lang", "title", "size"),
    [
        ("en", "Skilled workers as a share of people in employment", 20),
        ("en", "Overview", 28),
        ("zh", "技能人才占就业人员比例", 28),
    ],
)
def test_a_title_is_one_line_whose_bold_letters_are_wider_than_a_texts(lang, title, size):
    """50 letters of about 0.55 of 24 points, a fifth wider in bold, are 790 of the 750 points there are: 20 it is."""
    page = Deck(small(lang=lang), {}).page(title)
    [run] = page._slide.shapes.title.text_frame.paragraphs[0].runs
    assert (run.text, run.font.size.pt) == (title, size)


def test_a_value_on_a_card_is_one_line_in_bold():
    """28 letters in 175 points: in 13 points they would be a fifth too wide for one line, and lie over the next card."""
    page = Deck(small(lang="en"), {}).page("Overview")
    page.card(Area(40, 100, 201, 60), "16 patents per 10,000 people", "Latest value")
    [run] = [
        run
        for shape in page._slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if "patents" in run.text
    ]
    assert fit.width_of(run.text, run.font.size.pt) * 1.2 <= 201 - 16
