"""What the pictures of a measure draw, from numbers worked by hand."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from kpi import charts
from kpi.charts import palette, plots
from kpi.charts.marks.text import width_of
from kpi.charts.plots.axis import ticks
from kpi.charts.plots.labels import HEIGHT, WIDTH, Label, annotations
from kpi.i18n import texts
from kpi.model import Bilingual, Direction, Kind, Lamp, Measure, Unit
from kpi.views import (
    Band,
    BandKind,
    Block,
    Bracket,
    Course,
    Extent,
    Form,
    Goal,
    Lane,
    Lanes,
    PointView,
    Ranges,
    YearBar,
    Years,
)

ZH, EN = texts("zh"), texts("en")
PEOPLE = Unit("person", "人", "people", ("人",), integer=True)
TALENT = Measure(
    "talent", "技能人才", "Skilled workers", Bilingual("总量"), Kind.STOCK, PEOPLE, "万人", Decimal(10000), Direction.HIGHER, 2
)
PLACE = Unit("rank", "位", "place", ("位",), integer=True)
RANK = Measure("rank", "位次", "Rank", Bilingual("总量"), Kind.RANK, PLACE, "位", Decimal(1), Direction.LOWER, 0)
START, MIDDLE, END = date(2023, 1, 1), date(2024, 1, 1), date(2025, 12, 31)


def point(day, value, label="", source="", **told):
    return PointView(day, value, label or f"{value}", source, f"{value}", f"{value}", **told)


def course(**given):
    return Course(Form.TRAJECTORY, "标题", "说明", TALENT, **given)


def aimed():
    """From 100万 to 160万; 120万 half way, where 130万 should be."""
    return course(
        runs=((point(START, 1_000_000, "100万人", "函"), point(MIDDLE, 1_200_000, "120万人", "文件")),),
        baseline=point(START, 1_000_000),
        path=((START, 1_000_000), (END, 1_600_000)),
        expected=point(MIDDLE, 1_300_000, "应为130万人"),
        goal=Goal(END, 1_600_000, "≥160万人", "到2025年底"),
        behind=Bracket(MIDDLE, 1_200_000, 1_300_000, "比序时少10万人", Lamp.YELLOW),
        missing=Bracket(END, 1_200_000, 1_600_000, "距目标差40万人", Lamp.YELLOW),
    )


def named(figure):
    """The words on a figure."""
    return [note.text for note in figure.layout.annotations]


def test_a_trajectory_has_figures_path_target_and_both_gaps():
    figure = plots.course(aimed(), ZH)
    path, figures, expected, target, behind, missing = figure.data
    assert (list(path.x), list(path.y)) == ([START, END], [100, 160])
    assert (list(figures.x), list(figures.y)) == ([START, MIDDLE], [100, 120])
    assert list(figures.marker.symbol) == ["circle-open", "circle"]  # the baseline is hollow
    assert [list(each) for each in figures.customdata] == [["100万人", "函"], ["120万人", "文件"]]
    assert [list(trace.y) for trace in (expected, target, behind, missing)] == [[130], [160], [120, 130], [120, 160]]
    assert behind.line.color == palette.LAMP_COLOURS[Lamp.YELLOW]
    assert {"<b>≥160万人</b>", "比序时少10万人", "距目标差40万人"} <= set(named(figure))


def test_the_deadline_is_named_in_bold_whatever_is_near():
    """The newest figure is of a month before: the deadline keeps its place, the figure's day gives way."""
    near = replace(aimed(), runs=((point(START, 1_000_000), point(date(2025, 11, 30), 1_200_000)),))
    axis = plots.course(near, ZH).layout.xaxis
    assert list(axis.ticktext) == ["2023年1月1日", "2023年底", "2024年底", "<b>2025年底</b>"]
    assert list(axis.tickvals) == [START, date(2023, 12, 31), date(2024, 12, 31), END]


def test_one_figure_is_a_dot():
    (dot,) = plots.course(course(runs=((point(MIDDLE, 1_300_000),),)), ZH).data
    assert dot.mode == "markers"


def test_no_line_crosses_a_break():
    first, second = (point(START, 1_000_000), point(MIDDLE, 1_200_000)), (point(END, 900_000),)
    lines = plots.course(course(runs=(first, second)), ZH).data
    assert [list(line.x) for line in lines] == [[START, MIDDLE], [END]]


