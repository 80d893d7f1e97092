"""The log of verdicts: what is written down with which change, worked out by hand for the tiny plan."""

import threading
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi import progress, services
from kpi.errors import KpiError, PreviewOutdated
from kpi.services import Query
from tests.databases import LETTER, TINY, copied
from tests.profiles import examples
from tests.unit.services.conftest import ZHANG, Clock, load, row, table
from tests.unit.services.plans.conftest import edit

SORTED_AND_FILLED = table(
    row("sorted_share", "70%", end="2023-12-31"), row("landfill_daily", "400", "吨", end="2023-12-31"), name="年报.csv"
)
TRAINED = table(row("volunteers_trained", "1.26", "万人次", year=2023), name="培训.csv")
LOGGED = """
select event_id, target_id, year, removed, status, lamp, round(current_value, 4), "current_date", round(gap, 4),
    round(completion_pct, 2), round(distance_pct, 2), round(time_pct, 2), round(lead_pp, 2), as_of, data_version
from verdict_log order by event_id, target_id, year
"""
END_22, END_23 = date(2022, 12, 31), date(2023, 12, 31)
NOTHING = (None,) * 7
FIRST = [
    (2, "G1", None, False, "baseline_only", "grey", 0.625, END_22, 0.275, None, None, None, None, END_22, 1),
    (2, "G2", 2023, False, "not_started", "grey", *NOTHING, END_22, 1),
    (2, "G2", 2024, False, "not_started", "grey", *NOTHING, END_22, 1),
    (2, "G2", 2025, False, "not_started", "grey", *NOTHING, END_22, 1),
    (2, "G3", None, False, "baseline_only", "grey", 420.0, END_22, -120.0, None, None, None, None, END_22, 1),
]
"""The plan as it is loaded, by event 2 (event 1 is its baseline): nothing is newer than the baseline of the end of 2022."""
REPORTED = [
    # (70 − 62.5) ÷ (90 − 62.5) = 27.27% of the way after 365 of 1096 days = 33.30%: 6.03 points behind
    (3, "G1", None, False, "behind", "yellow", 0.7, END_23, 0.2, None, 27.27, 33.3, -6.03, END_23, 2),
    # 2023 is over and nobody has reported; 2024 and 2025 still have not begun, so no row says so again
    (3, "G2", 2023, False, "pending", "grey", *NOTHING, END_23, 2),
    # 20 of 120 tonnes less are 16.67% of the way: 16.64 points behind
    (3, "G3", None, False, "far_behind", "red", 400.0, END_23, -100.0, None, 16.67, 33.3, -16.64, END_23, 2),
]
TRAINED_ROW = (4, "G2", 2023, False, "met", "blue", 12600.0, END_23, -600.0, 105.0, None, 100.0, 5.0, END_23, 3)
REVISED = (5, "G1", None, False, "met", "blue", 0.7, END_23, 0.0, None, 100.0, 33.3, 66.7, END_23, 4)
"""70% reach a target of 70%, which is all of the way when 33.30% of the time has gone."""
WITHDRAWN = [
    (6, "G1", None, False, "baseline_only", "grey", 0.625, END_22, 0.075, None, None, None, None, END_23, 5),
    (6, "G3", None, False, "baseline_only", "grey", 420.0, END_22, -120.0, None, None, None, None, END_23, 5),
]
RESTORED = (7, "G1", None, False, "baseline_only", "grey", 0.625, END_22, 0.275, None, None, None, None, END_23, 6)


def revise(workspace, value="0.7", target="G1"):
    checked = services.check_revision(
        workspace, ZHANG, target, {"value": value}, document="云府〔2024〕2号", effective_on=date(2024, 1, 1), note="调整"
    )
    return services.make_revision(workspace, ZHANG, checked)


