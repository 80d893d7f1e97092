"""上报 → 审核: nothing counts before another person approved it, and what two do at once is done once."""

import io
import shutil
import zipfile
from datetime import date

import pytest

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated
from kpi.model import Stage, Step
from kpi.services import Query
from kpi.store import Outcome
from kpi.store.store import committing
from tests.hostile import HOSTILE
from tests.unit.services.approval.conftest import (
    ADMINISTRATOR,
    BOTH,
    CLERK,
    DAILY,
    LEADER,
    REVIEWER,
    SECOND,
    approved,
    person,
    sent,
)
from tests.unit.services.conftest import ZHANG, load, row, standing, table

pytestmark = pytest.mark.slow

EAST = row("landfill_daily", "200", "吨", year=2024, region="东岸区")
WEST = row("landfill_daily", "210", "吨", year=2024, region="西岸区")


def stage(workspace, number):
    return services.submission(workspace, REVIEWER, number).stage


def now(workspace, actor=CLERK, target="G3"):
    return standing(services.status(workspace, actor, Query()), target).current.text


def test_nothing_changes_until_another_person_approves_and_both_are_on_record(approving):
    with pytest.raises(KpiError, match="approval_needed"):
        load(approving, table(DAILY), actor=CLERK)
    number = sent(approving, DAILY, note="年报")
    assert (number, now(approving), stage(approving, number)) == (1, "420吨", Stage.WAITING)
    assert approved(approving, number, note="核对一致") == (2,)
    assert (now(approving), stage(approving, number)) == ("415吨", Stage.APPROVED)
    batch = services.history(approving, CLERK).batches[0].batch
    assert (batch.user, batch.note) == ("填报员", "年报")
    told = services.history(approving, CLERK).batches[0].approval
    assert told == "第1号上报，由审核员于2026年3月2日 16:30审核通过"
    told = [(each.action, each.who, each.note, each.made) for each in services.submission(approving, CLERK, number).steps]
    assert told == [(Step.SUBMIT, "填报员", "年报", ""), (Step.APPROVE, "审核员", "核对一致", "批次2")]
    audited = [(each.action, each.actor) for each in approving.store.audit_entries()][-3:]
    assert audited == [("submit", "填报员"), ("commit", "审核员"), ("approve_submission", "审核员")]
    assert services.verify(approving, ADMINISTRATOR) == ()


def test_the_local_user_has_no_approval(approving, monkeypatch):
    monkeypatch.setenv("KPI_SIGN_IN", "none")
    assert load(approving, table(DAILY)) == (2,)


def test_a_plan_that_waits_for_no_approval_loads_as_ever(tiny, monkeypatch):
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    assert load(tiny, table(DAILY), actor=CLERK) == (2,)


def test_nobody_approves_their_own_whatever_else_they_are(approving):
    number = sent(approving, DAILY, actor=BOTH)
    assert not services.submission(approving, BOTH, number).may_review
    with pytest.raises(KpiError, match="own_submission"):
        approved(approving, number, actor=BOTH)
    refusal = approving.store.audit_entries()[-1]
    assert (refusal.actor, refusal.subject, refusal.outcome) == ("兼职", "submission 1", Outcome.REFUSED)


def test_whoever_sent_an_earlier_version_does_not_approve_a_later_one(approving):
    number = sent(approving, DAILY, actor=BOTH)
    services.send_back(approving, REVIEWER, services.review(approving, REVIEWER, number), "应为414")
    sent(approving, row("landfill_daily", "414", "吨", year=2024), actor=CLERK, number=number, name="更正.csv")
    with pytest.raises(KpiError, match="own_submission"):
        approved(approving, number, actor=BOTH)
    assert approved(approving, number) == (2,)


def test_what_is_sent_back_goes_with_a_reason_and_the_marked_table_and_comes_again_under_its_number(approving):
    number = sent(approving, DAILY)
    reviewed = services.review(approving, REVIEWER, number)
    with pytest.raises(KpiError, match="reason_missing"):
        services.send_back(approving, REVIEWER, reviewed, " ")
    services.send_back(approving, REVIEWER, reviewed, "第2行应为日均", rows=[("填报.csv", "", 2)])
    view = services.submission(approving, CLERK, number)
    assert (view.stage, view.reason, view.may_correct) == (Stage.RETURNED, "第2行应为日均", True)
    assert view.steps[1].files == ("退回_填报.xlsx",)
    marked = services.submission_file(approving, CLERK, number, 2, "退回_填报.xlsx")
    with zipfile.ZipFile(io.BytesIO(marked)) as book:
        assert "审核退回：第2行应为日均" in "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith(".xml")
        )
    again = sent(approving, row("landfill_daily", "414", "吨", year=2024), number=number, name="更正.csv")
    view = services.submission(approving, CLERK, number)
    assert (again, view.version, [each.action for each in view.steps]) == (1, 2, [Step.SUBMIT, Step.RETURN, Step.SUBMIT])
    approved(approving, number)
    assert now(approving) == "414吨"


