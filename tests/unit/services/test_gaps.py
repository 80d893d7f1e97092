"""What is missing, most first, and what closing it takes beside what recent years brought."""

from datetime import date

import pytest

from kpi import services
from kpi.model import Status
from kpi.services import Query
from tests.unit.services.conftest import ZHANG, load, row, table


def gaps(workspace, **query):
    return services.gap_view(workspace, ZHANG, Query(**query))


def test_the_letters_gaps_by_what_is_missing(letter):
    """Of what has only its baseline all of the way is missing; of the leading talents 88 of 100, and these lag: the worst."""
    view = gaps(letter)
    assert [(each.standing.target.target_id, each.share.text) for each in view.rows] == [
        ("T33", "88%"),
        ("T01", "100%"),
        ("T02", "100%"),
        ("T16", "100%"),
    ]


def test_what_a_row_says(letter):
    """16 of 20 at the end of June 2023: 4 more in 2026.0 − 2023.496 = 2.504 years are 1.597 a year."""
    t16 = gaps(letter).rows[3]
    assert (t16.standing.gap.text, t16.remaining.text) == ("4家", "2.5年")
    assert t16.remaining.number == pytest.approx(1 - 181 / 365 + 2)
    assert t16.pace == pytest.approx(4 / (1 - 181 / 365 + 2))
    assert (t16.average.number, t16.average_period, t16.ratio.number, t16.ratio.text) == (None, "", None, "")


def test_a_gap_keeps_the_bound_that_a_mark_on_the_value_puts_on_it(letter):
    """≥25.8 % leaves at most 4.2 points to 30 %."""
    assert [each.standing.gap.text for each in gaps(letter).rows] == ["88名", "不超过4.2个百分点", "0.86个百分点", "4家"]


def test_a_need_that_has_a_bound_does_not_read_as_a_limit(letter):
    """No more than 4.2 points are missing; it may well rise by more than 1.68 a year."""
    share = next(
        each for each in services.gap_view(letter, ZHANG, Query(lang="en")).rows if each.standing.target.target_id == "T01"
    )
    assert "no more than 4.2 percentage points short" in share.catch_up.text
    assert "it must rise by up to 1.68 percentage points a year" in share.catch_up.text
    assert "about 5,330,000 people" in share.catch_up.text


def test_the_pace_needed_stands_beside_the_best_year(letter):
    """88 in the three years after 2022 are 29.33 a year, told as 30; 2022 brought 12. Of 16 of 20 no year compares."""
    t33, *_, t16 = gaps(letter).rows
    assert (t33.paces.needed.number, t33.paces.needed.text) == (pytest.approx(88 / 3), "每年需30名")
    assert (t33.paces.best.number, t33.paces.best.text, t33.paces.best.short) == (12, "最好12名（2022年）", "最好12（2022年）")
    assert (t16.paces.needed.text, t16.paces.best) == ("每年需1.6家", None)


def test_every_target_is_somewhere(letter):
    for as_of in (None, date(2024, 12, 31), date(2026, 6, 30)):
        view = gaps(letter, as_of=as_of)
        placed = [each.standing for each in view.rows] + [*view.unranked, *view.closed]
        assert sorted(each.target.target_id for each in placed) == sorted(each.target.target_id for each in view.status.counted)


def test_what_cannot_be_ranked_says_why(letter):
    view = gaps(letter)
    assert len(view.unranked) == 27
    assert [each.target.target_id for each in view.unranked if not each.screen.reason] == []
    assert {each.status for each in view.unranked} == {
        Status.NOT_COMPARABLE,
        Status.NO_DATA,
        Status.NOT_STARTED,
        Status.NOT_ASSESSED,
    }


@pytest.mark.slow
def test_the_rest_of_a_year_against_whole_years(tiny):
    """0.48 of 1.2万 by 30 June 2023 leaves 7200 for the 184 days after it. That is 7200 ÷ (184/365) = 14 283 a year, which is
    1.36 times the 10 500 of 2022."""
    load(tiny, table(row("volunteers_trained", "0.48", "万人次", start="2023-01-01", end="2023-06-30")))
    view = gaps(tiny)
    (found,) = [each for each in view.rows if each.standing.target.target_id == "G2"]
    assert (found.standing.status, found.share.text) == (Status.BEHIND, "60%")
    assert found.remaining.number == pytest.approx(184 / 365)
    assert (found.standing.required.text, found.pace) == ("年内尚需完成0.72万人次", pytest.approx(7200 / (184 / 365)))
    assert (found.average.text, found.average_period) == ("1.05万人次", "2022年")
    assert found.ratio.number == pytest.approx(7200 / (184 / 365) / 10500)
    assert found.ratio.text == "1.4倍"


@pytest.mark.slow
def test_a_measure_that_must_fall(tiny):
    """From 420 to 300 over three years; 390 after one: 90 in two years is 45 a year, one and a half times the 30 of 2023."""
    load(tiny, table(row("landfill_daily", "390", "吨", year=2023)))
    (found,) = [each for each in gaps(tiny).rows if each.standing.target.target_id == "G3"]
    assert (found.standing.gap.text, found.share.text, found.remaining.text) == ("90吨", "75%", "2年")
    assert (found.pace, found.average.number, found.ratio.number) == (
        pytest.approx(-45),
        pytest.approx(-30),
        pytest.approx(1.5),
    )


@pytest.mark.slow
def test_going_the_wrong_way_has_no_ratio(tiny):
    load(tiny, table(row("landfill_daily", "450", "吨", year=2023)))
    (found,) = [each for each in gaps(tiny).rows if each.standing.target.target_id == "G3"]
    assert (found.share.text, found.average.number, found.ratio.number) == ("125%", pytest.approx(30), None)


@pytest.mark.slow
def test_what_is_met_is_closed(tiny):
    load(tiny, table(row("sorted_share", "91%", year=2023)))
    assert [each.target.target_id for each in gaps(tiny).closed] == ["G1"]


@pytest.mark.slow
def test_when_time_is_up_nothing_is_required(tiny):
    load(tiny, table(row("landfill_daily", "390", "吨", year=2025)))
    (found,) = [each for each in gaps(tiny).rows if each.standing.target.target_id == "G3"]
    assert (found.standing.status, found.remaining.text, found.standing.required.text, found.pace) == (
        Status.MISSED,
        "已到期",
        "",
        None,
    )


@pytest.mark.slow
def test_a_hole_in_the_figures_is_not_the_end_of_the_period(tiny):
    """Only 4–6月 of 2024 is there: the year has six months left, though no pace can be asked of it."""
    load(tiny, table(row("volunteers_trained", "0.3", "万人次", start="2024-04-01", end="2024-06-30")))
    (found,) = [each for each in gaps(tiny, as_of=date(2024, 6, 30)).rows if each.standing.target.target_id == "G2"]
    assert (found.standing.status, found.remaining.text, found.standing.required.text) == (Status.INCOMPLETE, "0.5年", "")
    assert found.remaining.number == pytest.approx(184 / 366)
    (found,) = [each for each in gaps(tiny, as_of=date(2024, 12, 31)).rows if each.standing.target.target_id == "G2"]
    assert (found.standing.status, found.remaining.text, found.remaining.number) == (
        Status.PENDING,
        "已到期",
        pytest.approx(184 / 366),
    )
