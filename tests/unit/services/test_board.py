"""The overview in words and cells, worked out by hand: no cell says what the page of its day does not, and nothing is spun."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kpi import services
from kpi.model import Status
from kpi.services import Query
from kpi.views import CellState, Way
from tests.databases import PROJECT
from tests.unit.services.conftest import ZHANG, load, row, table

NATIONAL = PROJECT / "data" / "examples" / "national" / "14th"


YEARS = {2021: 0, 2022: 2, 2023: -1}


def board(workspace, **query):
    return services.board(workspace, ZHANG, Query(**query))


def wall(workspace, **query):
    return services.wall(workspace, ZHANG, Query(**query))


def cells(view, target_id):
    """The cells of a target as they are read, by year."""
    (found,) = [each for each in view.rows if each.standing.target.target_id == target_id]
    return {cell.year: cell.text for cell in found.cells}


def states(view, target_id):
    (found,) = [each for each in view.rows if each.standing.target.target_id == target_id]
    return [str(cell.state) for cell in found.cells]


def scored(workspace, target_id, **query):
    rows = services.scorecard(workspace, ZHANG, Query(**query))
    (found,) = [each for each in rows if each.standing.target.target_id == target_id]
    return found


def test_the_first_sentence_names_the_worst_and_what_is_overdue(letter):
    """By the end of 2022 a quarter of 2022–2025 is over (365 of 1,461 days): of 100 people 25 were due, and 12 were there.

    Overdue are the last figures of 31 targets but the five without a period: of the yearly ones each year, 57 in all.
    """
    assert board(letter).lead == "技能领军人才认定评定12名，比2022年底应有的25名少13名；26项目标到期未报，共缺68项数据。"


def test_in_english_too(letter):
    lead = board(letter, lang="en").lead
    assert lead.endswith(
        "12 people, 13 people short of the 25 people due by the end of 2022; "
        "26 targets whose periods are over lack figures: 68."
    )


def test_what_is_missed_is_told_in_english_with_the_share_of_the_change_that_is_missing(opened):
    """12.4 of 18 per cent leave 5.6, which are 31.1 % of the way; nine targets wait for 14 figures."""
    lead = board(opened(NATIONAL), lang="en").lead
    assert lead.startswith("Change of CO2 emissions per unit of GDP (missed): −12.4% against ≤−18%, 5.6 percentage points off")
    assert lead.endswith(" (31% of the change required); 9 targets whose periods are over lack figures: 14.")


def test_a_cell_asks_for_the_last_day_though_its_year_has_a_figure(opened):
    """Of 2025 there are 4.73 nursery places of 26 December and the pensions of July: what is asked is the last day's figure."""
    view = wall(opened(NATIONAL))
    assert [cells(view, target)[2025] for target in ("P14_10", "P14_11", "P14_12")] == ["待报", "待报", "待报"]


def test_the_bar_has_every_target_once_the_worst_first_and_as_wide_as_its_share(letter):
    shares = board(letter).shares
    assert [(str(share.status), share.count) for share in shares] == [
        ("far_behind", 1),
        ("baseline_only", 3),
        ("not_comparable", 11),
        ("no_data", 9),
        ("not_assessed", 5),
        ("not_started", 2),
    ]
    assert [round(share.percent * 31, 9) for share in shares] == [100 * share.count for share in shares]


def test_four_cards_the_worst_first_then_the_headline_measures(letter):
    cards = board(letter).cards
    told = [(card.standing.target.target_id, card.large, card.unit, card.when, card.beside, card.note) for card in cards]
    assert told == [
        ("T33", "12", "名", "2022年", "", "差88名"),
        ("T01", "≥25.8", "%", "2023年6月30日", "技能人才总量≥137.6万人", "差不超过4.2个百分点"),
        ("T02", "34.14", "%", "2023年6月30日", "高技能人才总量46.97万人", "差0.86个百分点"),
        ("T03", "待报2021—2023年分年数", "", "", "", ""),
    ]
    assert [card.kicker for card in cards] == ["最滞后", "", "", ""]


