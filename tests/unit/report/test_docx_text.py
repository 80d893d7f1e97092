"""What the Word report says: the model's sentences, numbers and sources, in the language of official documents."""

from dataclasses import replace
from datetime import date

import pytest

from kpi.report import Category, render_docx
from kpi.views import OverdueView
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
    letter,
    small,
)


@pytest.fixture(scope="module")
def document():
    return open_docx(render_docx(small()))


def test_headings_in_order(document):
    assert paragraphs(document, "Heading 1") == [
        "一、总体情况", "二、分类进展", "三、差距与追赶测算", "四、口径待核定事项", "五、下一步",
    ]  # fmt: skip
    assert paragraphs(document, "Heading 2") == [
        "（一）人才总量",
        "（二）培训",
        "（三）评价",
        "（四）竞赛",
        "（一）待核定（1项）",
        "（二）仅有基期（1项）",
        "（三）无数据（1项）",
        "（四）不评价（2项）",
        "（五）期限已过、待填报的数据",
    ]


def test_title_and_opening(document):
    assert paragraphs(document, "Title") == ["东莞市“技能人才之都”建设目标任务（2023—2025年）进展与差距情况报告"]
    assert paragraphs(document, "Subtitle") == ["（数据截至2025年6月30日）"]
    opening = paragraphs(document, "Body Text")
    assert opening[0] == small().headline + small().earlier
    assert opening[1] == "可与序时进度比较的目标3项：高于序时进度2项、低于序时进度1项。"
    assert opening[2] == (
        "所用数据截至2025年6月30日，最近一次变动于2025年7月18日 09:05（第4版）。"
        "各项目标的基期值、现值、差距和进度见附件1。数据来源与口径见附件2。"
    )
    assert opening[3] == "各类目标评价情况见表1和图1。"


def test_overview_table_adds_up(document):
    head, *rows, total = table_under(document, "各类目标评价情况（单位：项）")
    assert head == ["类别", "已达标", "达到序时", "严重滞后", "仅有基期", "无数据", "不评价", "合计"]
    assert rows == [
        ["人才总量", "—", "—", "—", "1", "—", "—", "1"],
        ["培训", "1", "1", "—", "—", "—", "—", "2"],
        ["评价", "—", "—", "1", "—", "—", "1", "2"],
        ["竞赛", "—", "—", "—", "—", "1", "1", "2"],
    ]
    assert total == ["合计", "1", "1", "1", "1", "1", "2", "7"]


@pytest.mark.slow
def test_the_headline_and_table_of_31_targets():
    rows = table_under(open_docx(render_docx(letter())), "各类目标评价情况（单位：项）")
    assert rows[0] == ["类别", "严重滞后", "口径不可比", "仅有基期", "无数据", "未开始", "不评价", "合计"]
    assert rows[-1] == ["合计", "1", "11", "3", "9", "2", "5", "31"]


def test_sentences_of_a_category_stand_as_they_were_worded(document):
    body = paragraphs(document, "Body Text")
    assert f"共1项目标：仅有基期1项。{SHARE.sentence}" in body
    assert f"共2项目标：已达标1项、达到序时1项。{PROJECT.sentence}{VOUCHERS.sentence}" in body
    assert f"共2项目标：严重滞后1项、不评价1项。{WAITING.sentence}" in body
    assert "共2项目标：无数据1项、不评价1项。" in body


def test_many_sentences_become_a_numbered_list():
    three = small(categories=(Category("培训", (PROJECT, VOUCHERS, WAITING)),))
    items = paragraphs(open_docx(render_docx(three)), "List Item")
    assert items[:3] == [f"1.{PROJECT.sentence}", f"2.{VOUCHERS.sentence}", f"3.{WAITING.sentence}"]


def lines_of_values(document, caption):
    """A table without the lines that a rail has to itself, below its target's name."""
    return [line for line in table_under(document, caption) if any(line[1:])]


