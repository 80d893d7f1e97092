"""A matter from its instruction to its closing: who may write what where, what is kept, and what is told of it."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated
from kpi.model import Actor, Grant, MatterEvent, MatterState
from kpi.services import Draft, Query, UploadFile
from kpi.store import AuditAsked
from tests.hostile import HOSTILE
from tests.unit.services.conftest import ZHANG, row, table
from tests.unit.services.remarks.conftest import (
    CLERK,
    LEADER,
    OTHER,
    PDF,
    REVIEWER,
    TOWN,
    VIEWER,
    begin,
    move,
    one,
    person,
)

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 31)


def done(plan, **said):
    """A matter that the unit says is done."""
    number = begin(plan, due=DUE, **said)
    move(plan, CLERK, number, MatterEvent.ANSWER, cause="人手不足", steps="增派督导员")
    move(plan, CLERK, number, MatterEvent.FINISH, note="已整改", files=(PDF,))
    return number


def test_the_whole_loop_is_kept_step_by_step(plan):
    number = done(plan)
    move(plan, REVIEWER, number, MatterEvent.REOPEN, note="佐证不全")
    move(plan, CLERK, number, MatterEvent.FINISH, note="补齐", files=(PDF,))
    move(plan, LEADER, number, MatterEvent.CLOSE, note="同意")
    matter = one(plan, number)
    assert [(str(step.event), step.by) for step in matter.history] == [
        ("instruct", "局领导"),
        ("answer", "城管办事员"),
        ("evidence", "城管办事员"),
        ("finish", "城管办事员"),
        ("reopen", "审核员"),
        ("evidence", "城管办事员"),
        ("finish", "城管办事员"),
        ("close", "局领导"),
    ]
    assert (matter.state, matter.cause, matter.steps, matter.unit, matter.due) == (
        MatterState.CLOSED, "人手不足", "增派督导员", "城管局", DUE,
    )  # fmt: skip
    assert matter.history[1].told == (("原因", "人手不足"), ("措施", "增派督导员"))
    assert matter.history[4].text == "退回整改"
    assert matter.settled_on == TODAY
    assert services.verify(plan, plan_owner()) == ()


def plan_owner():
    return Actor("本机", services.OWNER)


def test_a_leader_writes_on_what_the_leader_sees(plan):
    """G1 is judged as of the newest figure, and that is what the step says was seen."""
    number = begin(plan)
    view = services.status(plan, LEADER, Query())
    standing = next(each for each in view.standings if each.key == ("G1", None))
    (step,) = one(plan, number).history
    assert step.seen == f"当时判定：{standing.status_text}（评价截至{view.as_of.year}年{view.as_of.month}月{view.as_of.day}日）"


def test_an_instruction_may_open_nothing(plan):
    number = begin(plan, event=MatterEvent.ADVISE)
    assert (one(plan, number).state, one(plan, number).live) == (MatterState.NOTED, False)
    assert services.matters(plan, LEADER, Query()).told == ""


@pytest.mark.parametrize(
    ("actor", "event", "target", "year"),
    [
        (OTHER, MatterEvent.REMARK, "G1", None),
        (TOWN, MatterEvent.REMARK, "G1", None),
        (CLERK, MatterEvent.REMARK, "G2", 2024),
        (CLERK, MatterEvent.INSTRUCT, "G1", None),
        (LEADER, MatterEvent.REMARK, "G1", None),
        (VIEWER, MatterEvent.REMARK, "G1", None),
        (person("管理员", "administrator"), MatterEvent.BEGIN, "G1", None),
        (person("他规划审核", "reviewer", plan_id="other"), MatterEvent.BEGIN, "G1", None),
    ],
)
def test_nobody_begins_what_is_not_theirs_and_the_refusal_is_on_record(plan, actor, event, target, year):
    with pytest.raises(NotAllowed):
        begin(plan, actor, event, target, year)
    (refusal,) = plan.store.audit_found(AuditAsked(person=actor.name))
    assert str(refusal.outcome) == "refused"
    assert services.matters(plan, REVIEWER, Query()).matters == ()


def test_one_target_of_two_units_is_for_both(plan):
    assert begin(plan, OTHER, MatterEvent.REMARK, "G3") != begin(plan, CLERK, MatterEvent.REMARK, "G3")


@pytest.mark.parametrize("actor", [OTHER, TOWN, person("他规划", "reporter", plan_id="other")])
def test_a_number_of_anothers_is_a_number_there_is_nothing_of(plan, actor):
    """Guessing numbers of matters and of files says nothing, not even that they are there."""
    number = done(plan)
    (file,) = one(plan, number).evidence
    with pytest.raises((NotFound, NotAllowed)):
        services.evidence_file(plan, actor, file.evidence_id)
    for guess in (number, number + 1):
        with pytest.raises((NotFound, NotAllowed)):
            services.move_matter(plan, actor, guess, MatterEvent.REMARK, Draft(note="越权"), 4)
    if actor.grants != frozenset({Grant("reporter", plan_id="other")}):
        assert services.matters(plan, actor, Query()).matters == ()
    assert len(one(plan, number).history) == 4


def test_whoever_said_done_does_not_close_it_even_with_every_role(plan):
    number = begin(plan, due=DUE)
    both = Actor("兼任", frozenset({Grant("reporter"), Grant("reviewer"), Grant("publisher")}), "id-both")
    move(plan, both, number, MatterEvent.ANSWER, steps="办")
    move(plan, both, number, MatterEvent.FINISH, note="完", files=(PDF,))
    assert MatterEvent.CLOSE not in one(plan, number, both).offered
    with pytest.raises(NotAllowed, match="own_closing"):
        move(plan, both, number, MatterEvent.CLOSE)
    refused = [each for each in plan.store.audit_found(AuditAsked(person="兼任")) if str(each.outcome) == "refused"]
    assert [each.subject for each in refused] == [f"{number} close"]
    move(plan, person("发布员", "publisher"), number, MatterEvent.CLOSE)
    assert one(plan, number).state is MatterState.CLOSED


def test_a_clerk_does_not_close(plan):
    number = done(plan)
    with pytest.raises(NotAllowed):
        move(plan, person("同事", "reporter", unit="城管局"), number, MatterEvent.CLOSE)


def test_of_two_who_write_at_once_the_second_is_told(plan):
    number = begin(plan, due=DUE)
    seen = one(plan, number).version
    services.move_matter(plan, CLERK, number, MatterEvent.ANSWER, Draft(steps="甲方案"), seen)
    with pytest.raises(PreviewOutdated, match="matter_moved"):
        services.move_matter(plan, CLERK, number, MatterEvent.ANSWER, Draft(steps="乙方案"), seen)
    assert one(plan, number).steps == "甲方案"


def test_a_matter_of_a_district_says_which_and_stands_on_that_districts_page_alone(opened, tiny_copy):
    """Three matters about one measure: the city's, and one of each district."""
    with (tiny_copy / "targets.csv").open("a", encoding="utf-8") as file:
        for number, region in ((4, "990101"), (5, "990102")):
            file.write(
                f"G{number},landfill_daily,{region},<=,150,by_date,,,,2025-12-31,,aspiration,文,,,primary,,plan,三,150吨\n"
            )
    plan = opened(tiny_copy)
    numbers = {target: begin(plan, target=target) for target in ("G3", "G4", "G5")}
    assert one(plan, numbers["G3"]).name == "生活垃圾日均填埋量"
    assert one(plan, numbers["G4"]).name == "东岸区 生活垃圾日均填埋量"
    assert one(plan, numbers["G5"], lang="en").name.startswith("West Bank ")
    for target, region in (("G3", "990100"), ("G4", "990101"), ("G5", "990102")):
        shown = services.matters_about(plan, REVIEWER, Query(), "landfill_daily", region).matters
        assert [each.matter_id for each in shown] == [numbers[target]]


