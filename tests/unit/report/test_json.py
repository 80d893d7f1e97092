"""The report as JSON: everything the model says, under names that stay, numbers unrounded beside what is shown for them."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kpi.report import Category, render_json
from kpi.views import Amount
from tests.unit.report.sample import LETTER, MOMENT, PROJECT, PROJECT_2025, QUESTION, SHANGHAI, empty, full, small, town


def read(report):
    return json.loads(render_json(report).decode("utf-8"))


@pytest.fixture(scope="module")
def whole():
    return read(full(demo=True))


def target(content, key):
    (found,) = [each for each in content["targets"] if each["target_key"] == key]
    return found


def test_its_parts():
    assert list(read(full())) == [
        "meta", "headline", "targets", "figures", "missing", "pending", "questions", "overdue", "yearly", "members", "values",
        "definitions", "comments", "doubts", "paths", "since", "actions",
    ]  # fmt: skip


def test_what_it_is_of(whole):
    assert whole["meta"] == {
        "plan": "东莞市“技能人才之都”建设目标任务（2023—2025年）",
        "title": "东莞市“技能人才之都”建设目标任务（2023—2025年）进展与差距情况报告",
        "as_of": "2025-06-30",
        "known_at": None,
        "moment": "2025-07-18T09:05:30+08:00",
        "data_version": 4,
        "coverage_date": "2025-06-30",
        "scope": {"kind": "plan", "name": None},
        "language": "zh",
        "scheme": {"name": "按序时进度", "clock": "按日计算", "rules": ["1. 已达标：蓝灯", "2. 达到序时：绿灯"]},
        "demo": True,
        "caution": None,
        "issue": {"number": 3, "user": "王芳", "moment": "2025-07-18T09:05:30+08:00"},
    }


def test_a_moment_looked_back_from_and_a_region():
    meta = read(town(known_at=datetime(2025, 7, 1, 23, 59, 59, tzinfo=SHANGHAI), lang="en"))["meta"]
    assert (meta["known_at"], meta["language"], meta["issue"]) == ("2025-07-01T23:59:59+08:00", "en", None)
    assert meta["scope"] == {"kind": "region", "name": "南城街道"}


def test_the_headline_and_its_counts(whole):
    headline = whole["headline"]
    assert headline["sentence"].startswith("截至2025年6月30日，7项目标中")
    assert headline["earlier"] == "以前年度待核定的有：“项目制”技能培训（2023年）。"
    assert (headline["targets"], sum(each["count"] for each in headline["counts"])) == (7, 7)
    assert headline["counts"][0] == {"status": "met", "status_text": "已达标", "count": 1}


def test_a_target_has_numbers_unrounded_beside_their_texts(whole):
    project = target(whole, "T07/2025")
    names = ("target_id", "year", "measure_id", "region_code", "comparator", "status", "lamp")
    assert {name: project[name] for name in names} == {
        "target_id": "T07", "year": 2025, "measure_id": "project_training", "region_code": "441900", "comparator": ">=",
        "status": "on_pace", "lamp": "green",
    }  # fmt: skip
    assert (project["unit"], project["target_value"], project["target_value_text"]) == ("万人次", 8, "≥8万人次")
    assert (project["time_pct"], project["time_pct_text"]) == (49.589041, "49.6%")
    assert (project["lead_pp"], project["lead_pp_text"]) == (9.610959, "高于序时进度9.6个百分点")
    assert (project["gap"], project["required_per_year_text"]) == (3.264, "年内尚需完成3.264万人次")


def test_what_is_exceeded_or_behind_is_negative(whole):
    assert target(whole, "T09/2025")["gap"] == -17.25
    assert target(whole, "T50")["lead_pp"] == -60
    assert target(whole, "T50")["remarks"] == ["进度低于序时，但基期以来的年均增速已达所需增速的1.1倍。"]


def test_marks_stand_apart_and_what_is_not_there_is_null(whole):
    share, milestone = target(whole, "T01"), target(whole, "T21")
    assert (share["current_value"], share["current_value_text"], share["current_value_mark"]) == (25.8, "≥25.8%", "≥")
    assert (share["year"], share["projected_value"], share["projected_value_text"]) == (None, None, None)
    assert (milestone["target_value"], milestone["target_value_text"], milestone["unit"]) == (None, "完成", None)


def test_every_target_leads_to_its_figures_and_they_to_their_source(whole):
    by_number = {each["number"]: each for each in whole["figures"]}
    assert sorted(by_number) == list(range(1, len(by_number) + 1))
    (uploaded,) = [by_number[number] for number in target(whole, "T07/2025")["figures"]]
    assert {name: uploaded[name] for name in ("value", "unit", "file", "sheet", "row", "user", "loaded_at", "document")} == {
        "value": 4.736, "unit": "万人次", "file": "2025上半年.csv", "sheet": None, "row": 14, "user": "王芳",
        "loaded_at": "2025-07-15T09:40:00+08:00", "document": None,
    }  # fmt: skip
    (printed,) = [by_number[number] for number in target(whole, "T01")["figures"]]
    assert (printed["document"], printed["section"], printed["printed"], printed["row"]) == (
        LETTER,
        "一（一）三",
        "25.8%",
        None,
    )


def test_a_figure_no_target_rests_on_is_there_too(whole):
    (studios,) = [each for each in whole["figures"] if each["measure_id"] == "master_studios"]
    assert (studios["cited"], studios["breakdown"], studios["member"], studios["label"]) == (
        False, "sector", "manufacturing", "制造业",
    )  # fmt: skip
    assert (studios["start"], studios["end"]) == ("2022-01-01", "2022-12-31")


def test_what_has_no_verdict_says_why_and_what_to_ask(whole):
    pending = {each["status"]: each for each in whole["pending"]}
    (project,) = pending["pending"]["targets"]
    assert (project["target_key"], project["questions"]) == ("T07/2023", [QUESTION])
    assert project["reason"].startswith("因9.87万人次的起始时间未载明")
    assert {each["target_key"] for each in pending["not_assessed"]["targets"]} == {"T21", "T28"}
    assert "met" not in pending


def test_gaps_come_ranked(whole):
    assert [(each["rank"], each["target_key"], each["missing_pct"], each["ratio"]) for each in whole["missing"]] == [
        (1, "T01", 100, None), (2, "T07/2025", 40.8, 0.687),
    ]  # fmt: skip


def test_members_stand_under_their_measure(whole):
    (column,) = whole["members"]
    assert (column["measure_id"], column["whole"], column["unit"]) == ("project_training", 4.736, "万人次")
    assert [(each["region_code"], each["value"], each["rank"], each["lacking"]) for each in column["members"]] == [
        ("T_CHANGAN", 3, 1, -0.5), ("T_NANCHENG", 1.736, 2, 3.764), ("T_SSL", None, None, None),
    ]  # fmt: skip


def test_years_paths_remarks_and_definitions(whole):
    assert [(each["measure_id"], each["year"], each["value"], each["whole_year"]) for each in whole["yearly"]] == [
        ("skilled_share", 2023, 25.8, False), ("project_training", 2025, 4.736, False),
    ]  # fmt: skip
    assert [(each["date"], each["value"]) for each in whole["paths"][0]["expected"]] == [
        ("2023-06-30", 25.8),
        ("2025-12-31", 30),
    ]
    assert whole["comments"][0]["text"] == "含6月底前已结班的班次。"
    assert {each["measure_id"] for each in whole["targets"]} <= {each["measure_id"] for each in whole["definitions"]}
    assert (whole["overdue"][0]["due"], whole["questions"][0]["question_id"]) == ("2024-12-31", "Q02")


def test_a_town_has_values_and_no_verdict():
    content = read(town())
    (value,) = content["values"]
    assert (value["value"], value["share_pct"], value["rank"], value["ranked"]) == (1.736, 36.655405, 2, 2)
    assert [content["figures"][number - 1]["file"] for number in value["figures"]] == [PROJECT_2025.file]
    assert (content["targets"], content["headline"]["sentence"]) == ([], None)


def test_an_empty_report_is_all_there_and_empty():
    content = read(empty())
    assert content.pop("since") is None
    assert all(content[name] == [] for name in content if name not in ("meta", "headline"))
    assert content["headline"] == {"sentence": None, "earlier": None, "targets": 0, "counts": []}


def test_chinese_is_written_as_it_is_and_equal_reports_give_equal_bytes():
    content = render_json(full())
    assert "技能人才占就业人员比例".encode() in content
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content == render_json(full())
    assert content != render_json(small())


def test_noise_of_binary_fractions_goes():
    assert b"0.30000000000000004" not in render_json(_with_noise())
    assert b": 0.3," in render_json(_with_noise())


def _with_noise():
    return small(categories=(Category("培训", (replace(PROJECT, gap=Amount("0.3", 0.1 + 0.2, 1)),)),))


def test_moments_keep_their_zone():
    assert datetime.fromisoformat(read(small())["meta"]["moment"]).astimezone(UTC) == MOMENT.astimezone(UTC)
