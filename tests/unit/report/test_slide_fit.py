"""Texts on slides against the widest letters a program may set them in, where it lacks the fonts they are set in."""

from dataclasses import replace

import pytest
from pptx.util import Pt

from kpi.report import Category
from kpi.report.plots import Ink, Plot, PlotForm, PlotSeries
from kpi.report.slides import closing, fit
from kpi.report.slides.areas import FOOTER, Area
from kpi.report.slides.deck import Deck, Ground
from kpi.report.slides.next_steps import next_slide
from kpi.report.slides.tables import CELL_MARGIN, SlideTable, laid_out
from kpi.views import Head
from tests.unit.report.sample import STANDARD, small

DEJAVU = {
    **dict.fromkeys("bdgpq", 635),
    **dict.fromkeys("hnu", 634),
    **dict.fromkeys("0123456789", 636),
    **dict.fromkeys(" .,", 318),
    **dict.fromkeys("vxy", 592),
    **dict.fromkeys("ijl", 278),
    **{"a": 613, "c": 550, "e": 615, "f": 352, "k": 579, "m": 974, "o": 612, "r": 411, "s": 521, "t": 392, "w": 818, "z": 525},
    **{":": 337, "-": 361, "H": 752, "%": 950},
}
"""Widths of its letters in thousandths of their size, measured in DejaVu Sans, which stands in for Arial on Linux."""


@pytest.mark.parametrize(
    "text",
    [
        "High-value invention patents per 10,000 people: 16 patents per 10,000 people at the end of 2025, which meets the"
        " target of 12 patents per 10,000 people, 4 patents per 10,000 people beyond it.",
        "67.89% at the end of 2025, 65% by 2025, 2.89 points beyond it",
    ],
)
def test_no_text_is_wider_than_reckoned(text):
    """The first took three lines where two were reckoned, and lay on the rail below it."""
    assert fit.width_of(text, 1000) >= sum(DEJAVU[letter] for letter in text)


def runs_of(page):
    frames = [shape.text_frame for shape in page._slide.shapes if shape.has_text_frame]
    return [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]


@pytest.mark.parametrize("name", ["Wangniudun", "Hongmei", "Zhangmutou"])
def test_the_name_of_a_place_is_in_bold_and_within_its_square(name):
    """Ten letters of about 0.62 of 8 points are 50, a fifth wider in bold 60: 46 points have room for them in 6."""
    page = Deck(small(lang="en"), {}).page("Places")
    page.square(Area(0, 0, 48, 48), (name, "30.87%"), Ground("FFFFFF"))
    [run] = [run for run in runs_of(page) if run.text == name]
    assert run.font.bold
    assert fit.width_of(name, run.font.size.pt) * 1.2 <= 46


def test_what_a_card_is_of_becomes_smaller_before_it_is_cut():
    label = "Latest value (2021–2022, a year on average)"
    page = Deck(small(lang="en"), {}).page("Overview")
    page.card(Area(40, 100, 300, 60), "8.7%", label)
    [run] = [run for run in runs_of(page) if "Latest" in run.text]
    assert (run.text, 10 <= run.font.size.pt < 13) == (label, True)


def test_a_text_below_cards_becomes_smaller_before_a_name_in_it_is_cut():
    text = "In earlier years, missed: " + "; ".join(
        f"Enterprises newly certifying their own staff ({year})" for year in (2021, 2022, 2023)
    )
    page = Deck(small(lang="en"), {}).page("Overview")
    page.text(Area(40, 400, 880, 34), [text])
    assert text in [run.text for run in runs_of(page)]


def test_what_is_cut_ends_with_a_whole_word():
    """Where it has one before; Chinese, and a word alone, end wherever there is room."""
    for width in range(110, 300, 7):
        cut = fit.shortened("Skill-level certificates obtained; Share of certificates at senior level", width, 11).removesuffix(
            "…"
        )
        assert "Skill-level certificates obtained; Share of certificates at senior level ".startswith((f"{cut} ", f"{cut};"))
    assert fit.shortened("高技能人才占技能人才比例", 60, 11) == "高技能人…"
    assert fit.shortened("incomprehensibilities", 60, 11).startswith("incomp")


TABLE = (Head("a", "甲", 50), Head("b", "乙", 50))


def cells_of(page):
    [table] = [shape.table for shape in page._slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in table.rows][1:]


@pytest.mark.parametrize(("rows", "more"), [(3, 0), (60, 0), (3, 20)])
def test_below_a_table_stands_how_many_rows_it_leaves_out(rows, more):
    page = Deck(small(), {}).page("标题", "一句话。")
    shown = page.table(page.body, SlideTable(TABLE, [{"a": str(number), "b": "1"} for number in range(rows)]), more=more)
    left_out = rows + more - shown
    assert len(cells_of(page)) == shown > 2
    told = [run.text for run in runs_of(page) if "未列入" in run.text]
    assert told == ([f"另有{left_out}项未列入本页表格，见报告正文。"] if left_out else [])
    bottoms = [(shape.top + shape.height) / 12700 for shape in page._slide.shapes if shape.has_text_frame or shape.has_table]
    assert max(bottom for bottom in bottoms if bottom < FOOTER.top) <= page.body.bottom + 1


