"""Parts of the Word report beside its verdicts: catching up, remarks, definitions, lamps, open targets, a town's figures."""

from dataclasses import replace
from datetime import datetime

import pytest

from kpi.report import Category, Issue, render_docx
from kpi.views import Amount, DefinitionRow, SchemeRow, ValueRow
from tests.unit.report.reading import open_docx, paragraphs, table_under, tables
from tests.unit.report.sample import (
    COMMENT,
    LETTER,
    PROJECT,
    PROJECT_2025,
    QUESTION,
    SHANGHAI,
    SHARE,
    TOWN_VALUE,
    changed,
    empty,
    full,
    gap_row,
    letter,
    row,
    small,
    town,
)


def tells(paragraph, outlook=""):
    return gap_row(SHARE, paragraph, outlook, share=Amount("100%", 100.0, 0), remaining=Amount("2.5年", 2.5, 1))


TELLS = tells("尚差4.2个百分点。剩余2.5年。", "不作推算。")
SILENT = gap_row(changed(PROJECT, measure_name="缺数的指标"), share=Amount("40.8%", 40.8, 1), remaining=Amount("0.5年", 0.5, 1))
AGAIN = tells("尚差3.264万人次。")


def opened(report):
    return open_docx(render_docx(report))


def style_of(document, text):
    return next(each.style.name for each in document.paragraphs if each.text == text)


def test_what_catching_up_takes_is_told_with_its_outlook():
    document = opened(small(missing=(TELLS, SILENT, AGAIN)))
    items = paragraphs(document, "List Item")
    assert items[:2] == ["1.尚差4.2个百分点。剩余2.5年。不作推算。", "2.尚差3.264万人次。"]


def test_an_item_that_starts_with_a_digit_is_no_number_with_its_own():
    starts = tells("2.0版政策文件数尚差1份。")
    assert paragraphs(opened(small(missing=(starts, AGAIN))), "List Item")[0] == "1. 2.0版政策文件数尚差1份。"


def test_what_has_no_paragraph_stands_in_the_table_alone():
    document = opened(small(missing=(TELLS, SILENT)))
    assert "缺数的指标" not in "".join(paragraphs(document))
    assert [line[1] for line in table_under(document, "尚有差距的目标及所需进度")[1:]] == [SHARE.measure_name, "缺数的指标"]


def test_english_sentences_have_a_blank_between_them():
    told = tells("4.2 points short.", "No outlook.")
    assert "4.2 points short. No outlook." in paragraphs(opened(small(lang="en", missing=(told,))), "Body Text")


@pytest.mark.parametrize(
    ("leads", "sentence"),
    [
        ((0.06, -0.06, 3.0), "可与序时进度比较的目标3项：高于序时进度2项、低于序时进度1项。"),
        ((0.04, -0.04), "可与序时进度比较的目标2项：高于序时进度1项、低于序时进度1项。"),
        ((0.0, 1e-13), "可与序时进度比较的目标2项：与序时进度持平2项。"),
        ((-8.0,), "可与序时进度比较的目标1项：低于序时进度1项。"),
    ],
)
def test_pace_counts_as_the_verdicts_do(leads, sentence):
    """−0.04 of a point is behind (滞后) and told as 0.04, so it is not level; what binary fractions add is."""
    rows = tuple(changed(PROJECT, target_id=f"T{n}", lead=Amount("…", lead, 1)) for n, lead in enumerate(leads))
    assert paragraphs(opened(small(categories=(Category("培训", rows),))), "Body Text")[1] == sentence


def test_without_a_pace_nothing_is_said_of_it():
    document = opened(letter())
    assert not any("可与序时进度比较" in text for text in paragraphs(document))


@pytest.mark.slow
def test_the_next_steps_are_left_to_the_author():
    document = opened(small())
    texts = paragraphs(document)
    assert texts[texts.index("五、下一步") + 1] == "（由起草单位填写）"
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


