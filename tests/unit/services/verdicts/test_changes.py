"""Two views side by side, and by what each difference came about; the last changes; figures as they were first published."""

from datetime import date, timedelta

import pytest

from kpi import services
from kpi.errors import NotFound
from kpi.services import NOW, Point, Query, point_from
from kpi.store import loads_of
from tests.databases import PROJECT, TINY
from tests.unit.services.conftest import ZHANG, Clock, load, row, table
from tests.unit.services.plans.conftest import edit
from tests.unit.services.verdicts.test_written import SORTED_AND_FILLED, TRAINED, revise

MORE = table(row("sorted_share", "78%", end="2023-12-31"), name="更正.csv")
LATER = table(row("sorted_share", "80%", end="2024-12-31"), name="2024.csv")


@pytest.fixture(scope="module")
def history(tmp_path_factory, ready_made):
    """Two returns (batches 2 and 3), a correction (4), a revision (2), the next year (5); 4 and the revision taken back.

    One hour lies between each and the next; the moments are told by what happened just then.
    """
    clock = Clock()
    path = ready_made.place(tmp_path_factory.mktemp("history") / "kpi.duckdb", TINY, clock.moment)
    workspace = services.open_workspace(path, TINY, now=clock)
    after = {}
    steps = {
        "sorted": lambda: load(workspace, SORTED_AND_FILLED),
        "trained": lambda: load(workspace, TRAINED),
        "corrected": lambda: load(workspace, MORE),
        "revised": lambda: revise(workspace),
        "next year": lambda: load(workspace, LATER),
        "withdrawn": lambda: services.withdraw(workspace, ZHANG, 4, "报错"),
        "undone": lambda: services.withdraw_revision(workspace, ZHANG, 2, "文号有误"),
    }
    for name, step in steps.items():
        after[name] = clock.wind(hours=1)
        step()
    clock.wind(hours=1)
    yield workspace, after
    workspace.close()


def compared(history, start=None, end=NOW, **asked):
    workspace, after = history
    points = [Point(moment=after[each]) if isinstance(each, str) else each for each in (start, end)]
    return services.changes(workspace, ZHANG, Query(**asked), *points)


def moved(view):
    """Old and new status and the kinds and numbers of causes, by target and year."""
    return {
        (each.standing.target.target_id, each.standing.assessment.year): (
            str(each.old.status) if each.old else None,
            str(each.new.status) if each.new else None,
            [(str(cause.kind), cause.number) for cause in each.causes],
        )
        for each in view.standings
    }


def figures(view):
    return [
        (each.figure.measure_id, each.old and each.old.text, each.new and each.new.text, [str(c.kind) for c in each.causes])
        for each in view.figures
    ]


@pytest.mark.slow
def test_a_file_is_the_cause_of_what_it_moves_and_no_more(history):
    """The landfill of the same file is not what made the share: each target names the batch it rests on. 2023 is over by the
    day alone."""
    view = compared(history, Point(batch=2, before=True), Point(batch=2))
    assert moved(view) == {
        ("G1", None): ("baseline_only", "behind", [("batch", 2)]),
        ("G2", 2023): ("not_started", "pending", [("date", None)]),
        ("G3", None): ("baseline_only", "far_behind", [("batch", 2)]),
    }
    assert (view.start.status.as_of, view.end.status.as_of) == (date(2022, 12, 31), date(2023, 12, 31))
    assert figures(view) == [("landfill_daily", None, "400吨", ["batch"]), ("sorted_share", None, "70%", ["batch"])]
    (cause,) = next(each for each in view.standings if each.standing.target.target_id == "G1").causes
    assert (cause.subject, cause.user, cause.note) == ("年报.csv", "张三", "修订")


@pytest.mark.slow
def test_what_says_nothing_about_where_to_begin_begins_just_before(history):
    assert moved(compared(history, None, Point(batch=3))) == {("G2", 2023): ("pending", "met", [("batch", 3)])}
    assert moved(compared(history)) == moved(compared(history, "withdrawn", "undone"))


def test_a_correction_names_the_file_that_replaced_the_figure(history):
    """70% became 78%, 56.36% of the way after 33.30% of the time."""
    view = compared(history, "trained", "corrected")
    assert moved(view) == {("G1", None): ("behind", "on_pace", [("batch", 4)])}
    assert figures(view) == [("sorted_share", "70%", "78%", ["batch"])]


