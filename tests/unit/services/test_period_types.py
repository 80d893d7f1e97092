"""A period type in one new file, `peak.py`: judged, shown, charted and reported with no edit elsewhere.

浇水 is a stock that is to have been at 500 吨 or more on some day of 2023–2025. It was 420 on 31 December 2022, before the
window; 450 at the end of June 2023 and 430 at the end of the year after: the peak is 450, and 50 are missing.
"""

import csv
import importlib
import json
import sys
from datetime import date
from io import BytesIO, StringIO

import docx
import pytest

from kpi import services
from kpi.charts import plots
from kpi.cli.comparing.analysis_listings import gaps_text
from kpi.cli.listings import status_text
from kpi.errors import CatalogRefused
from kpi.i18n import texts
from kpi.model import Status, period_types
from kpi.progress.rules import rule
from kpi.services import Query, ReportRequest
from kpi.views import Form
from kpi.wire import gaps_json, status_json
from tests.unit.services.conftest import ZHANG, load, row, standing, table

LEVELS = table(
    row("landfill_daily", "450", "吨", end="2023-06-30"),
    row("landfill_daily", "430", "吨", end="2024-12-31"),
)
OPEN, OVER = date(2024, 12, 31), date(2026, 1, 1)


@pytest.fixture
def peak():
    """The new file, taken in as the package takes in its own; gone again afterwards."""
    yield importlib.import_module("tests.unit.services.peak")
    for registry in (period_types._DECLARED, rule._RULES):
        del registry["peak"]
    del sys.modules["tests.unit.services.peak"]


@pytest.fixture
def plan(tiny_copy):
    """The tiny plan, whose third target is of the new type."""
    for name, old, new in (
        ("targets.csv", "<=,300,by_date,,,,2025-12-31,W3", ">=,500,peak,2023-01-01,2025-12-31,,,"),
        ("measures.csv", "吨,1,lower", "吨,1,higher"),
    ):
        text = (tiny_copy / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (tiny_copy / name).write_text(text.replace(old, new), encoding="utf-8")
    return tiny_copy


@pytest.fixture
def workspace(peak, plan, opened):
    workspace = opened(plan)
    load(workspace, LEVELS)
    return workspace


def the_one(items):
    """The item that is of the third target."""
    (item,) = [each for each in items if each["target_id"] == "G3"]
    return item


def test_a_plan_may_not_write_a_type_nobody_registered(plan, opened):
    with pytest.raises(CatalogRefused):
        opened(plan)


@pytest.mark.slow
def test_it_is_judged(workspace):
    """Open, met as soon as one day reaches it, missed when no day has."""
    counted = standing(services.status(workspace, ZHANG, Query(as_of=OPEN)), "G3").assessment
    assert (counted.status, counted.current_value, counted.current_date, counted.gap) == (
        Status.BEHIND,
        450.0,
        date(2023, 6, 30),
        50.0,
    )
    assert standing(services.status(workspace, ZHANG, Query(as_of=OVER)), "G3").status is Status.MISSED
    load(workspace, table(row("landfill_daily", "510", "吨", end="2025-03-31")))
    assert standing(services.status(workspace, ZHANG, Query(as_of=date(2025, 3, 31))), "G3").status is Status.MET


def test_what_is_lacking_is_told(peak, plan, opened):
    """420 吨 at the end of 2022 is no figure of the window."""
    none = standing(services.status(opened(plan), ZHANG, Query(as_of=OPEN)), "G3")
    assert (none.status, none.screen.reason) == (Status.NO_DATA, "尚无数据，请填报2023—2025年数据")


@pytest.mark.slow
def test_it_is_shown(workspace):
    view, gaps = services.status(workspace, ZHANG, Query(as_of=OPEN)), services.gap_view(workspace, ZHANG, Query(as_of=OPEN))
    one = standing(view, "G3")
    assert (one.period, one.gap.text) == ("2023—2025年", "50吨")
    assert one.sentence == "2023年6月30日生活垃圾日均填埋量为450吨，距2023—2025年500吨的目标尚差50吨，滞后。"
    (line,) = [line for line in status_text(view, texts("zh")).splitlines() if line.startswith("G3")]
    assert line.split() == [
        *("G3", "生活垃圾日均填埋量", "滞后（黄灯）", "450吨", "2023年6月30日", "≥500吨", "2023—2025年", "50吨")
    ]
    form = the_one(status_json(view)["targets"])
    assert (form["period_type"], form["status"], form["gap"], form["lead_pp"]) == ("peak", "behind", 50, None)
    assert "距2023—2025年500吨的目标尚差50吨" in gaps_text(gaps)
    assert (the_one(gaps_json(gaps)["targets"])["missing"], the_one(gaps_json(gaps)["targets"])["per_year"]) == (50, None)


@pytest.mark.slow
def test_it_is_charted(workspace):
    """Over time, with the level to be reached across its window."""
    view = services.measure_view(workspace, ZHANG, Query(as_of=OPEN), "landfill_daily")
    assert view.form is Form.TRAJECTORY
    path, *_ = plots.course(view.pictures[0], texts("zh")).data
    assert list(zip(path.x, path.y, strict=True)) == [(date(2023, 1, 1), 500.0), (date(2025, 12, 31), 500.0)]


@pytest.mark.slow
def test_it_is_reported(workspace):
    def content(fmt):
        return services.gap_report(workspace, ZHANG, ReportRequest(Query(as_of=OPEN)), fmt).content

    line = next(line for line in csv.DictReader(StringIO(content("csv").decode("utf-8-sig"))) if line["编号"] == "G3")
    assert (line["期限"], line["现值"], line["差距（目标减现值）"], line["评价"]) == ("2023—2025年", "450", "50", "滞后")
    assert the_one(json.loads(content("json"))["targets"])["period_type"] == "peak"
    tables = docx.Document(BytesIO(content("docx"))).tables
    lines = [" ".join(cell.text for cell in row.cells) for table in tables for row in table.rows]
    assert any("生活垃圾日均填埋量" in line and "2023—2025年" in line and "50吨" in line for line in lines)
