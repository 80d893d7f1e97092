"""The headline sentence: each target once, every group that is not empty, and numbers that add up."""

from datetime import date

import pytest

from kpi.i18n import texts
from kpi.model import Status
from kpi.progress import earlier_message, headline, summarise

from .factory import at, by_date, day, each_year, flow, in_year, judge, plan

AS_OF = date(2025, 6, 30)


def summary_of(goals, figures, as_of="2025-06-30"):
    return summarise(judge(goals, figures, as_of), day(as_of))


@pytest.mark.parametrize(
    ("as_of", "years", "counted"),
    [
        ("2024-06-30", (2023, 2024, 2025), 2024),  # the year that contains it
        ("2022-06-30", (2023, 2024), 2023),
        ("2026-06-30", (2023, 2024), 2024),
        ("2024-06-30", (2023, 2025), 2023),  # 182 days since 2023, 185 to 2025
        ("2024-07-02", (2023, 2025), 2025),  # 184 days since 2023, 183 to 2025
        ("2024-12-31", (2024,), 2024),
    ],
)
def test_each_year_counts_once(as_of, years, counted):
    summary = summary_of(each_year(100, years=years), [], as_of)
    assert [each.year for each in summary.counted] == [counted]
    assert summary.total == 1


def test_groups_add_up_and_that_none_is_missed_is_said_in_words():
    goals = [by_date(100, target_id="A"), each_year(10, target_id="B"), in_year(5, target_id="C")]
    goals += [in_year(1000, target_id="D", year=2026)]
    figures = [at(50, "2023-06-30"), flow(9, "2025-01-01", "2025-06-30")]
    summary = summary_of(goals, figures)
    counts = {status: count for status, count in summary.counts.items() if count}
    assert counts == {Status.MET: 1, Status.ON_PACE: 1, Status.BASELINE_ONLY: 1, Status.NOT_STARTED: 1}
    assert sum(summary.counts.values()) == summary.total == 4
    assert list(summary.counts) == list(Status)
    sentence = headline(summary, AS_OF)
    assert texts("zh").message(sentence) == (
        "截至2025年6月30日，4项目标中，已达标1项、达到序时1项、仅有基期1项、未开始1项，本期没有目标判定为未完成"
    )
    assert texts("en").message(sentence) == (
        "As of 30 June 2025, of 4 targets 1 is met, 1 is on pace, 1 has only a baseline and 1 has not started; "
        "none is missed in the current period."
    )
    missed = headline(type(summary)({each: 2 * (each is Status.MISSED) for each in Status}, (), ()), AS_OF)
    assert texts("zh").message(missed) == "截至2025年6月30日，0项目标中，未完成2项"


@pytest.mark.parametrize("status", Status)
def test_every_group_has_its_words(status):
    summary = summarise([], AS_OF)
    named = headline(type(summary)({each: int(each is status) for each in Status}, (), ()), AS_OF)
    label = texts("zh")(f"status.{status}")
    assert f"{label}1项" in texts("zh").message(named)
    assert "1 " in texts("en").message(named)


def test_earlier_years_missed_or_pending_are_named_in_a_second_sentence():
    figures = [flow(7, "2023-01-01", "2023-12-31"), flow(12, "2024-01-01", "2024-12-31"), flow(2, "2025-01-01", "2025-03-31")]
    goals = [each_year(10, target_id="A"), each_year("0.3", target_id="B", measure_id="ratio")]
    summary = summary_of(goals, figures)
    assert [(each.target_id, each.year, each.status) for each in summary.earlier] == [
        ("A", 2023, Status.MISSED),
        ("B", 2023, Status.PENDING),
        ("B", 2024, Status.PENDING),
    ]
    sentence = earlier_message(summary, plan(*goals))
    assert texts("zh").message(sentence) == "以前年度判定为未完成的有：培训人次（2023年）；待核定的有：占比（2023、2024年）"
    assert texts("en").message(sentence) == "In earlier years, missed: Training (2023); pending: Share (2023 and 2024)."


def test_second_sentence_of_one_kind():
    goals = [each_year(10, years=(2024, 2025))]
    sentence = earlier_message(summary_of(goals, []), plan(*goals))
    assert texts("zh").message(sentence) == "以前年度待核定的有：培训人次（2024年）"


def test_no_second_sentence_without_earlier_years():
    assert earlier_message(summary_of(in_year(10, year=2023), []), plan()) is None  # a year of its own, counted itself
    assert summary_of(in_year(10, year=2023), []).counts[Status.PENDING] == 1
    assert earlier_message(summary_of(each_year(10, years=(2025, 2026)), []), plan()) is None
