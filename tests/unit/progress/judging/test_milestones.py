"""What is to be done once: reported done or not, it has no level to be kept and no baseline to speak of."""

from kpi.i18n import texts
from kpi.model import Kind, Status
from tests.unit.progress.factory import at, by_date, judge_one, stock_measure

BUILT = stock_measure("built", kind=Kind.MILESTONE, name_zh="平台建成", display_unit="项")
GOAL = by_date(1, measure_id="built")


def judged(*reported, as_of="2025-06-30"):
    return judge_one(GOAL, [at(value, day, "built") for value, day in reported], as_of, measures=[BUILT])


def reason(found):
    return texts("zh").message(found.reason) if found.reason else ""


def test_the_first_yes_is_no_level_to_be_kept():
    found = judged((1, "2025-03-31"))
    assert (found.status, reason(found)) == (Status.BASELINE_ONLY, "2025年3月31日已报完成，此后没有新的填报")


def test_done_and_reported_again_is_met_without_a_word():
    found = judged((1, "2025-03-31"), (1, "2025-06-30"))
    assert (found.status, reason(found)) == (Status.MET, "")


def test_done_and_then_not_is_to_be_checked():
    found = judged((1, "2025-03-31"), (0, "2025-06-30"))
    assert reason(found) == "2025年3月31日曾报完成，2025年6月30日又报尚未完成，请核对"


def test_nowhere_is_a_milestone_called_kept():
    for reported in ([], [(0, "2025-03-31")], [(1, "2025-03-31")], [(1, "2025-03-31"), (0, "2025-06-30")]):
        for as_of in ("2025-06-30", "2025-12-31", "2026-06-30"):
            assert "维持型" not in reason(judged(*reported, as_of=as_of))
