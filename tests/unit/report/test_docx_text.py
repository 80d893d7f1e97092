"""What the Word report says: the model's sentences, numbers and sources, in the language of official documents."""

from dataclasses import replace

import pytest

from kpi.report import Category, render_docx
from tests.unit.report.reading import open_docx, paragraphs, table_under, tables
from tests.unit.report.sample import (
    AWARDS,
    LETTER,
    PROJECT,
    PROJECT_2025,
    SHANGHAI,
    SHARE,
    STANDARD,
    VOUCHERS,
    WAITING,
    changed,
    small,
)


@pytest.fixture(scope="module")
def document():
    return open_docx(render_docx(small()))


def test_headings_in_order(document):
    assert paragraphs(document, "Heading 1") == ["领导摘要", "一、进展情况", "二、需收集的数据和需明确的事项", "三、下一步"]
    assert paragraphs(document, "Heading 2") == [
        "（一）未完成和滞后的目标（1项）", "（二）仅有基期值的目标（1项）", "（三）已达标和达到序时的目标（2项）",
    ]  # fmt: skip


def test_title_and_opening(document):
    assert paragraphs(document, "Title") == ["东莞市“技能人才之都”建设目标任务（2023—2025年）进展与差距情况报告"]
    assert paragraphs(document, "Subtitle") == ["（数据截至2025年6月30日）"]
    opening = paragraphs(document, "Body Text")
    assert opening[0] == small().headline
    assert opening[1] == "需收集3项指标的数据，其中1项到期未报。需明确2个问题，见附件3。责任单位待明确。"
    assert opening[2] == (
        "所用数据截至2025年6月30日，最近一次变动于2025年7月18日 09:05（第4版）。"
        "各项目标的基期值、现值、差距和进度见附件1。数据来源与口径见附件2。"
    )


def test_the_summary_tells_the_worst_and_what_has_only_a_baseline(document):
    assert table_under(document, "需重点关注的目标") == [
        ["评价", "完成情况", "进展"],
        ["■ 严重滞后", WAITING.sentence, ""],
        ["○ 仅有基期", SHARE.sentence + "剩余2年零6个月，年均需提高1.68个百分点。", ""],
    ]


def test_what_the_summary_tells_is_not_told_again_and_the_rest_is_told_once(document):
    told = "".join([*paragraphs(document), *(cell for table in tables(document) for line in table for cell in line)])
    for each in (WAITING, SHARE, PROJECT, VOUCHERS):
        assert told.count(each.sentence) == 1
    assert f"1.{PROJECT.sentence}" in paragraphs(document, "List Item")


def test_a_whole_period_and_its_years_are_one_sentence():
    whole = changed(VOUCHERS, target_id="T3", year=None, sentence="2021—2025年累计98万张，尚差2万张。", measure_id="vouchers")
    own = changed(VOUCHERS, clause="2025年17万张，完成年度任务的353.7%。", measure_id="vouchers")
    document = open_docx(render_docx(small(categories=(Category("培训", (own, whole)),), missing=())))
    assert "2021—2025年累计98万张，尚差2万张；2025年17万张，完成年度任务的353.7%。" in paragraphs(document, "Body Text")


def test_a_target_that_was_revised_says_so_once_beside_its_sentence_or_its_reason():
    before, settled = "原定30万张，经×号文调整为29万张。", "原为完成（期限未载明），经×号文核定为完成（到2026年底）。"
    training = Category("培训", (replace(VOUCHERS, revised=(before,)), PROJECT))
    report = small(categories=(training, Category("评价", (replace(STANDARD, revised=(settled,)), AWARDS))))
    document = open_docx(render_docx(report))
    told = "\n".join(paragraphs(document))
    assert told.count(f"{VOUCHERS.sentence}{before}") == told.count(before) == 1
    (line,) = [line for line in table_under(document, "需收集的数据") if settled.rstrip("。") in line[3]]
    assert line[1:4] == ["包装工国家职业技能标准开发", "完成（期限未载明）", f"尚未完成；{settled.rstrip('。')}"]
    assert settled not in told


def test_what_is_to_be_collected_is_told_with_what_there_is_and_when(document):
    assert table_under(document, "需收集的数据") == [
        ["序号", "指标", "目标", "现有数据", "需收集", "期末"],
        ["待核定（以前年度1项）"] * 6,
        [
            "1",
            "“项目制”技能培训",
            "≥8万人次（2023年）",
            "9.87万人次的起始时间未载明",
            "2023年数据，或核定起始日期",
            "2023年底/已到期",
        ],
        ["仅有基期（1项）"] * 6,
        ["2", SHARE.measure_name, "≥30%（到2025年底）", "2023年6月30日的基期值25.8%", "2023年6月30日以后的数据", "—"],
        ["无数据（1项）"] * 6,
        ["3", "竞赛项目", "≥100人（2025年）", "尚无数据", "2025年数据", "2025年底"],
        ["不评价（2项）"] * 6,
        ["4", "包装工国家职业技能标准开发", "完成（期限未载明）", "尚未完成", "核定完成期限", "—"],
        ["5", "国际奖项", "≥1个（期限未载明）", "—", "核定完成期限", "—"],
    ]  # fmt: skip


def test_who_answers_for_it_is_named_where_the_plan_says():
    owned = replace(SHARE, target=replace(SHARE.target, owner="市人社局；市统计局"))
    document = open_docx(render_docx(small(categories=(Category("人才总量", (owned, STANDARD)),), missing=())))
    assert [line[-1] for line in table_under(document, "需收集的数据")][0::2] == ["责任单位", "市人社局、市统计局", "—"]
    asked = "待报送或核定的指标，按责任单位：市人社局1项、市统计局1项。另有1项责任单位待明确。"
    assert any(asked in text for text in paragraphs(document, "Body Text"))


