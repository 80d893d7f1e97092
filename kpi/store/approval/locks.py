"""Period locks (封账): no batch is loaded, and none taken back, that would change a figure whose last day is locked.

Whoever loads says so before, row by row; here it is held to in the transaction itself.
"""

from collections.abc import Sequence
from datetime import datetime

from kpi.errors import KpiError, NotFound
from kpi.model import Actor, PeriodLock, Window, local
from kpi.store.database import StorePart, Transaction

_MOST_NAMED = 20
"""So many rows are named."""


class Locks(StorePart):
    """The period locks of a store."""

    def locks(self) -> list[PeriodLock]:
        """Every lock ever set, the newest first."""
        return self._database.records(PeriodLock, "period_locks")

    def lock_period(self, plan_id: str, window: Window, reason: str, *, actor: Actor, at: datetime) -> int:
        """Locks days of a plan and returns the lock's number. KpiError `already_locked` where a lock holds over all of them."""
        with self._database.writing(at) as transaction:
            for lock in transaction.records(PeriodLock, "period_locks"):
                if lock.holds and lock.plan_id == plan_id and lock.window.contains(window):
                    raise KpiError("already_locked", period=lock.window, **told(lock))
            number = transaction.number("next_lock_id")
            values = {"lock_id": number, "plan_id": plan_id, "starts_on": window.start, "ends_on": window.end}
            values |= {"user_id": actor.user_id, "locked_by": actor.name, "locked_at": transaction.moment, "reason": reason}
            transaction.run("insert_period_lock", values)
            transaction.record(actor, "lock_period", f"{number} {plan_id} {window.start} {window.end}")
            return number

    def reopen_period(self, number: int, reason: str, *, actor: Actor, at: datetime) -> None:
        """Ends a lock. NotFound; KpiError `already_reopened`."""
        with self._database.writing(at) as transaction:
            found = (lock for lock in transaction.records(PeriodLock, "period_locks") if lock.lock_id == number)
            lock = next(found, None)
            if lock is None:
                raise NotFound("no_such_lock", number=number)
            if not lock.holds:
                raise KpiError("already_reopened", number=number, who=lock.reopened_by)
            values = {"lock_id": number, "reopened_id": actor.user_id, "reopened_by": actor.name}
            values |= {"reopened_at": transaction.moment, "reopening_reason": reason}
            transaction.run("reopen_period", values)
            transaction.record(actor, "reopen_period", f"{number} {lock.plan_id}")


def require_unlocked(transaction: Transaction, batch_ids: Sequence[int], *, only_current: bool = False) -> None:
    """KpiError `period_locked` where a row of the batches, or one of them that counts now, lies in a locked period."""
    name = "locked_and_current" if only_current else "locked_in_batches"
    locks = {lock.lock_id: lock for lock in transaction.records(PeriodLock, "period_locks")}
    found = transaction.run(name, {"batch_ids": list(batch_ids)}) if locks else []
    if not found:
        return
    lock = locks[found[0][0]]
    rows = tuple(dict.fromkeys(str(row) for number, row in found if number == lock.lock_id and row))
    key = "period_locked" if rows else "period_locked_figures"
    raise KpiError(key, rows=rows[:_MOST_NAMED], count=len(found), period=lock.window, **told(lock))


def told(lock: PeriodLock) -> dict[str, object]:
    """Who locked it, when and why, for a sentence."""
    return {"who": lock.locked_by, "when": local(lock.locked_at), "reason": lock.reason}
