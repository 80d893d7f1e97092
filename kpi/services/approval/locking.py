"""封账: a publisher locks days of a plan, so that no figure of theirs changes until somebody reopens them with a reason."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from kpi import access
from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor, Observation, PeriodLock, Place, Problem, Severity, Window, local, open_locks
from kpi.services.approval.ruling import written
from kpi.services.workspace import Workspace
from kpi.views import LockView, lock_view

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_YEAR = re.compile(r"(\d{4})年?")
_QUARTER = re.compile(r"(\d{4})年?[-/]?(?:(?:[Qq]|第)([1-4一二三四])(?:季度?)?|([1-4一二三四])季度?)")
"""A number alone is a month: 2025-3 is March."""
_MONTH = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})月?")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/|\.\.|～|~|至|—)(\d{4}-\d{2}-\d{2})")
_IN_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


def period_from(typed: str) -> Window:
    """The days meant by 2025, 2025Q1 (2025年一季度), 2025-03 or 2025-01-01/2025-06-30. KpiError `no_such_lock_period`."""
    text = "".join(typed.split())
    try:
        if days := _DAYS.fullmatch(text):
            window = Window(date.fromisoformat(days[1]), date.fromisoformat(days[2]))
        elif year := _YEAR.fullmatch(text):
            window = _months(int(year[1]), 1, 12)
        elif quarter := _QUARTER.fullmatch(text):
            written_as = quarter[2] or quarter[3]
            number = _IN_DIGITS.get(written_as) or int(written_as)
            window = _months(int(quarter[1]), 3 * number - 2, 3 * number)
        elif month := _MONTH.fullmatch(text):
            window = _months(int(month[1]), int(month[2]), int(month[2]))
        else:
            raise KpiError("no_such_lock_period", typed=typed)
    except ValueError as error:
        raise KpiError("no_such_lock_period", typed=typed) from error
    if window.start > window.end or window.start.year < _FIRST_YEAR or window.end.year > _LAST_YEAR:
        raise KpiError("no_such_lock_period", typed=typed)
    return window


def _months(year: int, first: int, last: int) -> Window:
    """ValueError for a month there is none of."""
    start = date(year, first, 1)
    return Window(start, date(year, last, monthrange(year, min(max(last, 1), 12))[1]))


def period_locks(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[LockView, ...]:
    """Every lock of the plan, those that hold first, then the newest. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    own = [lock for lock in workspace.store.locks() if lock.plan_id == workspace.plan_id]
    return tuple(lock_view(texts(lang), lock) for lock in sorted(own, key=lambda lock: (not lock.holds, -lock.lock_id)))


def lock_period(workspace: Workspace, actor: Actor, typed: str, reason: str) -> int:
    """Locks a period of the plan and returns the lock's number. NotAllowed; KpiError `no_such_lock_period`, `reason_missing`,
    `already_locked`.
    """
    workspace = workspace.admit(actor, Action.PUBLISH)
    window, why = period_from(typed), written(reason, "reason_missing")
    return workspace.store.lock_period(workspace.plan_id, window, why, actor=actor, at=workspace.now())


def reopen_period(workspace: Workspace, actor: Actor, number: int, reason: str) -> None:
    """Reopens a period of a plan; a lock of a plan that the actor may not look at is a number there is nothing of.

    NotFound, NotAllowed; KpiError `reason_missing`, `already_reopened`."""
    locks = {lock.lock_id: lock for lock in workspace.store.locks()}
    lock = locks.get(number)
    if lock is None or not access.can(actor, Action.VIEW, Place.whole(lock.plan_id)):
        workspace.admit(actor, Action.PUBLISH)
        raise NotFound("no_such_lock", number=number)
    workspace.of(lock.plan_id).admit(actor, Action.PUBLISH)
    workspace.store.reopen_period(number, written(reason, "reason_missing"), actor=actor, at=workspace.now())


def locked_rows(workspace: Workspace, observations: Sequence[Observation]) -> list[Problem]:
    """A problem for each row that a lock of any plan that knows its measure holds against: by whom it was locked, and why."""
    locks = [(lock, workspace.plans.catalog(lock.plan_id).measures) for lock in open_locks(workspace.store.locks())]
    return [
        _problem(row, lock)
        for row in observations if locks
        for lock, measures in locks
        if row.measure_id in measures and lock.locks(row.period_end)
    ]  # fmt: skip


def _problem(row: Observation, lock: PeriodLock) -> Problem:
    values = {"period": lock.window, "who": lock.locked_by, "when": local(lock.locked_at), "reason": lock.reason}
    values |= {"letter": row.column}
    return Problem(Severity.ERROR, "period_locked", row.file, row.sheet, row.row, "", row.printed, values)
