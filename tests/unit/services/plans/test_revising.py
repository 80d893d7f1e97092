"""Targets revised by a document, questions answered, revisions taken back, and what is said of them."""

from datetime import date
from fractions import Fraction

import pytest

from kpi import services
from kpi.errors import CatalogRefused, KpiError, NotFound, PreviewOutdated
from kpi.i18n import texts
from kpi.model import Status
from kpi.services import Query, ReportRequest
from tests.databases import LETTER
from tests.unit.services.conftest import ZHANG, standing

MAY = date(2024, 5, 1)
PAPER = {"document": "东府〔2024〕1号", "note": "按年度计划调整"}
TOLD = "原定30%，经东府〔2024〕1号调整为29%。"


@pytest.fixture
def letter(opened):
    return opened(LETTER)


def checked(workspace, target="T01", effective_on=MAY, **changes):
    return services.check_revision(workspace, ZHANG, target, changes or {"value": "0.29"}, effective_on=effective_on, **PAPER)


def revised(workspace, target="T01", **changes):
    return services.make_revision(workspace, ZHANG, checked(workspace, target, **changes))


def told(workspace, target="T01", year=None, **asked):
    return standing(services.status(workspace, ZHANG, Query(**asked)), target, year)


@pytest.mark.slow
def test_a_revised_target_is_judged_by_its_new_value_and_says_what_it_was(letter):
    assert revised(letter) == 2
    now, first = told(letter), told(letter, original=True)
    assert (now.goal.text, round(now.assessment.gap, 6)) == ("≥29%", 0.032)
    assert (first.goal.text, round(first.assessment.gap, 6)) == ("≥30%", 0.042)
    assert now.screen.remarks[-1] == now.paper.remarks[-1] == TOLD
    assert first.screen.remarks == ()
    assert services.verify(letter, ZHANG) == ()


@pytest.mark.slow
def test_reports_print_what_a_target_was(letter):
    revised(letter)
    text = services.gap_report(letter, ZHANG, ReportRequest(), "json").content.decode("utf-8")
    assert TOLD in text


@pytest.mark.slow
def test_a_view_of_the_original_targets_says_so_first(letter):
    revised(letter)
    assert services.status(letter, ZHANG, Query(original=True)).headline.startswith("按原定目标：")
    assert not services.status(letter, ZHANG, Query()).headline.startswith("按原定目标")


@pytest.mark.slow
def test_a_later_deadline_is_told_with_both_periods(letter):
    revised(letter, deadline="2026-12-31")
    assert told(letter).target.deadline == date(2026, 12, 31)
    assert "2025" in told(letter).screen.remarks[-1]
    assert "2026" in told(letter).screen.remarks[-1]


@pytest.mark.slow
def test_verdicts_that_a_revision_changes_are_named_before_it_is_made(letter):
    """12 of 100 by the end of 2022 is far behind; 12 of 12 is enough."""
    check = checked(letter, "T33", value="12")
    assert [(each.target_id, each.old, each.new) for each in check.judged] == [("T33", Status.FAR_BEHIND, Status.MET)]
    assert letter.store.data_version == 1


@pytest.mark.slow
def test_known_at_a_moment_before_the_revision_the_target_is_the_old_one(letter, clock):
    before = clock.moment
    clock.wind(hours=1)
    revised(letter)
    assert told(letter, known_at=before).goal.text == "≥30%"
    assert told(letter).goal.text == "≥29%"


@pytest.mark.slow
def test_a_revision_taken_back_leaves_no_trace_but_in_the_record(letter, clock):
    revised(letter)
    clock.wind(hours=1)
    while_it_counted = clock.moment
    clock.wind(hours=1)
    services.withdraw_revision(letter, ZHANG, 2, "文号有误")
    assert (told(letter).goal.text, told(letter).screen.remarks) == ("≥30%", ())
    assert told(letter, known_at=while_it_counted).goal.text == "≥29%"
    (newest, _) = services.plan_revisions(letter, ZHANG, letter.plan_id)
    assert (newest.revision_id, newest.document_number, newest.state_text) == (2, "东府〔2024〕1号", "已撤回")
    assert services.verify(letter, ZHANG) == ()
    assert letter.catalog.sha256 == letter.catalog_for(Query(original=True)).sha256


@pytest.mark.slow
def test_loading_the_files_anew_keeps_a_revision_of_a_cell_they_did_not_change(letter):
    revised(letter)
    assert services.load_plan(letter, ZHANG, services.check_plan(letter, ZHANG, LETTER)) is None
    assert letter.catalog.targets["T01"].value == Fraction(29, 100)


