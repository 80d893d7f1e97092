"""Parts of the Word report beside its verdicts: catching up, remarks, definitions, lamps, open targets, a town's figures."""

from dataclasses import replace
from datetime import datetime

import pytest

from kpi.report import Category, Issue, render_docx
from kpi.views import Amount, DefinitionRow, SchemeRow
from tests.unit.report.reading import open_docx, paragraphs, table_under, tables
from tests.unit.report.sample import (
    COMMENT,
    LETTER,
    PROJECT,
    QUESTION,
    SHANGHAI,
    SHARE,
    TOWN_VALUE,
    WAITING,
    changed,
    empty,
    full,
    gap_row,
    small,
    town,
)


def opened(report):
    return open_docx(render_docx(report))


def style_of(document, text):
    return next(each.style.name for each in document.paragraphs if each.text == text)


@pytest.mark.slow
def test_the_next_steps_are_left_to_the_author():
    document = opened(small())
    texts = paragraphs(document)
    assert texts[texts.index("三、下一步") + 1] == "（由起草单位填写）"
    assert style_of(document, "（由起草单位填写）") == "Placeholder"
    assert "(To be filled in by the drafting unit)" in paragraphs(opened(small(lang="en")))


def test_remarks_of_units_come_before_the_next_steps():
    undated = replace(COMMENT, measure="甲、乙等，另有3项", period="", text="全年数次月核定")
    texts = paragraphs(opened(small(comments=(COMMENT, undated))))
    first = texts.index("（一）责任单位填报说明")
    assert texts[first + 1 : first + 5] == [
        "1.“项目制”技能培训（2025年1—6月）：“含6月底前已结班的班次。”。见文件“2025上半年.csv”第14行。",
        "2.甲、乙等，另有3项：“全年数次月核定”。见文件“2025上半年.csv”第14行。",
        "（二）工作安排",
        "（由起草单位填写）",
    ]


def test_the_same_remark_is_counted_of_the_files_that_the_sources_list():
    """Of loading 4 a figure is told, of loading 9 none: one more file is what a reader finds."""
    others = (replace(COMMENT, batch_id=9), replace(COMMENT, batch_id=PROJECT.figures[0].batch_id), COMMENT)
    report = small(comments=others)
    assert {figure.batch_id for figure in report.shown_figures} >= {PROJECT.figures[0].batch_id}
    assert 9 not in {figure.batch_id for figure in report.shown_figures}
    [told] = [text for text in paragraphs(opened(report)) if "含6月底前已结班的班次" in text]
    assert told.endswith("同样的说明另有1处。")


@pytest.mark.slow
def test_an_issued_report_bears_its_number_a_draft_none():
    moment = datetime(2025, 7, 20, 8, 3, tzinfo=SHANGHAI)
    assert paragraphs(opened(small(issue=Issue(12, "王芳", moment))), "Subtitle") == [
        "（数据截至2025年6月30日）",
        "（编号12，王芳于2025年7月20日 08:03出具）",
    ]
    assert paragraphs(opened(small()), "Subtitle") == ["（数据截至2025年6月30日）"]


def test_annex_2_defines_what_targets_are_about_with_formulas():
    share = DefinitionRow(
        SHARE.measure_name,
        "人才总量",
        "%",
        "技能人才除以就业人员。",
        "技能人才÷就业人员",
        "",
        LETTER,
        measure_id="skilled_share",
    )
    other = replace(share, measure="没有目标的指标", measure_id="untargeted")
    rows = table_under(opened(small(definitions=(share, other))), "指标口径和计算公式")
    assert rows == [
        ["指标", "单位", "口径", "计算公式"],
        ["技能人才占就业人员比例", "%", "技能人才除以就业人员。", "技能人才÷就业人员"],
    ]


@pytest.mark.slow
def test_annex_2_has_the_lamps_in_their_order():
    rules = ("1.先看达标：蓝灯", "2.再看其余：灰灯")
    document = opened(small(scheme=SchemeRow("按月亮灯", "序时按月计算", rules)))
    texts = paragraphs(document)
    first = texts.index("采用“按月亮灯”，序时按月计算，自上而下适用第一条相符的规则：")
    assert texts[first + 1 : first + 3] == list(rules)
    assert paragraphs(document, "Annex Heading") == ["一、资料清单", "二、亮灯规则", "三、目标出处", "四、数据出处"]


def lacking(standing, **values):
    return gap_row(standing, share=Amount("100%", 100.0, 0), remaining=Amount("2.5年", 2.5, 1), **values)


def told_of(gap, **changes):
    """The items of a report on one target that stands below the summary, since five worse ones stand in it."""
    worse = tuple(changed(WAITING, target_id=f"W{number}", measure_id=f"w{number}") for number in range(5))
    own = changed(WAITING, target_id="T1", measure_id="m1", sentence="尚差3家。")
    rows = (lacking(own, **gap), *map(lacking, worse))
    return opened(small(categories=(Category("培训", (own, *worse)),), missing=rows[::-1], **changes))


