"""What is owed under the tiny plan: sorted_share and landfill_daily by the end of 2025, volunteers_trained each year from 2023
to 2025, all of the city's bureau; 2022 came with the plan. It is 2 March 2026, the day on which the plan is loaded: what is
over by then is owed by 2 April.
"""

from datetime import date

import pytest

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound
from kpi.i18n import texts
from kpi.model import Grant, MatterEvent
from kpi.services import Draft, DutyRule, Frequency
from kpi.store import HandedOver
from kpi.views import Query, deadlines_told
from tests.unit.services.conftest import ZHANG, load, row, table

ZH, BUREAU = texts("zh"), "云溪市城市管理局"


def states(workspace, **asked):
    view = services.duties(workspace, ZHANG, **asked)
    return {(each.measure_id, each.region_code, each.period.end.isoformat()): str(each.state) for each in view.rows}


def test_every_year_that_a_target_asks_about_is_owed_once(tiny):
    expected = {
        (measure, "990100", f"{year}-12-31"): "open"
        for measure in ("sorted_share", "landfill_daily", "volunteers_trained")
        for year in (2023, 2024, 2025)
    }
    assert states(tiny) == expected
    view = services.duties(tiny, ZHANG)
    assert {(row.due, row.days_over) for row in view.rows} == {(date(2026, 4, 2), 0)}
    assert (len(view.lines), view.lines[0].name, view.lines[0].cells[0].total) == (1, BUREAU, 3)
    assert view.told == "9项数据待报，均未逾期，其中5项为目标评价所缺，最近的填报期限为2026年4月2日"


def test_what_was_never_asked_for_is_not_overdue_until_its_days_from_then_on_are_over(tiny, clock):
    clock.wind(days=31)
    assert set(states(tiny).values()) == {"open"}
    clock.wind(days=9)
    assert set(states(tiny).values()) == {"missing"}
    assert {row.days_over for row in services.duties(tiny, ZHANG).rows} == {9}
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.QUARTERLY, 20, measure_id="volunteers_trained"))
    asked = {row.due for row in services.duties(tiny, ZHANG).rows if row.measure_id == "volunteers_trained"}
    assert asked == {date(2026, 5, 1)}  # 20 days from 11 April 2026, however old the quarter


def test_whatever_the_overview_waits_for_is_owed(tiny):
    due = services.rows_due(tiny, ZHANG, Query())
    waited_for = {figure.key for item in due.items for figure in item.figures}
    assert {row.key for row in services.duties(tiny, ZHANG).rows if row.awaited} == waited_for


def test_by_when_what_verdicts_lack_is_wanted(tiny, clock):
    """Periods that have been over for two years, and nobody was asked before today: five figures, by 2 April."""
    keys = {figure.key for figure in services.rows_due(tiny, ZHANG, Query()).figures}
    assert len(keys) == 5
    told = [deadlines_told(ZH, services.duties(tiny, ZHANG), keys)]
    clock.wind(days=40)
    told += [deadlines_told(ZH, services.duties(tiny, ZHANG), keys), deadlines_told(ZH, services.duties(tiny, ZHANG), set())]
    assert told == [
        "填报期限另算：这些数据均未逾期，最近的填报期限为2026年4月2日",
        "填报期限另算：其中5项数据已逾期，最早的填报期限为2026年4月2日",
        "",
    ]


def test_a_figure_is_reported_and_late_if_it_comes_after_its_day(tiny, clock):
    clock.wind(days=32)
    load(tiny, table(row("landfill_daily", "310", "吨", year=2025)))
    assert states(tiny)["landfill_daily", "990100", "2025-12-31"] == "late"
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.YEARLY, 90, unit=BUREAU))
    assert states(tiny)["landfill_daily", "990100", "2025-12-31"] == "reported"
    assert states(tiny)["sorted_share", "990100", "2025-12-31"] == "open"


