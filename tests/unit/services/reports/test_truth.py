"""What a report must never say: half a year as a whole one, an old value as the newest, a place among nobody."""

from datetime import date

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.model import Actor, end_of_day
from kpi.report import ScopeKind
from kpi.report.plots import path_plots
from kpi.services import Grouping, Query, ReportRequest
from tests.unit.services.conftest import ZHANG, load, row, table

pytestmark = pytest.mark.slow

DONGCHENG, NANCHENG = "441900003", "441900004"


def report(plan, **changes):
    return services.report_model(plan, ZHANG, ReportRequest(Query(**changes)))


def year_of(made, measure_id, year):
    (found,) = [each for each in made.yearly if (each.measure_id, each.year) == (measure_id, year)]
    return found


def value_of(made, measure_id):
    (found,) = [each for each in made.values if each.measure_id == measure_id]
    return found


def test_half_a_year_is_no_year_even_where_it_meets_the_target(letter):
    """9万 from July to December already exceed the 5万 of the year, so the verdict is met; the value is still half a year's."""
    load(letter, table(row("subsidized_training", "9", "万人次", start="2024-07-01", end="2024-12-31")))
    made = report(letter)
    assert [each.status_text for each in made.rows if each.key == ("T04", 2024)] == ["已达标"]
    found = year_of(made, "subsidized_training", 2024)
    assert (found.value.text, found.whole_year, found.period) == ("9万人次", False, "2024年7—12月")


def test_windows_that_follow_one_another_are_named_as_one(letter):
    lines = [
        row("subsidized_training", "1", "万人次", start=f"2024-0{m}-01", end=f"2024-0{m}-{d}") for m, d in ((1, 31), (2, 29))
    ]
    load(letter, table(*lines, row("subsidized_training", "1", "万人次", start="2024-05-01", end="2024-05-31")))
    assert year_of(report(letter), "subsidized_training", 2024).period == "2024年1—2月、2024年5月"


def test_twelve_months_are_a_year(letter):
    load(letter, table(row("subsidized_training", "6.2", "万人次", year=2023)))
    found = year_of(report(letter), "subsidized_training", 2023)
    assert (found.period, found.whole_year) == ("2023年", True)


def test_a_newer_share_worked_out_from_its_parts_is_the_years(letter):
    """The letter states 34.14 % in June 2023; 50 ÷ 140 at the year's end is 35.71 %."""
    load(
        letter,
        table(
            row("skilled_talent_total", "140", "万人", year=2023), row("highly_skilled_talent_total", "50", "万人", year=2023)
        ),
    )
    found = [each for each in report(letter).yearly if each.measure_id == "highly_skilled_share" and each.year == 2023]
    assert [(each.value.text, each.period, len(each.figures)) for each in found] == [("35.71%", "2023年12月31日", 2)]


def test_a_town_has_its_shares_too(letter):
    """2 ÷ 5 is 40 %, 1 ÷ 5 is 20 %: the first of two."""
    lines = []
    for region, skilled, high in ((DONGCHENG, "5", "2"), (NANCHENG, "5", "1")):
        lines += [row("skilled_talent_total", skilled, "万人", year=2023, region=region)]
        lines += [row("highly_skilled_talent_total", high, "万人", year=2023, region=region)]
    load(letter, table(*lines))
    found = value_of(report(letter, region=DONGCHENG), "highly_skilled_share")
    assert (found.value.text, found.rank, found.ranked, found.share.text) == ("40%", 1, 2, "")
    assert len(found.figures) == 2


def test_a_town_alone_has_no_place(letter):
    load(letter, table(row("skilled_talent_total", "5", "万人", year=2023, region=DONGCHENG)))
    found = value_of(report(letter, region=DONGCHENG), "skilled_talent_total")
    assert (found.value.text, found.rank) == ("5万人", None)


def test_of_two_windows_that_end_together_the_one_most_towns_report_counts(letter):
    quarter = {"start": "2023-10-01", "end": "2023-12-31"}
    load(
        letter,
        table(
            row("subsidized_training", "4", "万人次", year=2023, region=DONGCHENG),
            row("subsidized_training", "1", "万人次", region=DONGCHENG, **quarter),
            row("subsidized_training", "3", "万人次", year=2023, region=NANCHENG),
        ),
    )
    found = value_of(report(letter, region=DONGCHENG), "subsidized_training")
    assert (found.value.text, found.period, found.rank, found.ranked) == ("4万人次", "2023年", 1, 2)


