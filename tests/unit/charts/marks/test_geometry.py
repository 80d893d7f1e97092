"""Where things stand on a rail, worked out by hand: shares of the track to a tenth of a pixel of it."""

from dataclasses import replace

import pytest

from kpi.charts import marks
from kpi.i18n import texts
from kpi.model import Status
from tests.unit.charts.marks.reading import read
from tests.unit.charts.marks.states import STATES, standings_of

ZH = texts("zh")
NEAR = {"abs": 0.1 / 160}
"""Numbers stand in the file to a tenth of a pixel, and the shortest track here is 172 of them long."""


def state(title):
    (found,) = [state for state in STATES if state.title.zh == title]
    return found


def drawn(title, width=230):
    standing, *steps = standings_of(title)
    return read(marks.mark_of(standing, ZH, width=width, steps=steps))


@pytest.mark.parametrize("width", [230, 260, 300])
def test_12_of_100_fill_12_percent_and_a_quarter_of_the_time_is_gone(width):
    """2022 is 365 of the 1,461 days until the end of 2025: 24.98 %."""
    picture = drawn("严重滞后", width)
    assert picture.fill("red") == (pytest.approx(0, **NEAR), pytest.approx(0.12, **NEAR))
    assert picture.ticks == [pytest.approx(365 / 1461, **NEAR)]
    assert {"12名", "少13名", "≥100名 · 2022—2025年"} <= set(picture.texts)


def test_the_gap_is_bracketed_from_the_fill_to_the_tick():
    picture = drawn("严重滞后")
    (bracket,) = picture.all("path", "red-line")
    first, rest = bracket.get("d")[1:].split("v3H")
    assert picture.share(float(first.split()[0])) == pytest.approx(0.12, **NEAR)
    assert picture.share(float(rest.removesuffix("v-3"))) == pytest.approx(365 / 1461, **NEAR)


def test_a_share_goes_from_its_baseline():
    """From 25.8 % towards 30 %, 28.4 % is 2.6 of 4.2 points: 61.9 %. The end of 2024 is 550 of 915 days on."""
    picture = drawn("达到序时")
    assert picture.fill("green") == (pytest.approx(0, **NEAR), pytest.approx(2.6 / 4.2, **NEAR))
    assert picture.ticks == [pytest.approx(550 / 915, **NEAR)]
    assert picture.share(float(picture.one("circle", "hollow").get("cx"))) == pytest.approx(0, **NEAR)
    assert picture.all("path", "green-line") == []


def test_what_falls_goes_to_the_right_all_the_same():
    """From 5.6 % down to 4 %, 4.7 % is 0.9 of 1.6 points; 第8位 to 第3位, 第6位 is 2 of 5 places."""
    assert drawn("越低越好，滞后").fill("yellow")[1] == pytest.approx(0.9 / 1.6, **NEAR)
    assert drawn("位次").fill("red")[1] == pytest.approx(0.4, **NEAR)
    assert {"基期第8位", "第6位", "落后1位"} <= set(drawn("位次").texts)


def test_a_cut_is_a_share_of_the_cut_asked_for():
    """0.962 × 0.992 − 1 is −4.57 % of −18 %, where two of five years ask for −7.2 %."""
    picture = drawn("累计下降")
    assert picture.fill("red")[1] == pytest.approx((1 - 0.962 * 0.992) / 0.18, **NEAR)
    assert picture.ticks == [pytest.approx(731 / 1827, abs=0.002)]


def test_below_the_baseline_a_stub_stands_left_of_the_dot():
    """0.04 points below 91.5 % on a way of 0.5 are −8 %; 2.3 points are cut at −10 %, and that is shown."""
    near, far = drawn("低于基期"), drawn("远低于基期")
    assert near.fill("red") == (pytest.approx(-0.08, **NEAR), pytest.approx(0, **NEAR))
    assert far.fill("red")[0] == pytest.approx(-0.1, **NEAR)
    assert (len(near.all("path", "cut")), len(far.all("path", "cut"))) == (0, 1)
    assert {"89.2%", "基期91.5%"} <= set(far.texts)


