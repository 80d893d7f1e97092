"""Dumbbells, paces and courses: where things stand, worked out by hand."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kpi.charts import marks
from kpi.i18n import texts
from kpi.views import CoursePoint, PaceSide, PaceView, ShareView
from tests.unit.charts.marks.reading import read
from tests.unit.charts.marks.states import standings_of

ZH, EN = texts("zh"), texts("en")
NEAR = {"abs": 0.1 / 200}


def drawn(title, width=330):
    return read(marks.dumbbell(standings_of(title)[0], ZH, width=width))


def way(picture):
    """From where to where the whole way goes, in pixels."""
    found = [re.fullmatch(r"M([\d.]+) 24H([\d.]+)", line.get("d")) for line in picture.all("path", "axis")]
    ((start, end),) = [match.groups() for match in found if match]
    return float(start), float(end)


def share(picture, x):
    start, end = way(picture)
    return pytest.approx((float(x) - start) / (end - start), **NEAR)


def head(picture, lamp):
    """Where the lamp's shape stands."""
    return re.match(r"translate\(([\d.]+) ", picture.one("path", f"{lamp} halo").get("transform"))[1]


def between(picture, lamp):
    rect = picture.one("rect", lamp)
    first = float(rect.get("x"))
    return first, first + float(rect.get("width"))


def test_now_and_where_it_should_be_stand_on_the_targets_own_way():
    """12 of 100 with 365 of 1,461 days gone."""
    picture = drawn("严重滞后")
    first, last = between(picture, "red")
    assert (share(picture, head(picture, "red")), share(picture, first)) == (0.12, 0.12)
    assert share(picture, last) == pytest.approx(365 / 1461, abs=1e-3)
    assert share(picture, picture.one("circle", "hollow").get("cx")) == 0
    assert {"12名", "应有25名", "≥100名", "0"} <= set(picture.texts)


@pytest.mark.parametrize("width", [200, 330])
def test_a_way_from_a_baseline_begins_there(width):
    """From 25.8 % towards 30 %, 28.4 % is 2.6 of 4.2 points."""
    picture = drawn("达到序时", width)
    assert share(picture, head(picture, "green")) == pytest.approx(2.6 / 4.2, abs=1e-3)
    assert any(text.endswith("25.8%") for text in picture.texts)


def test_a_miss_is_drawn_to_the_target_and_has_no_tick():
    picture = drawn("未完成")
    assert share(picture, between(picture, "red")[1]) == 1
    assert picture.all("path", "tick") == []


def test_the_baseline_alone_is_a_hollow_dot_and_nothing_more():
    picture = drawn("仅有基期")
    assert len(picture.all("circle", "hollow")) == 1
    assert picture.all("circle", "figure") == []
    assert list(picture.root.iter("{*}rect")) == []


@pytest.mark.parametrize("title", ["无数据", "口径不可比：累计自2018年起", "里程碑，未完成", "不评价"])
def test_what_may_not_be_compared_is_never_on_it(title):
    assert marks.dumbbell(standings_of(title)[0], ZH) is None


def test_all_of_one_width_have_one_axis():
    assert way(drawn("严重滞后")) == way(drawn("达到序时"))
    axis = read(marks.way_axis(ZH, width=330))
    assert axis.texts == ["0%", "25%", "50%", "75%", "100%"]
    assert [float(text.get("x")) for text in axis.root.iter("{*}text")][::4] == pytest.approx(way(drawn("严重滞后")), abs=0.2)


def test_it_is_told_in_words():
    mark = marks.dumbbell(standings_of("严重滞后")[0], ZH)
    assert "12名" in mark.alt
    assert "少13名" in mark.alt


# paces

NEEDED = PaceSide(30.0, "每年需30名", "每年需30")
BEST = PaceSide(12.0, "最好12名（2022年）", "最好12（2022年）")


def bars(view, width=200):
    picture = read(marks.paces(view, ZH, width=width))
    return [float(rect.get("width")) for rect in picture.root.iter("{*}rect")], picture.texts


def test_two_paces_are_as_long_as_they_are():
    lengths, said = bars(PaceView(NEEDED, BEST))
    assert lengths == [200, 80]
    assert said == ["每年需30名", "最好12名（2022年）"]


def test_the_best_may_be_the_longer_one():
    assert bars(PaceView(NEEDED, replace(BEST, number=60.0)))[0] == [100, 200]


def test_a_pace_that_goes_the_other_way_has_no_length():
    assert bars(PaceView(NEEDED, replace(BEST, number=-5.0)))[0] == [200, 1]


def test_without_a_year_to_compare_that_is_said():
    lengths, said = bars(PaceView(NEEDED, None))
    assert (lengths, said) == ([200], ["每年需30名", "无往年可比"])
    assert marks.paces(PaceView(NEEDED, None), ZH).alt == "每年需30名，无往年可比"


def test_where_there_is_little_room_both_go_without_their_unit():
    assert bars(PaceView(NEEDED, BEST), width=96)[1] == ["每年需30", "最好12（2022年）"]


# courses

COURSE = (
    CoursePoint(date(2023, 12, 31), 0.25, "25%"),
    CoursePoint(date(2024, 12, 31), 0.26, "26%"),
    CoursePoint(date(2025, 12, 31), 0.28, "28%"),
)
SHARE = ShareView(
    outcome=None,
    name="占比",
    target_text="≥30%",
    deadline_text="2025年底",
    now_text="25%",
    then_text="28%",
    paths=(),
    sentences=(),
    problems=(),
    course=COURSE,
    goal=0.30,
    due=date(2025, 12, 31),
    apart_text="2个百分点",
    from_figures=True,
)


def test_a_course_is_on_true_time_and_proportional():
    """2024 has 366 days and 2025 has 365; 26 % is 1 of the 5 points from 25 % to 30 %."""
    picture = read(marks.course(SHARE, ZH))
    (first, second, third) = [
        tuple(map(float, pair.split(","))) for pair in picture.one("polyline", "figure-line").get("points").split()
    ]
    assert (second[0] - first[0]) / (third[0] - first[0]) == pytest.approx(366 / 731, abs=1e-3)
    goal = float(picture.one("path", "tick dashed").get("d").split("H")[0].split()[1])
    assert (first[1] - second[1]) / (first[1] - goal) == pytest.approx(0.2, abs=0.002)
    assert {"25%", "28%", "目标≥30%", "差2个百分点", "2023年底", "2025年底"} <= set(picture.texts)


def test_what_is_no_figure_is_hollow():
    assert read(marks.course(SHARE, ZH)).all("circle", "figure") != []
    assert read(marks.course(replace(SHARE, from_figures=False), ZH)).all("circle", "figure") == []


def test_what_is_beyond_the_target_is_called_so():
    assert "超出2个百分点" in read(marks.course(replace(SHARE, met=True), ZH)).texts


def test_without_a_target_there_is_no_line_and_no_gap():
    picture = read(marks.course(replace(SHARE, goal=None, due=None, apart_text=""), ZH))
    assert picture.all("path", "tick") == []


def test_one_point_is_no_course():
    assert marks.course(replace(SHARE, course=COURSE[:1]), ZH) is None


def test_a_course_is_told_in_both_languages():
    assert (
        marks.course(SHARE, ZH).alt
        == "占比：起点25%（2023年12月31日），按设定2025年12月31日为28%，目标≥30%（2025年底），差2个百分点"
    )
    assert "2个百分点 short" in marks.course(SHARE, EN).alt
