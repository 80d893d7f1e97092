"""Whatever changes a plan that waits for approval waits itself: its form, its files, a revision taken back, and the switch."""

import shutil
import tempfile
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kpi import services
from kpi.errors import KpiError, NotAllowed
from kpi.model import OfficialForm, Stage
from kpi.services import UploadFile
from tests.databases import TINY
from tests.profiles import examples
from tests.unit.services.approval.conftest import (
    ADMINISTRATOR,
    CLERK,
    DAILY,
    LEADER,
    REVIEWER,
    approved,
    person,
    sent,
)
from tests.unit.services.conftest import ZHANG, Clock, load, table

pytestmark = pytest.mark.slow

BOTH = person("管理兼审核", "administrator", "reviewer")
REVISION = {"document": "云府办〔2024〕8号", "effective_on": date(2024, 6, 1), "note": "常务会议"}


def form(workspace, actor=ADMINISTRATOR, addressee="云溪市人民政府"):
    return services.check_official_form(workspace, actor, OfficialForm(addressee=addressee), document="函1号", note="更正")


def switch(workspace, actor=ADMINISTRATOR, *, wanted=False):
    return services.check_approval(workspace, actor, wanted=wanted, note="试行结束")


def loading(workspace, actor=ADMINISTRATOR):
    """The plan as it is exported, with 290 for G3."""
    said = services.export_plan(workspace, ADMINISTRATOR, workspace.plan_id)
    said["targets.csv"] = said["targets.csv"].replace(b",<=,280,", b",<=,290,")
    brought = [UploadFile(f"{workspace.plan_id}/{name}", content) for name, content in said.items()]
    checked = services.check_plan(workspace, actor, brought, plan_id=workspace.plan_id)
    return services.check_load(workspace, actor, checked, document="函2号", note="调整")


def revised(workspace):
    """Revision 2: G3 is 280."""
    checked = services.check_revision(workspace, ADMINISTRATOR, "G3", {"value": "280"}, **REVISION)
    assert approved(workspace, services.propose(workspace, ADMINISTRATOR, checked), BOTH_OTHER) == (2,)


BOTH_OTHER = person("第三人", "administrator", "reviewer")


def withdrawal(workspace, actor=ADMINISTRATOR):
    return services.check_withdrawal(workspace, actor, 2, "有误")


def said(workspace):
    """What the plan says that these changes are about."""
    catalog = workspace.catalog
    return catalog.form.addressee, catalog.approval, catalog.targets["G3"].value


