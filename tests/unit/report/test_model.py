"""What a report works out from its rows: groups, counts, numbers of figures, titles broken by sense."""

from dataclasses import FrozenInstanceError, replace

import pytest

from kpi.i18n import ordinal, texts
from kpi.model import Comparator, Lamp, Status
from kpi.report import Category, wording
from kpi.report.wording import runs, target_in_sentence, target_named, title_lines
from kpi.views import Amount
from tests.counting import at_most
from tests.unit.report.sample import (
    AWARDS,
    PROJECT,
    PROJECT_2023,
    PROJECT_2025,
    PROJECT_SINCE,
    QUESTION,
    SHARE,
    SHARE_2023,
    STANDARD,
    STUDIOS,
    THIS_YEAR,
    WAITING,
    changed,
    letter,
    row,
    small,
)


def test_no_two_verdicts_have_the_same_mark_in_a_table_and_missed_has_the_cross_of_the_bar():
    """严重滞后 and 未完成 are both red."""
    zh = texts("zh")
    judged = {Status.MET: Lamp.BLUE, Status.ON_PACE: Lamp.GREEN, Status.BEHIND: Lamp.YELLOW, Status.FAR_BEHIND: Lamp.RED}
    rows = [row("T01", status=status, lamp=lamp) for status, lamp in {**judged, Status.MISSED: Lamp.RED}.items()]
    assert [wording.verdict(zh, each)[0] for each in rows] == ["◆", "●", "▲", "■", zh("board.shape_missed")]


def test_counts_add_up_to_the_targets_and_name_no_empty_group():
    assert [(each.status, each.count) for each in small().counts] == [
        (Status.MET, 1),
        (Status.ON_PACE, 1),
        (Status.FAR_BEHIND, 1),
        (Status.BASELINE_ONLY, 1),
        (Status.NO_DATA, 1),
        (Status.NOT_ASSESSED, 2),
    ]


def test_the_plan_of_31_targets_counts_as_its_verdicts_say():
    counts = {each.status: each.count for each in letter().counts}
    assert counts == {
        Status.FAR_BEHIND: 1,
        Status.NOT_COMPARABLE: 11,
        Status.BASELINE_ONLY: 3,
        Status.NO_DATA: 9,
        Status.NOT_STARTED: 2,
        Status.NOT_ASSESSED: 5,
    }


def test_pending_holds_every_target_without_a_verdict_and_earlier_years_that_are_pending():
    groups = {group.status: group.rows for group in small().pending}
    assert groups == {
        Status.PENDING: (PROJECT_2023,),
        Status.BASELINE_ONLY: (SHARE,),
        Status.NO_DATA: (THIS_YEAR,),
        Status.NOT_ASSESSED: (STANDARD, AWARDS),
    }


def test_a_question_of_several_targets_is_asked_once():
    assert small().pending_questions == (QUESTION, "包装工标准的完成期限是什么？")


def test_figures_are_numbered_by_the_rows_that_speak_of_them_and_then_the_rest():
    assert small().numbered_figures == {SHARE_2023: 1, PROJECT_SINCE: 2, PROJECT_2025: 3, STUDIOS: 4}


def test_a_figure_only_a_row_knows_still_has_a_number():
    assert small(figures=()).numbered_figures == {SHARE_2023: 1, PROJECT_SINCE: 2, PROJECT_2025: 3}


def test_a_report_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        small().plan_name = "另一个"


def test_title_names_the_plan_and_what_it_is_limited_to():
    assert small(plan_name="某市规划").title == "某市规划进展与差距情况报告"
    assert small(plan_name="某市规划", scope="东城街道").title == "某市规划进展与差距情况报告（东城街道）"
    assert small(plan_name="A plan", scope="Dongcheng", lang="en").title == "A plan: progress and gaps (Dongcheng)"


@pytest.mark.parametrize(
    ("title", "width", "lines"),
    [
        ("某市规划进展与差距情况报告", 20, ("某市规划进展与差距情况报告",)),
        (
            "东莞市“技能人才之都”建设目标任务（2023—2025年）进展与差距情况报告",
            20,
            ("东莞市“技能人才之都”建设目标任务", "（2023—2025年）进展与差距情况报告"),
        ),
        ("City of skilled talent: goals", 10, ("City of skilled", "talent: goals")),
        ("没有可断之处的长标题", 4, ("没有可断之处的长标题",)),
    ],
)
def test_titles_break_where_the_sense_does(title, width, lines):
    assert title_lines(title, width) == lines


@pytest.mark.parametrize("title", ["", " " * 200, "甲，" * 2500, "a " * 60, "《" * 130, "＃" * 5000], ids=len)
@pytest.mark.parametrize("width", [8, 40])
def test_a_name_full_of_places_to_break_takes_little_work(title, width):
    """Of up to six lines each begins at one of the places to break: work that grows with them, not with their combinations."""
    with at_most(6 * 6 * len(title), wording, "_bad_start"):
        assert "".join("".join(title_lines(title, width)).split()) == "".join(title.split())


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "100")]
)
def test_chinese_ordinals(number, text):
    assert ordinal("zh", number) == text
    assert ordinal("en", number) == str(number)


def test_runs_of_numbers_are_written_short():
    assert runs(texts("zh"), [3, 1, 2, 5, 7, 8, 2]) == "1—3、5、7—8"
    assert runs(texts("en"), [3, 1, 2, 5, 7, 8, 2]) == "1–3, 5, 7–8"
    assert runs(texts("zh"), []) == ""


def test_a_target_in_a_sentence_has_no_sign():
    assert target_in_sentence(texts("zh"), SHARE) == "30%"
    assert target_in_sentence(texts("zh"), WAITING) == "10天以内"
    assert target_in_sentence(texts("en"), WAITING) == "at most 10天"
    exact = row(comparator=Comparator.EQUAL, goal=Amount("5个", 5.0))
    assert target_in_sentence(texts("zh"), exact) == "5个"


def test_a_milestone_is_named_without_a_number():
    assert target_named(texts("zh"), STANDARD) == "包装工国家职业技能标准开发（期限未载明）"
    assert target_named(texts("zh"), WAITING) == "证书办结时间（到2025年底，目标为10天以内）"


def test_years_that_are_not_counted_do_not_count():
    category = Category("培训", (PROJECT_2023, changed(PROJECT_2023, year=2024)))
    assert category.counted == ()
    assert small(categories=(category,)).counts == ()


def test_a_row_without_a_verdict_also_cites_the_figures_of_its_measure():
    """The reason speaks of them; those of a breakdown and of other measures stay out."""
    since, of_a_part = replace(PROJECT_SINCE, printed="210万人次"), replace(PROJECT_SINCE, label="制造业")
    report = small(figures=(since, of_a_part, PROJECT_2025, SHARE_2023))
    assert report.figures_of(changed(PROJECT_2023, figures=())) == (since, PROJECT_2025)


def test_a_row_with_a_verdict_or_not_yet_begun_cites_its_own_figures_only():
    assert small().figures_of(PROJECT) == (PROJECT_2025,)
    assert small().figures_of(changed(PROJECT, status=Status.NOT_STARTED, figures=())) == ()


def test_a_report_with_some_fields_anew_has_these_printable_and_keeps_the_others():
    before = small()
    after = before.changed(headline="两\n行\x00", scope="某镇")
    assert (after.headline, after.scope) == ("两 行", "某镇")
    assert after == replace(before, headline="两 行", scope="某镇")
    assert after.categories is before.categories
    with pytest.raises(TypeError, match="no_such"):
        before.changed(no_such=1)