def test_out_of_turn_nothing_happens(plan):
    number = begin(plan, due=DUE)
    for actor, event in ((CLERK, MatterEvent.FINISH), (REVIEWER, MatterEvent.CLOSE), (REVIEWER, MatterEvent.REOPEN)):
        with pytest.raises(KpiError, match="matter_turn"):
            move(plan, actor, number, event, note="抢先", files=(PDF,))
    with pytest.raises(KpiError, match="matter_turn"):
        services.begin_matter(plan, REVIEWER, "G1", None, MatterEvent.CLOSE, Draft())


def test_done_without_evidence_is_not_done_nor_with_that_of_before_it_was_sent_back(plan):
    number = begin(plan, due=DUE)
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="办")
    with pytest.raises(KpiError, match="evidence_needed"):
        move(plan, CLERK, number, MatterEvent.FINISH, note="完")
    move(plan, CLERK, number, MatterEvent.EVIDENCE, files=(PDF,))
    move(plan, CLERK, number, MatterEvent.FINISH, note="完")
    move(plan, REVIEWER, number, MatterEvent.REOPEN, note="不实")
    with pytest.raises(KpiError, match="evidence_needed"):
        move(plan, CLERK, number, MatterEvent.FINISH, note="又完")


@pytest.mark.parametrize(
    ("due", "refused"),
    [(date(2026, 4, 1), "due_later"), (date(2026, 3, 1), "due_no_day"), (date(2101, 1, 1), "due_no_day"), (TODAY, "")],
)
def test_a_unit_brings_its_day_forward_and_never_back(plan, due, refused):
    number = begin(plan, due=DUE)
    if refused:
        with pytest.raises(KpiError, match=refused):
            move(plan, CLERK, number, MatterEvent.ANSWER, steps="办", due=due)
    else:
        move(plan, CLERK, number, MatterEvent.ANSWER, steps="办", due=due)
    assert one(plan, number).due == (DUE if refused else due)