def test_annexes_are_listed_labelled_and_titled(document):
    assert paragraphs(document, "Annex List") == ["附件：1.指标明细表"]
    assert paragraphs(document, "Annex List More") == ["2.数据来源与口径", "3.待明确的问题"]
    assert paragraphs(document, "Annex Label") == ["附件1", "附件2", "附件3"]
    assert paragraphs(document, "Annex Title") == ["指标明细表", "数据来源与口径", "待明确的问题"]


def test_annex_1_lists_every_year_that_has_begun_with_the_numbers_of_its_figures(document):
    rows = table_under(document, "各项目标基期值、现值、差距和进度")
    assert rows[0] == ["序号", "指标", "目标", "基期值", "现值", "差距", "完成进度", "序时/进度", "评价", "来源"]
    assert [line[0] for line in rows[1:] if line[0].isdigit()] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert [line[0] for line in rows[1:] if not line[0].isdigit()] == ["人才总量", "培训", "评价", "竞赛"]
    assert rows[2] == [
        "1", "技能人才占就业人员比例", "≥30%/到2025年底", "25.8%/2023年6月30日", "≥25.8%/2023年6月30日", "4.2个百分点",
        "—", "—", "○ 仅有基期", "1",
    ]  # fmt: skip
    assert rows[5][1:] == [
        "“项目制”技能培训", "≥8万人次/2025年", "—", "4.736万人次/2025年6月30日", "3.264万人次", "59.2%", "49.6%",
        "● 达到序时", "3",
    ]  # fmt: skip
    assert not any("2026年" in cell for line in rows for cell in line)


def test_annex_1_has_every_measure_with_a_figure_also_without_a_target(document):
    assert table_under(document, "未设目标的指标最近数据")[2:] == [["新设立技能大师工作室（制造业）", "2022年", "38家", "4"]]


def test_annex_2_leads_each_number_to_its_document_or_file(document):
    origins = [text for text in paragraphs(document, "List Item") if text.startswith("资料")]
    assert origins == [f"资料1：{LETTER}。", "资料2：文件“2025上半年.csv”，王芳于2025年7月15日 09:40载入（批次4）。"]
    assert table_under(document, "数据出处") == [
        ["序号", "指标", "时间", "数值", "出处"],
        ["1", "技能人才占就业人员比例", "2023年6月30日", "25.8%", "资料1，一（一）三/“25.8%”"],
        ["2", "“项目制”技能培训", "截至2023年6月30日（起始时间未载明）", "9.870万人次", "资料1，一（四）一/“9.87万人次”"],
        ["3", "“项目制”技能培训", "2025年1—6月", "4.736万人次", "资料2，第14行/“4.736万人次”"],
        ["4", "新设立技能大师工作室（制造业）", "2022年", "38家", "资料1，一（三）一/“38家”"],
    ]
    assert table_under(document, "目标出处")[1] == ["1", "技能人才占就业人员比例", "到2025年底", "≥30%", "资料1，二/“30%”"]


def test_two_loadings_of_one_file_are_two_origins():
    again = replace(PROJECT_2025, batch_id=5, row=3, loaded_at=PROJECT_2025.loaded_at.replace(day=16, tzinfo=SHANGHAI))
    report = small(categories=(Category("培训", (changed(PROJECT, figures=(PROJECT_2025, again)),)),))
    rows = table_under(open_docx(render_docx(report)), "数据出处")
    assert [line[-1] for line in rows[1:3]] == ["资料2，第14行/“4.736万人次”", "资料3，第3行/“4.736万人次”"]


def test_tables_are_numbered_through(document):
    assert [text.split()[0] for text in paragraphs(document, "Caption")] == [f"表{number}" for number in range(1, 8)]
    assert len(tables(document)) == 7


def test_no_request_no_blame(document):
    everything = " ".join([*paragraphs(document), *(cell for table in tables(document) for line in table for cell in line)])
    unwanted = ("请", "望", "补报", "妥否", "不力", "令人", "显著", "大幅", "较好", "较差")
    assert [word for word in unwanted if word in everything] == []


def test_a_report_without_targets_says_so():
    document = open_docx(render_docx(small(categories=(), headline="", earlier="", missing=(), overdue=())))
    body = paragraphs(document, "Body Text")
    assert body[0] == "本范围内未设目标。"
    assert paragraphs(document, "Heading 1") == ["领导摘要", "一、下一步"]
    assert paragraphs(document, "Annex Label") == ["附件1", "附件2"]
    measures = ["新设立技能大师工作室（制造业）", "“项目制”技能培训", "技能人才占就业人员比例"]
    assert [line[0] for line in table_under(document, "未设目标的指标最近数据")[2:]] == measures


def test_english():
    document = open_docx(render_docx(small(lang="en", plan_name="City of Skilled Talent")))
    assert [each.text for each in document.paragraphs if each.style.name == "Title"] == [
        "City of Skilled Talent:\nprogress and gaps"
    ]
    assert paragraphs(document, "Subtitle") == ["Figures up to 30 June 2025"]
    assert paragraphs(document, "Heading 1") == [
        "Summary", "1. Progress", "2. Figures to collect and points to settle", "3. Next steps",
    ]  # fmt: skip
    assert paragraphs(document, "Annex Label") == ["Annex 1", "Annex 2", "Annex 3"]
    asked = (
        "3 measures lack figures; for 1 of them the period is over. 2 questions are to be settled (see Annex 3). "
        "The units responsible are still to be named."
    )
    assert asked in paragraphs(document, "Body Text")