def test_parts_of_a_sum_stand_on_each_other():
    blocks = (
        Block(date(2023, 1, 1), date(2023, 12, 31), 0.0, point(date(2023, 12, 31), 60_000)),
        Block(date(2024, 1, 1), date(2024, 12, 31), 60_000.0, point(date(2024, 12, 31), 75_000)),
    )
    figure = plots.course(replace(course(blocks=blocks, total="13.5万人"), form=Form.STEPS), ZH)
    (bars,) = figure.data
    assert (list(bars.base), list(bars.y)) == ([0, 6], [6, 7.5])
    assert list(bars.width) == [365 * 86_400_000, 366 * 86_400_000]
    assert figure.layout.yaxis.range[0] == 0
    assert "<b>13.5万人</b>" in named(figure)
    assert bars.insidetextanchor == "start"  # the path runs through the middle of a year that keeps pace


def test_the_first_place_is_on_top():
    ranks = Course(Form.RANK, "位次", "说明", RANK, runs=((point(START, 3), point(END, 2)),))
    axis = plots.course(ranks, ZH).layout.yaxis
    bottom, top = axis.range
    assert bottom > top
    assert list(axis.ticktext) == ["第1位", "第2位", "第3位"]


def test_english_axes_write_counts_out():
    figure = plots.course(course(runs=((point(MIDDLE, 1_300_000),),)), EN)
    assert list(figure.data[0].y) == [1_300_000]
    assert "Unit: people" in named(figure)


def test_english_axes_name_the_end_of_a_year_as_a_label_does():
    assert plots.course(aimed(), EN).layout.xaxis.ticktext[-1] == "<b>End of 2025</b>"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        # 915 days; 184 of them, a fifth, are too few for the end of 2023 to be told beside June
        ([date(2023, 6, 30), END], [date(2023, 6, 30), date(2024, 12, 31), END]),
        ([date(2016, 12, 31), date(2024, 12, 31)], [date(year, 12, 31) for year in (2016, 2021, 2024)]),
        ([date(2024, 5, 1)], [date(2024, 5, 1)]),
    ],
)
def test_days_on_the_axis_have_room_for_their_labels(days, told):
    assert ticks(days, max(days)) == told


def box(note, at):
    """Where an annotation lies on a telephone, in pixels."""
    text = re.sub("<.*?>", "", note["text"])
    wide, across, up = width_of(text, 12), at[0] * WIDTH + note["xshift"], at[1] * HEIGHT + note["yshift"]
    left = across - wide * {"left": 0, "center": 0.5, "right": 1}[note["xanchor"]]
    bottom = up - 15 * {"bottom": 0, "middle": 0.5, "top": 1}[note["yanchor"]]
    return left, bottom, left + wide, bottom + 15


def test_words_never_touch_on_a_telephone():
    """Twenty values close together: those that have room are told, the first asked for before the others."""
    labels = [Label(place, 0, 0.05 + place * 0.045, 0.5, f"{place}万人", bold=False) for place in range(20)]
    placed = annotations(labels, [])
    boxes = [box(note, (0.05 + note["x"] * 0.045, 0.5)) for note in placed]
    assert placed[0]["text"] == "0万人"
    assert 8 < len(placed) < 20
    assert [
        pair for pair in combinations(boxes, 2)
        if pair[0][0] < pair[1][2] and pair[1][0] < pair[0][2] and pair[0][1] < pair[1][3] and pair[1][1] < pair[0][3]
    ] == []  # fmt: skip


def test_words_keep_clear_of_lines_where_they_can():
    """A line runs level to the right of the point and up from it: only below is nothing."""
    up, right = [(0.5, 0.5), (0.5, 1.0)], [(0.0, 0.52), (1.0, 0.52)]
    (note,) = annotations([Label(0, 0, 0.5, 0.5, "120万人")], [], [up, right])
    assert note["yanchor"] == "top"


def test_words_keep_clear_of_lines_on_a_desk_too():
    """A share that ends just above its target: on a desk figures and path run all along the words left of it."""
    figures, target = [(0.036, 0.109), (0.223, 0.267), (0.594, 0.58), (0.777, 0.733), (0.964, 0.891)], (0.964, 0.86)
    label = Label(0, 0, *target, "≥30%", ("above", "left", "below"), bold=True)
    (note,) = annotations([label], [*figures, target], [[figures[0], target], figures])
    assert note["yanchor"] == "top"


def bar(year, value, quota=None, **told):
    there = None if value is None else point(date(year, 12, 31), value)
    return YearBar(year, f"{year}年", there, quota=quota, quota_text="≥5", told=f"{year}年的说明", **told)


