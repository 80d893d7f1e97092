"""`changes`: what two files did, as a table and as JSON, with usage that is wrong."""

import pytest

from tests.databases import PROJECT
from tests.unit.cli.conftest import TRAINED_2023

CORRECTED = TRAINED_2023.replace("6.2", "4.9")


@pytest.fixture
def reported(run, file):
    """6.2万 of 5万 for 2023, and then 4.9万."""
    for text, name in ((TRAINED_2023, "年报.csv"), (CORRECTED, "更正.csv")):
        done = run("import", file(text, name), "--user", "张三", "--note", "年报", "--accept-warnings")
        assert done.code == 0
    return run


@pytest.mark.slow
def test_what_the_last_file_did_is_told_without_a_question(reported):
    told = reported("changes").out
    assert "评价或数值不同：2项" in told
    assert "批次3 更正.csv（张三" in told
    assert "6.2万人次" in told
    assert "4.9万人次，尚差0.1万人次" in told
    assert reported("changes", lang="en").out.count("Batch 3 更正.csv") == 3

    told = reported("changes", "--from", "2", "--to", "3", "--json").json()
    assert (told["from"]["batch"], told["to"]["batch"], told["targets"]) == (2, 3, [])
    assert [each["target_id"] for each in told["verdicts"]] == ["T03", "T04"]  # the sum since 2021, and the year
    verdict = told["verdicts"][1]
    assert (verdict["target_id"], verdict["year"], verdict["region_code"]) == ("T04", 2023, "441900")
    assert (verdict["from"]["status"], verdict["from"]["lamp"], verdict["from"]["gap"]) == ("met", "blue", -12000)
    assert (verdict["to"]["status"], verdict["to"]["lamp"], verdict["to"]["gap"]) == ("missed", "red", 1000)
    (value,) = told["values"]
    assert (value["measure_id"], value["window_end"], value["from"], value["to"]) == (
        "subsidized_training",
        "2023-12-31",
        62000,
        49000,
    )
    for difference in (verdict, value):
        (cause,) = difference["causes"]
        assert (cause["kind"], cause["number"], cause["subject"], cause["user"]) == ("batch", 3, "更正.csv", "张三")

    assert "没有不同" in reported("changes", "--from", "3", "--to", "3").out
    days = reported("changes", "--from", "2023-06-30", "--to", "2023-12-31", "--json").json()
    assert days["values"] == []
    assert {cause["kind"] for verdict in days["verdicts"] for cause in verdict["causes"]} == {"date"}


@pytest.mark.slow
def test_a_revision_is_a_target_that_differs(run):
    revised = run(
        *("plan", "revise", "T01", "--value", "0.29", "--document", "东府〔2024〕1号", "--effective", "2024-05-01"),
        *("--note", "调整", "--user", "张三"),
    )
    assert revised.code == 0
    (target,) = run("changes", "--json").json()["targets"]
    assert (target["target_id"], target["from"]["value"], target["to"]["value"]) == ("T01", 0.3, 0.29)
    assert target["from"]["deadline"] == "2025-12-31"
    assert [(each["kind"], each["number"], each["document"]) for each in target["causes"]] == [
        ("revision", 2, "东府〔2024〕1号")
    ]


@pytest.mark.slow
def test_first_publications_are_told(run):
    told = run("changes", "--vintages", "first", "--json", catalog=PROJECT / "data" / "examples" / "national" / "14th").json()
    changed = [each for each in told["verdicts"] if each["from"]["status"] != each["to"]["status"]]
    assert [(each["measure_id"], each["year"], each["from"]["status"], each["to"]["status"]) for each in changed] == [
        ("disposable_income_growth", 2021, "met", "missed")
    ]


def test_what_is_no_moment_date_or_batch_is_wrong_usage(run):
    refused = run("changes", "--from", "gestern")
    assert refused.code == 2
    assert "批次号" in refused.err


def test_a_batch_there_is_none_of_is_refused(run):
    refused = run("changes", "--from", "77")
    assert (refused.code, "没有批次 77" in refused.err) == (1, True)