def test_a_unit_without_a_day_names_one_and_a_reviewer_may_put_it_back(plan):
    number = begin(plan)
    with pytest.raises(KpiError, match="needed_due"):
        move(plan, CLERK, number, MatterEvent.ANSWER, steps="办")
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="办", due=DUE)
    move(plan, REVIEWER, number, MatterEvent.ASSIGN, due=date(2026, 6, 30))
    assert one(plan, number).due == date(2026, 6, 30)


def test_late_from_the_day_after_and_only_while_it_is_the_units_turn(plan, clock):
    number = begin(plan, due=DUE)
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="办")
    clock.moment = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
    assert one(plan, number).days_over == 0
    clock.moment = datetime(2026, 3, 31, 16, 1, tzinfo=UTC)
    assert one(plan, number).days_over == 1
    clock.wind(days=11)
    view = services.matters(plan, REVIEWER, Query())
    assert view.told == "截至2026年4月12日，登记整改事项1项：整改中1项。其中逾期1项。"
    assert view.lead == "未销号整改事项1项。其中逾期1项，最久的是“生活垃圾分类达标小区占比”（城管局），逾期12天。"
    assert one(plan, number, as_of=date(2026, 4, 2)).days_over == 2
    move(plan, CLERK, number, MatterEvent.FINISH, note="完", files=(PDF,))
    assert (one(plan, number).days_over, services.matters(plan, REVIEWER, Query()).overdue) == (0, ())


def test_what_goes_back_after_its_day_has_a_new_one(plan, clock):
    number = begin(plan, due=date(2026, 6, 1))
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="加派人手")
    move(plan, CLERK, number, MatterEvent.FINISH, note="完成", files=(PDF,))
    move(plan, REVIEWER, number, MatterEvent.CLOSE)
    clock.wind(days=200)
    with pytest.raises(KpiError, match="reopened_without_day"):
        move(plan, REVIEWER, number, MatterEvent.REOPEN, note="又出现")
    move(plan, REVIEWER, number, MatterEvent.REOPEN, note="又出现", due=date(2026, 12, 1))
    assert (one(plan, number).due, one(plan, number).days_over) == (date(2026, 12, 1), 0)


def test_by_the_command_line_nobody_closes_under_the_name_of_whoever_said_done(plan):
    number = begin(plan, due=date(2026, 6, 1))
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="加派人手")
    move(plan, CLERK, number, MatterEvent.FINISH, note="完成", files=(PDF,))
    with pytest.raises(NotAllowed, match="own_closing"):
        move(plan, Actor(CLERK.name, OWNER), number, MatterEvent.CLOSE)