def years(*bars, form=Form.YEARLY):
    return Years(form, "标题", "说明", TALENT, bars)


def test_years_stand_beside_each_other_against_their_quota():
    """6.2万 of 5万, 4万 of 5万 and a year without a figure: its place is as high as its quota, and empty."""
    missed = {"lamp": Lamp.RED, "status_text": "未完成", "gap": "差1"}
    figure = plots.years(
        years(
            bar(2023, 62_000, 50_000, lamp=Lamp.BLUE, status_text="已达标"),
            bar(2024, 40_000, 50_000, **missed),
            bar(2025, None, 50_000, lamp=Lamp.GREY, status_text="无数据"),
        ),
        ZH,
    )
    bars, gap, _ = figure.data
    assert (list(bars.x), list(bars.y)) == ([0, 1], pytest.approx([6.2, 4]))
    assert list(bars.marker.color) == [palette.LAMP_COLOURS[Lamp.BLUE], palette.LAMP_COLOURS[Lamp.RED]]
    assert (list(gap.x), list(gap.y)) == ([1, 1], [4, 5])
    (slot,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert (slot.x0 < 2 < slot.x1, slot.y1, slot.line.dash) == (True, 5, "dash")
    quotas = [shape.y0 for shape in figure.layout.shapes if shape.type == "line"]
    assert quotas == [5, 5, 5]
    assert {"<b>40000</b><br>■ 未完成<br>差1", "○ 无数据"} <= set(named(figure))
    assert list(figure.layout.xaxis.ticktext) == [f"{year}年<br>目标≥5" for year in (2023, 2024, 2025)]


def test_a_year_that_no_target_is_for_has_no_lamp():
    (bars,) = plots.years(years(bar(2022, 40_000)), ZH).data
    assert list(bars.marker.color) == [palette.FIGURES]


def test_changes_stand_round_nought():
    """−3 and 2: the words of the one below it, of the other above it, and nought is a line across."""
    figure = plots.years(years(bar(2023, -30_000), bar(2024, 20_000), form=Form.CHANGES), ZH)
    low, high = figure.layout.yaxis.range
    assert low < -3 < 2 < high
    assert [shape.y0 for shape in figure.layout.shapes] == [0]
    leans = {note.text: note.yanchor for note in figure.layout.annotations if note.text.startswith("<b>")}
    assert leans == {"<b>-30000</b>": "top", "<b>20000</b>": "bottom"}


def test_values_that_have_no_room_are_left_to_be_pointed_at():
    """Seven digits are wider than a seventh of a telephone: every other one is told, and the newest is."""
    figure = plots.years(years(*(bar(year, 1_000_000 + year) for year in range(2019, 2026))), ZH)
    told = [note.x for note in figure.layout.annotations if note.text.startswith("<b>")]
    assert told == [0, 2, 4, 6]


def lanes(*bands, first=2018, last=2025):
    return Lanes(
        form=Form.WINDOWS, title="目标", alt="说明", call="待报", lanes=(Lane("已有数", bands),),
        first=date(first, 1, 1), last=date(last, 12, 31), as_of=date(2023, 6, 30), as_of_text="评价截至2023年6月30日",
    )  # fmt: skip


def shapes(svg, tag, kind):
    """The attributes of the shapes of a class."""
    found = re.findall(rf"<{tag} class='{kind}'([^>]*)/?>", svg)
    return [dict(re.findall(r"(\w+)='([^']*)'", each)) for each in found]


def test_stretches_of_time_are_as_long_as_they_lasted():
    """8 years on 800 pixels: 5½ of them on 550, 5 on 500."""
    outside = Band(date(2018, 1, 1), date(2023, 6, 30), "118万人次", "2018年1月—2023年6月", BandKind.OUTSIDE)
    asked = Band(date(2021, 1, 1), date(2025, 12, 31), "2021—2025年", kind=BandKind.ASKED)
    svg = charts.lanes(lanes(outside, asked), ZH, width=820).svg
    (figure,), (target,) = shapes(svg, "rect", "hatched"), shapes(svg, "rect", "frame")
    assert float(figure["width"]) == pytest.approx(550, abs=1)
    assert float(target["width"]) == pytest.approx(500, abs=1)
    assert float(figure["x"]) == pytest.approx(10)
    assert float(target["x"]) + float(target["width"]) == pytest.approx(810)


def test_the_line_of_the_day_does_not_run_through_words():
    """The words of 2022 stand right of it, over the middle of 2023: the line leaves out the height they need."""
    first = Band(date(2018, 1, 1), date(2018, 12, 31), "1.0版")
    second = Band(date(2022, 1, 1), date(2022, 12, 31), "2.0版“技能人才之都”总政策出台")
    svg = charts.lanes(lanes(first, second), ZH, width=820).svg
    (written,) = re.findall(r"<text class='ink' x='[\d.]+' y='([\d.]+)'[^>]*>2.0版", svg)
    (way,) = re.findall(r"<path class='axis dashed' d='([^']*)'", svg)
    pieces = [(float(top), float(end)) for top, end in re.findall(r"M[\d.]+ ([\d.]+)V([\d.]+)", way)]
    assert len(pieces) == 2
    assert not any(top < float(written) and end > float(written) - 11 for top, end in pieces)


@pytest.mark.parametrize("width", [960, 340])
def test_words_of_stretches_stay_in_the_picture_and_apart(width):
    names = (
        "1.0版“技能人才之都”政策体系出台",
        "技能评价定级与晋级并行机制启动",
        "乡村工匠烹饪专业职称评审启动",
        "专利奖励办法出台",
    )
    bands = [
        Band(date(year, 1, 1), date(year, 12, 31), name) for year, name in zip((2018, 2021, 2021, 2022), names, strict=True)
    ]
    svg = charts.lanes(lanes(*bands), ZH, width=width).svg
    told = re.findall(r"<text class='\w+' x='([\d.]+)' y='([\d.]+)'[^>]*>([^<]*版[^<]*|[^<]*启动|[^<]*出台)</text>", svg)
    assert sorted(text for _, _, text in told) == sorted(names)
    ends = [(float(x), float(x) + width_of(text, 13), float(y)) for x, y, text in told]
    assert [end for end in ends if end[0] < 0 or end[1] > width] == []
    assert [
        pair for pair in combinations(ends, 2)
        if pair[0][2] == pair[1][2] and pair[0][0] < pair[1][1] and pair[1][0] < pair[0][1]
    ] == []  # fmt: skip


def test_an_unknown_beginning_is_a_question():
    open_end = Band(None, date(2023, 6, 30), "9.87万人次", kind=BandKind.OUTSIDE)
    assert ">?</text>" in charts.lanes(lanes(open_end), ZH, width=820).svg
    known = Band(date(2020, 1, 1), date(2023, 6, 30), "9.87万人次", kind=BandKind.OUTSIDE)
    assert ">?</text>" not in charts.lanes(lanes(known), ZH, width=820).svg


def test_a_range_reaches_from_where_to_where():
    """15 to 30 of 60: from a quarter to a half of 800 pixels. A point is a mark, and a floor goes on."""
    rows = (
        Extent("补贴", 150_000, 300_000, "15—30"),
        Extent("幅度", 300_000, 300_000, "30"),
        Extent("年限", 200_000, None, "≥20"),
    )
    picture = Ranges(Form.RANGE, "标准", "说明", TALENT, rows, 600_000, "")
    svg = charts.ranges(picture, ZH, width=808).svg
    filled = [(float(each["x"]), float(each["width"])) for each in shapes(svg, "rect", "figure")]
    assert filled[0] == (pytest.approx(204), pytest.approx(200))
    assert filled[2] == (pytest.approx(402), 4)
    assert sum(filled[3]) == pytest.approx(804)


def test_words_with_a_line_through_every_side_go_to_another_point_they_belong_to():
    """A bracket from 0.2 to 0.8 with a level line through its middle: the words stand beside its upper part."""
    upper = Label(0, 8, 0.6, 0.75, "距目标差88名", ("left",))
    middle = Label(0, 5, 0.6, 0.5, "距目标差88名", ("left",), instead=(upper,))
    level = [(0.0, 0.5), (1.0, 0.5)]
    assert [note["y"] for note in annotations([middle], [], [level])] == [8]
    assert [note["y"] for note in annotations([middle], [])] == [5]
    assert [note["y"] for note in annotations([middle], [(0.4, 0.5)])] == [8], "a marker is never covered"


def test_a_projection_is_named_above_its_line_and_not_on_it():
    """120万 half way heads for 140万: words left of the end would have the line through them, and the bracket is beside it."""
    picture = replace(aimed(), onward=((MIDDLE, 1_200_000.0), (END, 1_400_000.0)), projected="推算140万人")
    (note,) = [each for each in plots.course(picture, ZH).layout.annotations if each.text == "推算140万人"]
    assert note.x < END
    assert (note.yanchor, 120 < note.y < 140) == ("bottom", True)
