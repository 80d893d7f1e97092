"""协办单位: the bureau answers for all three measures of the tiny plan; 教育局 helps with the share and with the volunteers.

It is 2 March 2026; nine figures are owed, three a measure, all of them the bureau's.
"""

import pytest

from kpi import services
from kpi.errors import NotAllowed, NotFound
from kpi.model import Grant, MatterEvent, MatterState
from kpi.services import Draft, DutyRule, Frequency, Query, Whose
from kpi.services.outbox.owing import owing
from tests.unit.services.conftest import ZHANG, load, row, table

BUREAU, HELPER = "云溪市城市管理局", "教育局"
SHARE, LANDFILL, VOLUNTEERS = "sorted_share", "landfill_daily", "volunteers_trained"
BY_HELPER = DutyRule(Frequency.YEARLY, 40, measure_id=VOLUNTEERS, unit=HELPER)


@pytest.fixture
def plan(tiny):
    said = {measure: {"owner": BUREAU, "co_owners": HELPER} for measure in (SHARE, VOLUNTEERS)}
    services.make_revision(tiny, ZHANG, services.check_owners(tiny, ZHANG, said, note="分工"))
    services.add_user(tiny, ZHANG, "li", "李明", [Grant("reporter", tiny.plan_id, BUREAU)])
    services.add_user(tiny, ZHANG, "he", "何协", [Grant("reporter", tiny.plan_id, HELPER)])
    services.add_user(tiny, ZHANG, "zhao", "赵强")
    services.add_user(tiny, ZHANG, "rui", "芮审", [Grant("reviewer", tiny.plan_id)])
    return tiny


def who(plan, user_id):
    return services.People(plan).actor(user_id, "page")


def measures(plan, actor, whose=Whose.EVERYBODYS):
    found = [each.measure_id for each in services.duties(plan, actor, whose=whose).owed]
    return {measure: found.count(measure) for measure in found}


def test_who_answers_owes_and_who_helps_is_told_of_it(plan):
    li, he = who(plan, "li"), who(plan, "he")
    assert measures(plan, li, Whose.MINE) == {SHARE: 3, LANDFILL: 3, VOLUNTEERS: 3}
    assert (measures(plan, he, Whose.MINE), measures(plan, he, Whose.HELPED)) == ({}, {SHARE: 3, VOLUNTEERS: 3})
    assert measures(plan, li, Whose.HELPED) == {}
    assert measures(plan, ZHANG, Whose.HELPED) == {}


def due(plan, user_id):
    view = services.rows_to_report(plan, who(plan, user_id), Query())
    return {item.standing.target.measure_id for item in view.items}, view.others


def test_who_helps_is_asked_to_fill_in_nothing_that_would_then_be_refused(plan):
    """All three targets are overdue. Who answers may report what a helper is asked for, too."""
    everything = {item.standing.target.measure_id for item in services.rows_due(plan, ZHANG, Query()).items}
    assert due(plan, "li") == (everything, 0)
    assert due(plan, "he") == (set(), 2)
    services.set_duty_rule(plan, ZHANG, BY_HELPER)
    assert due(plan, "he") == ({VOLUNTEERS}, 1)
    assert due(plan, "li") == (everything, 0)


def test_it_is_counted_once_and_with_who_answers(plan):
    view = services.duties(plan, ZHANG)
    assert [(line.name, [cell.total for cell in line.cells]) for line in view.lines] == [(BUREAU, [3, 3, 3])]
    assert {(each.measure_id, each.units, each.helpers) for each in view.rows} == {
        (SHARE, (BUREAU,), (HELPER,)),
        (VOLUNTEERS, (BUREAU,), (HELPER,)),
        (LANDFILL, (BUREAU,), ()),
    }


def test_who_helps_sees_those_targets_and_no_others(plan):
    he = who(plan, "he")
    assert {each.target.measure_id for each in services.status(plan, he, Query()).counted} == {SHARE, VOLUNTEERS}
    assert measures(plan, he) == {SHARE: 3, VOLUNTEERS: 3}


def test_who_helps_reports_nothing_unless_a_rule_says_so(plan):
    he = who(plan, "he")
    files = [table(row(VOLUNTEERS, "1.3", "万人次", year=2025))]
    refused = services.check_upload(plan, he, files)
    assert {each.problem.code for each in refused.problems if each.problem.severity == "error"} == {"out_of_reach"}
    services.set_duty_rule(plan, ZHANG, BY_HELPER)
    (batch,) = load(plan, *files, actor=he)
    assert measures(plan, he, Whose.MINE) == {VOLUNTEERS: 2}
    services.withdraw(plan, he, batch, "重报")
    assert measures(plan, he, Whose.MINE) == {VOLUNTEERS: 3}
    assert not services.check_upload(plan, he, [table(row(LANDFILL, "310", "吨", year=2025))]).ok


def test_a_rule_that_names_it_makes_it_the_one_that_owes(plan):
    services.set_duty_rule(plan, ZHANG, BY_HELPER)
    li, he = who(plan, "li"), who(plan, "he")
    assert measures(plan, he, Whose.MINE) == {VOLUNTEERS: 3}
    assert measures(plan, he, Whose.HELPED) == {SHARE: 3}
    assert measures(plan, li, Whose.MINE) == {SHARE: 3, LANDFILL: 3}
    view = services.duties(plan, ZHANG)
    assert {line.name: [cell.total for cell in line.cells] for line in view.lines} == {BUREAU: [2, 2, 2], HELPER: [1, 1, 1]}
    (told,) = {(each.units, each.behind, each.helpers) for each in view.rows if each.measure_id == VOLUNTEERS}
    assert told == ((HELPER,), (BUREAU,), ())
    (rule,) = services.duty_rules(plan, ZHANG)
    assert (rule.about, rule.text) == ("分类志愿者培训", "每年报，年度结束后40天内，由协办单位教育局填报")
    letters = {one.unit: len(one.letter.owed) for one in owing(plan, ZHANG)}
    assert letters == {BUREAU: 6, HELPER: 3}
    services.remove_duty_rule(plan, ZHANG, rule.rule_id)
    assert measures(plan, li, Whose.MINE) == {SHARE: 3, LANDFILL: 3, VOLUNTEERS: 3}


