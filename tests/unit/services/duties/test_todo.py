"""What waits for each of the people at work besides figures: only what is theirs to do, and only while it is their turn."""

from datetime import date

import pytest

from kpi import services
from kpi.model import Grant, MatterEvent
from kpi.services import UploadFile
from kpi.services.duties.todo import Todo
from tests.unit.services.approval.conftest import (
    ADMINISTRATOR,
    BOTH,
    CLERK,
    DAILY,
    LEADER,
    REVIEWER,
    approving,  # noqa: F401 - a fixture
    person,
    sent,
)
from tests.unit.services.conftest import ZHANG
from tests.unit.services.remarks.conftest import begin, move

OTHER, VIEWER = person("另一填报员", "reporter", unit="无此单位"), person("看客", "viewer")
NOTHING = Todo(0, 0, 0, 0)


def waiting(workspace, *people):
    return [services.todo(workspace, one) for one in people]


def test_what_was_sent_in_waits_for_whoever_may_decide(approving):  # noqa: F811
    sent(approving, DAILY)
    assert waiting(approving, CLERK, REVIEWER, BOTH, LEADER, VIEWER) == [
        NOTHING,
        Todo(1, 0, 0, 0),
        Todo(1, 0, 0, 0),
        NOTHING,
        NOTHING,
    ]


def test_nobody_has_to_decide_on_their_own(approving):  # noqa: F811
    sent(approving, DAILY, actor=BOTH)
    assert waiting(approving, BOTH, REVIEWER) == [NOTHING, Todo(1, 0, 0, 0)]


def test_what_was_sent_back_waits_for_its_sender_alone(approving):  # noqa: F811
    number = sent(approving, DAILY)
    services.send_back(approving, REVIEWER, services.review(approving, REVIEWER, number), "请核对")
    assert waiting(approving, CLERK, REVIEWER, BOTH, OTHER) == [Todo(0, 1, 0, 0), NOTHING, NOTHING, NOTHING]
    sent(approving, DAILY, number=number)
    assert waiting(approving, CLERK, REVIEWER) == [NOTHING, Todo(1, 0, 0, 0)]


def test_a_change_of_the_plan_that_was_sent_back_waits_for_the_administrator(approving):  # noqa: F811
    checked = services.check_owners(approving, ADMINISTRATOR, {"landfill_daily": {"owner": "市住建局"}}, note="调整")
    number = services.propose(approving, ADMINISTRATOR, checked)
    assert waiting(approving, ADMINISTRATOR, REVIEWER) == [NOTHING, Todo(1, 0, 0, 0)]
    services.send_back(approving, REVIEWER, services.review(approving, REVIEWER, number), "请附文号")
    assert waiting(approving, ADMINISTRATOR, REVIEWER) == [Todo(0, 1, 0, 0), NOTHING]


@pytest.fixture
def at_work(approving):  # noqa: F811
    """A matter of the whole plan that a leader began, and who is at it."""
    return approving, begin(approving, due=date(2026, 4, 1))


def test_a_matter_waits_for_the_unit_and_then_for_whoever_closes_it(at_work):
    plan, number = at_work
    people = (CLERK, LEADER, REVIEWER, OTHER, VIEWER)
    to_answer = [Todo(0, 0, 1, 0), NOTHING, NOTHING, NOTHING, NOTHING]
    assert waiting(plan, *people) == to_answer
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="增设收集点")
    assert waiting(plan, *people) == to_answer
    files = (UploadFile("凭据.txt", b"seen"),)
    move(plan, CLERK, number, MatterEvent.FINISH, note="已完成", files=files)
    assert waiting(plan, *people) == [NOTHING, Todo(0, 0, 0, 1), Todo(0, 0, 0, 1), NOTHING, NOTHING]
    move(plan, LEADER, number, MatterEvent.CLOSE)
    assert waiting(plan, *people) == [NOTHING] * 5


def test_who_said_it_is_done_has_nothing_to_close(at_work):
    plan, number = at_work
    move(plan, BOTH, number, MatterEvent.ANSWER, steps="增设收集点")
    move(plan, BOTH, number, MatterEvent.FINISH, note="已完成", files=(UploadFile("凭据.txt", b"seen"),))
    assert waiting(plan, BOTH, REVIEWER) == [NOTHING, Todo(0, 0, 0, 1)]


def test_who_works_alone_has_both(tiny):
    number = begin(tiny, ZHANG, due=date(2026, 4, 1))
    assert services.todo(tiny, ZHANG) == Todo(0, 0, 1, 0)
    move(tiny, ZHANG, number, MatterEvent.ANSWER, steps="增设收集点")
    move(tiny, ZHANG, number, MatterEvent.FINISH, note="已完成", files=(UploadFile("凭据.txt", b"seen"),))
    assert services.todo(tiny, ZHANG) == Todo(0, 0, 0, 1)


def test_whoever_may_answer_everything_is_left_what_no_unit_has_people_for(tiny):
    """Li reports for the bureau, which all three targets are of; once his account is disabled the matters are the other's."""
    services.add_user(tiny, ZHANG, "li", "李明", [Grant("reporter", tiny.plan_id, "云溪市城市管理局")])
    services.add_user(tiny, ZHANG, "all", "全管", [Grant("reporter", tiny.plan_id)])
    begin(tiny, ZHANG, due=date(2026, 4, 1))
    begin(tiny, ZHANG, due=date(2026, 4, 1), target="G3")
    people = services.People(tiny)
    assert waiting(tiny, *(people.actor(one, "page") for one in ("li", "all"))) == [Todo(0, 0, 2, 0), Todo(0, 0, 0, 0, 2)]
    services.disable_user(tiny, ZHANG, "li")
    assert waiting(tiny, people.actor("all", "page"), ZHANG) == [Todo(0, 0, 2, 0), Todo(0, 0, 2, 0)]