@pytest.mark.slow
def test_of_two_who_revise_one_target_the_second_sees_the_first(letter):
    first, second = checked(letter), checked(letter, value="0.28")
    services.make_revision(letter, ZHANG, first)
    with pytest.raises(KpiError) as refused:
        services.make_revision(letter, ZHANG, second)
    assert texts("zh").message(refused.value.message) == (
        "张三已于2026年3月2日 16:30改动了“T01”（目标值30% → 29%、文号：东府〔2024〕1号），请按现在的内容再填。"
    )
    assert letter.catalog.targets["T01"].value == Fraction(29, 100)


@pytest.mark.slow
def test_a_form_filled_before_another_revision_is_not_saved_over_it(letter):
    """The form knows revision 1; since then 2 was made, and then taken back."""
    with_seen = {"effective_on": date(2024, 6, 1), **PAPER, "seen": 1}
    revised(letter)
    with pytest.raises(KpiError, match="revision_newer"):
        services.check_revision(letter, ZHANG, "T01", {"value": "0.28"}, **with_seen)
    with_seen["seen"] = 2
    services.check_revision(letter, ZHANG, "T01", {"value": "0.28"}, **with_seen)
    services.withdraw_revision(letter, ZHANG, 2, "有误")
    with pytest.raises(KpiError, match="revision_newer"):
        services.check_revision(letter, ZHANG, "T01", {"value": "0.28"}, **with_seen)


@pytest.mark.slow
def test_a_change_elsewhere_only_outdates_what_was_checked(letter):
    first, second = checked(letter), checked(letter, "T02", value="0.36")
    services.make_revision(letter, ZHANG, first)
    with pytest.raises(PreviewOutdated):
        services.make_revision(letter, ZHANG, second)


@pytest.mark.slow
def test_no_revision_is_older_than_the_one_that_counts(letter):
    revised(letter)
    with pytest.raises(KpiError, match="revision_too_early"):
        checked(letter, effective_on=date(2024, 4, 30), value="0.28")


@pytest.mark.slow
def test_the_effect_is_told_in_numbers_before_it_is_saved(letter):
    """25.8 % of 30 % is 4.2 points short and 1.68 a year; of 29 %, 3.2 and 1.28, in the 2.5 years from June 2023 on."""
    (effect,) = services.effects(letter, ZHANG, checked(letter))
    assert (effect.target_id, effect.before.goal, effect.after.goal) == ("T01", "≥30% · 到2025年底", "≥29% · 到2025年底")
    assert (effect.before.gap, effect.after.gap) == ("不超过4.2个百分点", "不超过3.2个百分点")
    assert effect.before.status == effect.after.status == "仅有基期"


@pytest.mark.parametrize(
    ("target", "changes", "effective_on", "paper", "refusal"),
    [
        ("T01", {"value": "0.29"}, MAY, {"document": " "}, "revision_document_needed"),
        ("T01", {"value": "0.29"}, MAY, {"note": ""}, "revision_note_missing"),
        ("T01", {"value": "0.29"}, date(2023, 6, 29), {}, "revision_too_early"),
        ("T01", {"value": "0.3"}, MAY, {}, "revision_changes_nothing"),
        ("T99", {"value": "0.3"}, MAY, {}, "no_such_target"),
        ("T01", {"value": "29%"}, MAY, {}, "revision_misread"),
        ("T01", {"deadline": "someday"}, MAY, {}, "revision_misread"),
        ("T01", {"deadline": "2020-01-01"}, MAY, {}, "catalog_refused"),
    ],
)
def test_a_revision_that_cannot_be_is_refused_and_nothing_changes(letter, target, changes, effective_on, paper, refusal):
    with pytest.raises(KpiError) as refused:
        services.check_revision(letter, ZHANG, target, changes, effective_on=effective_on, **PAPER | paper)
    assert refused.value.message.key == f"error.{refusal}"
    assert letter.store.data_version == 1


def answered(workspace, *settled, question="Q01"):
    return services.make_revision(
        workspace,
        ZHANG,
        services.check_answer(workspace, ZHANG, question, settled, document="东人社函〔2024〕2号", note="复函"),
    )


