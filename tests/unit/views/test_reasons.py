"""A report gives reasons without asking its reader for anything."""

from datetime import date

import pytest

from kpi.i18n import texts
from kpi.model import Message, Quantity, Window
from kpi.views import because
from kpi.views.reasons import at_hand
from tests.unit.views.test_amounts import TRAINING

PROJECT = Quantity(98700.0, TRAINING)
YEAR_2023 = Window(date(2023, 1, 1), date(2023, 12, 31))
WANTED = Message("reason.want_period", {"window": YEAR_2023})
UNKNOWN_START = Message("reason.unknown_start", {"figure": PROJECT, "wanted": WANTED})


def test_an_unknown_start_in_chinese():
    assert because(texts("zh"), UNKNOWN_START).startswith("因9.87万人次的起始时间未载明，暂不评价；")
    assert because(texts("zh"), UNKNOWN_START).endswith("2023年数据后评价。")


def test_an_unknown_start_in_english():
    sentence = because(texts("en"), UNKNOWN_START)
    assert sentence.startswith("Not judged, because the source does not say when the count of 98,700 person-times began;")
    assert sentence.endswith("would settle it.")


def test_reasons_inside_reasons_are_worded_the_same_way():
    missing = Message("reason.missing", {"windows": (YEAR_2023,)})
    joined = because(texts("zh"), Message("reason.joined", {"first": UNKNOWN_START, "second": missing}))
    assert "请" not in joined
    assert joined.startswith("因9.87万人次的起始时间未载明")
    assert joined.endswith("缺2023年数据，数据补齐后核定。")


def test_a_reason_that_asks_nothing_stays_as_it_is():
    told = Message("reason.milestone_missed", {"day": date(2025, 12, 31)})
    assert because(texts("zh"), told) == "截至2025年12月31日尚未完成。"


def test_no_reason_is_no_sentence():
    assert because(texts("zh"), None) == ""


@pytest.mark.parametrize(("lang", "asking"), [("zh", "请"), ("en", "please")])
def test_no_report_asks(lang, asking):
    """Every reason that asks on screen has a wording for paper, and no text of reports asks."""
    catalog = {key: str(text).lower() for key, text in texts(lang).catalog.items()}
    asked = [key.removeprefix("reason.") for key, text in catalog.items() if key.startswith("reason.") and asking in text]
    assert [code for code in asked if f"report.because_{code}" not in catalog] == []
    assert [key for key, text in catalog.items() if key.startswith("report.") and asking in text] == []


def test_the_paper_wordings_belong_to_reasons_that_exist():
    keys = texts("zh").catalog.keys()
    codes = [key.removeprefix("report.because_") for key in keys if key.startswith("report.because_")]
    assert [code for code in codes if f"reason.{code}" not in keys] == []


def test_what_is_at_hand_tells_the_hole_in_it():
    """69 by the end of the year are no year's figure where its first months never came."""
    hole = Message("reason.hole", {"windows": (Window(date(2025, 1, 1), date(2025, 3, 31)),)})
    assert at_hand(texts("zh"), hole, "69家（截至2025年底）") == "已报69家（截至2025年底），缺2025年1—3月"
    told = at_hand(texts("en"), hole, "69 firms (up to the end of 2025)")
    assert told == "69 firms (up to the end of 2025) reported, without January–March 2025"


def test_what_is_missing_after_the_newest_figure_is_no_hole():
    """The same words for what is over but lacks its first months; what is still to come after a figure is asked for alone."""
    first, last = Window(date(2025, 1, 1), date(2025, 3, 31)), Window(date(2025, 10, 1), date(2025, 12, 31))
    year, autumn = date(2025, 12, 31), date(2025, 9, 30)
    lacks = [Message("reason.missing", {"windows": (window,)}) for window in (first, last)]
    assert at_hand(texts("zh"), lacks[0], "69家（截至2025年底）", year) == "已报69家（截至2025年底），缺2025年1—3月"
    assert at_hand(texts("zh"), lacks[1], "3个（截至2025年9月30日）", autumn) == "已报3个（截至2025年9月30日）"
