"""The register of columns: each heading once, each variant for a reason, cells written by what they are."""

import ast
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest

from kpi import views
from kpi.i18n import texts
from kpi.model import ChangeUnit, Comparator, Lamp, Nature
from kpi.views import OF_FIGURES, OF_GAPS, OF_JUDGED, OF_TARGETS, Amount, Face, Register, TableColumn, heading
from kpi.views.columns.column import as_listed, as_text
from tests.sources import PAGES, PRODUCT, nodes
from tests.unit.report.sample import PROJECT, PROJECT_2025, SHARE

ZH, EN = texts("zh"), texts("en")
KEYS = {key.removeprefix("column.") for key in ZH.catalog if key.startswith("column.")}
SAID_TWICE = {
    ("figures", "source"),
    ("progress.list", "progress_pct.book"),
    ("share.list", "share_pct.book"),
    ("time", "time_pct.book"),
}
"""Columns that hold different things under one word: the numbers of sources, and the source itself; a percentage as shown,
and as a workbook's cell that is formatted as one."""
SOURCES = (*PRODUCT, *PAGES)


def constants(sources=SOURCES):
    """Every text in the code, and the names under which tables are given their cells."""
    found = [node for path in sources for node in nodes(path)]
    tables = [node for node in found if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"show", "table"}]
    texts_in_it = {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return texts_in_it | {keyword.arg for call in tables for keyword in call.keywords}


@pytest.mark.slow
def test_every_heading_is_chosen_by_somebody():
    assert sorted({key.partition(".")[0] for key in KEYS} - constants()) == []


def test_every_column_is_chosen_by_some_table():
    registers = [register for name, register in vars(views).items() if name.startswith("OF_")]
    assert len(registers) > 10
    chosen = constants(path for path in SOURCES if "views/columns" not in path.as_posix())
    assert sorted({column.key for register in registers for column in register} - chosen) == []


def test_no_two_headings_are_one():
    said = defaultdict(list)
    for key in sorted(KEYS):
        said[ZH(f"column.{key}"), EN(f"column.{key}")].append(key)
    assert {tuple(keys) for keys in said.values() if len(keys) > 1} == SAID_TWICE


def test_a_face_has_its_own_word_or_the_one_of_the_face_it_is_like():
    assert [heading(ZH, "baseline", face) for face in (Face.PAGE, Face.CLI)] == ["基期", "基期"]
    assert [heading(ZH, "baseline", face) for face in (Face.LIST, Face.BOOK, Face.SLIDES)] == ["基期值"] * 3
    assert heading(ZH, "whole", Face.SLIDES, above="东莞市") == "东莞市数值"


def test_there_is_no_heading_for_a_face_there_is_none_of():
    assert {key.partition(".")[2] for key in KEYS} - {""} <= set(Face)


def test_a_key_that_is_not_there_is_no_column():
    with pytest.raises(KeyError):
        OF_TARGETS.choose("id", "colour")
    assert "colour" not in OF_GAPS


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (Amount("≥30%", 30.0, 0, "≥"), "≥30%"),
        (True, "是"),
        (7, "7"),
        (Comparator.AT_MOST, ZH("report.comparator_at_most")),
        (Nature.BINDING, "约束性"),
        (ChangeUnit.ABSOLUTE, "本单位增减"),
        (Lamp.RED, f"{ZH('lamp.shape_red')} {ZH('lamp.red')}"),
        (date(2025, 6, 30), "2025年6月30日"),
        (datetime(2025, 7, 15, 9, 40, tzinfo=UTC), "2025-07-15 09:40"),
        (("甲。", "乙。"), "甲。乙。"),
        ("培训", "培训"),
    ],
)
def test_a_reader_sees_words(cell, text):
    assert as_text(ZH, cell) == text


def test_a_list_of_data_keeps_numbers_and_days():
    amount = Amount("30%", 30.0)
    assert [as_listed(ZH, cell) for cell in (None, 7, amount, date(2025, 6, 30), True)] == [
        None, 7, amount, date(2025, 6, 30), "是",
    ]  # fmt: skip


def test_columns_say_what_their_rows_say():
    cells = [
        column.cell(PROJECT) for column in OF_TARGETS.choose("id", "year", "measure", "target", "verdict", "lamp", "counted")
    ]
    assert cells == ["T07", 2025, "“项目制”技能培训", PROJECT.goal, "达到序时", Lamp.GREEN, True]
    assert OF_TARGETS.text(ZH, SHARE, "current") == "≥25.8%"
    assert OF_FIGURES.text(ZH, PROJECT_2025, "loaded_at") == "2025-07-15 09:40"


def test_of_two_columns_with_one_key_the_later_counts_and_the_shared_register_stays():
    register = Register([*OF_TARGETS, TableColumn("verdict", lambda row: "另写")])
    assert (register.text(ZH, SHARE, "verdict"), [column.key for column in register].count("verdict")) == ("另写", 1)
    assert OF_TARGETS.text(ZH, SHARE, "verdict") == SHARE.status_text


def test_a_column_of_lines_tells_of_the_row_they_hold():
    (moved,) = (column.of(lambda line: line["row"]) for column in OF_TARGETS.choose("id"))
    assert (moved.cell({"row": PROJECT}), moved.called, moved.key) == ("T07", "target_id", "id")


def test_an_amount_is_a_number_and_its_text_in_data_and_where_it_has_one_its_mark():
    told = {part.called: part.cell(SHARE) for key in ("current", "target") for part in OF_TARGETS[key].parts()}
    assert told == {
        "current_value": 25.8,
        "current_value_text": "≥25.8%",
        "current_value_mark": "≥",
        "target_value": SHARE.goal.number,
        "target_value_text": SHARE.goal.text,
    }


def test_numbers_for_programs_are_in_base_units():
    assert OF_JUDGED["target_value"].cell(PROJECT) == PROJECT.assessment.target_value
    assert OF_JUDGED["unit"].cell(SHARE) == SHARE.measure.unit.unit
