"""The charts of the national example say what they draw: a rise is no life expectancy, an average is no year's figure."""

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.model import Actor
from kpi.report.plots import path_plots
from tests.databases import PROJECT

pytestmark = pytest.mark.slow
ZHANG = Actor("张三", OWNER)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    database = tmp_path_factory.mktemp("charts") / "kpi.duckdb"
    return services.open_workspace(str(database), str(PROJECT / "data" / "examples" / "national" / "14th"))


@pytest.fixture(scope="module")
def plots(plan):
    """The charts by their titles, in each language."""
    reports = {
        lang: services.report_model(plan, ZHANG, services.ReportRequest(services.Query(lang=lang))) for lang in ("zh", "en")
    }
    return {lang: {plot.title: plot for plot in path_plots(report)} for lang, report in reports.items()}


def test_a_rise_is_headed_as_one(plots):
    """79.25 years in 2025 are 1.95 more than the 77.3 of 2019."""
    assert plots["zh"]["人均预期寿命：较基期累计提高（岁）"].series[0].values[-1] == pytest.approx(1.95)
    assert plots["en"]["Life expectancy: increase since the baseline (years)"].series[0].values[-1] == pytest.approx(1.95)
    assert not {"人均预期寿命（岁）", "Life expectancy (years)"} & {*plots["zh"], *plots["en"]}
    assert plots["zh"]["单位GDP二氧化碳排放变动率：累计（%）"].series[0].values[-1] == pytest.approx(-12.4, abs=0.1)


def test_an_average_stands_at_the_years_it_is_of(plots):
    """9.8 and 7.7 are 8.7 a year on average: no figure of 2022."""
    (drawn,) = [plot for title, plot in plots["zh"].items() if title.startswith("全社会研发经费投入")]
    assert drawn.title == "全社会研发经费投入增长：年均增速（%）"
    assert dict(zip(drawn.categories, drawn.series[0].values, strict=True)) == {
        "2021年年均": pytest.approx(9.8), "2021—2022年年均": pytest.approx(8.7, abs=0.05), "2021—2025年年均": None,
    }  # fmt: skip
    assert "2021—2022年年均" in drawn.summary
    assert drawn.years is None


def test_what_is_at_a_day_keeps_its_name(plots):
    drawn = plots["zh"]["常住人口城镇化率（%）"]
    assert (drawn.categories[0], drawn.categories[-1]) == ("2019年底", "2025年底")


def test_the_page_of_a_measure_says_so_too(plan):
    view = services.measure_view(plan, ZHANG, services.Query(), "rd_expenditure_growth")
    assert [point.label.split()[0] for point in view.changes["P14_04"]] == ["2021年年均", "2021—2022年年均"]
    view = services.measure_view(plan, ZHANG, services.Query(), "life_expectancy")
    assert view.changes["P14_13"][-1].label.startswith("2025年12月31日")