def test_a_cell_is_lit_by_a_figure_of_its_own_year_and_asks_where_there_is_none(letter):
    view = wall(letter)
    headings = ["2021年底", "2022年底", "至2023年6月30日", "2024年底", "2025年底"]
    assert [column.heading for column in view.columns] == headings
    assert cells(view, "T33") == {2021: "", 2022: "严重滞后", 2023: "待报", 2024: "待报", 2025: "待报"}
    assert cells(view, "T01") == {2021: "", 2022: "", 2023: "仅有基期", 2024: "", 2025: "待报"}
    assert cells(view, "T03") == {2021: "待报", 2022: "待报", 2023: "不可比", 2024: "待报", 2025: "待报"}
    assert cells(view, "T14") == {2021: "", 2022: "", 2023: "待报", 2024: "", 2025: ""}
    assert set(cells(view, "T13").values()) == {""}
    assert view.chosen == 2023


def test_a_figure_lights_its_cell(opened):
    """With 12 and 30 people 42 of 100 are there at the end of 2023, when 50 were due: 8 points behind, and not 10."""
    workspace = opened()
    load(workspace, table(row("leading_skilled_talents", "30", "名", year=2023)))
    assert cells(wall(workspace), "T33") == {2021: "", 2022: "严重滞后", 2023: "滞后", 2024: "待报", 2025: "待报"}


def differing(workspace, **query):
    """Cells that show a verdict other than the one of their target as of their day; and how many show one."""
    view, wrong, judged = wall(workspace, **query), [], 0
    for column in view.columns:
        then = services.status(workspace, ZHANG, replace(Query(**query), as_of=column.day))
        said = {each.key: (each.status, each.lamp, each.status_text, each.gap) for each in then.standings}
        for each in view.rows:
            (cell,) = [cell for cell in each.cells if cell.year == column.year]
            if cell.standing:
                judged += 1
                own = cell.standing
                if said[own.key] != (own.status, own.lamp, own.status_text, own.gap):
                    wrong.append((own.key, column.year))
    return wrong, judged


def test_no_cell_says_what_the_page_of_its_day_does_not(letter):
    """Judged are T33 in 2022; the three baselines and the eleven figures that do not fit, in 2023."""
    assert differing(letter) == ([], 1 + 3 + 11)


@pytest.mark.slow
@pytest.mark.parametrize("asked", [{}, {"as_of": date(2023, 12, 31)}, {"lamps": "strict"}])
def test_nor_in_the_national_plan(opened, asked):
    workspace = opened(NATIONAL)
    schemes = [scheme.scheme for scheme in services.lamp_schemes(workspace, ZHANG, "zh")]
    asked = {**asked, **({"lamps": schemes[-1]} if "lamps" in asked else {})}
    wrong, judged = differing(workspace, **asked)
    assert wrong == []
    assert judged > 60


@pytest.mark.slow
def test_a_lit_cell_rests_on_its_own_year_or_is_settled_for_good(opened):
    for each in wall(opened(NATIONAL)).rows:
        for cell in each.cells:
            if cell.state is CellState.JUDGED and not cell.standing.assessment.period_type.of_days:
                assert cell.standing.assessment.current_date.year == cell.year


@pytest.mark.slow
def test_what_is_settled_by_its_end_asks_for_no_year_in_between(opened):
    """Life expectancy has no figure of 2022, and is met by that of 2025; schooling still waits for its last figure."""
    view = wall(opened(NATIONAL))
    assert cells(view, "P14_13")[2022] == ""
    assert cells(view, "P14_09")[2025] == "待报"
    assert cells(view, "P14_04") == {2021: "达到序时", 2022: "达到序时", 2023: "待报", 2024: "待报", 2025: "待报"}
    assert states(view, "P14_01") == ["figure"] * 5
    assert view.chosen == 2025


def test_as_of_a_past_day_nothing_later_is_overdue(letter):
    """Eighteen yearly targets have 2023 among their years, one a share that waits for its part too; the rest end later."""
    view = wall(letter, as_of=date(2023, 12, 31))
    assert states(view, "T33") == ["blank", "judged", "overdue", "due", "due"]
    assert view.chosen == 2023
    due = [cell.told for each in view.rows for cell in each.cells if cell.state is CellState.DUE]
    assert due
    assert all("期限已到" not in told for told in due)
    assert board(letter, as_of=date(2023, 12, 31)).lead.endswith("少13名；18项目标到期未报，共缺19项数据。")