def test_a_category_has_a_table_with_values_gap_progress_and_verdict(document):
    assert lines_of_values(document, "培训目标进展") == [
        ["指标", "目标", "现值", "差距", "完成进度", "评价", "来源"],
        ["“项目制”技能培训", "≥8万人次/2025年", "4.736万人次/2025年6月30日", "3.264万人次", "59.2%", "● 达到序时", "3"],
        ["技能培训券发放", "≥500万张/2025年", "517.25万张/2025年6月30日", "无", "103.5%", "◆ 已达标", "—"],
    ]
    assert lines_of_values(document, "评价目标进展")[1:] == [
        ["证书办结时间", "≤10天/到2025年底", "14天/2025年6月30日", "4天", "20%", "■ 严重滞后", "—"],
        ["包装工国家职业技能标准开发", "完成/期限未载明", "尚未完成", "—", "—", "○ 不评价", "—"],
    ]


def test_what_is_missing_is_ranked_with_its_pace(document):
    assert table_under(document, "尚有差距的目标及所需进度")[1:] == [
        ["1", "技能人才占就业人员比例", "≥30%/到2025年底", "4.2个百分点", "100%", "2.5年", "年均需1.68个百分点", "—", "1"],
        ["2", "“项目制”技能培训", "≥8万人次/2025年", "3.264万人次", "40.8%", "0.5年", "年内尚需3.264万人次", "0.7倍", "3"],
    ]
    body = paragraphs(document, "Body Text")
    told = "尚有差距且可以计算的目标2项，按尚余比例由大到小列于表6。其中暂无评价结论的1项，差距按现有数据列示。"
    assert body[body.index(told) + 1] == "下列5项暂无评价结论，按原因分列。各项目标的原因和待明确的问题见附件3。"


def test_a_target_that_was_revised_says_so_once_beside_its_sentence_or_its_reason():
    before, settled = "原定30万张，经×号文调整为29万张。", "原为完成（期限未载明），经×号文核定为完成（到2026年底）。"
    training = Category("培训", (replace(VOUCHERS, revised=(before,)), PROJECT))
    report = small(categories=(training, Category("评价", (replace(STANDARD, revised=(settled,)), AWARDS))))
    told = "\n".join(paragraphs(open_docx(render_docx(report))))
    assert told.count(f"{VOUCHERS.sentence}{before}{PROJECT.sentence}") == told.count(before) == 1
    assert told.count(f"包装工国家职业技能标准开发（期限未载明）：{STANDARD.paper.reason}{settled}") == told.count(settled) == 1


def test_pending_rows_give_their_reason(document):
    body = paragraphs(document, "Body Text")
    assert (
        "“项目制”技能培训（2023年，目标为8万人次）：因9.87万人次的起始时间未载明，暂不评价；"
        "核定起始日期或取得2023年数据后评价。"
    ) in body
    assert (
        "包装工国家职业技能标准开发（期限未载明）、国际奖项（期限未载明，目标为1个）："
        "目标未载明完成期限，只列示目标与现值；期限核定后评价。"
    ) in body


def test_what_is_due_is_gathered_by_day():
    named = {"甲": date(2024, 12, 31), "乙": date(2023, 12, 31), "丙": date(2024, 12, 31)}
    due = tuple(OverdueView("", "", name, day, "…") for name, day in named.items())
    items = paragraphs(open_docx(render_docx(small(overdue=due))), "List Item")
    assert [text for text in items if "到期" in text] == [
        "1.于2023年12月31日到期的有乙，共1项。",
        "2.于2024年12月31日到期的有甲、丙，共2项。",
    ]


def test_annexes_are_listed_labelled_and_titled(document):
    assert paragraphs(document, "Annex List") == ["附件：1.指标明细表"]
    assert paragraphs(document, "Annex List More") == ["2.数据来源与口径", "3.暂无评价结论的目标及待明确的问题"]
    assert paragraphs(document, "Annex Label") == ["附件1", "附件2", "附件3"]
    assert paragraphs(document, "Annex Title") == ["指标明细表", "数据来源与口径", "暂无评价结论的目标及待明确的问题"]


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


