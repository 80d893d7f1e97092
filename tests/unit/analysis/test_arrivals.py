"""When the figure of a period came: of exactly the period, of the year up to its end, or of parts that leave no day open."""

from datetime import date

import pytest

from kpi.analysis import Arrival, Arrivals, ratio_reported_on
from kpi.model import Window

YEAR, SECOND = Window(date(2025, 1, 1), date(2025, 12, 31)), Window(date(2025, 4, 1), date(2025, 6, 30))
DUE = date(2026, 1, 31)


def day(text):
    """A day of 2025, or of 2026 from its thirteenth month on: 07-01, 13-05."""
    month, number = map(int, text.split("-"))
    return date(2025 + (month - 1) // 12, (month - 1) % 12 + 1, number)


def came(start, end, on, *, of_plan=False):
    return Arrival(start and day(start), day(end), day(on), of_plan)


def reported(*figures, period=YEAR, parts=True, first_day=date(2021, 1, 1)):
    return Arrivals(figures, parts=parts).reported_on(period, first_day, DUE)


@pytest.mark.parametrize(
    ("figures", "period", "expected"),
    [
        ([], YEAR, None),
        ([came("01-01", "12-31", "13-10")], YEAR, "13-10"),
        ([came(None, "12-31", "13-10")], YEAR, "13-10"),
        ([came("01-01", "12-31", "13-10"), came(None, "12-31", "13-08")], YEAR, "13-08"),
        ([came("01-01", "11-30", "12-10")], YEAR, None),
        ([came("01-01", "06-30", "07-20")], SECOND, "07-20"),  # the year up to the end of the quarter
        ([came("05-01", "06-30", "07-20")], SECOND, None),
        ([came("01-01", "06-30", "07-02"), came("07-01", "12-31", "13-20")], YEAR, "13-20"),
        ([came("01-01", "06-30", "07-02"), came("07-02", "12-31", "13-20")], YEAR, None),  # 1 July is open
        ([came("01-01", "06-30", "07-02"), came("06-30", "12-31", "13-20")], YEAR, None),  # and here twice there
    ],
)
def test_when_it_came(figures, period, expected):
    assert reported(*figures, period=period) == (expected and day(expected))


def test_parts_of_what_is_no_flow_are_not_added():
    halves = [came("01-01", "06-30", "07-02"), came("07-01", "12-31", "13-20")]
    assert reported(*halves, parts=False) is None


def test_what_came_with_the_plan_was_never_late():
    assert reported(came("01-01", "12-31", "15-01", of_plan=True)) == DUE


def test_a_year_is_whole_from_the_day_on_which_the_plan_asks():
    """Asked about from May on, a figure from May to December is the year's; asked about from 2021 on, it is not."""
    figure = came("05-01", "12-31", "13-05")
    assert reported(figure, parts=False, first_day=date(2025, 5, 1)) == date(2026, 1, 5)
    assert reported(figure, parts=False) is None


ABOVE, BELOW = Arrivals([came(None, "12-31", "13-10")], parts=False), Arrivals([came(None, "12-31", "13-20")], parts=False)
NOT_YET = Arrivals([came(None, "11-30", "12-10")], parts=False)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [([ABOVE, BELOW], "13-20"), ([BELOW, ABOVE], "13-20"), ([ABOVE, NOT_YET], None), ([NOT_YET, BELOW], None), ([], None)],
)
def test_a_ratio_comes_with_the_later_of_its_terms(terms, expected):
    assert ratio_reported_on(terms, YEAR, date(2021, 1, 1), DUE) == (expected and day(expected))