def test_a_category_of_a_town_is_named_after_both(letter):
    load(letter, table(row("skilled_talent_total", "5", "万人", year=2023, region=DONGCHENG)))
    request = ReportRequest(Query(region=DONGCHENG), Grouping.CATEGORY, "人才总量")
    made = services.report_model(letter, ZHANG, request)
    assert made.kind is ScopeKind.REGION
    assert "东城街道" in made.title
    assert "人才总量" in made.title
    assert value_of(made, "skilled_talent_total").value.text == "5万人"


def test_a_moment_that_has_not_come_is_no_moment_to_look_back_from(tiny, clock):
    load(tiny, table(row("volunteers_trained", "1.3", "万人次", year=2023)))
    clock.wind(minutes=1)
    request = ReportRequest(Query(known_at=end_of_day(date(2026, 3, 2))))
    view = services.issue_report(tiny, ZHANG, request, ["csv"])
    assert view.record.known_at == clock.moment
    clock.wind(minutes=1)
    services.withdraw(tiny, ZHANG, 2, "误报")
    assert services.compare_issued(tiny, ZHANG, 1).reproduced


def test_a_clock_set_back_changes_nothing_of_what_was_issued(tiny, clock):
    load(tiny, table(row("volunteers_trained", "1.3", "万人次", year=2023)))
    clock.wind(minutes=1)
    services.issue_report(tiny, ZHANG, ReportRequest(), ["csv"])
    clock.wind(hours=-3)
    services.withdraw(tiny, ZHANG, 2, "误报")
    comparison = services.compare_issued(tiny, ZHANG, 1)
    assert comparison.reproduced
    assert comparison.changed
    services.issue_report(tiny, Actor("李四", OWNER), ReportRequest(), ["csv"])
    assert services.compare_issued(tiny, ZHANG, 2).reproduced
    assert tiny.store.verify() == []


def test_a_value_of_a_later_period_is_a_change_and_names_its_period(letter, clock):
    load(letter, table(row("skilled_talent_total", "5", "万人", year=2023, region=DONGCHENG)))
    clock.wind(minutes=1)
    services.issue_report(letter, ZHANG, ReportRequest(Query(region=DONGCHENG)), ["csv"])
    clock.wind(minutes=1)
    load(letter, table(row("skilled_talent_total", "5", "万人", year=2024, region=DONGCHENG)))
    changed = [each for each in services.compare_issued(letter, ZHANG, 1).rows if each.changed]
    told = {(each.issued_value, each.today_value) for each in changed}
    assert ("5万人（2023年12月31日）", "5万人（2024年12月31日）") in told


def test_the_target_of_the_columns_year_is_laid_on_towns(letter):
    """5万 of 2024 in last year's proportions 3 : 1 are 3.75 and 1.25; T03 for 2021–2025 does not stand in the way."""
    lines = [row("subsidized_training", "20", "万人次", year=2023), row("subsidized_training", "4", "万人次", year=2024)]
    load(letter, table(*lines))
    view = services.members_view(letter, ZHANG, Query(), "region")
    assert view.measures is not None
    towns = [each.region_code for each in letter.catalog.children("441900") if each.active and each.in_partition]
    for year in (2023, 2024):
        load(
            letter,
            table(*(row("subsidized_training", "0.5", "万人次", year=year, region=code) for code in towns), name=f"{year}.csv"),
            accept_warnings=True,
        )
    column = services.member_column(letter, ZHANG, Query(), "region", "subsidized_training")
    assert column.contribution is not None
    assert column.contribution.measure.measure_id == "subsidized_training"
    short = {each.code: each.short for each in column.rows if each.short is not None}
    assert short[towns[0]] == pytest.approx(50000 / len(towns) - 5000)


def test_a_way_that_begins_at_least_somewhere_is_at_least_there_until_its_end(letter):
    """25.8%以上 by 30 June 2023, 30 % by the end of 2025: what should be is as open as what it began with, in charts too."""
    made = services.report_model(letter, ZHANG, ReportRequest())
    path = next(path for path in made.paths if path.target_id == "T01")
    assert [point.value.told for point in path.points] == ["25.8%以上"]
    assert [(point.day, point.value.text) for point in path.expected] == [
        (date(2023, 6, 30), "≥25.8%"),
        (date(2025, 12, 31), "30%"),
    ]
    plot = next(plot for plot in path_plots(made) if "就业" in plot.title)
    assert "25.8%以上" in plot.summary
