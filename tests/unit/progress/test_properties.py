"""What must hold for any figures: more is never worse, and neither cut, order, display nor the future matters."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpi.model import Assessment, Status
from kpi.progress import assess

from .factory import (
    at,
    by_date,
    each_year,
    flow,
    flow_measure,
    frame,
    in_window,
    in_year,
    judge,
    judge_one,
    months,
    plan,
    stock_measure,
)

WORST_TO_BEST = [
    Status.MISSED, Status.PENDING, Status.INCOMPLETE, Status.BASELINE_ONLY,
    Status.FAR_BEHIND, Status.BEHIND, Status.ON_PACE, Status.MET,
]  # fmt: skip
VALUES = st.integers(0, 300)
QUALIFIERS = st.sampled_from(["eq", "ge", "gt", "le", "lt", "approx"])
DAYS = st.dates(date(2022, 1, 1), date(2026, 6, 30))


def rank(assessment):
    return WORST_TO_BEST.index(assessment.status)


@given(st.dictionaries(DAYS, VALUES, min_size=1, max_size=5), st.integers(1, 200), st.integers(1, 300), QUALIFIERS, DAYS)
def test_more_is_never_worse_by_a_date(levels, goal, more, qualifier, as_of):
    known = {day: value for day, value in levels.items() if day <= min(as_of, date(2025, 12, 31))}
    assume(len(known) > 1)  # with one figure alone, raising it moves the baseline
    newest = max(known)

    def judged(extra):
        figures = [
            at(value + extra * (day == newest), day.isoformat(), qualifier=qualifier if day == newest else "eq")
            for day, value in known.items()
        ]
        return judge_one(by_date(goal), figures, as_of.isoformat())

    assert rank(judged(more)) >= rank(judged(0))


MONTHS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] <= pair[1]),
    min_size=1,
    max_size=6,
    unique=True,
)


def over_months(pairs, values, **changes):
    """Flows over whole months of 2024, one per pair of first and last month."""
    figures = []
    for (first, last), value in zip(pairs, values, strict=False):
        end = date(2024 + last // 12, last % 12 + 1, 1) - timedelta(1)
        figures.append(flow(value, date(2024, first, 1).isoformat(), end.isoformat(), **changes))
    return figures


@pytest.mark.slow
@given(MONTHS, st.lists(VALUES, min_size=6, max_size=6), st.integers(1, 400), st.integers(1, 300), QUALIFIERS, DAYS)
def test_more_is_never_worse_in_a_year(pairs, values, goal, more, qualifier, as_of):
    newest = max(range(len(pairs)), key=lambda position: (pairs[position][1], -pairs[position][0]))

    def judged(extra):
        figures = over_months(pairs, [value + extra * (place == newest) for place, value in enumerate(values)])
        figures[newest]["qualifier"] = qualifier
        return judge_one(in_year(goal, year=2024), figures, as_of.isoformat())

    less, greater = judged(0), judged(more)
    assume(less.current_value is not None)
    assert rank(greater) >= rank(less)


PLACES = {"figures", "baseline_figures", "obstacles"}


def without_figures(assessments):
    """Verdict and numbers, rounded past what the order of additions can tip."""
    plain = []
    for each in assessments:
        fields = {name: getattr(each, name) for name in Assessment.__slots__ if name not in PLACES}
        plain.append({name: round(value, 9) if isinstance(value, float) else value for name, value in fields.items()})
    return plain


@pytest.mark.parametrize("comparator", [">=", "<=", "="])
@given(st.lists(st.integers(0, 50), min_size=12, max_size=12), st.integers(1, 600), st.integers(0, 400))
def test_a_finished_year_may_be_reported_by_month(comparator, monthly, goal, days_later):
    as_of = (date(2024, 12, 31) + timedelta(days_later)).isoformat()
    goals = [
        in_year(goal, comparator, year=2024, target_id="A"),
        in_window(3 * goal, "2023-01-01", "2025-12-31", comparator, target_id="B"),
    ]
    before = flow(goal, "2023-01-01", "2023-12-31")
    whole = judge(goals, [before, flow(sum(monthly), "2024-01-01", "2024-12-31")], as_of)
    cut = judge(goals, [before, *months(monthly, 2024)], as_of)
    assert without_figures(cut) == without_figures(whole)


FIGURES = st.builds(
    lambda pairs, values, levels: [
        *over_months(pairs, values),
        *(at(value, day.isoformat()) for day, value in levels.items()),
    ],
    MONTHS,
    st.lists(VALUES, min_size=6, max_size=6),
    st.dictionaries(DAYS, VALUES, max_size=5),
)
GOALS = [
    by_date(120, target_id="A"), by_date(40, "<=", target_id="B"), in_year(100, year=2024, target_id="C"),
    each_year(60, "<=", target_id="D"), in_window(100, "2024-03-01", "2025-02-28", "=", target_id="E"),
]  # fmt: skip


@pytest.mark.slow
@given(FIGURES, DAYS, st.randoms())
def test_order_of_rows_changes_nothing(figures, as_of, random):
    shuffled = random.sample(figures, len(figures))
    first, second = (assess(plan(*GOALS), frame(*rows), as_of) for rows in (figures, shuffled))
    assert without_figures(first) == without_figures(second)
    for one, other in zip(first, second, strict=True):
        assert [figures[place] for place in one.figures] == [shuffled[place] for place in other.figures]
        assert [figures[place] for place in one.baseline_figures] == [shuffled[place] for place in other.baseline_figures]
        assert [figures[place] for place in one.obstacles] == [shuffled[place] for place in other.obstacles]


@pytest.mark.slow
@given(FIGURES, DAYS, st.sampled_from([1, 100, 10000, 100000000]), st.integers(0, 4))
def test_display_changes_no_number_and_no_status(figures, as_of, scale, decimals):
    """Only the reason may name a whole that differs from its parts: half a printed digit is let pass, by the decimals shown."""

    def judged(**display):
        measures = [stock_measure(**display), flow_measure(**display)]
        found = assess(plan(*GOALS, measures=measures), frame(*figures), as_of)
        return [replace(each, reason=None, remarks=tuple(remark.key for remark in each.remarks)) for each in found]

    assert judged(display_scale=Decimal(scale), decimals=decimals) == judged()


@pytest.mark.slow
@given(FIGURES, DAYS)
def test_what_ends_after_as_of_changes_nothing(figures, as_of):
    known = [each for each in figures if date.fromisoformat(each.get("as_of") or each["window_end"]) <= as_of]
    first, second = (assess(plan(*GOALS), frame(*rows), as_of) for rows in (figures, known))
    assert without_figures(first) == without_figures(second)


@pytest.mark.slow
@given(FIGURES, FIGURES, DAYS)
def test_groups_never_move_a_number(figures, others, as_of):
    groups = [each | {"breakdown": "level", "member": "senior"} for each in others]
    first, second = (assess(plan(*GOALS), frame(*rows), as_of) for rows in (figures, [*figures, *groups]))
    for one, other in zip(first, second, strict=True):
        if one.status in {Status.NO_DATA, Status.PENDING} and one.current_value is None:
            assert other.status in {one.status, Status.NOT_COMPARABLE}
        else:
            assert one == other