def asked(path, statement):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def damaged(path, *statements):
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.slow
def test_two_files_a_revision_and_what_is_taken_back_leave_just_these_rows(opened, tmp_path):
    workspace = opened(TINY)
    load(workspace, SORTED_AND_FILLED)
    load(workspace, TRAINED)
    revision = revise(workspace)
    services.withdraw(workspace, ZHANG, 2, "误报")
    services.withdraw_revision(workspace, ZHANG, revision, "文号有误")
    now = services.ask(workspace, ZHANG, "select target_id, year, status, gap, as_of, data_version from verdicts order by all")
    workspace.close()
    assert asked(tmp_path / "kpi.duckdb", LOGGED) == [*FIRST, *REPORTED, TRAINED_ROW, REVISED, *WITHDRAWN, RESTORED]
    assert [row[:3] for row in now.rows] == [
        ("G1", None, "baseline_only"),
        ("G2", 2023, "met"),
        ("G2", 2024, "not_started"),
        ("G2", 2025, "not_started"),
        ("G3", None, "baseline_only"),
    ]
    assert {row[4:] for row in now.rows} == {(END_23, 6)}


@pytest.mark.slow
def test_a_change_that_moves_no_verdict_writes_none_but_says_that_it_was_judged(opened):
    workspace = opened(TINY)
    load(workspace, table(row("sorted_share", "60%", year=2022, region="990101")))
    runs = workspace.store.verdict_runs()
    assert [(run.event_id, run.data_version, run.as_of) for run in runs] == [(3, 2, END_22), (2, 1, END_22)]
    assert workspace.store.verdicts_at(workspace.plan_id, 2) == workspace.store.verdicts_at(workspace.plan_id)
    assert services.verify(workspace, ZHANG) == ()


@pytest.mark.slow
def test_a_target_that_leaves_the_plan_leaves_the_verdicts(opened, tiny_copy, tmp_path):
    workspace = opened(TINY)
    targets = tiny_copy / "targets.csv"
    (line,) = [text for text in targets.read_text(encoding="utf-8").splitlines(keepends=True) if text.startswith("G3,")]
    edit(targets, line, "")
    checked = services.check_plan(workspace, ZHANG, tiny_copy, plan_id=workspace.plan_id)
    services.load_plan(workspace, ZHANG, checked)
    asked_now = services.ask(workspace, ZHANG, "select distinct target_id from verdicts order by all")
    steps = workspace.store.verdict_steps(workspace.plan_id, 10)
    workspace.close()
    assert asked_now.rows == (("G1",), ("G2",))
    assert asked(tmp_path / "kpi.duckdb", "select target_id, removed from verdict_log where event_id > 2") == [("G3", True)]
    assert [(step.key, step.old.status, step.new) for step in steps] == [(("G3", None), "baseline_only", None)]


@pytest.mark.slow
def test_what_is_refused_or_cannot_be_judged_leaves_nothing(opened):
    workspace = opened(TINY)
    judge = workspace.store.judge

    def cannot(after):
        yield from judge(after)
        raise KpiError("note_needed")

    workspace.store.judge = cannot
    with pytest.raises(KpiError):
        load(workspace, SORTED_AND_FILLED)
    assert [run.event_id for run in workspace.store.verdict_runs()] == [2]
    assert [batch.batch_id for batch in workspace.store.batches()] == [1]
    workspace.store.judge = judge
    load(workspace, SORTED_AND_FILLED)
    assert services.verify(workspace, ZHANG) == ()


@pytest.mark.slow
def test_every_plan_of_a_database_is_judged(opened):
    workspace = opened(TINY)
    services.load_plan(workspace, ZHANG, services.check_plan(workspace, ZHANG, LETTER))
    load(workspace, SORTED_AND_FILLED)
    found = services.ask(workspace, ZHANG, "select plan_id, count(distinct target_id), min(as_of) from verdicts group by all")
    assert sorted(found.rows) == [("dongguan-2023", 31, date(2023, 6, 30)), (workspace.plan_id, 3, END_23)]
    assert services.verify(workspace, ZHANG) == ()


