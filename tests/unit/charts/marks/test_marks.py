"""What marks draw, from numbers worked by hand."""

from datetime import date
from decimal import Decimal

from lxml import etree

from kpi.charts import marks
from kpi.i18n import texts
from kpi.model import (
    CUMULATIVE_WINDOW,
    Assessment,
    Bilingual,
    Comparator,
    Direction,
    Kind,
    Lamp,
    Measure,
    Status,
    Unit,
    Window,
)
from kpi.views import Amount, CellState, PointView, Standing, WallCell

ZH = texts("zh")
PEOPLE = Unit("person", "名", "people", ("名",), integer=True)
LEADERS = Measure(
    "leaders", "技能领军人才", "Leading talent", Bilingual("总量"), Kind.FLOW, PEOPLE, "名", Decimal(1), Direction.HIGHER, 0
)
NUMBERS = {"current_value": 12.0, "expected_value": 24.98, "current_date": date(2022, 12, 31), "lead_pp": -12.98}


def behind(**changes):
    """12 of 100 by the end of 2022, of a window that ends in 2025."""
    window = Window(date(2022, 1, 1), date(2025, 12, 31))
    judged = Assessment(
        "T33", "leaders", "1", None, CUMULATIVE_WINDOW, Comparator.AT_LEAST, 100.0, Status.FAR_BEHIND, period=window, **NUMBERS
    )
    return Standing(
        judged, None, LEADERS, Lamp.RED, "技能领军人才", "技能领军人才", "", "", "名", Amount("≥100名", 100.0), "2022—2025年",
        "严重滞后", current=Amount("12名", 12.0), **changes,
    )  # fmt: skip


def shapes(mark, classes):
    return [shape for shape in etree.fromstring(mark.svg) if shape.get("class") == classes]


def test_a_fill_ends_at_the_share_of_the_track_that_has_been_reached():
    mark = marks.rail(behind(), ZH)
    (track,), (fill,) = shapes(mark, "track"), [shape for shape in shapes(mark, "red") if shape.tag.endswith("rect")]
    assert float(fill.get("width")) == round(float(track.get("width")) * 0.12, 1)


def test_its_message_is_a_sentence():
    assert marks.mark_of(behind(), ZH).alt == "技能领军人才：12名，目标≥100名，按序时应有25名，少13名，严重滞后"
    assert marks.window_diagram(behind(), ZH).height > 0


def test_one_figure_is_no_line():
    points = [PointView(date(2020, 12, 31), 1.0, "1名", ""), PointView(date(2021, 12, 31), 3.0, "3名", "")]
    assert marks.sparkline(points[:1], LEADERS, ZH) is None
    assert marks.sparkline(points, LEADERS, ZH).alt == "2020年12月31日1名，2021年12月31日3名，共2个数"


def test_a_cell_says_its_word():
    mark = marks.cell(WallCell(2022, CellState.JUDGED, "严重滞后", "2022年底严重滞后", behind()), ZH, paint=marks.Paint.PAPER)
    assert isinstance(mark, marks.Mark)
    assert "■ 严重滞后" in mark.svg


def test_parts_of_the_bar_are_as_wide_as_their_shares():
    mark = marks.status_bar({Status.MET: 1, Status.NO_DATA: 3}, ZH, width=400)
    assert [shape.get("width") for shape in etree.fromstring(mark.svg) if shape.tag.endswith("rect")] == ["100", "300"]
