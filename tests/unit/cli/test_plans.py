"""Plans and questions on the command line."""

import shutil

import pytest

from tests.databases import LETTER, TINY
from tests.unit.services.plans.conftest import edit, files_of


@pytest.mark.slow
def test_a_plan_is_checked_loaded_listed_and_written_out(run, tmp_path):
    folder = shutil.copytree(TINY, tmp_path / "yunxi")
    checked = run("plan", "check", folder, "--json")
    assert (checked.code, checked.json()["plan"], checked.json()["ok"]) == (0, "yunxi", True)
    assert run("plan", "list", "--json").json()[0]["plan_id"] == "dongguan-2023"
    loaded = run("plan", "load", folder, "--user", "张三", "--note", "新规划")
    assert (loaded.code, loaded.err.splitlines()[-1]) == (0, "规划“yunxi”已载入，修订编号 2。")
    assert [each["plan_id"] for each in run("plan", "list", "--json").json()] == ["dongguan-2023", "yunxi"]
    assert run("plan", "export", "dongguan-2023", "-o", "written").code == 0
    assert files_of(tmp_path / "written") == files_of(LETTER)
    assert run("verify").code == 0


@pytest.mark.slow
def test_files_loaded_last_are_not_loaded_again(run):
    again = run("plan", "load", LETTER)
    assert (again.code, "没有改动" in again.err) == (0, True)


@pytest.mark.slow
def test_a_plan_with_errors_is_refused_and_nothing_changes(run, tmp_path):
    folder = shutil.copytree(TINY, tmp_path / "yunxi")
    edit(folder / "targets.csv", "G3,landfill_daily", "G3,no_such_measure")
    refused = run("plan", "load", folder, "--json")
    assert refused.code == 1
    assert [each["code"] for each in refused.json()["problems"]] == ["catalog_unknown_measure"]
    assert len(run("plan", "list", "--json").json()) == 1


@pytest.mark.slow
def test_a_plan_is_shown_with_its_targets_and_revisions(run):
    shown = run("plan", "show", "dongguan-2023", "--json").json()
    assert len({each["target_id"] for each in shown["targets"]}) == 31
    assert [(each["revision_id"], each["name"]) for each in shown["revisions"]] == [(1, "catalog")]
    assert run("plan", "show", "no such plan").code == 1


@pytest.mark.parametrize("asked", [["plan", "show"], ["plan", "load"], ["plan", "export", "dongguan-2023"], ["plan", "burn"]])
def test_a_plan_command_that_lacks_something_is_wrong_usage(run, asked):
    assert run(*asked).code == 2


@pytest.mark.slow
def test_a_question_in_sql_has_a_table_or_json_for_an_answer(run):
    asked = "select target_id, value, deadline from targets where target_id in ('T01', 'T25') order by 1"
    assert run("sql", asked, "--json").json() == [
        {"target_id": "T01", "value": 0.3, "deadline": "2025-12-31"},
        {"target_id": "T25", "value": 1 / 3, "deadline": None},
    ]
    assert run("sql", asked).out.splitlines()[1] == "T01        0.3                2025-12-31"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("from events", "events"),
        ("from 'plan.csv'", "plan.csv"),
        ("drop table events", "只能执行读取"),
        ("select 1; select 2", "每次只能执行一条"),
        ("select no_such_column from targets", "no_such_column"),
        ("with events as (select 1 as a) from events", "events"),
    ],
)
def test_what_is_no_question_of_the_views_is_refused_in_one_sentence(run, asked, reason):
    refused = run("sql", asked)
    assert (refused.code, refused.out) == (1, "")
    assert reason in refused.err


@pytest.mark.slow
def test_another_plan_is_looked_at_with_plan(run):
    run("plan", "load", TINY)
    assert {each["target_id"] for each in run("status", "--json").json()["targets"]} >= {"T01", "T02"}
    told = run("status", "--json", plan="tiny_catalog").json()["targets"]
    assert {each["target_id"] for each in told} == {"G1", "G2", "G3"}
    assert run("status", plan="no_such_plan").code == 1