def test_what_is_taken_back_is_owed_again(tiny):
    (batch,) = load(tiny, table(row("landfill_daily", "310", "吨", year=2025)))
    services.withdraw(tiny, ZHANG, batch, "重报")
    assert states(tiny)["landfill_daily", "990100", "2025-12-31"] == "open"


def test_quarters_that_add_up_are_the_year_and_part_of_one_is_not(tiny):
    halves = [("2024-01-01", "2024-06-30", "5000"), ("2024-07-01", "2024-12-31", "7100"), ("2025-01-01", "2025-09-30", "9000")]
    rows = [row("volunteers_trained", value, "人次", start=start, end=end) for start, end, value in halves]
    load(tiny, table(*rows))
    told = states(tiny)
    assert told["volunteers_trained", "990100", "2024-12-31"] == "reported"
    assert told["volunteers_trained", "990100", "2025-12-31"] == "open"


def test_a_share_whose_parts_came_is_owed_no_more(letter):
    share = "skilled_share_of_employed", "441900", "2024-12-31"
    assert states(letter)[share] == "open"
    load(letter, table(row("skilled_talent_total", "150", "万人", end="2024-12-31")))
    assert states(letter)[share] == "open"
    load(letter, table(row("employed_total", "540", "万人", end="2024-12-31")))
    assert states(letter)[share] == "reported"
    assert states(letter)["highly_skilled_share", "441900", "2024-12-31"] == "open"  # only its denominator is there


def test_a_share_of_a_part_needs_that_part(letter):
    share = "skill_certificates_senior_share", "441900", "2024-12-31"
    year = {"start": "2024-01-01", "end": "2024-12-31"}
    load(letter, table(row("skill_certificates", "60000", "人次", **year)))
    assert states(letter)[share] == "open"
    load(letter, table(row("skill_certificates", "24000", "人次", group="level=senior_and_above", **year)))
    assert states(letter)[share] == "reported"


def test_quarters_and_places_are_owed_where_that_was_said(tiny):
    rule = DutyRule(Frequency.QUARTERLY, 20, measure_id="volunteers_trained", each_place=True)
    services.set_duty_rule(tiny, ZHANG, rule, "云城管〔2026〕1号")
    told = states(tiny)
    owed = [key for key in told if key[0] == "volunteers_trained"]
    assert len(owed) == 3 * 12
    assert {key[1] for key in owed} == {"990100", "990101", "990102"}
    (rule_told,) = services.duty_rules(tiny, ZHANG)
    assert (rule_told.about, rule_told.text) == ("分类志愿者培训", "每季报，季度结束后20天内，下级地区各报一份")
    services.remove_duty_rule(tiny, ZHANG, rule_told.rule_id)
    assert len(states(tiny)) == 9


@pytest.fixture
def people(tiny):
    services.add_user(tiny, ZHANG, "li", "李明", [Grant("reporter", tiny.plan_id, BUREAU)])
    services.add_user(tiny, ZHANG, "zhao", "赵强")
    services.add_user(tiny, ZHANG, "dong", "董岸", [Grant("reporter", regions=("990101",))])
    return services.People(tiny)


def owed_by(workspace, people, user_id):
    return len(services.duties(workspace, people.actor(user_id, "page"), whose=services.Whose.MINE).owed)


def test_what_nobody_reports_in_particular_is_left_to_who_may_report_everything(tiny, people):
    services.add_user(tiny, ZHANG, "all", "全管", [Grant("reporter", tiny.plan_id)])
    assert (owed_by(tiny, people, "li"), owed_by(tiny, people, "all")) == (9, 0)
    services.disable_user(tiny, ZHANG, "li")
    assert owed_by(tiny, people, "all") == 9
    assert {each.people for each in services.duties(tiny, ZHANG).rows} == {("全管",)}
    services.hand_over(tiny, ZHANG, "all", "zhao", "调离")
    assert owed_by(tiny, people, "zhao") == 9
    assert {each.people for each in services.duties(tiny, ZHANG).rows} == {("赵强",)}