def test_annex_2_leads_each_number_to_its_document_or_file(document):
    origins = [text for text in paragraphs(document, "List Item") if text.startswith("资料")]
    assert origins == [f"资料1：{LETTER}。", "资料2：文件“2025上半年.csv”，王芳于2025年7月15日 09:40载入（批次4）。"]
    assert table_under(document, "数据出处") == [
        ["序号", "指标", "时间", "数值", "出处"],
        ["1", "技能人才占就业人员比例", "2023年6月30日", "25.8%", "资料1，一（一）三/“25.8%”"],
        ["2", "“项目制”技能培训", "截至2023年6月30日（起始时间未载明）", "9.87万人次", "资料1，一（四）一/“9.87万人次”"],
        ["3", "“项目制”技能培训", "2025年1—6月", "4.736万人次", "资料2，第14行/“4.736万人次”"],
    ]
    assert table_under(document, "目标出处")[1] == ["1", "技能人才占就业人员比例", "到2025年底", "≥30%", "资料1，二/“30%”"]


def test_two_loadings_of_one_file_are_two_origins():
    again = replace(PROJECT_2025, batch_id=5, row=3, loaded_at=PROJECT_2025.loaded_at.replace(day=16, tzinfo=SHANGHAI))
    report = small(categories=(Category("培训", (changed(PROJECT, figures=(PROJECT_2025, again)),)),))
    rows = table_under(open_docx(render_docx(report)), "数据出处")
    assert [line[-1] for line in rows[1:]] == ["资料2，第14行/“4.736万人次”", "资料3，第3行/“4.736万人次”"]


def test_tables_are_numbered_through(document):
    assert [text.split()[0] for text in paragraphs(document, "Caption")] == [f"表{number}" for number in range(1, 12)]
    assert len(tables(document)) == 11


def test_no_request_no_blame(document):
    everything = " ".join([*paragraphs(document), *(cell for table in tables(document) for line in table for cell in line)])
    unwanted = ("请", "望", "补报", "妥否", "不力", "令人", "显著", "大幅", "较好", "较差")
    assert [word for word in unwanted if word in everything] == []


def test_a_report_without_targets_says_so():
    document = open_docx(render_docx(small(categories=(), headline="", earlier="", missing=(), overdue=())))
    body = paragraphs(document, "Body Text")
    assert body[0] == "本范围内未设目标。"
    assert paragraphs(document, "Heading 1") == ["一、总体情况", "二、下一步"]
    assert paragraphs(document, "Annex List") == ["附件：数据来源与口径"]
    assert paragraphs(document, "Annex Label") == ["附件"]
    assert [line[1] for line in table_under(document, "数据出处")[1:]] == [
        "新设立技能大师工作室（制造业）",
        "“项目制”技能培训",
        "技能人才占就业人员比例",
        "“项目制”技能培训",
    ]


def test_english():
    document = open_docx(render_docx(small(lang="en", plan_name="City of Skilled Talent")))
    assert [each.text for each in document.paragraphs if each.style.name == "Title"] == [
        "City of Skilled Talent:\nprogress and gaps"
    ]
    assert paragraphs(document, "Subtitle") == ["Figures up to 30 June 2025"]
    assert paragraphs(document, "Heading 1") == [
        "1. Overview", "2. Progress by field", "3. Gaps and the pace needed", "4. Points to be settled", "5. Next steps",
    ]  # fmt: skip
    assert table_under(document, "Targets by field and status")[0][1:3] == ["Met", "On pace"]
    assert paragraphs(document, "Annex Label") == ["Annex 1", "Annex 2", "Annex 3"]
    told = (
        "2 targets still have a gap that can be measured; Table 6 lists them by the share of the way still to go. "
        "For the 1 without a verdict the gap is that of the figures at hand."
    )
    assert told in paragraphs(document, "Body Text")
