"""A verdict in words: reason and remarks apart on screen, as one where there is room for one text, closed on paper."""

from datetime import date, datetime

from kpi.model import SHANGHAI
from kpi.views import Known, Moments, Query, status_view
from tests.unit.progress.factory import CITY, at, by_date, frame, plan

MID_2024 = date(2024, 6, 30)
KEPT = "维持型：基期值100人已符合目标100人，期内应保持"
UNCERTAIN = "约100人是否达到目标100人不能确定，暂按所载数值评价"


def kept():
    """100 wanted, 100 there to begin with, and about 100 later."""
    catalog = plan(by_date(100))
    observations = frame(at(100, "2023-06-30"), at(100, "2024-06-30", qualifier="approx"))
    moments = Moments(datetime(2024, 7, 1, tzinfo=SHANGHAI), data_version=1, last_day=MID_2024)
    view = status_view(Known(catalog, observations, {}), Query(as_of=MID_2024), catalog.regions[CITY], moments, demo=False)
    (standing,) = view.standings
    return standing


def test_on_screen_and_as_one_text():
    assert (kept().screen.reason, kept().screen.remarks) == (KEPT, (UNCERTAIN,))
    assert kept().full_reason == f"{KEPT}；{UNCERTAIN}"


def test_on_paper_each_is_a_sentence():
    assert (kept().paper.reason, kept().paper.remarks) == (f"{KEPT}。", (f"{UNCERTAIN}。",))