def test_a_year_that_is_not_over_is_judged_by_what_there_is_of_it(opened, clock):
    """On 20 August 2023 the letter's figures go up to 30 June: that column is of this day, and no later year is overdue."""
    clock.moment = datetime(2023, 8, 20, 4, 0, tzinfo=UTC)
    view = wall(opened())
    assert [(column.day, column.over) for column in view.columns[1:4]] == [
        (date(2022, 12, 31), True),
        (date(2023, 6, 30), False),
        (date(2024, 12, 31), False),
    ]
    assert view.columns[2].heading == "至2023年6月30日"
    assert view.chosen == 2023
    assert states(view, "T10") == ["blank", "blank", "due", "due", "due"]


def test_three_ways_on_hold_every_target_once(letter):
    """Two that had not begun by the newest figure are past their end by now: their figures are due, like the others'."""
    known, report, settle = board(letter).ways
    assert [len(way.standings) for way in (known, report, settle)] == [4, 22, 5]
    assert known.asked == ("T33", "T01", "T02", "T16")
    assert known.why == "严重滞后1项、仅有基期3项；其中4项已到期，期末数未报"
    assert report.why == "口径不可比11项、无数据9项、未开始2项"
    assert {"T15", "T35"} < set(report.asked)
    assert (settle.way, settle.why, settle.asked) == (Way.SETTLE, "不评价5项", ())


def test_before_their_end_those_two_are_not_due(letter):
    known, report, settle = board(letter, as_of=date(2023, 6, 30)).ways
    assert [len(way.standings) for way in (known, report, settle)] == [4, 20, 7]
    assert settle.why == "不评价5项、未开始2项"


def test_pace_is_told_from_when_it_runs_and_after_the_deadline_that_a_figure_is_due(letter):
    assert scored(letter, "T33").pace == "到期未报"
    open_still = scored(letter, "T33", as_of=date(2023, 6, 30))
    assert open_still.pace == "年均需完成30名（自2022年底起）"
    assert scored(letter, "T13").pace == ""


def test_rows_of_one_name_are_told_apart_by_their_goals(letter):
    """补贴性职业技能培训 is to come to 100万 in five years and to 5万 each year; 技能培训券 have one target."""
    shared = {row.standing.target.target_id: row.shared for row in services.scorecard(letter, ZHANG, Query())}
    assert [shared[each] for each in ("T03", "T04", "T14", "T15", "T09", "T01")] == [True, True, True, True, False, False]


def test_one_figure_is_no_change_and_no_line(letter):
    only = scored(letter, "T01")
    assert (len(only.points), only.change, only.gap) == (1, None, "不超过4.2个百分点")


def test_a_change_is_told_with_what_it_is_held_against(opened):
    """From 62.5 % at the end of 2022 to 70 % and 81 %; 10,500 people were trained in 2022 and 12,300 in 2023."""
    workspace = opened(PROJECT / "tests" / "data" / "tiny_catalog", "changed.duckdb")
    rows = [row("sorted_share", "70", "%", year=2023), row("sorted_share", "81", "%", year=2024)]
    load(workspace, table(*rows, row("volunteers_trained", "12300", "人次", year=2023)))
    share, trained = scored(workspace, "G1"), scored(workspace, "G2", as_of=date(2023, 12, 31))
    assert (share.change.text, share.change.since) == ("+11个百分点", "较2023年底")
    english = scored(workspace, "G1", lang="en").change
    assert (english.text, english.since) == ("+11 percentage points", "since the end of 2023")
    assert [point.day.year for point in share.points] == [2022, 2023, 2024]
    assert (trained.change.text, trained.change.since) == ("+0.18万人次", "2023年较2022年")


def test_a_figure_of_midyear_is_held_against_the_newest_before_it_unless_there_is_one_of_midyear_last_year(opened):
    """16, 18 and 19: the last of June 2025. What there was at the end of 2024 is not passed over for the end of 2023."""
    workspace = opened()
    dated = {"2023-12-31": 16, "2024-12-31": 18, "2025-06-30": 19}
    load(workspace, table(*(row("training_subbases", f"{value}", "家", end=day) for day, value in dated.items())))
    newest = scored(workspace, "T16").change
    assert (newest.text, newest.since) == ("+1家", "较2024年底")
    load(workspace, table(row("training_subbases", "17", "家", end="2024-06-30")))
    same_month = scored(workspace, "T16").change
    assert (same_month.text, same_month.since) == ("+2家", "较2024年6月30日")