def test_a_part_in_another_plan_opens_nothing_unpublished_here(approving, clock):
    """Who works on one plan and only looks at another sees of the other what is published."""
    services.publish(approving, person("发布员", "publisher"), "首次发布", data_version=approving.store.data_version)
    clock.wind(days=1)
    begin(approving)
    both = Actor("两规划", frozenset({Grant("viewer", approving.plan_id), Grant("reporter", "elsewhere")}), "id-both")
    assert services.matters(approving, both, Query()).matters == ()


FINDING = {"actions": "page.actions"}


def found(plan, actor, typed, pages=FINDING):
    return [each.id for each in services.find(plan, actor, typed, pages, "zh") if each.sort == "matter"]


def test_matters_are_found_by_what_was_said_by_whom_it_concerns(plan):
    number, other = done(plan, note="请张局长督办"), begin(plan, target="G2", year=2024, note="请李科长督办")
    assert found(plan, REVIEWER, "督办") == [str(number), str(other)]
    assert [found(plan, REVIEWER, typed) for typed in ("增派督导员", "已整改", f"#{other}", "zjz")] == [
        [str(number)],
        [str(number)],
        [str(other)],
        [],  # a note is found by its words: three first letters would fit something in any long one
    ]
    assert (found(plan, CLERK, "督办"), found(plan, OTHER, "督办"), found(plan, TOWN, "督办")) == (
        [str(number)],
        [str(other)],
        [],
    )
    assert found(plan, REVIEWER, "督办", {}) == found(plan, REVIEWER, "督") == []
    (shown,) = [each.shown for each in services.find(plan, CLERK, "张局长", FINDING, "zh")]
    assert shown.startswith(f"第{number}号 ")
    assert shown.endswith("（已整改待销号）")


def test_what_is_not_published_is_not_found(approving, clock):
    publisher = person("发布员", "publisher")
    services.publish(approving, publisher, "首次发布", data_version=approving.store.data_version)
    clock.wind(days=1)
    number = begin(approving, note="请张局长督办")
    assert (found(approving, LEADER, "张局长"), found(approving, VIEWER, "张局长")) == ([str(number)], [])
    services.publish(approving, publisher, "再次发布", data_version=approving.store.data_version)
    clock.wind(days=1)
    assert found(approving, VIEWER, "张局长") == [str(number)]


def test_sql_knows_matters_as_they_stand_and_every_step(plan):
    number = done(plan)
    of = services.ask(plan, ZHANG, "select matter_id, state, cause, measures_taken, steps from actions").rows
    assert of == ((number, "done", "人手不足", "增派督导员", 4),)
    steps = services.ask(plan, ZHANG, "select step, event, made_by from action_steps order by step").rows
    assert steps == (
        (1, "instruct", "局领导"),
        (2, "answer", "城管办事员"),
        (3, "evidence", "城管办事员"),
        (4, "finish", "城管办事员"),
    )
    assert services.ask(plan, ZHANG, "from marks").rows == ()


def test_a_matter_names_the_target_as_it_was_asked_for(plan):
    """Asked by the targets as they were first said, then as they are now: the deadline was put off by a year."""
    number = begin(plan, target="G3")
    day, note = date(2026, 1, 1), "延期"
    checked = services.check_revision(
        plan, ZHANG, "G3", {"deadline": "2026-12-31"}, document="8号", effective_on=day, note=note
    )
    services.make_revision(plan, ZHANG, checked)
    assert [one(plan, number, original=asked).period for asked in (True, False)] == ["到2025年底", "到2026年底"]


def test_known_at_looks_back_and_offers_nothing(plan, clock):
    number = begin(plan, due=DUE)
    before = clock.moment
    clock.wind(days=1)
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="办")
    clock.wind(days=1)
    then = one(plan, number, known_at=before + timedelta(hours=1))
    assert (then.state, then.steps, then.offered) == (MatterState.OPEN, "", ())
    assert services.matters(plan, REVIEWER, Query(known_at=before - timedelta(hours=1))).matters == ()