@pytest.mark.slow
def test_a_database_from_before_is_judged_when_it_is_first_opened(opened, tmp_path):
    """Its batches, revisions and its data version stay as they are."""
    workspace = opened(TINY)
    load(workspace, SORTED_AND_FILLED)
    workspace.close()
    path = tmp_path / "kpi.duckdb"
    damaged(
        path,
        "drop view verdicts",
        "drop table verdict_log",
        "drop table verdict_runs",
        "delete from schema_migrations where version = 6",
    )
    again = opened(TINY)
    assert [(run.event_id, run.data_version) for run in again.store.verdict_runs()] == [(4, 2)]
    assert {each.key: str(each.status) for each in again.store.verdicts_at(again.plan_id)} == {
        ("G1", None): "behind",
        ("G2", 2023): "pending",
        ("G2", 2024): "not_started",
        ("G2", 2025): "not_started",
        ("G3", None): "far_behind",
    }
    assert services.history(again, ZHANG).events[0].text == "按现行规则重新评价全部目标"
    assert services.verify(again, ZHANG) == ()
    again.close()
    assert len(opened(TINY).store.verdict_runs()) == 1


def test_other_rules_judge_anew_and_old_rows_are_left_to_theirs(opened, monkeypatch):
    opened(TINY).close()
    monkeypatch.setattr(progress, "RULES_VERSION", progress.RULES_VERSION + 1)
    workspace = opened(TINY)
    versions = [(run.event_id, run.rules_version) for run in workspace.store.verdict_runs()]
    assert versions == [(3, progress.RULES_VERSION), (2, progress.RULES_VERSION - 1)]
    assert asked_rows(workspace) == [row[:6] for row in FIRST]


def asked_rows(workspace):
    found = workspace.store.verdicts_at(workspace.plan_id)
    return [(2, each.target_id, each.year, False, str(each.status), str(each.lamp)) for each in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (
            "update verdict_log set status = 'met' where target_id = 'G1' and event_id = 3",
            "verdicts_differ: tiny_catalog G1 #3",
        ),
        ("update verdict_log set gap = 0.21 where target_id = 'G1' and event_id = 3", "verdicts_differ: tiny_catalog G1 #3"),
        ("update verdict_runs set as_of = '2024-01-01' where event_id = 3", "verdicts: verdict_log G1 / #3"),
        ("delete from verdict_log where target_id = 'G3' and event_id = 3", "verdicts_differ: tiny_catalog G3 #3"),
        ("delete from verdict_log where target_id = 'G3' and event_id = 2", "verdicts: verdict_runs tiny_catalog / #2"),
        ("insert into verdict_log from verdict_log where target_id = 'G3' and event_id = 3", "verdicts: verdict_log G3 / #3"),
        ("delete from verdict_runs where event_id = 3", "verdicts: events #3"),
        ("insert into verdict_runs from verdict_runs where event_id = 3", "verdicts: verdict_runs tiny_catalog / #3"),
        ("update verdict_runs set event_id = 9 where event_id = 3", "verdicts: verdict_runs tiny_catalog / #9"),
    ],
)
def test_damage_to_the_log_is_found(reported, tmp_path, damage, found):
    path = copied(reported, tmp_path / "kpi.duckdb")
    damaged(path, damage)
    workspace = services.open_workspace(path, TINY, now=Clock())
    problems = [each.problem for each in services.verify(workspace, ZHANG)]
    workspace.close()
    assert f"store_{found}" in {f"{problem.code}: {problem.value}" for problem in problems}


@pytest.fixture(scope="module")
def reported(tmp_path_factory, ready_made):
    """A closed database of the tiny plan with one return."""
    clock = Clock()
    path = ready_made.place(tmp_path_factory.mktemp("reported") / "kpi.duckdb", TINY, clock.moment)
    clock.wind(hours=1)
    workspace = services.open_workspace(path, TINY, now=clock)
    load(workspace, SORTED_AND_FILLED)
    workspace.close()
    return path


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("upload"), st.integers(40, 99), st.sampled_from(["2022-12-31", "2023-12-31", "2025-12-31"])),
        st.tuples(st.just("train"), st.integers(1, 3), st.sampled_from([2023, 2024])),
        st.tuples(st.just("revise"), st.integers(63, 99)),
        st.tuples(st.just("withdraw"), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.integers(0, 5)),
    ),
    min_size=2,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=examples(20), deadline=None)