def test_everybody_owes_what_they_have_a_role_for(tiny, people):
    assert owed_by(tiny, people, "li") == 9
    assert owed_by(tiny, people, "dong") == 0
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.YEARLY, 31, measure_id="volunteers_trained", each_place=True))
    assert owed_by(tiny, people, "dong") == 3
    assert {each.people for each in services.duties(tiny, ZHANG).rows if each.region_code == "990101"} == {("董岸",)}


def test_handing_over_moves_every_duty_and_back_again(tiny, people):
    people.begin("li", "")
    assert services.hand_over(tiny, ZHANG, "li", "zhao", "调离") == HandedOver(1, 0)
    assert people.live() == {}
    assert people.actor("li", "page").grants == frozenset()
    assert owed_by(tiny, people, "zhao") == 9
    assert services.hand_over(tiny, ZHANG, "zhao", "li", "返岗") == HandedOver(1, 0)
    assert owed_by(tiny, people, "li") == 9
    told = [(e.action, e.subject, e.detail) for e in tiny.store.audit_entries() if e.action == "handover"]
    assert told == [("handover", "li → zhao", "调离"), ("handover", "zhao → li", "返岗")]


def asked_of(workspace, person, target="G1", note="抓紧"):
    """A matter that is somebody's by name; its number."""
    said = Draft(note=note, person=person, due=date(2026, 4, 1))
    return services.begin_matter(workspace, ZHANG, target, None, MatterEvent.INSTRUCT, said)


def persons(workspace):
    return {each.matter_id: (each.person, each.version) for each in services.matters(workspace, ZHANG, Query()).matters}


def test_what_is_to_be_put_right_goes_along_with_who_wrote_what(tiny, people):
    """Of three in Li's name one is closed; one is Dong's. Each that moves says why, by whom, and stays due when it was."""
    first, second, closed, other = (asked_of(tiny, *said) for said in (("李明",), ("li",), ("李明", "G1", "另一件"), ("董岸",)))
    for event in (MatterEvent.ANSWER, MatterEvent.FINISH, MatterEvent.CLOSE):
        version = persons(tiny)[closed][1]
        said = Draft(steps="修", note="好", files=(services.UploadFile("凭据.txt", b"seen"),))
        services.move_matter(tiny, ZHANG, closed, event, said, version)
    before = persons(tiny)[closed]
    assert services.hand_over(tiny, ZHANG, "li", "zhao", "调离") == HandedOver(1, 2)
    assert persons(tiny) == {first: ("赵强", 2), second: ("赵强", 2), closed: before, other: ("董岸", 1)}
    begun, moved = (each for each in tiny.store.matter_entries(tiny.plan_id) if each.matter_id == first)
    assert (begun.person, begun.note, moved.note, moved.due, moved.made_by) == (
        "李明",
        "抓紧",
        "调离",
        date(2026, 4, 1),
        "张三",
    )
    assert services.hand_over(tiny, ZHANG, "zhao", "dong", "调离") == HandedOver(1, 2)
    assert services.verify(tiny, ZHANG) == ()


def test_of_two_of_one_name_only_what_names_the_account_goes(tiny, people):
    """A matter in the name of 李明 may be the other one's."""
    services.add_user(tiny, ZHANG, "li2", "李明")
    by_name, by_account = asked_of(tiny, "李明"), asked_of(tiny, "li")
    assert services.hand_over(tiny, ZHANG, "li", "zhao", "调离") == HandedOver(1, 1)
    assert (persons(tiny)[by_name][0], persons(tiny)[by_account][0]) == ("李明", "赵强")
    with pytest.raises(KpiError, match="nothing_to_hand_over"):
        services.hand_over(tiny, ZHANG, "li", "zhao", "调离")
    services.disable_user(tiny, ZHANG, "li2")
    assert services.hand_over(tiny, ZHANG, "li", "zhao", "调离") == HandedOver(0, 1)