def test_a_rule_about_a_unit_that_only_helps_names_nobody_without_a_measure(plan):
    services.set_duty_rule(plan, ZHANG, DutyRule(Frequency.MONTHLY, 5, unit=HELPER))
    assert measures(plan, who(plan, "li"), Whose.MINE) == {SHARE: 3, LANDFILL: 3, VOLUNTEERS: 3}
    with pytest.raises(NotFound):
        services.set_duty_rule(plan, ZHANG, DutyRule(Frequency.MONTHLY, 5, unit="无此单位"))


def test_handing_over_takes_along_what_one_helps_with(plan):
    services.hand_over(plan, ZHANG, "he", "zhao", "调离")
    assert measures(plan, who(plan, "zhao"), Whose.HELPED) == {SHARE: 3, VOLUNTEERS: 3}
    assert measures(plan, ZHANG, Whose.HELPED) == {}


def begun(plan, actor, event=MatterEvent.INSTRUCT, target="G1", **said):
    return services.begin_matter(plan, actor, target, None, event, Draft(**({"note": "抓紧"} | said)))


def answer(plan, actor, number):
    step = next(each for each in services.matters(plan, actor, Query()).matters if each.matter_id == number)
    draft = Draft(steps="进校宣传", due=plan.today)
    services.move_matter(plan, actor, number, MatterEvent.ANSWER, draft, step.version)


def test_who_helps_answers_only_what_names_it(plan):
    li, he = who(plan, "li"), who(plan, "he")
    unnamed, named = begun(plan, ZHANG), begun(plan, ZHANG, unit=f"{BUREAU}、{HELPER}")
    assert (services.todo(plan, he).answers, services.todo(plan, li).answers) == (1, 2)
    with pytest.raises(NotAllowed):
        answer(plan, he, unnamed)
    answer(plan, he, named)
    states = {each.matter_id: each.state for each in services.matters(plan, ZHANG, Query()).matters}
    assert states == {unnamed: MatterState.OPEN, named: MatterState.IN_HAND}


def test_a_name_of_a_unit_that_neither_answers_nor_helps_gives_it_nothing(plan):
    number = begun(plan, ZHANG, target="G3", unit=HELPER)
    he = who(plan, "he")
    assert number not in {each.matter_id for each in services.matters(plan, he, Query()).matters}
    with pytest.raises(NotFound):
        services.move_matter(plan, he, number, MatterEvent.ANSWER, Draft(steps="办"), 1)


def test_who_helps_may_say_something_and_begin_nothing(plan):
    he = who(plan, "he")
    number = begun(plan, he, MatterEvent.REMARK, note="宣传已进校")
    assert [each.matter_id for each in services.matters(plan, he, Query()).matters] == [number]
    assert services.may_begin(plan, he, "G1") == (MatterEvent.REMARK,)
    with pytest.raises(NotAllowed):
        begun(plan, he, MatterEvent.BEGIN)
    with pytest.raises(NotAllowed):
        begun(plan, he, MatterEvent.REMARK, target="G3")


def test_whoever_may_report_everything_is_no_helper(plan):
    services.add_user(plan, ZHANG, "all", "全管", [Grant("reporter", plan.plan_id)])
    assert measures(plan, who(plan, "all"), Whose.HELPED) == {}


def test_a_target_that_names_its_own_is_told_with_those(opened, tiny_copy):
    """G1 has 民政局 as co-owner of its own, the measure says 教育局; who answers for it is no co-owner besides."""
    targets, measures_file = tiny_copy / "targets.csv", tiny_copy / "measures.csv"
    for path, key, said in ((targets, "G1", "民政局；城管局"), (measures_file, SHARE, "教育局")):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        cells = [line + ("," + said if line.startswith(key + ",") else ",") for line in lines]
        path.write_text("\n".join([header + ",co_owners", *cells]) + "\n", encoding="utf-8")
    text = targets.read_text(encoding="utf-8").splitlines()
    place = text[0].split(",").index("owner")
    rows = [line.split(",") for line in text]
    rows[1][place] = "城管局"
    targets.write_text("\n".join(",".join(cells) for cells in rows) + "\n", encoding="utf-8")
    plan = opened(tiny_copy)
    (standing,) = [each for each in services.status(plan, ZHANG, Query()).counted if each.target.target_id == "G1"]
    assert (standing.owners, standing.helpers) == (("城管局",), ("民政局",))
    assert services.units_there(plan, ZHANG) == ("云溪市城市管理局", "城管局", "教育局", "民政局")
    of_targets = "select target_id, owner, co_owners from targets where owner <> '' order by all"
    assert services.ask(plan, ZHANG, of_targets).rows == (("G1", "城管局", "民政局；城管局"),), "as the plan has it"
    of_measures = "select measure_id, co_owners from measures where co_owners <> ''"
    assert services.ask(plan, ZHANG, of_measures).rows == ((SHARE, "教育局"),)
