"""What documents of the national example say of targets whose periods are over: no more than is known."""

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.model import Actor, Status
from kpi.report import Genre
from kpi.report.document import document_of
from kpi.report.document.blocks import Paragraph
from kpi.views.pictures.wording import to_go
from tests.databases import PROJECT

pytestmark = pytest.mark.slow
ZHANG = Actor("张三", OWNER)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    database = tmp_path_factory.mktemp("told") / "kpi.duckdb"
    return services.open_workspace(str(database), str(PROJECT / "data" / "examples" / "national" / "14th"))


@pytest.fixture(scope="module", params=["zh", "en"])
def report(plan, request):
    return services.report_model(plan, ZHANG, services.ReportRequest(services.Query(lang=request.param), genre=Genre.GAP))


def test_what_was_reported_and_is_not_comparable_is_not_called_unreported(report):
    """Energy used per GDP and days of good air were reported every year, of another scope; nine others lack 14 figures."""
    told = " ".join(block.text for block in document_of(report) if isinstance(block, Paragraph))
    if report.lang == "zh":
        assert "需收集11项指标的数据，其中9项到期未报，共缺14项数据；2项已报数据口径不可比，须补报可比数据。" in told
        assert "其中9项指标到期未报，共缺14项数据。" in told
    else:
        assert (
            "11 measures lack figures for a verdict. Not reported though the period is over: 9 (14 figures missing); "
            "reported, but not comparable: 2." in told
        )
        assert "Measures not reported though the period is over: 9 (14 figures missing)." in told


def test_only_a_verdict_says_that_there_is_no_gap(report):
    """Spending on research rose by 8.7% a year in 2021–2022, above 7%; what five years bring is open."""
    none = report.texts("service.no_gap")
    (open_still,) = [each for each in report.counted if each.measure.measure_id == "rd_expenditure_growth"]
    assert (open_still.status, open_still.gap.text) == (Status.PENDING, "")
    assert {each.status for each in report.rows if each.gap.text == none} <= {Status.MET, Status.ON_PACE}
    assert any(each.gap.text == none for each in report.rows if each.status is Status.MET)


def test_after_the_end_a_target_is_short_and_has_no_way_to_go(report):
    """Carbon dioxide per GDP fell by 12.4% of 18%: 5.6 points short, and no time is left."""
    (missed,) = [each for each in report.counted if each.status is Status.MISSED]
    assert to_go(report.texts, missed) == ("距目标差5.6个百分点" if report.lang == "zh" else "5.6 percentage points short")