def test_a_marked_table_can_be_corrected_and_sent_as_it_is(approving):
    number = sent(approving, DAILY)
    services.send_back(approving, REVIEWER, services.review(approving, REVIEWER, number), "核对", rows=[("填报.csv", "", 2)])
    content = services.submission_file(approving, CLERK, number, 2, "退回_填报.xlsx")
    preview = services.check_upload(approving, CLERK, [services.UploadFile("退回_填报.xlsx", content)])
    assert services.submit_files(approving, CLERK, preview, number=number) == number
    assert approved(approving, number) == (2,)


def test_one_takes_back_what_is_ones_own_and_nobody_elses(approving):
    number = sent(approving, DAILY)
    with pytest.raises(KpiError, match="not_own_submission"):
        services.take_back(approving, REVIEWER, number)
    services.take_back(approving, CLERK, number, "重报")
    assert stage(approving, number) is Stage.TAKEN_BACK
    with pytest.raises(KpiError, match="submission_moved_taken_back"):
        approved(approving, number)


def test_of_two_reviewers_one_wins_and_the_other_is_told_by_whom(approving):
    number = sent(approving, DAILY)
    first, second = (services.review(approving, each, number) for each in (REVIEWER, SECOND))
    services.approve(approving, REVIEWER, first)
    with pytest.raises(KpiError, match="submission_moved_approved") as told:
        services.approve(approving, SECOND, second)
    assert told.value.message.values["who"] == "审核员"
    with pytest.raises(KpiError, match="submission_moved_approved"):
        services.approve(approving, REVIEWER, first)
    assert len(services.history(approving, CLERK).batches) == 2


def test_a_review_of_figures_that_changed_since_is_refused(approving, monkeypatch):
    number = sent(approving, DAILY)
    reviewed = services.review(approving, REVIEWER, number)
    monkeypatch.setenv("KPI_SIGN_IN", "none")
    load(approving, table(row("landfill_daily", "418", "吨", year=2023), name="另.csv"))
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    with pytest.raises(PreviewOutdated):
        services.approve(approving, REVIEWER, reviewed)
    assert stage(approving, number) is Stage.WAITING
    assert approved(approving, number) == (3,)


def test_a_file_that_waits_or_is_loaded_is_not_sent_in_twice(approving):
    number = sent(approving, DAILY)
    with pytest.raises(KpiError, match="submission_waits"):
        sent(approving, DAILY)
    approved(approving, number)
    with pytest.raises(KpiError, match="nothing_new"):
        sent(approving, DAILY)


def test_a_file_loaded_meanwhile_is_not_loaded_again(approving, monkeypatch):
    number = sent(approving, DAILY)
    monkeypatch.setenv("KPI_SIGN_IN", "none")
    load(approving, table(DAILY))
    with pytest.raises(KpiError, match="nothing_new"):
        approved(approving, number)


def test_a_reviewer_of_a_part_decides_on_nothing_that_reaches_beyond_it(approving):
    east = person("东岸审核", "reviewer", regions=("990101",))
    both, own = sent(approving, EAST, WEST), sent(approving, EAST, name="东岸.csv")
    assert [each.number for each in services.submissions(approving, east)] == [own]
    with pytest.raises(NotFound):
        services.review(approving, east, both)
    with pytest.raises(NotFound):
        services.send_back(approving, east, services.review(approving, REVIEWER, both), "看看")
    assert approved(approving, own, actor=east) == (2,)


def test_the_rows_are_asked_for_reach_again_and_not_only_what_the_submission_says(approving):
    """Places are written down with the submission; a file that says more than they do is held against its rows."""
    east = person("东岸审核", "reviewer", regions=("990101",))
    number = sent(approving, EAST, name="东岸.csv")
    with approving.store._database.outside_transaction() as cursor:
        cursor.execute("update submission_files set content = ?, sha256 = sha256(?)", [table(WEST).content] * 2)
    reviewed = services.review(approving, east, number)
    assert (reviewed.ok, reviewed.outside) == (False, ("2",))
    with pytest.raises(KpiError, match="rows_outside_reach"):
        services.approve(approving, east, reviewed)


@pytest.mark.parametrize(
    "actor", [LEADER, person("另一填报", "reporter", regions=("990102",)), person("无关", "reporter", plan_id="x")]
)
def test_a_submission_concerns_nobody_else(approving, actor):
    number = sent(approving, EAST)
    for ask in (services.submission, services.review, services.take_back):
        with pytest.raises(KpiError, match=r"not_allowed|no_such_submission"):
            ask(approving, actor, number)
    with pytest.raises(KpiError, match=r"not_allowed|no_such_submission"):
        services.submission_file(approving, actor, number, 1, "填报.csv")


