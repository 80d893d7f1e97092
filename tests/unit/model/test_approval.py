"""Submissions as their steps, whose they are, and what a lock holds."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kpi.model import Actor, PeriodLock, Sent, Stage, Step, SubmissionStep, last_begun, submissions_of

START = datetime(2026, 3, 2, tzinfo=UTC)


def actor(name, user_id=""):
    return Actor(name, frozenset(), user_id)


def steps(*actions, number=1, by="张三", user_id="zhang"):
    """Steps one hour apart, each by the same person; a version for each that was sent."""
    version = 0
    for place, action in enumerate(actions, start=1):
        version += action is Step.SUBMIT
        yield SubmissionStep(
            number, place, "plan", Sent.FIGURES, action, version, user_id, by, START + timedelta(hours=place), "", "", ""
        )


@pytest.mark.parametrize(
    ("actions", "stage", "allowed"),
    [
        ([Step.SUBMIT], Stage.WAITING, {Step.RETURN, Step.APPROVE, Step.TAKE_BACK}),
        ([Step.SUBMIT, Step.RETURN], Stage.RETURNED, {Step.SUBMIT, Step.TAKE_BACK}),
        ([Step.SUBMIT, Step.RETURN, Step.SUBMIT], Stage.WAITING, {Step.RETURN, Step.APPROVE, Step.TAKE_BACK}),
        ([Step.SUBMIT, Step.APPROVE], Stage.APPROVED, set()),
        ([Step.SUBMIT, Step.RETURN, Step.TAKE_BACK], Stage.TAKEN_BACK, set()),
    ],
)
def test_where_a_submission_stands_says_what_may_be_done_with_it(actions, stage, allowed):
    (submission,) = submissions_of(steps(*actions))
    assert (submission.stage, {step for step in Step if submission.allows(step)}) == (stage, allowed)


def test_steps_in_any_order_are_the_submissions_they_are_of_the_newest_first():
    mixed = [*steps(Step.SUBMIT, Step.RETURN, number=1), *steps(Step.SUBMIT, number=2)]
    assert [(each.number, each.stage) for each in submissions_of(reversed(mixed))] == [(2, Stage.WAITING), (1, Stage.RETURNED)]


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        (actor("张三", "zhang"), True),
        (actor("改了名", "zhang"), True),
        (actor("张三", "zhang2"), False),
        (actor("张三"), True),
        (actor("李四"), False),
    ],
    ids=["account", "renamed", "namesake", "the command line", "somebody else"],
)
def test_a_submission_is_whose_account_sent_any_version_of_it(who, theirs):
    (submission,) = submissions_of(steps(Step.SUBMIT, Step.RETURN))
    later = SubmissionStep(1, 3, "plan", Sent.FIGURES, Step.SUBMIT, 2, "wang", "王五", START + timedelta(hours=3), "", "", "")
    (again,) = submissions_of([*submission.steps, later])
    assert (submission.sent_by(who), again.sent_by(who)) == (theirs, theirs)
    assert again.sent_by(actor("王五", "wang"))


LOCK = PeriodLock(1, "plan", date(2024, 1, 1), date(2024, 12, 31), "chen", "陈", START, "年报定稿")


@pytest.mark.parametrize(
    ("period_end", "locked"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
        (None, False),
    ],
)
def test_a_lock_holds_figures_whose_last_day_lies_in_it(period_end, locked):
    assert LOCK.locks(period_end) is locked


def test_a_lock_that_was_reopened_holds_nothing():
    reopened = PeriodLock(1, "plan", LOCK.starts_on, LOCK.ends_on, "", "", START, "", reopened_at=START)
    assert not reopened.locks(date(2024, 6, 30))


@pytest.mark.parametrize(
    ("said", "since"),
    [([], None), ([True], 0), ([False, True, True], 1), ([True, False], None), ([True, False, True], 2)],
)
def test_since_when_something_holds_without_a_break(said, since):
    moments = [START + timedelta(days=place) for place in range(len(said))]
    assert last_begun(zip(moments, said, strict=True)) == (None if since is None else moments[since])