def test_cells_that_are_cut_take_the_lines_there_is_room_for():
    page = Deck(small(), {}).page("标题", "一句话。")
    long = "指标名称、" * 400
    page.table(page.body, SlideTable(TABLE, [{"a": long, "b": "1"}, {"a": "短", "b": "1"}]), lines=4)
    [cut, _], _ = cells_of(page)
    width = page.body.width / 2 - 2 * CELL_MARGIN
    assert cut.endswith("…")
    assert fit.lines_of(cut, width, 11) == 12


def test_a_long_name_on_a_map_stands_word_below_word():
    page = Deck(small(lang="en"), {}).page("Places")
    page.square(Area(100, 100, 55, 55), ("Binhai Bay New Area", "1,234"), Ground("FFFFFF"))
    assert [run.text for run in runs_of(page)][-3:] in (["Bay", "New Area", "1,234"], ["Binhai", "Bay New Area", "1,234"])


def test_steps_that_are_not_told_are_counted_below_the_table():
    """Of five questions three are told."""
    asked = replace(STANDARD, questions=tuple(f"问题{number}？" for number in range(5)))
    deck = Deck(small(categories=(Category("评价", (asked,)),), missing=(), overdue=()), {})
    next_slide(deck)
    assert [run.text for run in runs_of(deck._pages[-1]) if "未列入" in run.text] == ["另有2项未列入本页表格，见报告正文。"]


def test_the_title_of_a_chart_takes_two_lines_before_its_end_is_cut():
    """Its end says how many there are more: on a line of 427 points half of it stands."""
    title = "Skilled workers as a share of people in employment (End of 2025, %; the first 15 of 32)"
    page = Deck(small(lang="en"), {}).page("Places")
    series = PlotSeries("Share", (34.49, 34.12), Ink.VALUE)
    page.chart(
        Plot("members", title, PlotForm.BARS, "%", 2, ("Qingxi", "Dongcheng"), (series,), title), Area(492, 287, 427, 200)
    )
    assert title in [run.text for run in runs_of(page)]
    [drawn] = [shape for shape in page._slide.shapes if shape.has_chart]
    assert drawn.top / Pt(1) >= 287 + 2 * 12 * fit.LINE


def test_the_slide_of_what_is_open_has_room_for_nine_names():
    """All names of a group, or it would say that nine are without figures and name eight."""
    named = {
        "Not comparable": "Subsidised vocational training; Upskilling and further-education training, all types; Project-based"
        " training; Public practical training; Training vouchers issued; Skill-level certificates obtained; Share of"
        " certificates at senior level or above; City skills contests; and Dongguan Technical Experts named",
        "Baseline only": "Skilled workers as a share of people in employment; Highly skilled workers as a share of skilled"
        " workers; and Branch training bases, total",
        "No data": "Technical and skill certificates newly obtained; Cantonese Chef programme: trained and certified; Nanyue"
        " Housekeeping programme: trained; Master studios newly established; Branch training bases newly recognised; Training"
        " and assessment standards, new; Enterprises newly certifying their own staff; National contests: prizes; and"
        " Provincial contests: prizes",
        "Not started": "Master studios newly established and Technical schools raised to provincial key status",
        "Not assessed": "Skill Guanjia platform: simultaneous learners supported, National occupational standard for packers,"
        " International and WorldSkills contests: prizes, National and provincial contests hosted and WorldSkills disciplines"
        " trained for the national team",
    }
    reasons = (
        "Not judged, because 1,180,000 person-times is a running total since 2018; figures for each year of 2021–2023 would"
        " settle it.",
        "There is only the baseline of 30 June 2023, at least 25.8%; a later figure would settle it.",
        "Nothing has been reported yet; the figure for 2023 would settle it.",
        "The target is for 2024 and is judged from 1 January 2024 on.",
        "The target states no deadline, so target and value are only shown side by side until the deadline is settled.",
    )
    heads = [Head(key, key, width=share) for key, share in closing._GROUPS.items()]
    rows = [
        {"cause": cause, "count": "9", "targets": names, "example": reason}
        for (cause, names), reason in zip(named.items(), reasons, strict=True)
    ]
    laid = laid_out(Area(40, 120, 880, 372), SlideTable(heads, rows), 4, whole=False)
    assert [line["targets"] for line in laid.lines[1:]] == list(named.values())
    assert [line["example"] for line in laid.lines[1:]] == list(reasons)
