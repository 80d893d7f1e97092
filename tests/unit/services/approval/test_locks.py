"""封账: what period is meant, what is refused by it and where, and that nothing slips past."""

import shutil
from datetime import date

import pytest

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound, UploadRefused
from kpi.model import Window
from kpi.services.approval.locking import period_from
from tests.unit.services.approval.conftest import ADMINISTRATOR, CLERK, DAILY, PUBLISHER, REVIEWER, approved, person, sent
from tests.unit.services.conftest import ZHANG, load, row, table


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        (" 2025年 ", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2024年第一季度", date(2024, 1, 1), date(2024, 3, 31)),
        ("2025年四季度", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025年6月", date(2025, 6, 1), date(2025, 6, 30)),
        ("2025-3", date(2025, 3, 1), date(2025, 3, 31)),
        ("2025/4", date(2025, 4, 1), date(2025, 4, 30)),
        ("2025年3", date(2025, 3, 1), date(2025, 3, 31)),
        ("2025年3季度", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-01-01/2025-06-30", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-01-01 至 2025-06-30", date(2025, 1, 1), date(2025, 6, 30)),
    ],
)
def test_a_period_is_read_as_people_write_it(typed, start, end):
    assert period_from(typed) == Window(start, end)


@pytest.mark.parametrize(
    "typed", ["", "去年", "2025Q5", "2025-13", "20251", "2025 1", "2025-06-30/2025-01-01", "1200", "2025-02-30/2025-03-01"]
)
def test_what_is_no_period_is_refused(typed):
    with pytest.raises(KpiError, match="no_such_lock_period"):
        period_from(typed)


def problems(workspace, *rows):
    preview = services.check_upload(workspace, ZHANG, [table(*rows)])
    return [(each.problem.code, each.problem.row) for each in preview.problems if each.refuses]


def test_rows_of_a_locked_period_are_refused_with_their_numbers_and_by_whom_and_why(tiny):
    services.lock_period(tiny, ZHANG, "2024", "年报定稿")
    rows = [row("landfill_daily", "410", "吨", year=2023), row("landfill_daily", "400", "吨", year=2024)]
    preview = services.check_upload(tiny, ZHANG, [table(*rows)])
    (told,) = [each for each in preview.problems if each.refuses]
    assert (told.problem.code, told.problem.row) == ("period_locked", 3)
    assert told.message == "属于已封账的2024年（张三于2026年3月2日 16:30封账，原因：年报定稿），不能填报。"
    with pytest.raises(UploadRefused):
        services.import_files(tiny, ZHANG, preview)


def test_a_lock_set_between_the_preview_and_the_button_still_holds(tiny):
    preview = services.check_upload(tiny, ZHANG, [table(DAILY)])
    services.lock_period(tiny, ZHANG, "2024Q4", "年报定稿")
    with pytest.raises(KpiError, match="period_locked") as refused:
        services.import_files(tiny, ZHANG, preview)
    assert refused.value.message.values["rows"] == ("2",)


def test_a_withdrawal_that_would_change_a_locked_period_is_refused_and_one_that_would_not_is_not(tiny):
    load(tiny, table(DAILY, name="一.csv"))
    load(tiny, table(row("landfill_daily", "405", "吨", year=2024), name="二.csv"))
    services.lock_period(tiny, ZHANG, "2024", "年报定稿")
    with pytest.raises(KpiError, match="period_locked"):
        services.withdraw(tiny, ZHANG, 3, "错")
    services.withdraw(tiny, ZHANG, 2, "被取代，撤回不改变数据")
    assert [batch.batch.batch_id for batch in services.history(tiny, ZHANG).batches if batch.withdrawn_at] == [2]


def test_loading_a_plan_changes_no_figure_of_a_locked_period(tiny, tiny_copy):
    services.lock_period(tiny, ZHANG, "2022", "基期已定")
    figures = tiny_copy / "figures.csv"
    text = figures.read_text(encoding="utf-8").replace("W3,landfill_daily,990100,,,420,", "W3,landfill_daily,990100,,,410,")
    figures.write_text(text, encoding="utf-8")
    tiny_copy = tiny_copy.rename(tiny_copy.with_name(tiny.plan_id))
    checked = services.check_plan(tiny, ZHANG, tiny_copy)
    with pytest.raises(KpiError, match="period_locked"):
        services.load_plan(tiny, ZHANG, checked)
    assert float(tiny.observations().query("figure_id == 'W3'")["value"].iloc[0]) == 420


def test_a_period_is_reopened_with_a_reason_and_only_once(tiny):
    number = services.lock_period(tiny, ZHANG, "2024", "年报定稿")
    with pytest.raises(KpiError, match="reason_missing"):
        services.reopen_period(tiny, ZHANG, number, " ")
    services.reopen_period(tiny, ZHANG, number, "统计局修订")
    assert problems(tiny, DAILY) == []
    (view,) = services.period_locks(tiny, ZHANG)
    assert (view.period, view.holds, view.reopened) == ("2024年", False, "张三于2026年3月2日 16:30解封，原因：统计局修订")
    with pytest.raises(KpiError, match="already_reopened"):
        services.reopen_period(tiny, ZHANG, number, "再来")
    with pytest.raises(NotFound):
        services.reopen_period(tiny, ZHANG, 99, "没有")


def test_the_lock_of_a_plan_out_of_sight_is_answered_as_if_there_were_none(approving, tiny_copy):
    """The same sentence, and nothing on record that another's number would not leave."""
    other = tiny_copy.with_name("open_plan")
    shutil.copytree(tiny_copy, other)
    services.load_plan(approving, ZHANG, services.check_plan(approving, ZHANG, other))
    number = services.lock_period(approving, PUBLISHER, "2020", "定稿")
    stranger, near = person("另一规划", "publisher", plan_id="open_plan"), person("查看", "viewer", plan_id=approving.plan_id)
    for asked in (number, 99):
        with pytest.raises(NotFound, match="no_such_lock"):
            services.reopen_period(approving.of("open_plan"), stranger, asked, "看看")
    with pytest.raises(NotAllowed):
        services.reopen_period(approving, near, number, "看看")
    assert [lock.holds for lock in services.period_locks(approving, PUBLISHER)] == [True]


def test_what_is_locked_is_not_locked_again(tiny):
    services.lock_period(tiny, ZHANG, "2024", "年报定稿")
    with pytest.raises(KpiError, match="already_locked"):
        services.lock_period(tiny, ZHANG, "2024Q2", "季报")


def test_what_was_sent_in_before_the_lock_cannot_be_approved_after_it(approving):
    number = sent(approving, DAILY)
    services.lock_period(approving, PUBLISHER, "2024", "年报定稿")
    reviewed = services.review(approving, REVIEWER, number)
    assert [each.problem.code for each in reviewed.preview.problems] == ["period_locked"]
    with pytest.raises(UploadRefused):
        services.approve(approving, REVIEWER, reviewed)


def test_only_publishers_lock(approving):
    for actor in (CLERK, REVIEWER, ADMINISTRATOR):
        with pytest.raises(KpiError, match="not_allowed"):
            services.lock_period(approving, actor, "2024", "年报定稿")


def test_a_correction_after_reopening_goes_the_same_way(approving):
    number = services.lock_period(approving, PUBLISHER, "2024", "年报定稿")
    services.reopen_period(approving, PUBLISHER, number, "统计局修订")
    assert approved(approving, sent(approving, DAILY)) == (2,)