def test_who_is_let_in_again_owes_what_they_owed(tiny, people):
    services.disable_user(tiny, ZHANG, "li")
    assert {each.people for each in services.duties(tiny, ZHANG).rows} == {()}
    services.enable_user(tiny, ZHANG, "li")
    assert owed_by(tiny, people, "li") == 9


def test_whose_account_is_disabled_takes_nothing_over(tiny, people):
    services.disable_user(tiny, ZHANG, "zhao")
    with pytest.raises(KpiError, match="taker_disabled"):
        services.hand_over(tiny, ZHANG, "li", "zhao", "调离")
    assert owed_by(tiny, people, "li") == 9


@pytest.mark.parametrize(
    ("giver", "taker", "note", "error"),
    [
        ("li", "li", "x", "handover_to_oneself"),
        ("zhao", "li", "x", "nothing_to_hand_over"),
        ("li", "zhao", " ", "note_needed"),
        ("li", "nobody", "x", "no_such_user"),
        ("nobody", "li", "x", "no_such_user"),
    ],
)
def test_what_cannot_be_handed_over_stays(tiny, people, giver, taker, note, error):
    with pytest.raises(KpiError, match=error):
        services.hand_over(tiny, ZHANG, giver, taker, note)
    assert owed_by(tiny, people, "li") == 9


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        (DutyRule(Frequency.YEARLY, -1), "bad_days"),
        (DutyRule(Frequency.YEARLY, 367), "bad_days"),
        (DutyRule(Frequency.YEARLY, 1, measure_id="无"), "no_such_measure"),
        (DutyRule(Frequency.YEARLY, 1, unit="无"), "no_such_unit"),
        (DutyRule(Frequency.YEARLY, 1, region_code="无"), "no_such_region"),
    ],
)
def test_a_rule_about_nothing_is_refused(tiny, rule, error):
    with pytest.raises(KpiError, match=error):
        services.set_duty_rule(tiny, ZHANG, rule)


def test_a_form_has_exactly_what_was_asked(tiny):
    asked = [("volunteers_trained", "990100", "2024-12-31"), ("landfill_daily", "990100", "2025-12-31"), ("x", "y", "z")]
    content = services.duty_form(tiny, ZHANG, asked, "csv").decode("utf-8-sig")
    lines = content.strip().splitlines()
    assert len(lines) == 3
    assert ("volunteers_trained" in content, "landfill_daily" in content, "sorted_share" in content) == (True, True, False)
    with pytest.raises(KpiError, match="nothing_to_fill"):
        services.duty_form(tiny, ZHANG, [("x", "y", "z")], "csv")


def test_a_filled_form_settles_what_was_owed(tiny):
    content = services.duty_form(tiny, ZHANG, [("landfill_daily", "990100", "2025-12-31")], "csv").decode("utf-8-sig")
    head, line = content.strip().splitlines()[:2]
    cells = dict(zip(head.split(","), line.split(","), strict=True))
    cells["数值"] = "310"
    filled = "\r\n".join([head, ",".join(cells.values())]) + "\r\n"
    load(tiny, services.UploadFile("填报.csv", filled.encode()))
    assert states(tiny)["landfill_daily", "990100", "2025-12-31"] == "reported"


def test_another_towns_duties_are_not_shown(tiny, people):
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.YEARLY, 31, measure_id="volunteers_trained", each_place=True))
    seen = {each.region_code for each in services.duties(tiny, people.actor("dong", "page")).rows}
    assert seen <= {"990101"}
    with pytest.raises(NotAllowed):
        services.hand_over(tiny, people.actor("li", "page"), "li", "zhao", "x")
    with pytest.raises(NotFound):
        services.remove_duty_rule(tiny, ZHANG, 99)
