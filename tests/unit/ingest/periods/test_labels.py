"""Periods as tables label them, hand-read for a flow, a stock and a ratio."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.periods.labels import Label, Quarters, place, read_label, together
from kpi.ingest.periods.spans import Period
from kpi.ingest.refusals import Refused
from kpi.model import Kind


def day(text):
    return date.fromisoformat(text)


def window(first, last):
    return Period(day(first), day(last))


@pytest.mark.parametrize(
    ("text", "flow", "stock"),
    [
        ("2023年", ("2023-01-01", "2023-12-31"), "2023-12-31"),
        ("2023年度", ("2023-01-01", "2023-12-31"), "2023-12-31"),
        ("2023", ("2023-01-01", "2023-12-31"), "2023-12-31"),
        ("2023.0", ("2023-01-01", "2023-12-31"), "2023-12-31"),
        ("２０２３年全年", ("2023-01-01", "2023-12-31"), "2023-12-31"),
        ("2023年累计", ("2023-01-01", "2023-12-31"), "2023-12-31"),
        ("2020年第一季度", ("2020-01-01", "2020-03-31"), "2020-03-31"),
        ("2020Q1", ("2020-01-01", "2020-03-31"), "2020-03-31"),
        ("Q1 2020", ("2020-01-01", "2020-03-31"), "2020-03-31"),
        ("2017年12月", ("2017-12-01", "2017-12-31"), "2017-12-31"),
        ("2024年2月份", ("2024-02-01", "2024-02-29"), "2024-02-29"),
        ("2023-06", ("2023-06-01", "2023-06-30"), "2023-06-30"),
        ("202306", ("2023-06-01", "2023-06-30"), "2023-06-30"),
        ("2023.06", ("2023-06-01", "2023-06-30"), "2023-06-30"),
        ("2023年1—6月", ("2023-01-01", "2023-06-30"), "2023-06-30"),
        ("2023年1月至6月", ("2023-01-01", "2023-06-30"), "2023-06-30"),
        ("2023年1-6月累计", ("2023-01-01", "2023-06-30"), "2023-06-30"),
        ("2023年6月累计", ("2023-01-01", "2023-06-30"), "2023-06-30"),
        ("2023年4～6月", ("2023-04-01", "2023-06-30"), "2023-06-30"),
        ("2023年上半年", ("2023-01-01", "2023-06-30"), "2023-06-30"),
        ("2023年下半年", ("2023-07-01", "2023-12-31"), "2023-12-31"),
        ("2023年前三季度", ("2023-01-01", "2023-09-30"), "2023-09-30"),
        ("2023年一至三季度", ("2023-01-01", "2023-09-30"), "2023-09-30"),
        ("2023年第三季度累计", ("2023-01-01", "2023-09-30"), "2023-09-30"),
        ("2021—2025年", ("2021-01-01", "2025-12-31"), "2025-12-31"),
        ("2023年1月1日至2023年6月30日", ("2023-01-01", "2023-06-30"), "2023-06-30"),
    ],
)
def test_a_label_is_a_window_of_a_flow_and_the_last_day_of_a_stock(text, flow, stock):
    label = read_label(text)
    assert place(label, Kind.FLOW) == window(*flow)
    assert place(label, Kind.STOCK).end == day(stock)
    assert place(label, Kind.RANK).end == day(stock)


@pytest.mark.parametrize(
    ("text", "stock"),
    [
        ("2023/12/31", "2023-12-31"),
        ("2023年6月末", "2023-06-30"),
        ("2023年末", "2023-12-31"),
        ("2023年底", "2023-12-31"),
        ("截至2023年6月", "2023-06-30"),
        ("截至2023年6月30日", "2023-06-30"),
        ("2023-12-31 00:00:00", "2023-12-31"),
        ("45291", "2023-12-31"),
    ],
)
def test_a_day_is_no_window(text, stock):
    label = read_label(text)
    assert place(label, Kind.STOCK) == Period(as_of=day(stock))
    with pytest.raises(Refused) as refused:
        place(label, Kind.FLOW)
    assert refused.value.code == "flow_needs_start"


def test_a_ratio_is_of_a_day_unless_its_label_counts_from_january():
    assert place(read_label("2023年"), Kind.RATIO) == Period(as_of=day("2023-12-31"))
    assert place(read_label("2023年6月"), Kind.RATIO) == Period(as_of=day("2023-06-30"))
    assert place(read_label("2023年1—6月"), Kind.RATIO) == window("2023-01-01", "2023-06-30")


@pytest.mark.parametrize("text", ["第三季度", "三季度", "3季度", "Q3", "2023年第三季度", "2023年四季度"])
def test_a_bare_quarter_of_a_flow_is_asked_about(text):
    label = together((read_label(text), Label(2023)))
    with pytest.raises(Refused) as refused:
        place(label, Kind.FLOW)
    assert refused.value.code == "quarter_unclear"
    last = 12 if "四" in text else 9
    assert refused.value.values == {"first": last - 2, "last": last}
    assert place(label, Kind.FLOW, Quarters.CUMULATIVE).window_start == day("2023-01-01")
    assert place(label, Kind.FLOW, Quarters.ALONE).window_start == date(2023, last - 2, 1)
    assert place(label, Kind.STOCK).end.month == last


def test_words_beside_a_quarter_settle_it():
    for text, first in (("2023年第三季度", "2023-07-01"), ("2023年第三季度累计", "2023-01-01")):
        label = together((read_label(text), *([read_label("当季")] if first.endswith("07-01") else [])))
        assert place(label, Kind.FLOW).window_start == day(first)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "13月",
        "0月",
        "6—3月",
        "2023年13月",
        "第五季度",
        "20231",
        "2023.5",
        "12",
        "2023年6月31日",
        "末",
        "累计人数",
        "32000",
        "2023人",
    ],
)
def test_no_period(text):
    assert read_label(text) is None


def test_a_month_without_a_year_is_refused():
    with pytest.raises(Refused) as refused:
        place(read_label("6月"), Kind.STOCK)
    assert refused.value.code == "period_no_year"


@pytest.mark.parametrize(
    ("one", "other"), [("2022年", "2023年"), ("6月", "7月"), ("2023-06-30", "2022年"), ("2023-06-30", "6月")]
)
def test_labels_that_contradict_each_other(one, other):
    with pytest.raises(Refused) as refused:
        together((read_label(one), read_label(other)))
    assert refused.value.code == "period_conflict"


@given(
    st.integers(1990, 2100),
    st.integers(1, 12),
    st.sampled_from(["{y}年{m}月", "{y}-{m:02}", "{y}/{m}", "{y}{m:02}", "{y}年{m}月份"]),
)
def test_a_month_reads_back_in_every_spelling(year, month, spelling):
    found = place(read_label(spelling.format(y=year, m=month)), Kind.FLOW)
    assert found.window_start == date(year, month, 1)
    assert (found.end.year, found.end.month, (found.end.toordinal() + 1)) == (
        year,
        month,
        (date(year + month // 12, month % 12 + 1, 1)).toordinal(),
    )


@given(st.text(max_size=12))
def test_whatever_is_written_is_a_period_or_none(text):
    label = read_label(text)
    assert label is None or label != Label()