def test_reporters_do_not_decide(approving):
    number = sent(approving, DAILY)
    reviewed = services.review(approving, person("同事", "reporter"), number)
    for decide in (services.approve, lambda ws, who, it: services.send_back(ws, who, it, "错")):
        with pytest.raises(NotAllowed):
            decide(approving, person("同事", "reporter"), reviewed)


def test_warnings_that_the_sender_did_not_see_are_confirmed_by_the_reviewer(approving, monkeypatch):
    """420 becomes 800 after the sender looked: what was no outlier then is one now."""
    number = sent(approving, row("landfill_daily", "415", "吨", year=2024))
    monkeypatch.setenv("KPI_SIGN_IN", "none")
    load(approving, table(row("landfill_daily", "41500", "吨", year=2023), name="另.csv"), accept_warnings=True)
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    reviewed = services.review(approving, REVIEWER, number)
    assert reviewed.open_warnings
    with pytest.raises(KpiError, match="upload_refused"):
        services.approve(approving, REVIEWER, reviewed)
    services.approve(approving, REVIEWER, reviewed, accepted=[each.id for each in reviewed.open_warnings])
    assert stage(approving, number) is Stage.APPROVED


def test_what_fails_in_the_middle_of_an_approval_leaves_nothing(approving, monkeypatch):
    number = sent(approving, DAILY)
    reviewed = services.review(approving, REVIEWER, number)
    project = committing._project

    def fails(*asked):
        project(*asked)
        raise RuntimeError("power")

    monkeypatch.setattr(committing, "_project", fails)
    with pytest.raises(RuntimeError):
        services.approve(approving, REVIEWER, reviewed)
    monkeypatch.undo()
    assert (stage(approving, number), now(approving)) == (Stage.WAITING, "420吨")
    assert services.verify(approving, ADMINISTRATOR) == ()


@pytest.mark.parametrize("text", ["一\x00二", "一\x1b[31m", "长" * 501])
def test_notes_and_reasons_are_bounded_and_printable(approving, text):
    with pytest.raises(KpiError, match=r"text_unprintable|text_too_long"):
        sent(approving, DAILY, note=text)
    reviewed = services.review(approving, REVIEWER, sent(approving, DAILY))
    with pytest.raises(KpiError, match=r"text_unprintable|text_too_long"):
        services.send_back(approving, REVIEWER, reviewed, text)
    with pytest.raises(KpiError, match=r"text_unprintable|text_too_long"):
        services.approve(approving, REVIEWER, reviewed, note=text)


@pytest.mark.parametrize("text", [each for each in HOSTILE if each.isprintable()][:2])
def test_hostile_text_is_kept_as_text(approving, text):
    number = sent(approving, DAILY, note=text)
    services.send_back(approving, REVIEWER, services.review(approving, REVIEWER, number), text, rows=[("填报.csv", "", 2)])
    view = services.submission(approving, CLERK, number)
    assert (view.note, view.reason) == (text, text)


REVISION = {"document": "云府办〔2024〕8号", "effective_on": date(2024, 6, 1), "note": "常务会议"}


def test_a_revision_is_proposed_reviewed_with_its_effect_and_approved_by_another(approving):
    checked = services.check_revision(approving, ADMINISTRATOR, "G3", {"value": "280"}, **REVISION)
    with pytest.raises(KpiError, match="approval_needed"):
        services.make_revision(approving, ADMINISTRATOR, checked)
    number = services.propose(approving, ADMINISTRATOR, checked)
    assert approving.catalog.targets["G3"].value == 300
    chief = person("科长", "administrator", "reviewer")
    reviewed = services.review(approving, chief, number)
    assert [(each.target_id, each.before.goal, each.after.goal) for each in reviewed.effects] == [
        ("G3", "≤300吨 · 到2025年底", "≤280吨 · 到2025年底")
    ]
    assert reviewed.view.details == ("依据云府办〔2024〕8号", "自2024-06-01起生效")
    with pytest.raises(KpiError, match="own_submission"):
        approved(approving, number, actor=ADMINISTRATOR.__class__(ADMINISTRATOR.name, chief.grants, ADMINISTRATOR.user_id))
    with pytest.raises(KpiError, match=r"not_allowed|no_such_submission"):
        approved(approving, number, actor=person("东岸审核", "reviewer", regions=("990101",)))
    assert approved(approving, number, actor=chief) == (2,)
    assert approving.catalog.targets["G3"].value == 280
    assert approving.plans.revisions[0].made_by == "管理员"
    assert services.verify(approving, ADMINISTRATOR) == ()


