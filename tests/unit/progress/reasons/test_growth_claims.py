"""Growth is spoken of only where something newer than the baseline has been judged, and a fall is not called growth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.i18n import texts
from kpi.model import UNSPECIFIED, Status
from tests.unit.progress.factory import at, by_date, judge_one, rank_measure, target

GROWTH = ("增速", "降幅", "变动率")


def claims(found):
    """Sentences of a row that compare rates."""
    told = [texts("zh").message(remark) for remark in found.remarks]
    return [sentence for sentence in told if any(word in sentence for word in GROWTH)]


@pytest.mark.parametrize(
    ("reported", "as_of", "status"),
    [
        ([at(50, "2023-06-30")], "2026-06-30", Status.PENDING),  # only the baseline, past the deadline
        ([at(50, "2023-06-30"), at(80, "2024-06-30")], "2026-06-30", Status.PENDING),  # newer, but not judged
        ([at(50, "2023-06-30")], "2024-06-30", Status.BASELINE_ONLY),
        ([at(50, "2025-12-31")], "2026-06-30", Status.MISSED),  # the only figure is of the deadline itself
    ],
)
def test_no_growth_without_a_newer_figure_that_is_judged(reported, as_of, status):
    found = judge_one(by_date(100), reported, as_of)
    assert (found.status, found.cagr_ratio, claims(found)) == (status, None, [])


def test_what_is_not_assessed_has_no_growth():
    found = judge_one(target("stock", 100, UNSPECIFIED), [at(50, "2023-06-30"), at(80, "2024-06-30")], "2024-06-30")
    assert (found.status, found.cagr_ratio) == (Status.NOT_ASSESSED, None)


def test_a_fall_is_called_a_fall():
    """200 → 174.9 after one of four years to 100: (174.9 ÷ 200 − 1) ÷ (0.5^¼ − 1) = 0.789."""
    found = judge_one(by_date(100, "<="), [at(200, "2021-12-31"), at(174.9, "2022-12-31")], "2022-12-31")
    assert claims(found) == ["进度不低于序时，但基期以来的年均降幅只有所需降幅的0.79倍"]


def test_places_gained_are_no_growth():
    found = judge_one(
        by_date(10, "<=", "rank"), [at(20, "2021-12-31", "rank"), at(17.49, "2022-12-31", "rank")], "2022-12-31",
        measures=[rank_measure()],
    )  # fmt: skip
    assert claims(found) == ["进度不低于序时，但基期以来位次的年均变动率只有所需变动率的0.79倍"]


@given(
    first=st.floats(1, 1000),
    newest=st.floats(1, 1000),
    goal=st.floats(1, 1000),
    later=st.sampled_from([None, "2024-06-30", "2025-12-31"]),
)
def test_growth_needs_a_verdict(first, newest, goal, later):
    reported = [at(first, "2023-06-30"), *([at(newest, later)] if later else [])]
    for as_of in ("2024-12-31", "2026-06-30"):
        found = judge_one(by_date(goal), reported, as_of)
        spoken = found.current_date is not None and found.current_date > found.baseline_date
        judged = found.status not in {Status.PENDING, Status.BASELINE_ONLY, Status.NOT_ASSESSED}
        if not (spoken and judged):
            assert found.cagr_ratio is None
            assert claims(found) == []
