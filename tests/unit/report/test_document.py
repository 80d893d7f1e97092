"""The official document as blocks: numbered once, in order, with tables whose columns are keys."""

import pytest

from kpi.i18n import texts
from kpi.model import Status
from kpi.report.document import Annex, Group, Paragraph, Picture, SectionHeading, Style, Table, Title, document_of
from kpi.report.document.composer import Composer
from kpi.report.document.typography import TYPE_AREA
from kpi.report.plots import status_plot
from kpi.views import Register, TableColumn
from tests.unit.report.sample import full, letter, small, town

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
    write.table("report.caption_category", NUMBERED, {"number": 10.0}, [1], category="培训")
    assert [block.caption for block in of(Table, write.blocks)] == ["表1 各项目标基期值、现值、差距和进度", "表2 培训目标进展"]
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


def test_a_column_of_a_status_is_headed_by_its_name():
    table = next(block for block in document_of(small()) if isinstance(block, Table))
    words = small().texts
    assert [head.text for head in table.heads] == [
        "类别",
        *(words(f"status.{count.status}") for count in small().counts),
        "合计",
    ]
    assert f"status.{Status.MET}" in {head.key for head in table.heads}


def test_it_begins_with_the_title_and_annexes_come_last():
    blocks = document_of(full())
    assert isinstance(blocks[0], Title)
    first = next(place for place, block in enumerate(blocks) if isinstance(block, Annex))
    assert [block.annexed for block in of(SectionHeading, blocks[first:])] == [True] * len(of(SectionHeading, blocks[first:]))
    assert not [block for block in of(SectionHeading, blocks[:first]) if block.annexed]
    assert [figure.caption.split()[0] for figure in of(Picture, blocks)] == ["图1", "图2", "图3"]