CHANGES = {
    "form": (form, ("云溪市人民政府", True, 280), (3,), "公文格式"),
    "switch": (switch, ("", False, 280), (3,), "审核发布开关"),
    "load": (loading, ("", True, 290), (3,), "规划文件"),
    "withdraw": (withdrawal, ("", True, 300), (2,), "撤回修订"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_it_waits_for_another_persons_word_and_then_counts(approving, kind, clock):
    check, after, made, called = CHANGES[kind]
    revised(approving)
    before = said(approving)
    with pytest.raises(KpiError, match="approval_needed"):
        services.make_revision(approving, BOTH, check(approving, BOTH))
    number = services.propose(approving, BOTH, check(approving, BOTH))
    assert said(approving) == before
    assert services.submission(approving, REVIEWER, number).kind_text == called
    with pytest.raises(KpiError, match="own_submission"):
        approved(approving, number, BOTH)
    with pytest.raises((NotAllowed, KpiError), match=r"not_allowed|no_such_submission"):
        approved(approving, number, person("部分审核", "reviewer", regions=("990101",)))
    clock.wind(days=1)
    assert approved(approving, number) == made
    assert said(approving) == after
    newest = approving.plans.revisions[0]
    assert (newest.withdrawn_by if kind == "withdraw" else newest.made_by) == BOTH.name
    assert services.verify(approving, ADMINISTRATOR) == ()


def test_the_services_that_do_it_at_once_refuse(approving, tiny_copy):
    revised(approving)
    with pytest.raises(KpiError, match="approval_needed"):
        services.withdraw_revision(approving, ADMINISTRATOR, 2, "有误")
    text = (tiny_copy / "targets.csv").read_text(encoding="utf-8")
    (tiny_copy / "targets.csv").write_text(text.replace(",<=,300,", ",<=,290,"), encoding="utf-8")
    checked = services.check_plan(approving, ADMINISTRATOR, tiny_copy)
    with pytest.raises(KpiError, match="approval_needed"):
        services.load_plan(approving, ADMINISTRATOR, checked)
    assert said(approving) == ("", True, 280)


def test_a_folder_is_sent_in_as_it_lay_there(approving, tiny_copy):
    """Who reviews it sees it as it was, whatever becomes of the folder; once loaded it is known for the same."""
    text = (tiny_copy / "targets.csv").read_text(encoding="utf-8")
    (tiny_copy / "targets.csv").write_text(text.replace(",<=,300,", ",<=,290,"), encoding="utf-8")
    checked = services.check_plan(approving, ADMINISTRATOR, tiny_copy)
    number = services.propose(approving, ADMINISTRATOR, services.check_load(approving, ADMINISTRATOR, checked, note="调整"))
    shutil.rmtree(tiny_copy)
    view = services.submission(approving, REVIEWER, number)
    assert "targets.csv" in view.steps[0].files
    reviewed = services.review(approving, REVIEWER, number)
    assert [(each.file, each.changed) for each in reviewed.checked.loading.files] == [("targets.csv", ("G3",))]
    assert approved(approving, number) == (2,)
    assert approving.plans.last_load(approving.plan_id).sha256 == checked.files.sha256


def test_it_is_sent_back_and_corrected(approving):
    number = services.propose(approving, ADMINISTRATOR, form(approving))
    services.send_back(approving, REVIEWER, services.review(approving, REVIEWER, number), "主送机关有误")
    again = services.propose(approving, ADMINISTRATOR, form(approving, addressee="市政府"), number=number)
    assert (again, services.submission(approving, REVIEWER, number).version) == (number, 2)
    assert services.submission(approving, REVIEWER, number).details == ("依据函1号", "主送机关：市政府", *EMPTY)
    approved(approving, number)
    assert approving.catalog.form.addressee == "市政府"


EMPTY = ("署名：", "附件说明：", "抄送机关：")


def test_readers_see_the_switch_only_once_it_is_approved(approving):
    """Until then they see what was published."""
    approved(approving, sent(approving, DAILY))
    assert services.publication_line(approving, LEADER)
    number = services.propose(approving, ADMINISTRATOR, switch(approving))
    assert services.publication_line(approving, LEADER)
    approved(approving, number)
    assert services.publication_line(approving, LEADER) == ""
    assert load(approving, table(DAILY.replace("415", "410"), name="2.csv"), actor=CLERK) == (3,)


def test_switching_it_on_waits_for_nobody(opened, tiny_copy, monkeypatch):
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    workspace = opened(tiny_copy)
    assert services.make_revision(workspace, ADMINISTRATOR, switch(workspace, wanted=True)) == 2
    with pytest.raises(KpiError, match="approval_needed"):
        services.withdraw_revision(workspace, ADMINISTRATOR, 2, "有误")


# Another plan is no way round.


@pytest.fixture
def beside(approving, tiny_copy):
    """A second plan over the same library that waits for nothing, and who administers that one alone."""
    other = tiny_copy.rename(tiny_copy.with_name("open_plan"))
    (other / "plan.csv").write_text("name_zh,name_en\n另一规划,Another\n", encoding="utf-8")
    services.load_plan(approving, ZHANG, services.check_plan(approving, ZHANG, other))
    return approving.of("open_plan"), other


OF_OPEN = person("开放规划管理", "administrator", "reviewer", "reporter", plan_id="open_plan")


def answered(workspace, actor):
    return services.check_answer(
        workspace, actor, "Q1", [("sorted_share", "definition", "含城中村")], document="答复1号", note="答复"
    )


def test_an_answer_about_a_measure_that_both_plans_list(beside):
    through, _ = beside
    with pytest.raises(NotAllowed):
        services.make_revision(through, OF_OPEN, answered(through, OF_OPEN))
    with pytest.raises(NotAllowed):
        services.propose(through, OF_OPEN, answered(through, OF_OPEN))
    with pytest.raises(KpiError, match="approval_needed"):
        services.make_revision(through, ADMINISTRATOR, answered(through, ADMINISTRATOR))
    number = services.propose(through, ADMINISTRATOR, answered(through, ADMINISTRATOR))
    closed = through.of("catalog")
    with pytest.raises(KpiError, match=r"no_such_submission|not_allowed"):
        services.review(closed, OF_OPEN, number)
    with pytest.raises(KpiError):
        services.approve(through, OF_OPEN, services.review(closed, REVIEWER, number))
    assert approved(closed, number) == (3,)
    assert closed.catalog.measures["sorted_share"].definition.zh == "含城中村"


def test_files_of_the_open_plan_that_bring_other_figures_of_a_shared_measure(beside):
    through, folder = beside
    text = (folder / "figures.csv").read_text(encoding="utf-8")
    (folder / "figures.csv").write_text(text.replace(",,,420,", ",,,99,"), encoding="utf-8")
    checked = services.check_plan(through, ADMINISTRATOR, folder)
    with pytest.raises(KpiError, match="approval_needed"):
        services.load_plan(through, ADMINISTRATOR, checked)
    with pytest.raises(NotAllowed):
        services.load_plan(through, OF_OPEN, services.check_plan(through, OF_OPEN, folder))


def test_figures_of_a_new_plan_that_count_in_one_that_waits(approving, tiny_copy):
    """A plan of its own, nobody's before, with a figure of a measure that the first one judges by."""
    new = tiny_copy.rename(tiny_copy.with_name("new_plan"))
    (new / "plan.csv").write_text("name_zh,name_en\n新规划,New\n", encoding="utf-8")
    figures = new / "figures.csv"
    lines = figures.read_text(encoding="utf-8").splitlines()
    (w3,) = [line for line in lines if line.startswith("W3,")]
    figures.write_text(
        "\n".join([*lines, w3.replace("W3,", "N9,").replace("420", "99").replace("2022", "2021")]) + "\n", "utf-8"
    )
    checked = services.check_plan(approving, ADMINISTRATOR, new)
    assert checked.view.ok, checked.view.problems
    with pytest.raises(KpiError, match="approval_needed"):
        services.load_plan(approving, ADMINISTRATOR, checked)
    number = services.propose(approving, ADMINISTRATOR, services.check_load(approving, ADMINISTRATOR, checked, note="新"))
    assert approved(approving, number) == (2,)
    assert "new_plan" in approving.plans.ids


def test_a_batch_taken_back_through_the_open_plan(beside):
    through, _ = beside
    closed = through.of("catalog")
    approved(closed, sent(closed, DAILY))
    with pytest.raises(NotAllowed):
        services.withdraw(through, OF_OPEN, 2, "错")
    clerk = person("填报员", "reporter")
    with pytest.raises(NotAllowed):
        services.withdraw(through, clerk, 2, "错")
    services.withdraw(through, REVIEWER, 2, "错")


# All of it at once, against a model.

PEOPLE = [person(name, "administrator", "reviewer") for name in ("甲", "乙", "丙")]
NAMES = ("市政府", "省政府", "市人大")


class Changing(RuleBasedStateMachine):
    """Three people who may all administer and review, changing one plan while approval goes on and off."""

    def __init__(self, ready_made):
        super().__init__()
        self.ready_made = ready_made

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("KPI_SIGN_IN", "accounts")
        self.clock = Clock()
        database = self.ready_made.place(self.folder / "kpi.duckdb", TINY, self.clock.moment)
        self.workspace = services.open_workspace(database, TINY, now=self.clock)
        self.says = {"addressee": "", "approval": False}
        self.made = []
        """Revisions that count, each with what it changed from and to."""
        self.waiting = {}

    def teardown(self):
        if hasattr(self, "workspace"):
            assert services.verify(self.workspace, ZHANG) == ()
            self.workspace.close()
            self.patch.undo()
            shutil.rmtree(self.folder)

    def ask(self, who, checked, becomes, undone=None):
        """Makes it where nothing waits; where approval is on it is refused, and sent in."""
        self.clock.wind(minutes=1)
        if not self.says["approval"]:
            self.count(services.make_revision(self.workspace, who, checked), becomes, undone)
            return
        with pytest.raises(KpiError, match="approval_needed"):
            services.make_revision(self.workspace, who, checked)
        self.waiting[services.propose(self.workspace, who, checked)] = (who, becomes, undone)

    def count(self, number, becomes, undone):
        if undone:
            self.made.remove(undone)
            self.says = {**self.says, **undone[1]}
        else:
            before = {name: self.says[name] for name in becomes}
            self.made.append((number, before))
            self.says |= becomes

    @rule(who=st.sampled_from(PEOPLE), name=st.sampled_from(NAMES))
    def say_the_form_otherwise(self, who, name):
        if name != self.says["addressee"]:
            self.ask(who, form(self.workspace, who, name), {"addressee": name})

    @rule(who=st.sampled_from(PEOPLE))
    def switch(self, who):
        wanted = not self.says["approval"]
        self.ask(who, switch(self.workspace, who, wanted=wanted), {"approval": wanted})

    @precondition(lambda self: self.made)
    @rule(who=st.sampled_from(PEOPLE))
    def take_the_last_back(self, who):
        last = self.made[-1]
        self.ask(who, services.check_withdrawal(self.workspace, who, last[0], "误"), {}, last)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def approve(self, data, who):
        number = data.draw(st.sampled_from(sorted(self.waiting)))
        sender, becomes, undone = self.waiting[number]
        reviewed = services.review(self.workspace, who, number)
        self.clock.wind(minutes=1)
        still = undone == self.made[-1] if undone and self.made else not undone
        changes = still and (bool(undone) or any(self.says[name] != value for name, value in becomes.items()))
        if who == sender:
            with pytest.raises(KpiError, match="own_submission"):
                services.approve(self.workspace, who, reviewed)
        elif not changes:
            with pytest.raises(KpiError, match="not_approvable"):
                services.approve(self.workspace, who, reviewed)
        else:
            (made,) = services.approve(self.workspace, who, reviewed)
            del self.waiting[number]
            self.count(made, becomes, undone)

    @invariant()
    def the_plan_says_what_the_model_says(self):
        if hasattr(self, "workspace"):
            catalog = self.workspace.catalog
            assert {"addressee": catalog.form.addressee, "approval": catalog.approval} == self.says
            stages = {each.number: each.stage for each in self.workspace.store.submissions()}
            assert {number for number, stage in stages.items() if stage is Stage.WAITING} == set(self.waiting)


def test_the_plan_says_what_was_approved_and_nothing_else(ready_made):
    told = settings(max_examples=examples(30), stateful_step_count=12, deadline=None)
    run_state_machine_as_test(partial(Changing, ready_made), settings=told)