@pytest.mark.slow
def test_a_revision_is_the_cause_of_what_it_asks_for(history):
    view = compared(history, "corrected", "revised")
    assert moved(view) == {("G1", None): ("on_pace", "met", [("revision", 2)])}
    (goal,) = view.goals
    assert (goal.target_id, goal.old_text, goal.new_text) == ("G1", "≥90%（到2025年底）", "≥70%（到2025年底）")
    assert [(str(each.kind), each.number, each.document) for each in goal.causes] == [("revision", 2, "云府〔2024〕2号")]
    assert list(view.figures) == []


@pytest.mark.slow
def test_what_was_taken_back_is_named_as_taken_back(history):
    assert figures(compared(history, "next year", "withdrawn")) == [("sorted_share", "78%", "70%", ["withdrawal"])]
    undone = compared(history, "withdrawn", "undone")
    assert [[(str(each.kind), each.note) for each in goal.causes] for goal in undone.goals] == [
        [("revision_withdrawn", "文号有误")]
    ]
    assert moved(undone)["G1", None][2] == [("revision_withdrawn", 2)]


@pytest.mark.slow
def test_the_other_way_round_has_the_same_causes_and_the_sides_exchanged(history):
    there, back = compared(history, "trained", "revised"), compared(history, "revised", "trained")
    exchanged = {key: (new, old, causes) for key, (old, new, causes) in moved(back).items()}
    assert {key: (old, new) for key, (old, new, _) in exchanged.items()} == {
        key: each[:2] for key, each in moved(there).items()
    }
    assert sorted(moved(back)["G1", None][2]) == sorted(moved(there)["G1", None][2]) == [("batch", 4), ("revision", 2)]


def test_two_days_differ_by_the_day_alone(history):
    view = compared(history, Point(as_of=date(2022, 12, 31)), Point(as_of=date(2023, 12, 31)))
    assert set(moved(view)) == {("G1", None), ("G2", 2023), ("G3", None)}
    assert all(each.by_date for each in view.standings)
    assert (list(view.figures), view.goals) == ([], ())


def test_what_is_the_same_differs_in_nothing(history):
    assert compared(history, "corrected", "corrected").same
    assert compared(history, NOW, NOW).same


def test_a_batch_there_is_none_of_is_refused(history):
    with pytest.raises(NotFound):
        compared(history, Point(batch=99))


@pytest.mark.parametrize(
    ("text", "point"),
    [("12", Point(batch=12)), ("2024-06-30", Point(as_of=date(2024, 6, 30)))],
)
def test_a_number_is_a_batch_and_a_day_one_to_judge_by(text, point):
    assert point_from(text) == point
    assert point_from("2026-08-02T09:30").moment.isoformat() == "2026-08-02T09:30:00+08:00"
    with pytest.raises(ValueError, match="isoformat"):
        point_from("gestern abend")


def test_the_last_changes_are_told_newest_first_with_their_cause(history):
    workspace, after = history
    view = services.recent_changes(workspace, ZHANG, Query())
    # 80% at the end of 2024 reach 70%; of the way to 90% they are 63.64% after 66.70% of the time
    told = [(each.target_id, each.old_text, each.new_text, each.cause) for each in view.changes]
    assert told == [
        ("G1", "已达标", "滞后", "撤回规划修订2 G1（云府〔2024〕2号，张三，文号有误）"),
        ("G1", "达到序时", "已达标", "规划修订2 G1（云府〔2024〕2号，张三，调整）"),
        ("G1", "滞后", "达到序时", "批次4 更正.csv（张三，修订）"),
        ("G2", "待核定", "已达标", "批次3 培训.csv（张三，修订）"),
        ("G1", "仅有基期", "滞后", "批次2 年报.csv（张三，修订）"),
        ("G3", "仅有基期", "严重滞后", "批次2 年报.csv（张三，修订）"),
    ]
    assert [each.at.hour for each in view.changes] == [23, 20, 19, 18, 17, 17]
    assert view.by_date == 2  # 2023 was over with the first file, 2024 with the last
    then = services.recent_changes(workspace, ZHANG, Query(known_at=after["corrected"]))
    assert [each.target_id for each in then.changes] == ["G1", "G2", "G1", "G3"]


def test_a_region_without_targets_of_its_own_has_no_changes(history):
    assert services.recent_changes(history[0], ZHANG, Query(region="990101")).changes == ()


