"""Years, dates and what they mean together for each kind of measure."""

from datetime import date

import pytest

from kpi.ingest.periods.spans import Period, check_bounds, period, read_date, read_year
from kpi.ingest.refusals import Refused
from kpi.model import Kind

JAN, JUNE, DEC = date(2024, 1, 1), date(2024, 6, 30), date(2024, 12, 31)


@pytest.mark.parametrize("text", ["2024", "2024年", "2024年度", "2024.0", "２０２４", " 2024 年 "])
def test_a_year(text):
    assert read_year(text) == 2024


@pytest.mark.parametrize("text", ["20255", "24", "2024.5", "2024年上半年", "2024-2025", "2024²", "0024", "", "二〇二四"])
def test_no_year(text):
    with pytest.raises(Refused) as refused:
        read_year(text)
    assert refused.value.code == "year_unreadable"


@pytest.mark.parametrize(
    "text",
    ["2024-06-30", "2024/6/30", "2024年6月30日", "2024.6.30", "20240630", "２０２４/６/３０", "2024-06-30 00:00:00"],
)
def test_a_date(text):
    assert read_date(text) == JUNE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023-02-30", "date_impossible"),
        ("2023年13月1日", "date_impossible"),
        ("0000-01-01", "date_impossible"),
        ("2023-02-29", "date_impossible"),
        ("2024年6月", "date_unreadable"),
        ("2024-06", "date_unreadable"),
        ("6/30/2024", "date_unreadable"),
        ("45473", "date_unreadable"),
        ("2024/6.30", "date_unreadable"),
        ("2024-06-30 12:00:00", "date_unreadable"),
        ("24-6-30", "date_unreadable"),
    ],
)
def test_no_date(text, code):
    with pytest.raises(Refused) as refused:
        read_date(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "year", "start", "end", "expected"),
    [
        (Kind.FLOW, 2024, None, None, Period(JAN, DEC)),
        (Kind.FLOW, None, JAN, JUNE, Period(JAN, JUNE)),
        (Kind.FLOW, 2024, JAN, JUNE, Period(JAN, JUNE)),
        (Kind.FLOW, 2024, JAN, None, Period(JAN, DEC)),
        (Kind.FLOW, 2024, None, DEC, Period(JAN, DEC)),
        (Kind.STOCK, 2024, None, None, Period(as_of=DEC)),
        (Kind.RATIO, 2024, None, None, Period(as_of=DEC)),
        (Kind.RANK, 2024, None, None, Period(as_of=DEC)),
        (Kind.MILESTONE, 2024, None, None, Period(as_of=DEC)),
        (Kind.STOCK, None, None, JUNE, Period(as_of=JUNE)),
        (Kind.RANK, 2024, None, JUNE, Period(as_of=JUNE)),
        (Kind.STOCK, None, JAN, JUNE, Period(as_of=JUNE)),
        (Kind.STOCK, 2024, date(2020, 1, 1), JUNE, Period(as_of=JUNE)),
        (Kind.RATIO, None, None, JUNE, Period(as_of=JUNE)),
        (Kind.RATIO, None, JAN, JUNE, Period(JAN, JUNE)),
        (Kind.RATIO, 2024, JAN, DEC, Period(JAN, DEC)),
    ],
)
def test_what_year_and_dates_mean(kind, year, start, end, expected):
    assert period(kind, year, start, end) == expected


@pytest.mark.parametrize(
    ("kind", "year", "start", "end", "code"),
    [
        (Kind.FLOW, None, None, None, "period_missing"),
        (Kind.STOCK, None, None, None, "period_missing"),
        (Kind.FLOW, None, None, JUNE, "flow_needs_start"),
        (Kind.FLOW, 2024, None, JUNE, "flow_needs_start"),
        (Kind.FLOW, None, JAN, None, "end_missing"),
        (Kind.FLOW, 2024, date(2024, 3, 1), None, "end_missing"),
        (Kind.RATIO, 2024, date(2024, 3, 1), None, "end_missing"),
        (Kind.FLOW, None, JUNE, JAN, "period_reversed"),
        (Kind.FLOW, 2023, JAN, DEC, "year_disagrees"),
        (Kind.FLOW, 2024, date(2023, 1, 1), DEC, "year_disagrees"),
        (Kind.RATIO, 2023, JAN, DEC, "year_disagrees"),
        (Kind.STOCK, 2023, None, JUNE, "year_disagrees"),
    ],
)
def test_what_says_too_little_or_contradicts_itself(kind, year, start, end, code):
    with pytest.raises(Refused) as refused:
        period(kind, year, start, end)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (date(1899, 12, 31), "period_impossible"),
        (date(1900, 1, 1), None),
        (date(2026, 1, 15), None),
        (date(2026, 1, 16), "period_future"),
    ],
)
def test_how_early_and_late_a_period_may_end(end, code):
    found = None
    try:
        check_bounds(Period(as_of=end), date(2026, 1, 15))
    except Refused as refused:
        found = refused.code
    assert found == code
