"""What charts draw, from numbers worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpi import charts
from kpi.charts import palette
from kpi.i18n import texts
from kpi.model import BY_DATE, Assessment, Bilingual, Comparator, Direction, Kind, Lamp, Measure, Status, Unit, Window
from kpi.views import Amount, FigureView, PointView, Standing

ZH, EN = texts("zh"), texts("en")
PEOPLE = Unit("person", "人", "people", ("人",), integer=True)
TALENT = Measure(
    "talent", "技能人才", "Skilled workers", Bilingual("总量"), Kind.STOCK, PEOPLE, "万人", Decimal(10000), Direction.HIGHER, 2
)


PLACES = replace(TALENT, unit=Unit("count", "个", "", ("个",), integer=True), display_unit="个", display_scale=Decimal(1))


def standing(assessment, lamp, status, *, name="", told=""):
    told = Amount(told, assessment.progress_pct)
    goal = {"goal": Amount(), "period": "", "status_text": status, "progress": told, "sentence": f"{name}的说明"}
    return Standing(assessment, None, TALENT, lamp, name, name, "", "", "", **goal)


def row(name, progress, time, lamp=Lamp.YELLOW, told=""):
    judged = reached(None, None, distance_pct=progress, time_pct=time)
    return standing(judged, lamp, "滞后", name=name, told=told or ZH.percent(progress))


def part(name, value):
    amount = Amount(f"{value}个", value)
    return FigureView((), "talent", "", "1", "", "", "", name, value, amount, "个", "2025年", None, None, "")


def judged_year(year, value, lamp, status):
    return standing(replace(reached(value, None), year=year, target_value=50_000), lamp, status)


def reached(value, day, **changes):
    """From 100万 on 2023-01-01 towards 160万 on 2025-01-01."""
    numbers = {
        "baseline_value": 1_000_000, "baseline_date": date(2023, 1, 1), "current_value": value, "current_date": day,
        "period": Window(date(2023, 1, 1), date(2025, 1, 1)),
    }  # fmt: skip
    return Assessment("T", "talent", "1", None, BY_DATE, Comparator.AT_LEAST, 1_600_000, Status.ON_PACE, **numbers | changes)


def test_every_lamp_has_a_colour_and_a_shape_of_its_own():
    assert len(set(palette.LAMP_COLOURS.values())) == len(Lamp) == len({ZH(f"lamp.shape_{lamp}") for lamp in Lamp})


def test_a_trajectory_has_path_target_projection_and_figures():
    """Half the way in half the time; the line goes on to 160万 × … = its own projected value."""
    assessment = reached(1_300_000, date(2024, 1, 1), projected_value=1_600_000)
    points = [
        PointView(date(2024, 1, 1), 1_300_000, "130万人", "文件"),
        PointView(date(2023, 1, 1), 1_000_000, "100万人", "函"),
    ]
    path, target, projection, figures = charts.trajectory(TALENT, points, assessment, ZH).data
    assert list(path.y) == [100, 160]
    assert (list(target.x), list(target.y)) == ([date(2025, 1, 1)], [160])
    assert list(projection.y) == [130, 160]
    assert list(figures.x) == [date(2023, 1, 1), date(2024, 1, 1)]
    assert list(figures.y) == [100, 130]
    assert [list(each) for each in figures.customdata] == [["100万人", "函"], ["130万人", "文件"]]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        # 915 days; 184 of them, a fifth, are too few for the end of 2023 to be told beside June
        ([date(2023, 6, 30), date(2025, 12, 31)], ["2023-06-30", "2024-12-31", "2025-12-31"]),
        ([date(2016, 12, 31), date(2024, 12, 31)], ["2016-12-31", "2018-12-31", "2020-12-31", "2022-12-31", "2024-12-31"]),
        ([date(2024, 5, 1)], ["2024-05-01"]),
    ],
)
def test_days_on_the_axis_have_room_for_their_labels(days, told):
    figure = charts.trajectory(TALENT, [PointView(day, 1_300_000, "", "") for day in days], None, ZH)
    assert list(figure.layout.xaxis.ticktext) == told


def test_english_axes_write_counts_out():
    figure = charts.trajectory(TALENT, [PointView(date(2024, 1, 1), 1_300_000, "", "")], None, EN)
    assert list(figure.data[0].y) == [1_300_000]
    assert figure.layout.annotations[0].text == "Unit: people"


def test_better_ranks_are_higher_up():
    place = Unit("rank", "位", "place", ("位",), integer=True)
    rank = Measure("rank", "位次", "Rank", Bilingual("总量"), Kind.RANK, place, "位", Decimal(1), Direction.LOWER, 0)
    figure = charts.trajectory(rank, [PointView(date(2024, 1, 1), 3, "", ""), PointView(date(2025, 1, 1), 2, "", "")], None, ZH)
    assert figure.layout.yaxis.autorange == "reversed"


def test_years_stand_beside_each_other_against_their_quota():
    bars = [
        judged_year(2023, 62_000, Lamp.BLUE, "已达标"),
        judged_year(2024, None, Lamp.GREY, "无数据"),
    ]
    figure = charts.quota_bars(TALENT, bars, ZH)
    done, quota = figure.data
    assert list(done.x) == [0, 1]
    assert list(done.y) == pytest.approx([6.2, 0])
    assert list(quota.y) == [5, 5]
    assert list(figure.layout.xaxis.ticktext) == ["2023年", "2024年"]
    assert [note.text for note in figure.layout.annotations if note.xref != "paper"] == ["◆ 已达标", "○ 无数据"]


def test_a_partition_is_one_stacked_bar_of_the_whole():
    figure = charts.partition([part("国家级", 5), part("省级", 11), part("市级", 189)], PLACES, ZH)
    assert figure.layout.barmode == "stack"
    assert [trace.x[0] for trace in figure.data] == [5, 11, 189]
    assert next(trace.hovertext[0] for trace in figure.data) == "国家级：5个，占2.4%"  # 5 ÷ 205 = 2.44 %


def test_overlapping_groups_are_bars_of_their_own_beside_the_whole():
    figure = charts.side_by_side(part("", 40), [part("制造业", 38), part("战略性产业", 30)], PLACES, ZH)
    assert figure.layout.barmode != "stack"
    assert len(figure.data) == 1
    assert list(figure.data[0].y) == ["合计", "制造业", "战略性产业"]
    assert list(figure.data[0].x) == [40, 38, 30]
