"""English counts agree with what they count, in units, points and sentences."""

import re
from decimal import Decimal

import pytest

from kpi.i18n import texts
from kpi.model import Gap, Multiple, Pace, Unit
from tests.unit.progress.factory import ratio_measure, stock_measure

EN = texts("en")


def unit(plural, one=""):
    return Unit("each", "个", plural, ("个",), integer=True, name_en_one=one)


@pytest.mark.parametrize(
    ("plural", "one", "number", "told"),
    [
        ("facilities", "", 1, "facility"),
        ("schools", "", 1, "school"),
        ("schools", "", -1, "school"),
        ("schools", "", 0, "schools"),
        ("schools", "", Decimal("0.17"), "schools"),
        ("people", "person", 1, "person"),
        ("people", "", 1, "people"),
        ("kinds of benefit", "kind of benefit", 1, "kind of benefit"),
        ("glass", "", 1, "glass"),
    ],
)
def test_a_unit_after_a_number(plural, one, number, told):
    assert unit(plural, one).counted(number, "en") == told


def test_one_of_a_measure():
    measure = stock_measure(unit=unit("facilities"))
    assert [EN.quantity(number, measure) for number in (1, 2)] == ["1 facility", "2 facilities"]
    assert EN.word(Gap(1.0, measure)) == "1 facility"


def test_one_percentage_point():
    assert [EN.gap(value, ratio_measure()) for value in (0.01, 0.02)] == ["1 percentage point", "2 percentage points"]
    assert [EN.points(value) for value in (1.0, 1.5)] == ["1 percentage point", "1.5 percentage points"]


@pytest.mark.parametrize(("needed", "told"), [(30, "2.5 times"), (12, "equal to"), (1.2, "0.1 times")])
def test_how_many_times_one_pace_is_another(needed, told):
    measure = stock_measure()
    assert EN.word(Multiple(Pace(needed, measure), Pace(12, measure))) == told


@pytest.mark.parametrize(
    ("key", "values", "told"),
    [
        ("analysis.all_with_verdict", {"count": 1, "total": 1, "number": 0}, "The 1 target carries a verdict."),
        ("analysis.without_verdict", {"count": 1, "total": 1, "number": 1}, "1 target of 1 carries no verdict."),
        ("page.more_rows", {"count": 1}, "1 more row is not listed"),
    ],
)
def test_sentences_about_one(key, values, told):
    assert EN(key, **values) == told


NEVER_ONE = {
    "error.password_short",
    "error.password_long",
    "error.typed_long",
    "error.plan_cell_too_long",
    "error.changes_too_many",
    "problem.bulk_judged_own",
}
"""They count characters, of which there are always more."""


def test_whatever_counts_things_has_a_word_for_one():
    """Of a text that goes on in the plural after its count there is a second for one."""
    alone = {key: text for key, text in EN.catalog.items() if isinstance(text, str)}
    assert {key for key, text in alone.items() if re.search(r"\{(count|days)\} [a-z]+s\b", text)} == NEVER_ONE


@pytest.mark.parametrize(
    ("key", "values", "told"),
    [
        ("duties.reviews", {}, "1 submission waits for my review"),
        ("duties.returned", {}, "1 submission was sent back to be corrected"),
        ("duties.answers", {}, "1 matter waits for an answer or to be put right"),
        ("duties.closings", {}, "1 matter is said to be done and waits to be closed"),
        ("remind.over", {"day": "2 April 2026"}, "The first was due on 2 April 2026 (1 day ago)"),
        ("remind.asks_late", {"late": 1}, "1 figure owed, 1 overdue"),
    ],
)
def test_what_is_to_be_done_about_one(key, values, told):
    assert EN(key, count=1, **values) == told