@pytest.mark.slow
def test_annex_3_has_every_target_without_a_verdict_with_reason_and_question():
    document = opened(full())
    assert table_under(document, "暂无评价结论的目标")[:3] == [
        ["序号", "指标", "目标", "原因", "问题", "来源"],
        ["待核定（1项）"] * 6,
        [
            "1", "“项目制”技能培训/责任单位：市人力资源社会保障局", "≥8万人次/2023年",
            "因9.87万人次的起始时间未载明，暂不评价；核定起始日期或取得2023年数据后评价。", "1", "2—3",
        ],
    ]  # fmt: skip
    assert [line[0] for line in table_under(document, "暂无评价结论的目标") if line[0].isdigit()] == ["1", "2", "3", "4", "5"]
    assert table_under(document, "待明确的问题") == [
        ["序号", "问题", "涉及序号"],
        ["1", QUESTION, "1"],
        ["2", "包装工标准的完成期限是什么？", "4—5"],
    ]
    number = next(text for text in paragraphs(document, "Caption") if text.endswith("待明确的问题")).split()[0]
    assert paragraphs(document, "Note")[-1] == f"注：问题列为{number}的序号，来源列为附件2中数据出处表的序号。"


def test_a_note_speaks_of_no_questions_where_there_are_none():
    categories = (replace(each, rows=tuple(replace(row, questions=()) for row in each.rows)) for each in full().categories)
    document = opened(full(categories=tuple(categories)))
    assert paragraphs(document, "Note")[-1] == "注：来源列为附件2中数据出处表的序号。"
    assert not [text for text in paragraphs(document, "Caption") if text.endswith("待明确的问题")]


@pytest.mark.slow
def test_annex_3_counts_the_targets_the_model_calls_pending():
    report = letter()
    lines = table_under(opened(report), "暂无评价结论的目标")[1:]
    assert len([line for line in lines if line[0].isdigit()]) == sum(len(group.rows) for group in report.pending) == 30


def test_where_all_is_judged_there_is_no_third_annex():
    document = opened(small(categories=(Category("培训", (PROJECT,)),)))
    assert paragraphs(document, "Annex Label") == ["附件1", "附件2"]
    assert not any("附件3" in text for text in paragraphs(document))


def test_a_town_without_targets_shows_its_figures_and_no_verdict():
    document = opened(town(above="东莞市"))
    assert paragraphs(document, "Title")[0].endswith("南城街道指标情况报告")
    assert paragraphs(document, "Heading 1") == ["一、总体情况", "二、指标数值与位次", "三、下一步"]
    body = paragraphs(document, "Body Text")
    assert body[0] == (
        "截至2025年6月30日，南城街道有数据的指标1项。南城街道未设目标，只列示指标数值、占东莞市的比重和位次，不作评价。"
    )
    assert body[1].endswith("数据来源与口径见附件。")
    assert body[2] == "“项目制”技能培训为1.736万人次（2025年1—6月），占东莞市4.736万人次的36.7%，列第2位（共2个）。"
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


def test_a_value_without_share_and_place_is_just_told():
    bare = ValueRow("平均分", "评价", "分", "2025年", Amount("81.5分", 81.5, 1), figures=(PROJECT_2025,))
    document = opened(town(above="东莞市", values=(bare,)))
    assert "平均分为81.5分（2025年）。" in paragraphs(document, "Body Text")
    assert table_under(document, "南城街道指标数值、比重和位次")[2] == ["平均分", "2025年", "81.5分", "—", "—", "—", "1"]


def test_a_town_with_targets_has_verdicts_and_values():
    document = opened(small(scope="南城街道", kind=town().kind, above="东莞市", values=(TOWN_VALUE,)))
    assert paragraphs(document, "Title")[0].endswith("进展与差距情况报告（南城街道）")
    assert paragraphs(document, "Heading 1") == [
        "一、总体情况", "二、分类进展", "三、指标数值与位次", "四、差距与追赶测算", "五、口径待核定事项", "六、下一步",
    ]  # fmt: skip


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
    assert paragraphs(opened(empty()), "Heading 1") == ["一、总体情况", "二、下一步"]


def test_small_tables_stay_on_one_page_and_long_ones_may_not():
    rows = tuple(row(f"T{number}", measure_name=f"指标{number}") for number in range(30))
    document = opened(small(categories=(Category("培训", rows),)))
    kept = [all("w:keepNext" in each._tr.xml for each in table.rows[:-1]) for table in document.tables]
    assert kept[:3] == [False, True, False], "of thirty targets, of what is missing, of thirty targets again"
    assert not any("w:keepNext" in table.rows[-1]._tr.xml for table in document.tables)