def test_a_sum_over_years_tells_what_was_added_to_it_and_a_year_what_it_has_over_the_one_before(opened):
    """100,000, 120,000 and 90,000 a year: 310,000 is 90,000 more than 220,000; 90,000 is 30,000 fewer than the year before."""
    workspace = opened()
    load(workspace, table(*(row("subsidized_training", f"{10 + two}", "万人次", year=year) for year, two in YEARS.items())))
    whole, year = (scored(workspace, target, as_of=date(2023, 12, 31)) for target in ("T03", "T04"))
    assert (whole.standing.current.text, whole.change.text, whole.change.since) == ("31万人次", "+9万人次", "较2022年底")
    assert (year.change.text, year.change.since) == ("−3万人次", "2023年较2022年")
    first = scored(workspace, "T03", as_of=date(2021, 12, 31))
    assert (first.standing.current.text, first.change) == ("10万人次", None)


def test_two_figures_of_which_one_is_a_bound_have_no_change(opened):
    workspace = opened()
    load(workspace, table(row("skilled_share_of_employed", "28.1", "%", year=2024)))
    found = scored(workspace, "T01")
    assert (found.change.text, [point.label for point in found.points]) == ("非确数", ["≥25.8%", "28.1%"])


@pytest.mark.slow
def test_changes_and_lines_in_the_national_plan(opened):
    """No line over a break or a revised base; averages of years are held against the year before; a year ends with itself."""
    rows = {}
    for each in services.scorecard(opened(NATIONAL), ZHANG, Query()):
        rows[each.standing.target.target_id] = each

    def told(target_id):
        change = rows[target_id].change
        return (change.text, change.since) if change else None

    assert rows["P14_14"].points == ()
    assert rows["P14_03"].points[0].label == "63.89%"
    assert told("P14_04_intensity") == ("+0.11个百分点", "2025年较2024年")
    assert told("P14_08") == told("P14_08_2025") == ("+0.1个百分点", "2025年较2024年")
    assert told("P14_07_yearly") == ("−0.1个百分点", "2025年较2024年")
    assert [point.label for point in rows["P14_11"].points] == [">90%", "95%", "≥95%"]


def test_the_line_of_a_target_for_one_year_ends_with_that_year(opened):
    workspace = opened()
    load(workspace, table(*[row("master_studios_new", str(40 + year - 2021), "家", year=year) for year in (2022, 2023, 2024)]))
    found = scored(workspace, "T14")
    assert ([point.day.year for point in found.points], found.change.text) == ([2022, 2023], "+1家")


def told(workspace, *rows, **query):
    load(workspace, table(*rows))
    return board(workspace, **query).lead


def test_nothing_judged_is_said_without_spin(tiny):
    assert board(tiny).lead == "尚无判定，2项仅有基期；3项目标到期未报，共缺5项数据。"


@pytest.mark.slow
def test_everything_met_is_said_so(opened):
    workspace = opened(PROJECT / "tests" / "data" / "tiny_catalog")
    years = [row("volunteers_trained", "12500", "人次", year=year) for year in (2023, 2024, 2025)]
    ends = [row("sorted_share", "92", "%", year=2025), row("landfill_daily", "280", "吨", year=2025)]
    assert told(workspace, *years, *ends) == "3项目标已全部达标。"
    assert Counter(each.status for each in board(workspace).status.counted) == {Status.MET: 3}
    assert [way.asked for way in board(workspace).ways] == [(), (), ()]


@pytest.mark.slow
def test_what_is_missed_names_its_target_and_how_many_more_there_are(opened):
    """280 against 300 tonnes is met; 88 of 90 % and 11,000 of 12,000 people are not."""
    workspace = opened(PROJECT / "tests" / "data" / "tiny_catalog")
    years = [row("volunteers_trained", "11000", "人次", year=year) for year in (2023, 2024, 2025)]
    ends = [row("sorted_share", "88", "%", year=2025), row("landfill_daily", "280", "吨", year=2025)]
    lead = told(workspace, *years, *ends)
    assert lead == "分类志愿者培训（2025年）未完成：1.1万人次，目标≥1.2万人次，差0.1万人次（占目标的8.3%）；另有1项未完成。"


@pytest.mark.slow
def test_a_town_without_targets_has_no_bar_and_no_sentence(letter):
    view = board(letter, region="441900003")
    assert (view.shares, view.lead, view.cards) == ((), "", ())
    assert wall(letter, region="441900003").rows == ()
