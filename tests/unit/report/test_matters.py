"""What is to be put right in reports: the next steps, the list of duties, slides; and nothing of it where there is none."""

from dataclasses import replace
from datetime import date

import pytest

from kpi.i18n import texts
from kpi.model import MatterState
from kpi.report.document.composer import Composer
from kpi.report.document.gap.next_steps import next_steps
from kpi.report.matters import answered, matter_text, steps_cell
from kpi.report.slides.next_steps import steps
from tests.unit.report.sample import MATTER, PROJECT, full, small

ZH = texts("zh")
DAY = date(2026, 3, 2)
CLOSED = replace(MATTER, state=MatterState.CLOSED, state_text="已销号", settled_on=DAY, days_over=0)
NOTED = replace(MATTER, state=MatterState.NOTED, state_text="仅作说明", days_over=0, steps="")


def written(report):
    write = Composer(report.texts)
    next_steps(write, report)
    return [block.text for block in write.blocks]


def test_the_next_steps_say_how_many_stand_where_and_tell_each_that_is_not_closed():
    report = small(matters=(MATTER, CLOSED, NOTED), matters_on=DAY)
    assert written(report) == [
        "一、下一步",
        "（一）整改事项",
        "截至2026年3月2日，登记整改事项2项：整改中1项、已销号1项。其中逾期1项。",
        "“项目制”技能培训（2025年）（整改中，逾期12天）。原因：上半年开班偏少。措施：三季度增开40个班。"
        "责任：市人力资源社会保障局 李明。时限：2026年2月18日。",
        "（二）工作安排",
        "（由起草单位填写）",
    ]


@pytest.mark.parametrize("matters", [(), (NOTED,)])
def test_without_any_nothing_is_said(matters):
    assert written(small(matters=matters, matters_on=DAY if matters else None)) == written(small())


def test_a_matter_says_only_what_is_known_of_it():
    bare = replace(MATTER, cause="", steps="", unit="", person="", due=None, days_over=0)
    assert matter_text(ZH, bare) == "“项目制”技能培训（2025年）（整改中）。时限未定。"
    assert "措施：甲。" in matter_text(ZH, replace(MATTER, steps="甲。；"))


def test_the_column_of_measures_is_filled_with_what_was_answered():
    report = small(matters=(MATTER,), matters_on=DAY)
    assert steps_cell(report, PROJECT) == ("三季度增开40个班。", "整改中、时限2026年2月18日、逾期12天")
    assert steps_cell(small(), PROJECT) == ()


def test_what_is_closed_is_no_measure_to_take():
    report = small(matters=(CLOSED, NOTED, replace(NOTED, steps="核对")), matters_on=DAY)
    assert [matter.steps for matter in answered(report, PROJECT)] == ["核对"]


def test_slides_begin_with_it():
    first = steps(full())[0]
    assert (first.kind, first.owner) == ("整改中", "市人力资源社会保障局")
    assert first.by == "时限2026年2月18日、逾期12天"