def test_the_points_to_compare_are_the_changes_there_were(history):
    workspace, after = history
    points = services.change_points(workspace, ZHANG, Query())
    assert [each.code for each in points if each.point.batch] == ["5", "4", "3", "2"]
    assert points[0].point.moment == after["undone"]
    assert all(point_from(each.code) == each.point for each in points)
    assert len(services.change_points(workspace, ZHANG, Query(known_at=after["trained"]))) == 3


@pytest.mark.slow
def test_a_plan_that_is_loaded_again_is_the_cause_of_its_figures(opened, tiny_copy, clock):
    """W3 says 410 instead of 420, and G3's distance with it."""
    workspace = opened(TINY)
    load(workspace, SORTED_AND_FILLED)
    clock.wind(hours=1)
    edit(tiny_copy / "figures.csv", "W3,landfill_daily,990100,,,420,", "W3,landfill_daily,990100,,,410,")
    checked = services.check_plan(workspace, ZHANG, tiny_copy, plan_id=workspace.plan_id)
    services.load_plan(workspace, ZHANG, checked, note="核对后更正")
    view = services.changes(workspace, ZHANG, Query())
    number = loads_of(workspace.store.revisions(), workspace.plan_id)[-1].revision_id
    assert moved(view) == {("G3", None): ("far_behind", "far_behind", [("revision", number)])}
    assert figures(view) == [("landfill_daily", "420吨", "410吨", ["revision"])]


@pytest.fixture(scope="module")
def national(tmp_path_factory):
    folder = tmp_path_factory.mktemp("national")
    workspace = services.open_workspace(folder / "kpi.duckdb", PROJECT / "data" / "examples" / "national" / "14th")
    yield workspace
    workspace.close()


@pytest.mark.slow
def test_first_published_income_met_2021_and_the_revised_one_did_not(national):
    """Income grew by 8.1% in 2021 as the economy was first said to; the economy was then said to have grown by 8.4%."""
    view = services.first_against_now(national, ZHANG, Query())
    found = moved(view)
    assert [each[:2] for each in found.values() if each[0] != each[1]] == [("met", "missed")]
    (change,) = [each for each in view.standings if each.old.status != each.new.status]
    assert (change.standing.measure.measure_id, change.standing.assessment.year) == ("disposable_income_growth", 2021)
    assert [str(cause.kind) for cause in change.causes] == ["vintage"]
    assert change.causes[0].subject == (
        "首次公布8.1%（2022年2月28日，国家统计局，初步数） → 现行8.4%（2022年12月27日，新华社，最终数）"
    )
    assert {each.figure.measure_id for each in view.figures} >= {"gdp_growth", "gdp", "rd_growth_nominal"}


def test_output_of_2020_was_published_three_times(national):
    view = services.measure_view(national, ZHANG, Query(), "gdp")
    assert dict(view.vintages)["2020年"] == (
        "首次公布1015986亿元（2021年2月28日，香港商报，初步数） → 其后1013600亿元（2021年12月17日，CGTN，最终数）"
        " → 现行1035000亿元（2025年10月21日，国家统计局，修订数）"
    )
    states = {figure.period: figure.state for figure in view.series}
    assert (states["2020年"], states["2024年"], states["2025年"]) == ("修订数", "最终数", "初步数")


def test_a_date_known_to_the_month_or_year_is_told_so(national):
    view = services.measure_view(national, ZHANG, Query(lang="en"), "rd_growth_nominal")
    assert dict(view.vintages)["2024"].startswith("first published 8.3% (January 2025, ")


def test_a_break_is_told_in_the_language_asked_for(national):
    views = [services.measure_view(national, ZHANG, Query(lang=lang), "good_air_days") for lang in ("zh", "en")]
    told = [tuple(each.text for each in view.breaks) for view in views]
    assert told == [
        ("2025年1月1日起口径变更：2025年公布数已扣除沙尘异常超标天，以前各年未扣除。",),
        (
            "Counted differently from 1 January 2025 on: "
            "The figure of 2025 leaves out days of dust storms; those before it do not.",
        ),
    ]


def test_a_plan_whose_figures_were_published_once_has_nothing_to_compare(letter):
    view = services.first_against_now(letter, ZHANG, Query())
    assert view.same
    assert not view.published_again


@pytest.mark.slow
def test_looking_back_compares_what_was_known_then(history):
    workspace, after = history
    view = services.changes(workspace, ZHANG, Query(known_at=after["revised"] + timedelta(minutes=1)))
    assert view.end.status.known_at is not None
    assert moved(view) == {("G1", None): ("on_pace", "met", [("revision", 2)])}