@pytest.mark.slow
def test_an_answer_settles_a_start_and_what_was_not_comparable_is_judged_at_once(letter):
    """4.8 million vouchers from an unknown day; counted from 1 January 2023 they are the year's, and T09 asks for fewer."""
    before = told(letter, "T09", year=2023)
    answered(
        letter,
        ("F_VOUCHER", "window_start", "2023-01-01"),
        ("F_VOUCHER", "window_end", "2023-06-30"),
        ("F_VOUCHER", "as_of", ""),
    )
    now = told(letter, "T09", year=2023)
    assert before.status is Status.NOT_COMPARABLE
    assert now.status is not Status.NOT_COMPARABLE
    assert letter.store.batches()[0].rows == 2
    assert services.verify(letter, ZHANG) == ()


@pytest.mark.slow
def test_a_target_that_an_answer_settled_says_so_and_as_first_set_asks_for_it_no_more(letter):
    asked = told(letter, "T31")
    answered(letter, ("T31", "period_type", "each_year"), ("T31", "years", "2023;2024;2025"), question="Q10")
    now, first = told(letter, "T31", year=2023), told(letter, "T31", original=True)
    assert now.full_reason.endswith("原为6项（期限待核定），经东人社函〔2024〕2号核定为6项（2023年）。")
    assert now.paper.remarks[-1:] == now.revised == ("原为6项（期限待核定），经东人社函〔2024〕2号核定为6项（2023年）。",)
    assert "请核定" in asked.screen.reason
    assert first.screen.reason == "原定的目标不明确，只列示目标与现值；已由东人社函〔2024〕2号核定，见调整后的目标"
    assert first.questions == ()


@pytest.mark.slow
def test_an_answered_question_is_open_no_longer_until_the_answer_is_taken_back(letter):
    assert any(each.question_id == "Q01" for each in letter.catalog.questions)
    answered(letter, ("F_VOUCHER", "note", "自2023年起"))
    assert all(each.question_id != "Q01" for each in letter.catalog.questions)
    services.withdraw_revision(letter, ZHANG, 2, "答复有误")
    assert any(each.question_id == "Q01" for each in letter.catalog.questions)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settled", "refusal"),
    [
        (("F_VOUCHER", "value", "3000000"), "answer_contradicts_print"),
        (("F_NONE", "value", "3"), "no_such_subject"),
        (("F_VOUCHER", "colour", "red"), "no_such_column"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(letter, settled, refusal):
    with pytest.raises(KpiError, match=refusal):
        answered(letter, settled)
    with pytest.raises(NotFound):
        answered(letter, ("T09", "note", "x"), question="Q99")
    assert letter.store.data_version == 1


@pytest.mark.slow
def test_an_answer_that_the_rules_refuse_changes_nothing(letter):
    with pytest.raises(CatalogRefused):
        answered(letter, ("F_VOUCHER", "window_start", "someday"))
    assert letter.store.data_version == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "settled", "refusal"),
    [
        ({"value": "0.29"}, ("T01", "value", "0.4"), "answer_contradicts_print"),
        ({"value": "0.29"}, ("T01", "value", "0.3"), "answer_over_revision"),
        ({"deadline": "2026-12-31"}, ("T01", "deadline", "2027-12-31"), "answer_over_revision"),
        ({"deadline": "2026-12-31"}, ("T02", "note", "x"), "answer_elsewhere"),
    ],
)
def test_an_answer_changes_neither_what_is_printed_nor_what_a_document_changed_nor_what_was_not_asked(
    letter, changes, settled, refusal
):
    revised(letter, **changes)
    with pytest.raises(KpiError) as refused:
        answered(letter, settled, question="Q12")
    assert refused.value.message.key == f"error.{refusal}"
    assert letter.store.data_version == 2


@pytest.mark.parametrize(("target", "changes"), [("T01", {"years": "2025"}), ("T04", {"deadline": "2026-12-31"})])
def test_a_column_that_does_not_fit_the_period_is_not_revised(letter, target, changes):
    with pytest.raises(KpiError, match="revision_column"):
        checked(letter, target, **changes)


@pytest.mark.slow
def test_a_target_that_gets_a_year_is_told_once(letter):
    """T28 has no period; of 2023 alone it is judged as that year."""
    settled = [("T28", "period_type", "single_year"), ("T28", "years", "2023")]
    answer = services.check_answer(letter, ZHANG, "Q11", settled, document="1号", note="复函")
    told = [(each.before.status, each.after.status) for each in services.effects(letter, ZHANG, answer)]
    assert [first for first, _ in told] == ["不评价"]
    assert [(each.target_id, each.old, each.year) for each in answer.judged] == [("T28", Status.NOT_ASSESSED, 2023)]
