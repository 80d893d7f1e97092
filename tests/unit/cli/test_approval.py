"""上报、审核、发布、封账 from the command line, as the local administrator under one name or another."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from kpi.cli import opening
from kpi.store import Store
from tests.databases import TINY

pytestmark = pytest.mark.slow
DAILY = "指标代码,年份,数值,单位\r\nlandfill_daily,2024,415,吨\r\n"


@pytest.fixture
def plan(tmp_path, monkeypatch, run):
    """Runs a command on the tiny plan where it waits for approval and people sign in; each name is a user of the system too."""
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    folder = tmp_path / "approving"
    folder.mkdir()
    for source in TINY.glob("*.csv"):
        (folder / source.name).write_bytes(source.read_bytes())
    (folder / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")

    def as_named(*arguments, system="", **how):
        asked = list(map(str, arguments))
        named = asked[asked.index("--user") + 1] if "--user" in asked else "root"
        monkeypatch.setattr(opening, "system_user", lambda: system or named)
        return run(*arguments, catalog=folder, **how)

    return as_named


def test_what_is_imported_is_sent_in_sent_back_corrected_approved_and_published(plan, file):
    first = plan("import", file(DAILY), "--user", "填报员", "--note", "年报", "--json")
    assert (first.code, first.json()["submission"], first.json()["batches"]) == (0, 1, [])
    assert "已上报，编号1" in first.err
    assert plan("history", "--json").json()[0]["batch_id"] == 1
    own = plan("approve", "1", "--user", "填报员")
    assert (own.code, "须由另一人审核" in own.err) == (1, True)
    assert plan("return", "1", "--user", "审核员", "--note", "应为414").code == 0
    again = plan("import", file(DAILY.replace("415", "414"), "更正.csv"), "--user", "填报员", "--submission", "1")
    assert (again.code, "编号1" in again.err) == (0, True)
    made = plan("approve", "1", "--user", "审核员", "--json")
    assert (made.code, made.json()["ok"], made.json()["made"]) == (0, True, [2])
    assert [each["stage"] for each in plan("submissions", "--json").json()] == ["approved"]
    told = plan("submissions", "1", "--json").json()
    assert (told["stage"], told["version"]) == ("approved", 2)
    assert [each["action"] for each in told["steps"]] == ["submit", "send_back", "submit", "approve_submission"]
    assert "退回_填报.xlsx" in told["steps"][1]["files"]
    assert "应为414" in plan("submissions", "1").out
    published = plan("publish", "--user", "发布员", "--note", "月报")
    assert (published.code, "已发布：截至" in published.err) == (0, True)
    assert plan("publish", "--note", "月报").code == 1
    assert plan("verify").code == 0


def test_a_submission_with_errors_as_figures_are_now_is_not_approved(plan, file):
    plan("import", file(DAILY), "--user", "填报员")
    assert plan("lock", "2024", "--note", "年报定稿", "--user", "发布员").code == 0
    refused = plan("approve", "1", "--user", "审核员", "--json")
    assert (refused.code, refused.json()["ok"], refused.json()["problems"][0]["code"]) == (1, False, "period_locked")
    assert "2024年" in plan("lock").out
    assert plan("unlock", "1", "--note", "补报").code == 0
    assert plan("unlock", "1", "--note", "补报").code == 1
    assert plan("approve", "1", "--user", "审核员").code == 0


def test_a_revision_is_proposed(plan):
    said = ["--value", "280", "--document", "8号", "--effective", "2024-06-01", "--note", "调整", "--user", "管理员", "--json"]
    assert plan("plan", "revise", "G3", *said).json()["submission"] == 1
    assert plan("approve", "1", "--user", "审核员", "--json").json()["made"] == [2]


@pytest.mark.parametrize(
    "arguments",
    [("approve",), ("approve", "甲"), ("return", "1"), ("publish",), ("unlock", "1"), ("lock", "去年", "--note", "x")],
)
def test_what_is_missing_or_makes_no_sense_is_said(plan, arguments):
    answer = plan(*arguments)
    assert answer.code == (1 if arguments[0] == "lock" else 2)
    assert answer.err


def test_files_of_a_plan_and_a_revision_taken_back_are_sent_in(plan, tmp_path):
    """The folder says 280 for G3; approved it is revision 2, whose taking back another person approves too."""
    folder = tmp_path / "approving"
    plan("plan", "list")
    text = (folder / "targets.csv").read_text(encoding="utf-8")
    (folder / "targets.csv").write_text(text.replace(",<=,300,", ",<=,280,"), encoding="utf-8")
    load = plan("plan", "load", folder, "--user", "管理员", "--note", "更正", "--json")
    assert (load.code, load.json()["submission"], "已上报，编号1" in load.err) == (0, 1, True)
    assert plan("approve", "1", "--user", "管理员").code == 1
    assert plan("approve", "1", "--user", "审核员", "--json").json()["made"] == [2]
    back = plan("plan", "withdraw", "2", "--user", "管理员", "--note", "误载", "--json")
    assert (back.code, back.json()["submission"]) == (0, 2)
    assert [each["withdrawn"] for each in plan("plan", "show", "approving", "--json").json()["revisions"]] == ["", ""]
    assert plan("approve", "2", "--user", "审核员", "--json").json()["made"] == [2]
    assert plan("plan", "show", "approving", "--json").json()["revisions"][0]["withdrawn"] == "管理员 误载"


def test_one_user_of_the_system_approves_nothing_of_theirs_under_another_name(plan, file, tmp_path):
    """The label is what they say it is; the system's user is on record beside it, in the log and with the submission."""
    assert plan("import", file(DAILY), "--user", "填报员", system="kpi").code == 0
    for label in ("填报员", "审核员"):
        refused = plan("approve", "1", "--user", label, system="kpi")
        assert (refused.code, "须由另一人审核" in refused.err) == (1, True)
    assert plan("approve", "1", "--user", "填报员", system="li").code == 1
    assert plan("approve", "1", "--user", "审核员", system="li").code == 0
    assert plan("verify").code == 0
    with closing(Store.open(tmp_path / "kpi.duckdb", at=datetime.now(UTC))) as store:
        (sent,) = store.submissions()
        assert [(step.user_id, step.made_by) for step in sent.steps] == [("os:kpi", "填报员"), ("os:li", "审核员")]
        told = {(entry.action, entry.user_id, entry.actor) for entry in store.audit_entries() if entry.outcome == "done"}
    assert {("submit", "os:kpi", "填报员"), ("approve_submission", "os:li", "审核员")} <= told


def test_where_there_are_accounts_what_is_imported_waits_whatever_is_set_where_it_runs(plan, file, monkeypatch):
    """A shell knows nothing of the settings of the service, and asks nobody to sign in."""
    monkeypatch.setenv("KPI_SIGN_IN", "none")
    assert plan("import", file(DAILY), "--json").json()["batches"] == [2]
    assert plan("user", "add", "wang", "--name", "王芳", "--role", "administrator", "--no-password").code == 0
    assert plan("user", "rename", "wang", "--name", "王芳芳").code == 0
    assert plan("user", "rename", "wang").code == 1, "nobody is without a name"
    assert [each["name"] for each in plan("user", "list", "--json").json()["users"]] == ["王芳芳"]
    later = plan("import", file(DAILY.replace("415", "410"), "再.csv"), "--json")
    assert (later.json()["batches"], later.json()["submission"]) == ([], 1)


def test_who_runs_a_command_is_asked_of_the_system_and_not_of_its_environment(monkeypatch):
    there = opening.system_user()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody")
    assert opening.system_user() == there != "somebody"
