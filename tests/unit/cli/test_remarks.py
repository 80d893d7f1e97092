"""`actions`, `remark`, `instruct` and `close`: a matter from the command line, and what is refused there."""


def test_a_matter_goes_from_an_instruction_to_its_closing(run, tmp_path):
    (tmp_path / "单.txt").write_text("验收", encoding="utf-8")
    assert run("instruct", "T33", "--note", "抓紧", "--due", "2099-12-31", "--user", "王").code == 0
    assert run("remark", "--action", 1, "--as", "answer", "--steps", "增开班次", "--person", "李").code == 0
    assert run("remark", "--action", 1, "--as", "finish", "--note", "办结", "--evidence", "单.txt").code == 0
    assert "已整改待销号" in run("actions").out
    assert run("close", 1, "--note", "同意").code == 0
    (told,) = run("actions", "--json").json()["actions"]
    assert (told["state"], told["steps"], told["person"], told["due"]) == ("closed", "增开班次", "李", "2099-12-31")
    assert [step["event"] for step in told["history"]] == ["instruct", "answer", "evidence", "finish", "close"]
    assert run("verify").code == 0


def test_what_is_not_there_or_out_of_turn_is_refused(run):
    assert "没有整改事项" in run("actions").out
    assert (run("close", 9).code, run("instruct", "no", "--note", "x").code) == (1, 1)
    assert run("instruct", "T33", "--no-action", "--note", "很好").code == 0
    refused = run("close", 1)
    assert (refused.code, "不能这样办理" in refused.err) == (1, True)
    assert (run("remark", "--note", "x").code, run("remark", "T33", "--action", 1).code) == (2, 2)