@pytest.mark.slow
def test_a_target_is_revised_looked_at_both_ways_and_taken_back(run):
    paper = ["--document", "东府〔2024〕1号", "--effective", "2024-05-01", "--note", "调整", "--user", "张三"]
    assert run("plan", "revise", "T01", "--value", "0.29", *paper, "--json").json() == {"revision": 2, "verdict_changes": []}
    assert value_of(run("status", "--json"), "T01") == 0.29
    assert value_of(run("status", "--targets", "original", "--json"), "T01") == 0.3
    assert "原定30%，经东府〔2024〕1号调整为29%" in run("status").out
    assert run("plan", "withdraw", "2", "--note", "文号有误", "--user", "李四").code == 0
    assert value_of(run("status", "--json"), "T01") == 0.3
    assert run("plan", "withdraw", "2", "--note", "再撤").code == 1


def value_of(told, target):
    return next(each["target_value"] for each in told.json()["targets"] if each["target_id"] == target)


@pytest.mark.slow
def test_a_question_is_answered(run):
    paper = ["--document", "东人社函〔2024〕2号", "--note", "复函", "--user", "张三"]
    told = run("plan", "answer", "Q01", "--set", "F_VOUCHER.window_start=2023-01-01", *paper, "--json")
    assert (told.code, told.json()["revision"]) == (0, 2)
    assert run("sql", "select made_by from target_revisions where revision_id = 2").code == 0


@pytest.mark.parametrize(
    "asked",
    [
        ["revise", "T01", "--document", "1号", "--effective", "2024-05-01"],
        ["revise", "T01", "--value", "0.29", "--document", "1号"],
        ["answer", "Q01", "--document", "1号"],
        ["answer", "Q01", "--set", "F_VOUCHER"],
        ["withdraw", "second"],
    ],
)
def test_a_revision_that_lacks_something_is_wrong_usage(run, asked):
    assert run("plan", *asked).code == 2


@pytest.mark.slow
def test_a_new_plan_is_written_out_and_loads_as_it_is(run):
    assert run("plan", "new", "-o", "begun").code == 0
    assert run("plan", "load", "begun").err.splitlines()[-1] == "规划“example-plan”已载入，修订编号 2。"
    assert run("plan", "new").code == 2


@pytest.mark.slow
def test_a_plan_goes_out_as_a_workbook_and_comes_in_again(run, tmp_path):
    assert run("plan", "export", "dongguan-2023", "-o", "东莞.xlsx").err.splitlines() == ["已写入 东莞.xlsx。"]
    again = run("plan", "load", "东莞.xlsx")
    assert (again.code, "没有改动" in again.err) == (0, True)
    new = run("plan", "load", "东莞.xlsx", "--as", "another", "--json")
    assert (new.code, new.json()["revision"], new.json()["plan"]) == (0, 2, "another")
    assert {each["file"]: each["new"] for each in new.json()["files"]}["targets.csv"] == 35
    assert run("verify").code == 0


@pytest.mark.slow
def test_an_empty_workbook_is_written_and_not_loaded_as_it_is(run, tmp_path):
    assert run("plan", "new", "-o", "新规划.xlsx").code == 0
    refused = run("plan", "load", "新规划.xlsx")
    assert (refused.code, refused.out) == (1, "")
    assert "新规划.xlsx 地区｜应有且仅有一行不填 上级地区" in refused.err
    assert "规划!2" in refused.err
    assert run("plan", "new", "-o", "no/such/新规划.xlsx").code == 1
    assert run("plan", "check", "no_such.xlsx").code == 1


@pytest.mark.parametrize(
    ("asked", "word"),
    [(["withdraw", "abc"], "修订编号"), (["withdraw"], "修订编号"), (["revise"], "目标代码"), (["answer"], "问题编号")],
)
def test_what_is_lacking_is_named(run, asked, word):
    refused = run("plan", *asked)
    assert (refused.code, word in refused.err) == (2, True)


@pytest.mark.slow
def test_a_plan_that_is_nowhere_and_a_value_that_is_none_are_told_in_their_own_words(run):
    assert run("plan", "check", "no_such.xlsx").err.splitlines() == ["没有文件 no_such.xlsx。"]
    told = run("plan", "revise", "T01", "--value", "abc", "--document", "1号", "--effective", "2024-05-01", "--note", "调整")
    assert (told.code, "“abc”" in told.err, "targets.csv" in told.err) == (1, True, False)


def test_the_help_names_every_action(run):
    told = run("plan", "--help").out
    assert "judge 人工认定" in told
