"""The log of verdicts: after every change each plan is judged by what the transaction would leave, and what then differs
from before is written down with the change itself. How a target is judged this room does not know: it is told by a `Judge`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

import pandas as pd
import pyarrow as pa

from kpi.model import JudgedPlan, Lamp, Status, Verdict, VerdictStep
from kpi.store.database import Database, Row, Transaction
from kpi.store.frames import observation_frame
from kpi.store.moments import aware
from kpi.store.places import Places, asked_of_ends, last_end, narrowing
from kpi.store.plan import rows as plan_rows
from kpi.store.plan.revisions import Revision
from kpi.store.plan.state import PlanState

_NUMBERS = ("current_value", "gap", "completion_pct", "distance_pct", "time_pct", "lead_pp")
_TOLD = (
    *("target_id", "year", "status", "lamp", "current_value", "current_date", "gap", "completion_pct", "distance_pct"),
    *("time_pct", "lead_pp"),
)
"""The fields of a verdict in the order of the queries."""


class Uncommitted:
    """What a transaction would leave, to be judged before it is committed."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.moment = aware(transaction.moment)
        """When it all happens."""

    def current(self, places: Places = None) -> pd.DataFrame:
        """The observation frame of the figures that would count, of some places or of all."""
        return observation_frame(self._transaction.arrow("current_of_places", narrowing(places)))

    def last_period_end(self, measures: Places = None, places: Places = None) -> date | None:
        """The last day that they end on."""
        return last_end(self._transaction.run(*asked_of_ends(measures, places)))

    def revisions(self) -> list[Revision]:
        """Every revision of every plan, newest first."""
        return self._transaction.records(Revision, "revisions")

    def plan_state(self, plan_id: str, counting: Sequence[Revision]) -> PlanState:
        """What the revisions in `counting` make of a plan."""
        return plan_rows.plan_state(self._transaction, plan_id, counting)


Judge = Callable[[Uncommitted], Iterable[JudgedPlan]]


def follow(transaction: Transaction, judge: Judge | None) -> None:
    """Has every plan judged and writes down the verdicts that are not what they were."""
    for judged in judge(Uncommitted(transaction)) if judge else ():
        run = {
            "event_id": transaction.number("last_event"),
            "plan_id": judged.plan_id,
            "as_of": judged.as_of,
            "scheme": judged.scheme,
            "rules_version": judged.rules_version,
            "data_version": transaction.number("data_version"),
            "written_at": transaction.moment,
        }
        transaction.run("insert_verdict_run", {**run, "verdicts": len(judged.verdicts)})
        before = {each.key: each for each in standing(transaction, judged.plan_id)}
        now = {each.key: each for each in judged.verdicts}
        fresh = [each for key, each in now.items() if key not in before or not each.agrees(before[key])]
        gone = [each for key, each in before.items() if key not in now]
        if fresh or gone:
            transaction.insert("insert_verdicts", "verdicts_written", _table(run, fresh, gone))


def standing(database: Database | Transaction, plan_id: str, event_id: int | None = None) -> list[Verdict]:
    """Every verdict of a plan as it stood after an event, by default now."""
    return database.records(Verdict, "verdicts_at", {"plan_id": plan_id, "event_id": event_id})


def steps(database: Database, plan_id: str, most: int, known_at: datetime | None) -> list[VerdictStep]:
    """The last verdicts of a plan that gave way to others, newest first; by `known_at`, in UTC, if one is given."""
    asked = {"plan_id": plan_id, "most": most, "known_at": known_at}
    return [_step(plan_id, row) for row in database.rows("verdict_steps", asked)]


def _step(plan_id: str, row: Row) -> VerdictStep:
    target, year, was_removed, *told = row
    size = len(_TOLD) - 2
    old, removed, new, (as_of, written_at, *events) = told[:size], told[size], told[size + 1 : 2 * size + 1], told[-4:]
    return VerdictStep(
        plan_id,
        None if was_removed else _verdict((target, year, *old)),
        None if removed else _verdict((target, year, *new)),
        as_of,
        aware(written_at),
        (events[0], events[1]),
    )


def _verdict(row: Row) -> Verdict:
    target, year, status, lamp, *numbers = row
    return Verdict(target, year, Status(status), Lamp(lamp), *numbers)


def _table(run: dict[str, object], fresh: Sequence[Verdict], gone: Sequence[Verdict]) -> pa.Table:
    rows = [*fresh, *gone]
    types = {"year": pa.int64(), "current_date": pa.date32(), **dict.fromkeys(_NUMBERS, pa.float64())}
    told = {name: pa.array([getattr(each, name) for each in rows], types.get(name, pa.string())) for name in _TOLD}
    removed = [False] * len(fresh) + [True] * len(gone)
    return pa.table({**{name: [value] * len(rows) for name, value in run.items()}, **told, "removed": removed})
