"""The clock of a view that looks back, and of a report: their own day, their own version, never those on the wall."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from kpi import services
from kpi.model import end_of_day
from kpi.services import Grouping, Query, ReportRequest, Scenario
from kpi.wire import gaps_json, lamps_json, members_json, rollup_json, status_json, what_if_json
from tests.unit.services.conftest import TRAINED_2023, ZHANG, load, row, table

YEARS_OF_G2 = [date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31)]
DEADLINES = [("G1", date(2025, 12, 31)), ("G3", date(2025, 12, 31))]


def overdue(plan, **asked):
    return [(each.target_id, each.due) for each in services.status(plan, ZHANG, Query(**asked)).overdue]


def reported(plan, **asked):
    made = services.report_model(plan, ZHANG, ReportRequest(Query(**asked)))
    return [each.due for each in made.overdue]


@pytest.mark.slow
def test_a_past_day_lists_only_what_was_over_by_its_end(tiny):
    """The clock stands in March 2026; at the end of 2023 one year of three was over, a day before none."""
    assert overdue(tiny, as_of=date(2023, 12, 30)) == []
    assert overdue(tiny, as_of=date(2023, 12, 31)) == [("G2", date(2023, 12, 31))]
    assert overdue(tiny, as_of=date(2025, 6, 30)) == [("G2", day) for day in YEARS_OF_G2[:2]]


def test_a_day_to_come_makes_nothing_overdue_before_its_time(tiny, clock):
    clock.moment = datetime(2024, 7, 1, tzinfo=UTC)
    assert overdue(tiny, as_of=date(2030, 1, 1)) == [("G2", date(2023, 12, 31))]


def test_a_past_moment_lists_only_what_was_over_then(tiny):
    """On 31 December 2024 that day itself is not over yet; on 1 January it is."""
    assert overdue(tiny, known_at=end_of_day(date(2024, 12, 31))) == [("G2", date(2023, 12, 31))]
    assert overdue(tiny, known_at=end_of_day(date(2025, 1, 1))) == [("G2", day) for day in YEARS_OF_G2[:2]]
    both = Query(as_of=date(2023, 12, 31), known_at=end_of_day(date(2025, 1, 1)))
    assert [each.due for each in services.status(tiny, ZHANG, both).overdue] == YEARS_OF_G2[:1]


@pytest.mark.slow
def test_a_report_lists_what_was_over_by_its_own_day_whatever_the_wall_says(tiny, clock):
    """Without a day asked for its day is that of the newest figures, 31 December 2022: nothing was due."""
    for later in (0, 1, 1000):
        clock.wind(days=later)
        assert reported(tiny) == []
        assert reported(tiny, as_of=date(2024, 12, 31)) == YEARS_OF_G2[:2]
        assert sorted(reported(tiny, as_of=date(2025, 12, 31))) == sorted([*YEARS_OF_G2, *(day for _, day in DEADLINES)])


def test_a_report_of_a_category_lists_its_own(tiny):
    (category, *_) = services.report_groups(tiny, ZHANG, Grouping.CATEGORY, "zh")
    request = ReportRequest(Query(as_of=date(2025, 12, 31)), Grouping.CATEGORY, category)
    made = services.report_model(tiny, ZHANG, request)
    assert {each.measure_name for each in made.overdue} == {row.measure_name for row in made.rows}


@pytest.fixture
def versions(letter, clock):
    """Moments in the middle of three versions of the figures: the plan's own, an upload's, and after it is taken back."""
    moments = [clock.wind(minutes=1)]
    clock.wind(minutes=1)
    load(letter, table(TRAINED_2023))
    moments.append(clock.wind(minutes=1))
    clock.wind(minutes=1)
    services.withdraw(letter, ZHANG, 2, "误报")
    moments.append(clock.wind(minutes=1))
    clock.wind(minutes=1)
    return moments


@pytest.mark.slow
def test_a_past_moment_has_its_own_version(letter, versions):
    told = [status_json(services.status(letter, ZHANG, Query(known_at=each))) for each in versions]
    assert [each["data_version"] for each in told] == [1, 2, 3]
    assert [each["known_at"] for each in told] == [each.isoformat(timespec="seconds") for each in versions]
    now = status_json(services.status(letter, ZHANG, Query()))
    assert (now["data_version"], now["known_at"]) == (3, None)


@pytest.mark.slow
def test_every_analysis_carries_the_version_of_its_moment(letter, versions):
    asked = Query(known_at=versions[0])
    dimension = next(iter(services.member_dimensions(letter, ZHANG, asked)))
    column = services.member_column(letter, ZHANG, asked, dimension, "skilled_talent_associations")
    told = [
        gaps_json(services.gap_view(letter, ZHANG, asked)),
        what_if_json(services.what_if(letter, ZHANG, asked, "skilled_share_of_employed", Scenario())),
        rollup_json(services.roll_up(letter, ZHANG, asked, Grouping.CATEGORY)),
        lamps_json(services.lamps_view(letter, ZHANG, asked)),
        members_json(services.members_view(letter, ZHANG, asked, dimension), column),
    ]
    assert [each["data_version"] for each in told] == [1] * 5


@pytest.mark.slow
def test_a_report_of_a_past_moment_prints_that_version_and_that_moment(letter, versions):
    made = services.report_model(letter, ZHANG, ReportRequest(Query(known_at=versions[1])))
    assert (made.data_version, made.known_at, made.moment) == (2, versions[1], versions[1])
    content = services.gap_report(letter, ZHANG, ReportRequest(Query(known_at=versions[0])), "json").content
    meta = json.loads(content)["meta"]
    assert (meta["data_version"], datetime.fromisoformat(meta["moment"])) == (1, versions[0].replace(microsecond=0))


@pytest.mark.slow
def test_a_report_of_the_newest_figures_tells_when_they_last_changed(letter, versions):
    """The withdrawal came a minute before the last of the moments."""
    made = services.report_model(letter, ZHANG, ReportRequest())
    assert (made.data_version, made.known_at, made.moment) == (3, None, versions[2] - timedelta(minutes=1))


@pytest.mark.slow
def test_the_ledger_keeps_the_version_of_the_moment_looked_back_from(letter, versions):
    """It is issued though the figures have moved on twice since, and the next one has the newest version."""
    then = services.issue_report(letter, ZHANG, ReportRequest(Query(known_at=versions[0])), ["csv"])
    now = services.issue_report(letter, ZHANG, ReportRequest(), ["csv"])
    assert [each.record.data_version for each in (then, now)] == [1, 3]
    assert services.compare_issued(letter, ZHANG, 1).reproduced
    assert letter.store.verify() == []


@pytest.mark.slow
def test_a_moment_still_to_come_is_now(letter, versions, clock):
    tomorrow = end_of_day(date(2026, 3, 3))
    view = services.status(letter, ZHANG, Query(known_at=tomorrow))
    assert (view.known_at, view.query.known_at, view.data_version) == (None, None, 3)
    clock.wind(days=3)
    load(letter, table(row("subsidized_training", "7.1", "万人次", year=2024)))
    assert services.status(letter, ZHANG, Query(known_at=tomorrow)).data_version == 3
    assert services.status(letter, ZHANG, Query()).data_version == 4
