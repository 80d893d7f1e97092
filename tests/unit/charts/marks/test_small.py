"""Small charts on one line of years: where days stand, what is a dot and what a line; nothing incomparable has a scale."""

import re
from datetime import date

import pytest

from kpi.charts import marks, palette
from kpi.i18n import texts
from kpi.model import Status
from kpi.views import PointView, ScoreRow, SheetRow
from tests.unit.charts.marks.reading import read
from tests.unit.charts.marks.states import STATES, State
from tests.unit.progress.factory import flow, in_window

YEARS = marks.Years(2021, 2025)
LENGTH = 264 - 8 - 14
"""Pixels of five years, which are 1826 days."""


def state(title):
    return next(each for each in STATES if each.title.zh == title)


def drawn(asked, *points, years=YEARS, width=264):
    standings = asked.standings("zh")
    series = tuple(PointView(date.fromisoformat(day), value, "", "") for day, value in points)
    score = ScoreRow(standings[0], "", None, "", "", "", series, "", overdue=False)
    yearly = tuple(each for each in standings if each.assessment.year is not None)
    row = SheetRow(score, yearly, "")
    return read(marks.small(row, years, date.fromisoformat(asked.as_of), texts("zh"), width=width, paint=marks.Paint.PAPER))


def places(line):
    return [tuple(map(float, place.split(","))) for place in line.get("points").split()]


def test_days_stand_where_their_share_of_the_years_is():
    assert YEARS.at(date(2021, 1, 1), 264) == 8
    assert YEARS.at(date(2025, 12, 31), 264, over=True) == 250
    # 2021 and 2022 are 730 days, and 181 of 2023 are over on 30 June.
    assert YEARS.at(date(2023, 6, 30), 264, over=True) == pytest.approx(8 + LENGTH * 911 / 1826)


def test_what_lies_before_all_years_stands_at_their_edge():
    assert YEARS.at(date(1999, 1, 1), 264) == 8


@pytest.mark.parametrize("asked", STATES, ids=lambda each: each.title.en)
def test_every_state_is_drawn_in_known_colours_and_says_its_goal(asked):
    picture = drawn(asked)
    assert {name for shape in picture.root.iter() for name in (shape.get("class") or "").split()} <= {*palette.MARKS, "strokes"}
    assert "nan" not in str(picture.texts)
    goal = asked.standings("zh")[0].goal.text
    sign = re.sub(r"[^\d≥≤%]", "", goal)[:3]
    assert any(sign in re.sub(r"[^\d≥≤%]", "", text) for text in picture.texts), picture.texts


def test_one_figure_is_a_dot_and_no_line():
    picture = drawn(state("仅有基期"), ("2023-06-30", 0.258))
    assert picture.all("polyline", "figure-line") == []
    assert len(picture.all("circle", "hollow")) == 1
    assert picture.all("circle", "figure") == []


def test_two_figures_are_a_line_beside_the_thin_way_to_the_target():
    picture = drawn(state("滞后"), ("2023-06-30", 0.258), ("2024-12-31", 0.28))
    (first, second), ((start, low), (end, high)) = (
        places(picture.one("polyline", kind)) for kind in ("figure-line", "axis dashed")
    )
    assert first == (start, low)
    assert second[0] == pytest.approx(8 + LENGTH * 1460 / 1826, abs=0.1)  # 31 December 2024 is the 1461st day
    assert end == pytest.approx(8 + LENGTH * 1825 / 1826, abs=0.1)
    # From 25.8 to 30 % the way is 4.2 points; 28 % is 2.2 of them.
    assert (first[1] - second[1]) / (low - high) == pytest.approx(2.2 / 4.2, abs=0.01)
    (gap,) = picture.all("path", "yellow-line")
    assert gap.get("d").startswith(f"M{second[0]:.1f} {second[1]:.1f}V")


def test_what_is_ahead_of_its_time_has_no_bracket():
    picture = drawn(state("达到序时"), ("2023-06-30", 0.258), ("2024-12-31", 0.284))
    assert [kind for kind in ("yellow-line", "red-line", "green-line") if picture.all("path", kind)] == []


def test_windows_that_may_not_be_compared_have_years_and_no_scale():
    picture = drawn(state("口径不可比：累计自2018年起"), years=marks.Years(2018, 2025))
    hatched, frame = (picture.one("rect", kind) for kind in ("hatched", "frame"))
    # 2018 to 30 June 2023 are 2007 days of the 2922; the target's five years are 1826.
    assert float(hatched.get("width")) == pytest.approx(LENGTH * 2007 / 2922, abs=0.1)
    assert float(frame.get("width")) == pytest.approx(LENGTH * 1826 / 2922 - 1.6, abs=0.1)
    assert float(hatched.get("y")) < float(frame.get("y"))
    assert picture.all("circle", "") == []
    assert "不计入本目标" in "".join(picture.texts)


def test_without_a_figure_there_is_a_dashed_frame_as_long_as_the_year():
    picture = drawn(state("无数据"))
    (frame,) = picture.all("rect", "empty")
    assert float(frame.get("width")) == pytest.approx(LENGTH * 365 / 1826 - 3, abs=0.1)
    assert [picture.all("rect", kind) for kind in ("figure", "half")] == [[], []]


def test_a_bar_is_as_long_as_the_days_counted():
    picture = drawn(state("上限，未用完"))
    # January to June are 181 days.
    assert float(picture.one("rect", "green").get("width")) == pytest.approx(LENGTH * 181 / 1826 - 3, abs=0.1)


LEADERS = in_window(100, "2022-01-01", "2025-12-31", measure_id="leaders")


def years_of(*parts):
    figures = [flow(value, f"{year}-01-01", f"{year}-12-31", "leaders") for year, value in parts]
    return State(state("严重滞后").title, [LEADERS], figures, "2024-12-31")


def test_a_sum_is_drawn_as_it_came_together():
    picture = drawn(years_of((2022, 12), (2023, 20), (2024, 28)))
    ((_, first), (_, second), (_, third)) = places(picture.one("polyline", "figure-line"))
    # 12, then 32, then 60: the second step is 20, the third 28.
    assert (first - second) / (second - third) == pytest.approx(20 / 28, abs=0.02)


def test_a_sum_with_a_hole_is_one_dot():
    asked = years_of((2022, 12), (2024, 28))
    assert asked.standings("zh")[0].status is Status.INCOMPLETE
    picture = drawn(asked)
    assert picture.all("polyline", "figure-line") == []
    assert len(picture.all("circle", "")) == 1


def test_a_milestone_has_no_way():
    picture = drawn(state("里程碑，已完成"), ("2023-06-30", 0), ("2025-06-30", 1))
    assert list(picture.root.iter("{http://www.w3.org/2000/svg}polyline")) == []
