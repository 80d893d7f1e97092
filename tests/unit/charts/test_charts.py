"""What charts draw, from numbers worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kpi.charts import palette, plots
from kpi.i18n import texts
from kpi.model import BY_DATE, Assessment, Bilingual, Comparator, Direction, Kind, Lamp, Measure, Status, Unit, Window
from kpi.views import Amount, FigureView, Standing

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


def reached(value, day, **changes):
    """From 100万 on 2023-01-01 towards 160万 on 2025-01-01."""
    numbers = {
        "baseline_value": 1_000_000, "baseline_date": date(2023, 1, 1), "current_value": value, "current_date": day,
        "period": Window(date(2023, 1, 1), date(2025, 1, 1)),
    }  # fmt: skip
    return Assessment("T", "talent", "1", None, BY_DATE, Comparator.AT_LEAST, 1_600_000, Status.ON_PACE, **numbers | changes)


def test_every_lamp_has_a_colour_and_a_shape_of_its_own():
    assert len(set(palette.LAMP_COLOURS.values())) == len(Lamp) == len({ZH(f"lamp.shape_{lamp}") for lamp in Lamp})


def test_a_partition_is_one_stacked_bar_of_the_whole():
    figure = plots.partition([part("国家级", 5), part("省级", 11), part("市级", 189)], PLACES, ZH)
    assert figure.layout.barmode == "stack"
    assert [trace.x[0] for trace in figure.data] == [5, 11, 189]
    assert next(trace.hovertext[0] for trace in figure.data) == "国家级：5个，占2.4%"  # 5 ÷ 205 = 2.44 %


def test_overlapping_groups_are_bars_of_their_own_beside_the_whole():
    figure = plots.side_by_side(part("", 40), [part("制造业", 38), part("战略性产业", 30)], PLACES, ZH)
    assert figure.layout.barmode != "stack"
    assert len(figure.data) == 1
    assert list(figure.data[0].y) == ["合计", "制造业", "战略性产业"]
    assert list(figure.data[0].x) == [40, 38, 30]