@given(steps=STEPS)
def test_the_log_played_back_is_what_every_version_of_the_data_was_judged_to_be(steps, ready_made, tmp_path_factory):
    """By the view that pages show, asked for after each step and as known then at the end."""
    clock = Clock()
    path = ready_made.place(tmp_path_factory.mktemp("steps") / "kpi.duckdb", TINY, clock.moment)
    workspace = services.open_workspace(path, TINY, now=clock)
    seen = {}
    for number, step in enumerate(steps):
        clock.wind(hours=1)
        _take(workspace, step, number)
        event = workspace.store.verdict_runs()[0].event_id
        seen[event] = clock.moment, told(workspace, Query())
    for event, (moment, then) in seen.items():
        played = {each.key: each for each in workspace.store.verdicts_at(workspace.plan_id, event)}
        assert played.keys() == then.keys()
        assert [key for key, each in played.items() if not each.agrees(then[key])] == []
        known = told(workspace, Query(known_at=moment)) if moment < clock.moment else then
        assert [key for key, each in played.items() if not each.agrees(known[key])] == []
    assert services.verify(workspace, ZHANG) == ()
    workspace.close()


def told(workspace, query):
    view = services.status(workspace, ZHANG, query)
    lamps = progress.scheme(workspace.catalog_for(query), "default")
    found = (progress.verdict_of(lamps, each.assessment) for each in view.standings)
    return {each.key: each for each in found}


def _take(workspace, step, number):
    """One step; one that has nothing to act on is passed over."""
    kind, value, *more = step
    uploads = [batch.batch_id for batch in workspace.store.batches() if batch.file and not batch.withdrawn_at]
    revisions = [each.revision_id for each in workspace.store.revisions() if each.kind == "revise" and not each.withdrawn_at]
    if kind == "upload":
        report(workspace, row("sorted_share", f"{value}%", end=more[0]), number)
    elif kind == "train":
        report(workspace, row("volunteers_trained", value, "万人次", year=more[0]), number)
    elif kind == "revise" and f"0.{value}" != str(float(workspace.catalog.targets["G1"].value)):
        revise(workspace, f"0.{value}")
    elif kind == "withdraw" and uploads:
        services.withdraw(workspace, ZHANG, uploads[value % len(uploads)], "撤回")
    elif kind == "undo" and revisions:
        services.withdraw_revision(workspace, ZHANG, revisions[0], "撤回")


def report(workspace, line, name):
    """A file of one row, whatever there is to be confirmed about it."""
    load(workspace, table(line, name=f"{name}.csv"), accept_warnings=True)


def _take_turn(workspace, number, turn):
    if number:
        report(workspace, row("sorted_share", f"{60 + 3 * number + turn}%", end="2023-12-31"), f"{number}-{turn}")
    else:
        revise(workspace, f"0.8{turn}")


@pytest.mark.slow
def test_commits_at_the_same_time_are_judged_one_after_another(opened, clock):
    workspace = opened(TINY)
    clock.wind(hours=1)
    failed = []

    def work(number):
        for turn in range(3):
            try:
                while True:
                    try:
                        _take_turn(workspace, number, turn)
                        break
                    except PreviewOutdated:
                        continue
            except BaseException as error:
                failed.append(error)
                raise

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(workspace.store.verdict_runs()) == 1 + 9
    assert told(workspace, Query()).keys() == {each.key for each in workspace.store.verdicts_at(workspace.plan_id)}
    assert services.verify(workspace, ZHANG) == ()
    clock.wind(hours=1)
    load(workspace, TRAINED)
    assert all(each.agrees(told(workspace, Query())[each.key]) for each in workspace.store.verdicts_at(workspace.plan_id))
