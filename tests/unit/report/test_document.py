"""The official document as blocks: numbered once, in order, with tables whose columns are keys."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kpi.i18n import texts
from kpi.model import Message, Status
from kpi.report import Category
from kpi.report.document import Annex, Group, Paragraph, Picture, SectionHeading, Style, Table, Title, document_of
from kpi.report.document.composer import Composer
from kpi.report.document.gap.collecting import Wanted
from kpi.report.document.gap.progress import _folded
from kpi.report.document.gap.subjects import BEHIND, REACHED, missed_before, subjects_of
from kpi.report.document.typography import TYPE_AREA
from kpi.report.plots import path_plots, status_plot
from kpi.views import Amount, PathPoint, PathRow, Register, TableColumn
from kpi.views.reasons import at_hand, to_collect
from tests.unit.report.sample import PROJECT, full, letter, row, small, town

NUMBERED = Register([TableColumn("number", int)])
REPORTS = {"full": full, "english": lambda: full(lang="en"), "letter": letter, "town": town}


def written(lang="zh"):
    return Composer(texts(lang))


def of(kind, blocks):
    return [block for block in blocks if isinstance(block, kind)]


def test_headings_count_by_themselves_and_begin_anew_in_an_annex():
    write = written()
    for text in ("甲", "乙"):
        write.heading(text)
        write.subheading("子")
        write.subheading("丑")
    write.annex(1, "明细")
    write.heading("丙")
    assert write.blocks == [
        SectionHeading("一、甲", 1), SectionHeading("（一）子", 2), SectionHeading("（二）丑", 2),
        SectionHeading("二、乙", 1), SectionHeading("（一）子", 2), SectionHeading("（二）丑", 2),
        Annex("附件1", ("明细",), landscape=False), SectionHeading("一、丙", 1, annexed=True),
    ]  # fmt: skip


def test_tables_and_figures_are_numbered_through_the_whole():
    write = written()
    assert (write.next_table, write.next_figure) == (1, 1)
    write.table("report.caption_detail", NUMBERED, {"number": 10.0}, [1])
    write.figure(status_plot(small()))
    write.annex(0, "明细")
    write.table("document.caption_values", NUMBERED, {"number": 10.0}, [1], scope="东城街道")
    assert [block.caption for block in of(Table, write.blocks)] == [
        "表1 各项目标基期值、现值、差距和进度",
        "表2 东城街道指标数值、比重和位次",
    ]
    assert (write.next_table, write.next_figure) == (3, 2)


def test_a_table_has_the_columns_it_names_and_no_other():
    write, register = written(), Register([*NUMBERED, TableColumn("measure", lambda row: None)])
    write.table("report.caption_detail", register, {"measure": 20.0, "number": 10.0}, [7, Group("培训")])
    (table,) = write.blocks
    assert ([head.key for head in table.heads], table.rows) == (
        ["measure", "number"],
        ({"measure": "—", "number": "7"}, Group("培训")),
    )
    with pytest.raises(KeyError):
        write.table("report.caption_detail", register, {"target": 20.0}, [7])


def test_a_list_is_numbered_unless_it_has_one_item_and_its_last_two_stay_together():
    write = written()
    write.items(["只有一条。"])
    write.items(["甲。", "乙。", "丙。"])
    assert write.blocks == [
        Paragraph("只有一条。"),
        Paragraph("1.甲。", Style.ITEM),
        Paragraph("2.乙。", Style.ITEM, kept=True),
        Paragraph("3.丙。", Style.ITEM),
    ]


def test_sentences_stand_in_a_row_and_nothing_makes_no_paragraph():
    for lang, told in (("zh", "甲。乙。"), ("en", "甲。 乙。")):
        write = written(lang)
        write.paragraph("甲。", "", "乙。")
        write.paragraph("", "")
        assert write.blocks == [Paragraph(told)]


@pytest.mark.parametrize("name", REPORTS)
def test_every_row_has_a_cell_for_each_column_and_every_column_a_heading(name):
    report = REPORTS[name]()
    tables = of(Table, document_of(report))
    assert tables
    for table in tables:
        assert all(head.text for head in table.heads)
        keys = [head.key for head in table.heads]
        assert [list(row) for row in table.rows if not isinstance(row, Group) and list(row) != keys] == []
        assert any(sum(head.width for head in table.heads) == pytest.approx(width) for width in TYPE_AREA)


def decimals_by_unit(table):
    """By column and unit of a table, how many digits after the point its numbers show; targets stay as they are stated."""
    found = {}
    for line in table.rows:
        for key, cell in () if isinstance(line, Group) else line.items():
            first = cell if isinstance(cell, str) else cell[0]
            match = re.fullmatch(r"[≥≤<>约−]*[\d,]+(?:\.(\d+))?(\D+)", first)
            if match and key not in {"target", "date", "period"}:
                found.setdefault((key, match[2]), set()).add(len(match[1] or ""))
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_numbers_of_one_unit_in_a_column_show_as_many_decimals(name):
    for table in of(Table, document_of(REPORTS[name]())):
        assert {unit: shown for unit, shown in decimals_by_unit(table).items() if len(shown) > 1} == {}


def test_decimals_come_from_the_number_and_are_not_filled_up():
    """98.204 beside 28.34 is 98.20; beside 28.342, which needs three, it is 98.204."""
    register = Register([TableColumn("value", lambda amount: amount)])
    million, less = Amount("98.2万人", 98.204, 1), Amount("≥28.34万人", 28.34, 2, "≥")
    for other, shown in ((less, ["98.20万人", "≥28.34万人", "15家", "无"]), (Amount("28.342万人", 28.342, 3), None)):
        write = written()
        write.table(
            "report.caption_detail", register, {"value": 20.0}, [million, other, Amount("15家", 15.0), Amount("无", -0.5, 1)]
        )
        (table,) = write.blocks
        told = [row["value"] for row in table.rows]
        assert told == (shown or ["98.204万人", "28.342万人", "15家", "无"])


@pytest.mark.parametrize(("lang", "told"), [("zh", "各项目标均有评价结论。"), ("en", "Every target has a verdict.")])
def test_where_all_have_verdicts_no_more_is_said_than_that(lang, told):
    """A denominator may still be in doubt."""
    report = small(categories=(Category("培训", (PROJECT,)),), overdue=(), lang=lang)
    assert told in [block.text for block in of(Paragraph, document_of(report))]


def test_it_begins_with_the_title_and_annexes_come_last():
    blocks = document_of(full())
    assert isinstance(blocks[0], Title)
    first = next(place for place, block in enumerate(blocks) if isinstance(block, Annex))
    assert [block.annexed for block in of(SectionHeading, blocks[first:])] == [True] * len(of(SectionHeading, blocks[first:]))
    assert not [block for block in of(SectionHeading, blocks[:first]) if block.annexed]
    assert [figure.caption.split()[0] for figure in of(Picture, blocks)] == []


def test_no_line_of_a_chart_crosses_to_figures_that_are_counted_otherwise():
    """60.6 and 63.89 stand on two sides of a census: two lines, neither with a point of the other."""
    days = [date(2019, 12, 31), date(2020, 11, 1), date(2021, 12, 31)]
    points = [
        PathPoint(day, str(day), Amount(f"{value}%", value, 2)) for day, value in zip(days, (60.6, 63.89, 64.72), strict=True)
    ]
    path = PathRow("城镇化率", "%", tuple(points), (), "已达标", headline=True, breaks=(date(2020, 11, 1),))
    (plot,) = path_plots(small(paths=(path,)))
    assert [(series.name, series.values) for series in plot.series[:-1]] == [
        ("实绩（2020年11月1日前）", (60.6, None, None)),
        ("实绩（2020年11月1日起）", (None, 63.89, 64.72)),
    ]
    (whole,) = path_plots(small(paths=(replace(path, breaks=()),)))
    assert [series.values for series in whole.series[:-1]] == [(60.6, 63.89, 64.72)]


def test_only_years_that_were_missed_are_told_as_missed_before():
    """Of a target that is open: a year missed, a year met, and a reading below it that was missed too."""
    rows = [
        row("T40", status=Status.PENDING, year=2025),
        row("T40", status=Status.MISSED, year=2024, counted=False, sentence="2024年少2家。"),
        row("T40", status=Status.MET, year=2023, counted=False, sentence="2023年完成。"),
    ]
    reading = row("T41", status=Status.MISSED, counted=False, sentence="按一种读法少3家。")
    reading = replace(
        reading, target=replace(reading.target, measure_id="m_T40", parent_target_id="T40"), measure=rows[0].measure
    )
    report = small(categories=(Category("培训", (*rows, reading)),))
    told = [subject.told(report.texts) for subject in missed_before(subjects_of(report))]
    assert told == ["2024年少2家。"]


def test_what_is_asked_for_of_several_years_is_asked_for_once():
    """Years one after the other are a run; what differs by more than its year stands by itself."""
    asked = ("2021年底的数据", "2022年底的数据", "2024年底的数据", "2025年1—3月数据", "")
    years = (2021, 2022, 2024, 2025, 2026)
    rows = tuple(row(f"T{year}", year=year, to_collect=text) for year, text in zip(years, asked, strict=True))
    assert Wanted(1, rows, date(2025, 12, 31)).to_collect(texts("zh")) == "2021—2022、2024年各年底的数据、2025年1—3月数据"
    single = (row("T1", year=2021, to_collect="2021年底的数据"),)
    assert Wanted(1, single, date(2025, 12, 31)).to_collect(texts("zh")) == "2021年底的数据"


def test_a_target_of_every_year_is_not_told_as_one_of_all_of_them():
    rows = tuple(row(f"T{year}", year=year, goal=Amount("≥1000人次", 1000.0, 0)) for year in (2023, 2024, 2025))
    assert Wanted(1, rows, date(2025, 12, 31)).targets(texts("zh")) == ("每年≥1000人次（2023—2025年）",)
    assert Wanted(1, rows[:1], date(2025, 12, 31)).targets(texts("zh")) == ("≥1000人次（2023年）",)


def test_a_part_says_why_it_lists_fewer_than_its_heading_counts():
    """Of three that are met two are of one measure, and one stands where another of its measure is missed."""
    rows = [
        row("T40", status=Status.MISSED, year=2025),
        row("T40", status=Status.MET, year=2024),
        row("T42", status=Status.MET, year=2025),
        row("T42", status=Status.MET, year=2024),
    ]
    there = {each.status: each for each in subjects_of(small(categories=(Category("培训", tuple(rows)),)))}
    assert list(_folded(texts("zh"), [there[Status.MET]], REACHED, 3)) == [
        "同一指标的几项目标合为一条。",
        "其中1项与同一指标的其他目标一并列于前文。",
    ]
    assert list(_folded(texts("zh"), [there[Status.MISSED]], BEHIND, 1)) == []


def test_a_years_end_in_a_table_is_its_end_and_any_other_day_itself():
    wanted = Message("reason.want_date", {"day": date(2025, 6, 30)})
    lacking = Message("reason.deadline_missing", {"figure": "5家", "day": date(2024, 12, 31), "wanted": wanted})
    assert (at_hand(texts("zh"), lacking, ""), to_collect(texts("zh"), lacking)) == (
        "最近为2024年底的5家",
        "2025年6月30日的数据",
    )