def test_a_revision_that_the_plan_no_longer_allows_is_said_to_be_so_and_cannot_be_approved(approving):
    checked = services.check_revision(approving, ADMINISTRATOR, "G3", {"value": "280"}, **REVISION)
    first, second = (services.propose(approving, ADMINISTRATOR, checked) for _ in range(2))
    approved(approving, first)
    reviewed = services.review(approving, REVIEWER, second)
    assert (reviewed.ok, reviewed.checked) == (False, None)
    assert reviewed.refused
    with pytest.raises(KpiError, match="not_approvable"):
        services.approve(approving, REVIEWER, reviewed)


@pytest.mark.parametrize(
    "check",
    [
        lambda ws: services.check_answer(
            ws, ADMINISTRATOR, "Q1", [("sorted_share", "definition", "含城中村")], document="答复1号", note="答复"
        ),
        lambda ws: services.check_owners(ws, ADMINISTRATOR, {"landfill_daily": {"owner": "云溪市环境局"}}, note="调整"),
        lambda ws: (
            services.check_rows(
                ws, ADMINISTRATOR, "breaks", [{"measure_id": "landfill_daily", "date": "2024-01-01", "note": "口径"}], note="增"
            ).checked
        ),
    ],
    ids=["answer", "owners", "rows"],
)
def test_every_form_of_a_plan_takes_the_same_way(approving, check):
    number = services.propose(approving, ADMINISTRATOR, check(approving))
    assert approved(approving, number) == (2,)
    assert services.verify(approving, ADMINISTRATOR) == ()


def test_a_plan_of_the_same_library_that_waits_for_approval_is_not_gone_round_through_another(approving, tiny_copy):
    other = tiny_copy.rename(tiny_copy.with_name("open_plan"))
    (other / "plan.csv").write_text("name_zh,name_en\n另一规划,Another\n", encoding="utf-8")
    services.load_plan(approving, ZHANG, services.check_plan(approving, ZHANG, other))
    through = approving.of("open_plan")
    assert not through.catalog.approval
    with pytest.raises(KpiError, match="approval_needed"):
        load(through, table(DAILY), actor=CLERK)


def test_what_was_approved_is_withdrawn_by_another_who_may_review_all_of_it(approving):
    approved(approving, sent(approving, EAST, actor=BOTH))
    with pytest.raises(NotAllowed):
        services.withdraw(approving, CLERK, 2, "错")
    with pytest.raises(KpiError, match="own_batch"):
        services.withdraw(approving, BOTH, 2, "错")
    with pytest.raises(NotAllowed):
        services.withdraw(approving, person("西岸审核", "reviewer", regions=("990102",)), 2, "错")
    services.withdraw(approving, SECOND, 2, "错")
    assert services.history(approving, CLERK).batches[0].withdrawn_at is not None


@pytest.fixture
def shared(approving, tiny_copy):
    """A second plan over the same library that waits for nobody."""
    other = tiny_copy.with_name("open_plan")
    shutil.copytree(tiny_copy, other)
    (other / "plan.csv").write_text("name_zh,name_en\n另一规划,Another\n", encoding="utf-8")
    services.load_plan(approving, ZHANG, services.check_plan(approving, ZHANG, other))
    return approving


def test_a_shared_figure_waits_for_a_reviewer_of_each_plan_that_waits(shared):
    """Sent in through the open plan and reviewed by its reviewer, it would count in the plan that waits as well."""
    there, here = shared.of("open_plan"), shared.plan_id
    clerk, theirs = (person(f"另{role}", role, plan_id="open_plan") for role in ("reporter", "reviewer"))
    ours = person("本规划审核", "reviewer", plan_id=here)
    number = sent(there, DAILY, actor=clerk)
    seen = services.review(there, theirs, number)
    assert (seen.outside, seen.view.may_review) == (("2",), False)
    for decide in (services.approve, lambda *asked: services.send_back(*asked, "理由")):
        with pytest.raises(KpiError, match="rows_outside_reach"):
            decide(there, theirs, seen)
    (listed,) = services.submissions(shared, ours)
    assert (listed.number, listed.may_review, listed.may_correct) == (number, True, False)
    assert services.submissions(shared, person("别处", "reviewer", plan_id=here, regions=("990101",))) == ()
    assert approved(shared, number, ours) == (2,)
    assert [each.number for each in services.submissions(there, theirs)] == [number]


def test_where_two_plans_wait_one_reviewer_of_both_decides(shared):
    checked = services.check_approval(shared.of("open_plan"), ADMINISTRATOR, wanted=True, note="启用")
    services.make_revision(shared.of("open_plan"), ADMINISTRATOR, checked)
    number = sent(shared, DAILY)
    for plan_id in (shared.plan_id, "open_plan"):
        with pytest.raises(KpiError, match="rows_outside_reach"):
            approved(shared.of(plan_id), number, person("一处审核", "reviewer", plan_id=plan_id))
    assert approved(shared.of("open_plan"), number, person("两处审核", "reviewer")) == (2,)