@pytest.mark.parametrize("field", ["note", "cause", "steps", "person"])
@pytest.mark.parametrize("wrong", ["甲\x00乙", "甲\x1b[31m", "\ud800", "长" * 1001], ids=["nul", "escape", "half", "long"])
def test_what_is_no_text_or_too_much_is_refused(plan, field, wrong):
    number = begin(plan, due=DUE)
    with pytest.raises(KpiError, match="typed_"):
        move(plan, CLERK, number, MatterEvent.ANSWER, **({"steps": "办"} | {field: wrong}))
    assert one(plan, number).version == 1


def test_hostile_text_stays_the_text_it_is(plan):
    number = begin(plan, note=HOSTILE[0], due=DUE)
    for text in HOSTILE:
        move(plan, CLERK, number, MatterEvent.ANSWER, cause=text, steps=text, person=text[:50])
        matter = one(plan, number)
        assert (matter.cause, matter.steps, matter.person) == (text.strip(), text.strip(), text[:50].strip())


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("a.pdf", b"<html>", "evidence_type"),
        ("a.html", b"<html>", "evidence_type"),
        ("a.svg", b"<svg/>", "evidence_type"),
        ("a.docx", b"PK\x03\x04 word/document.xml vbaProject.bin", "evidence_type"),
        ("a.xlsx", b"PK\x03\x04 word/document.xml", "evidence_type"),
        ("a.png", b"\xff\xd8\xff", "evidence_type"),
        ("a.txt", b"\x00\x01\x02", "evidence_type"),
        ("a.pdf", b"", "evidence_empty"),
        ("a.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "evidence_large"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused_and_nothing_is_written(plan, name, content, refused):
    number = begin(plan, due=DUE)
    with pytest.raises(KpiError, match=refused):
        move(plan, CLERK, number, MatterEvent.EVIDENCE, files=(PDF, UploadFile(name, content)))
    assert one(plan, number).evidence == ()


def test_a_file_comes_back_as_it_came_under_a_harmless_name(plan):
    number = begin(plan, due=DUE)
    move(plan, CLERK, number, MatterEvent.EVIDENCE, files=(UploadFile("..\\..\\con/../=cmd\n.TXT", "现场".encode()),))
    (file,) = one(plan, number).evidence
    assert services.evidence_file(plan, VIEWER, file.evidence_id) == ("=cmd_.txt", "text/plain", "现场".encode())


def test_a_matter_takes_twenty_files(plan):
    number = begin(plan, due=DUE)
    move(plan, CLERK, number, MatterEvent.EVIDENCE, files=(PDF,) * 20)
    with pytest.raises(KpiError, match="evidence_many"):
        move(plan, CLERK, number, MatterEvent.EVIDENCE, files=(PDF,))
    assert len(one(plan, number).evidence) == 20


def test_a_year_that_the_target_has_not_is_not_found(plan):
    for target, year in (("G2", 2031), ("G2", None), ("G1", 2024), ("no", None)):
        with pytest.raises(NotFound):
            begin(plan, LEADER, target=target, year=year)
    assert one(plan, begin(plan, target="G2", year=2024)).name == "分类志愿者培训（2024年）"


def test_the_log_holds_no_text_of_anybody(plan):
    number = done(plan, note="机密批示内容")
    told = [f"{each.subject} {each.detail}" for each in plan.store.audit_entries()]
    assert sum(line.strip().startswith(f"{number}/") for line in told) == 4
    assert not [line for line in told if "机密" in line or "增派" in line or "验收" in line]


@pytest.fixture
def approving(tiny_copy, opened, monkeypatch):
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    (tiny_copy / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
    return opened(tiny_copy)


def test_a_leader_reads_answers_of_today_and_whoever_only_looks_those_of_the_publication(approving, clock):
    """What is written after the publication: the leader's own instruction and what the unit says to it."""
    clerk, publisher = person("填报员", "reporter"), person("发布员", "publisher")
    services.publish(approving, publisher, "首次发布", data_version=approving.store.data_version)
    clock.wind(days=1)
    number = begin(approving, due=DUE, target="G3")
    clock.wind(days=1)
    move(approving, clerk, number, MatterEvent.ANSWER, steps="办")
    asked = services.settled_now(approving, LEADER, Query())
    assert asked.known_at is not None
    (seen,) = services.matters(approving, LEADER, asked).matters
    assert (seen.state, MatterEvent.INSTRUCT in seen.offered) == (MatterState.IN_HAND, True)
    assert services.matters(approving, VIEWER, services.settled_now(approving, VIEWER, Query())).matters == ()
    clock.wind(days=1)
    load_and_publish(approving, publisher, clock)
    assert [each.state for each in services.matters(approving, VIEWER, Query()).matters] == [MatterState.IN_HAND]


def test_a_target_that_is_not_public_yet_is_for_a_leader_none_there_is(approving, clock):
    """G9 waits for its publication: to a leader it is a number there is nothing of, as any other."""
    administrator, reviewer = person("管理员", "administrator"), person("审核员", "reviewer")
    services.publish(approving, person("发布员", "publisher"), "首次", data_version=approving.store.data_version)
    clock.wind(hours=1)
    files = services.export_plan(approving, administrator, approving.plan_id)
    head, *lines = files["targets.csv"].decode("utf-8-sig").splitlines()
    (line,) = [line for line in lines if line.startswith("G3,")]
    added = line.replace("G3,", "G9,", 1).replace("2025-12-31,W3", "2026-12-31,W3").replace("300", "250")
    files["targets.csv"] = "\n".join([head, *lines, added, ""]).encode()
    told = [UploadFile(f"catalog/{name}", content) for name, content in files.items()]
    checked = services.check_plan(approving, administrator, told, plan_id=approving.plan_id)
    number = services.propose(approving, administrator, services.check_load(approving, administrator, checked, document="2号"))
    services.approve(approving, reviewer, services.review(approving, reviewer, number))
    for target in ("G9", "G99"):
        with pytest.raises(NotFound, match="no_such_target"):
            begin(approving, LEADER, target=target)
    assert begin(approving, reviewer, MatterEvent.BEGIN, target="G9", due=DUE) == 1


def test_the_same_button_pressed_twice_begins_one_matter(plan):
    number = begin(plan, due=DUE)
    with pytest.raises(PreviewOutdated, match="matter_begun") as refused:
        begin(plan, due=DUE)
    assert refused.value.message.values["number"] == number
    assert begin(plan, due=DUE, note="另有一事") == number + 1
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="办")
    assert begin(plan, due=DUE) == number + 2


def load_and_publish(workspace, publisher, clock):
    """A figure more, so that there is something to publish."""
    clerk, reviewer = person("填报员", "reporter"), person("审核员", "reviewer")
    preview = services.check_upload(workspace, clerk, [table(row("landfill_daily", "415", "吨", year=2024))])
    number = services.submit_files(workspace, clerk, preview, accept_warnings=True)
    services.approve(workspace, reviewer, services.review(workspace, reviewer, number))
    clock.wind(hours=1)
    services.publish(workspace, publisher, "再次发布", data_version=workspace.store.data_version)


def test_a_matter_outlives_what_it_was_about(plan, tmp_path):
    """The plan is loaded again without G1, and with G3 judged by years: what was begun is still shown, and can be closed."""
    gone, other = done(plan), begin(plan, due=DUE, target="G3")
    changed = tmp_path / "later"
    shutil.copytree(tmp_path / "catalog", changed)
    path = changed / "targets.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("G1,")]
    path.write_text(
        "\n".join(lines).replace("<=,300,by_date,,,,2025-12-31,W3", "<=,300,each_year,,,2024;2025,,") + "\n", "utf-8"
    )
    checked = services.check_plan(plan, plan_owner(), changed, plan_id=plan.plan_id)
    services.load_plan(plan, plan_owner(), checked)
    assert (one(plan, gone).name, one(plan, gone).measure_id, one(plan, other).period) == ("G1", "", "")
    with pytest.raises(NotFound):
        move(plan, CLERK, gone, MatterEvent.REMARK, note="别单位")
    move(plan, REVIEWER, gone, MatterEvent.CLOSE)
    move(plan, REVIEWER, other, MatterEvent.REMARK, note="口径已变")
    assert one(plan, gone).state is MatterState.CLOSED