def test_past_the_flag_it_goes_on_as_far_as_it_went_and_is_cut_at_115_percent():
    """21 of 20, from 10, are 110 %; 20.31万 of 5万 are 406 %."""
    near, far = drawn("达标，超出目标"), drawn("达标，超出很多")
    assert near.fill("blue")[1] == pytest.approx(1.1, **NEAR)
    assert far.fill("blue")[1] == pytest.approx(1.15, **NEAR)
    assert (len(near.all("path", "cut")), len(far.all("path", "cut"))) == (0, 1)
    assert "20.31万人次" in far.texts


def test_nothing_yet_is_a_nub_and_a_nought():
    picture = drawn("零")
    nub = picture.one("rect", "red")
    assert (nub.get("width"), nub.get("height")) == ("4", "12")
    assert picture.share(float(nub.get("x")) + 2) == pytest.approx(0, **NEAR)
    assert "0名" in picture.texts


@pytest.mark.parametrize(("title", "track"), [("无数据", "empty"), ("未开始", "ahead"), ("期满待报，无数", "empty")])
def test_without_a_figure_the_track_is_broken_and_bears_no_dot(title, track):
    picture = drawn(title)
    assert picture.all("rect", track) != []
    assert picture.all("rect", "track") == []
    assert [dot for dot in picture.all("circle", "hollow") if dot.get("r") == "4"] == []


def test_the_baseline_alone_is_a_hollow_dot_and_no_fill():
    picture = drawn("仅有基期")
    assert picture.share(float(picture.one("circle", "hollow").get("cx"))) == pytest.approx(0, **NEAR)
    assert picture.all("rect", "figure") == []
    assert picture.texts == ["基期≥25.8%", "≥30% · 2025年底"]


def test_a_baseline_that_nothing_followed_stays_a_hollow_dot_when_the_deadline_is_past():
    (standing,) = replace(state("仅有基期"), as_of="2026-06-30").standings("zh")
    assert standing.status is Status.PENDING
    picture = read(marks.rail(standing, ZH))
    assert picture.all("rect", "figure") == []
    assert {"?", "到期未报", "基期≥25.8%"} <= set(picture.texts)


@pytest.mark.parametrize(
    "title", ["期满待报，已有旧数", "期满待报，无数", "期满待核定：约数与目标分不清", "未完成", "达标，超出目标"]
)
def test_once_the_deadline_is_past_there_is_no_tick(title):
    assert drawn(title).ticks == []


def test_over_and_pending_ends_in_a_question():
    assert {"?", "19家", "到期未报"} <= set(drawn("期满待报，已有旧数").texts)
    assert "已到期，待核定" in drawn("期满待核定：约数与目标分不清").texts
    assert "?" not in drawn("未完成").texts


def test_what_is_known_in_part_has_the_colour_of_figures_and_says_so():
    """23,000 and 24,000 with a hole between, of 100,000."""
    picture = drawn("数据不全")
    assert picture.fill("figure")[1] == pytest.approx(0.47, **NEAR)
    assert picture.ticks == []
    assert "已报4.7万人次" in picture.texts


def test_a_limit_is_a_wall_and_too_much_of_it_is_bracketed_back_to_the_tick():
    """23 of 40 where half a year, 181 of 365 days, allows 19.8."""
    picture = drawn("上限，用得过快")
    assert picture.fill("yellow")[1] == pytest.approx(23 / 40, **NEAR)
    assert picture.ticks == [pytest.approx(181 / 365, **NEAR)]
    assert picture.share(float(picture.one("rect", "ink").get("x")) + 0.8) == pytest.approx(1, **NEAR)
    assert {"多3起", "2025年6月30日序时20起"} <= set(picture.texts)


def test_between_two_values_both_edges_are_shown():
    """From 25.8 %, 30 % is the flag and 30.4 % lies at 4.6 of 4.2 points."""
    zone = drawn("区间目标").one("rect", "zone")
    picture = drawn("区间目标")
    left = float(zone.get("x"))
    assert picture.share(left) == pytest.approx(1, **NEAR)
    assert picture.share(left + float(zone.get("width"))) == pytest.approx(4.6 / 4.2, **NEAR)