def test_what_closing_a_gap_takes_follows_its_sentence():
    document = told_of({"pace": "年均需3家。", "details": "差额约22.4万人。"})
    assert "尚差3家。年均需3家。差额约22.4万人。" in paragraphs(document, "Body Text")


def test_below_the_summary_only_what_it_leaves_out_is_told():
    alone = (Category("评价", (WAITING,)),)
    paced = lacking(WAITING, pace="年均需8天。", details="分母存疑。", ratio=Amount("2.5倍", 2.5, 1))
    unpaced = lacking(WAITING, pace="年均需8天。", details="分母存疑。")
    assert "证书办结时间：年均需8天。分母存疑。" in paragraphs(opened(small(categories=alone, missing=(paced,))), "Body Text")
    assert "证书办结时间：分母存疑。" in paragraphs(opened(small(categories=alone, missing=(unpaced,))), "Body Text")


def test_the_questions_are_annexed_with_the_targets_they_keep_open():
    document = opened(full())
    assert table_under(document, "待明确的问题") == [
        ["序号", "问题", "涉及序号"],
        ["1", QUESTION, "2"],
        ["2", "包装工标准的完成期限是什么？", "6—7"],
    ]
    assert paragraphs(document, "Note")[-1] == "注：涉及序号为附件1中的序号。"


def test_where_all_is_judged_there_is_no_third_annex():
    document = opened(small(categories=(Category("培训", (PROJECT,)),)))
    assert paragraphs(document, "Annex Label") == ["附件1", "附件2"]
    assert not any("附件3" in text for text in paragraphs(document))


def test_a_town_without_targets_shows_its_figures_and_no_verdict():
    document = opened(town(above="东莞市"))
    assert paragraphs(document, "Title")[0].endswith("南城街道指标情况报告")
    assert paragraphs(document, "Heading 1") == ["领导摘要", "一、指标数值与位次", "二、下一步"]
    assert paragraphs(document, "Body Text")[0] == (
        "截至2025年6月30日，南城街道有数据的指标1项。南城街道未设目标，只列示指标数值、占东莞市的比重和位次，不作评价。"
    )
    assert table_under(document, "南城街道指标数值、比重和位次") == [
        ["指标", "时间", "数值", "占东莞/市比重", "东莞市数值", "位次", "来源"],
        ["培训"] * 7,
        ["“项目制”技能培训", "2025年1—6月", "1.736万人次", "36.7%", "4.736万人次", "第2位/（共2个）", "1"],
    ]
    assert table_under(document, "数据出处")[1] == [
        "1", "“项目制”技能培训", "2025年1—6月", "4.736万人次", "资料1，第14行/“4.736万人次”",
    ]  # fmt: skip
    assert not any(word in text for text in paragraphs(document) for word in ("亮灯", "达标", "滞后", "追赶"))
    assert not document.inline_shapes


def test_a_town_with_targets_has_verdicts_and_values():
    document = opened(small(scope="南城街道", kind=town().kind, above="东莞市", values=(TOWN_VALUE,)))
    assert paragraphs(document, "Title")[0].endswith("进展与差距情况报告（南城街道）")
    assert paragraphs(document, "Heading 1") == [
        "领导摘要", "一、指标数值与位次", "二、进展情况", "三、需收集的数据和需明确的事项", "四、下一步",
    ]  # fmt: skip


def test_a_towns_best_and_worst_places_lead_its_report():
    def placed(measure, rank, **values):
        return replace(TOWN_VALUE, measure=measure, rank=rank, ranked=30, **values)

    values = (placed("甲", 10), placed("乙", 11), placed("丙", 21))
    document = opened(town(above="东莞市", values=values))
    told = "。位次居前的有甲（第10位，共30个）。位次靠后的有丙（第21位，共30个）。"
    assert told in paragraphs(document, "Body Text")[0]
    document = opened(town(above="东莞市", values=(*values, placed("丁", 30, by_merit=False))))
    told = "分优劣的指标中，位次居前的有甲（第10位，共30个）。分优劣的指标中，位次靠后的有丙（第21位，共30个）。"
    assert told in paragraphs(document, "Body Text")[0]


def test_a_town_without_anything_still_is_a_document():
    document = opened(town(above="东莞市", values=(), figures=(), definitions=()))
    assert paragraphs(document, "Body Text")[0].startswith("截至2025年6月30日，南城街道没有可列示的数据。")
    assert tables(document) == []


def test_english_town():
    document = opened(town(above="Dongguan", lang="en", scope="Nancheng", plan_name="City of Skilled Talent"))
    assert "1 measure has figures for Nancheng." in paragraphs(document, "Body Text")[0]
    assert "Annex: Sources and definitions" in paragraphs(document, "Annex List")
    assert table_under(document, "Nancheng: figures, shares and ranks")[2][5] == "2/of 2"


def test_a_category_is_named_in_the_title():
    assert paragraphs(opened(small(scope="培训")), "Title")[0].endswith("进展与差距情况报告（培训）")


def test_nothing_at_all_is_a_document():
    assert paragraphs(opened(empty()), "Heading 1") == ["领导摘要", "一、下一步"]
