"""Publications: the moments up to which the figures of a plan, and what is said and done about them, are public."""

from datetime import datetime

from kpi.errors import KpiError
from kpi.model import Actor, Publication, local, naive
from kpi.store.database import StorePart, Transaction


class Publications(StorePart):
    """The publications of a store."""

    def publications(self, plan_id: str) -> list[Publication]:
        """Those of a plan, the newest first."""
        return [each for each in self._database.records(Publication, "publications") if each.plan_id == plan_id]

    def remarks_since(self, plan_id: str, since: datetime) -> int:
        """How many steps of matters and marks of a plan were written after a moment."""
        return int(self._database.rows("remarks_since", {"plan_id": plan_id, "since": naive(since)})[0][0])

    def approvals_said(self, plan_id: str) -> dict[int, bool]:
        """Whether a plan's figures wait for approval, by the revisions that say anything of the plan as a whole."""
        return {number: bool(holds) for number, holds in self._database.rows("plan_approvals", {"plan_id": plan_id})}


def publish(transaction: Transaction, plan_id: str, note: str, actor: Actor) -> None:
    """Makes what is known at the transaction's moment public. KpiError `published_already` where nothing happened since the
    last publication that it would make so.
    """
    every = transaction.records(Publication, "publications")
    last = next((each for each in every if each.plan_id == plan_id), None)
    if last and last.data_version == transaction.number("data_version") and not _remarked(transaction, last):
        raise KpiError("published_already", who=last.published_by, when=local(last.published_at))
    values = {"plan_id": plan_id, "user_id": actor.user_id, "published_by": actor.name, "published_at": transaction.moment}
    values |= {"note": note, "data_version": transaction.number("data_version")}
    transaction.run("insert_publication", values)
    transaction.record(actor, "publish", plan_id)


def _remarked(transaction: Transaction, last: Publication) -> bool:
    """Whether anything was said or done about the plan's targets after a publication."""
    return transaction.number("remarks_since", {"plan_id": last.plan_id, "since": naive(last.published_at)}) > 0