def test_steps_and_second_lines_stand_on_the_same_track():
    """From 16 to 40: 25 is 9 of 24, 34 is 18 of 24."""
    picture = drawn("分步目标与底线", 300)
    steps = [picture.share(float(path.get("d")[1:].split()[0])) for path in picture.all("path", "tick dashed")]
    assert steps == [pytest.approx(9 / 24, **NEAR), pytest.approx(18 / 24, **NEAR)]
    assert {"2024年 ≥25家", "≥34家"} <= set(picture.texts)


@pytest.mark.parametrize("title", ["里程碑，已完成", "里程碑，未到期", "里程碑，未完成", "与另一指标比", "不评价", "人工认定"])
def test_where_nothing_is_proportional_there_is_no_track_and_no_fill(title):
    picture = drawn(title)
    assert [rect for rect in picture.root.iter("{*}rect") if rect.get("height") == "8"] == []


def test_a_missed_target_bears_a_cross_and_a_lagging_one_its_lamps_shape():
    def head(title):
        (shape,) = drawn(title).all("path", "halo")
        return shape.get("d")

    shapes = {title: head(title) for title in ("未完成", "严重滞后", "滞后", "达到序时", "提前达标")}
    assert len(set(shapes.values())) == len(shapes)


def test_windows_that_do_not_fit_stand_above_each_other_on_one_line_of_years():
    """2018–2025 are 2,922 days; the figure ends with day 2,007 (30 June 2023), the target begins on day 1,097 (2021)."""
    picture = drawn("口径不可比：累计自2018年起", 260)
    figure, goal = picture.one("rect", "hatched"), picture.one("rect", "frame")
    left, width = float(figure.get("x")), float(goal.get("x")) + float(goal.get("width")) - float(figure.get("x"))
    assert float(figure.get("width")) / width == pytest.approx(2007 / 2922, abs=0.1 / 230)
    assert (float(goal.get("x")) - left) / width == pytest.approx(1096 / 2922, abs=0.1 / 230)
    assert (left, left + width) == (12, 248)
    assert float(figure.get("y")) < float(goal.get("y"))
    assert [text for text in picture.texts if text.isdigit()] == ["2018", "2020", "2022", "2024"]
    assert {"118万人次，不计入本目标", "目标≥100万人次 · 2021—2025年"} <= set(picture.texts)


def test_a_window_without_a_start_is_open_and_a_break_is_a_line():
    assert "?" in drawn("口径不可比：起始未载明").texts
    broken = drawn("口径不可比：口径变更", 300)
    assert {"87%", "89.3%", "口径变更"} <= set(broken.texts)
    assert len(broken.all("circle", "hatched")) == 2
    assert len(broken.all("path", "tick dashed")) == 1


def test_a_rail_of_what_may_not_be_compared_has_no_fill_either():
    (standing,) = standings_of("口径不可比：累计自2018年起")
    picture = read(marks.rail(standing, ZH))
    assert picture.all("rect", "hatched") != []
    assert "118万人次" not in "".join(picture.texts)


def test_where_no_figure_stands_in_the_way_the_window_diagram_is_the_rail():
    (standing,) = standings_of("严重滞后")
    assert marks.window_diagram(standing, ZH) == marks.rail(standing, ZH)
    (apart,) = standings_of("口径不可比：累计自2018年起")
    assert marks.window_diagram(apart, ZH) == marks.mark_of(apart, ZH)


def test_on_the_last_day_there_is_no_tick_whatever_floats_make_of_the_target():
    (standing,) = standings_of("达标，超出目标")
    nearly = replace(standing, assessment=replace(standing.assessment, expected_value=20 * (1 - 1e-12)))
    assert read(marks.rail(nearly, ZH)).ticks == []


@pytest.mark.parametrize("status", [Status.NO_DATA, Status.NOT_STARTED, Status.NOT_COMPARABLE])
def test_a_value_that_does_not_stand_for_the_target_is_not_drawn(status):
    (standing,) = standings_of("严重滞后")
    without = replace(standing, assessment=replace(standing.assessment, status=status))
    assert read(marks.mark_of(without, ZH)).all("rect", "figure") == []
