"""Publications: the moments up to which the figures of a plan are public."""

from kpi.model import Actor, Publication
from kpi.store.database import StorePart, Transaction


class Publications(StorePart):
    """The publications of a store."""

    def publications(self, plan_id: str) -> list[Publication]:
        """Those of a plan, the newest first."""
        return [each for each in self._database.records(Publication, "publications") if each.plan_id == plan_id]

    def approvals_said(self, plan_id: str) -> dict[int, bool]:
        """Whether a plan's figures wait for approval, by the revisions that say anything of the plan as a whole."""
        return {number: bool(holds) for number, holds in self._database.rows("plan_approvals", {"plan_id": plan_id})}


def publish(transaction: Transaction, plan_id: str, note: str, actor: Actor) -> None:
    """Makes what is known at the transaction's moment public."""
    values = {"plan_id": plan_id, "user_id": actor.user_id, "published_by": actor.name, "published_at": transaction.moment}
    values |= {"note": note, "data_version": transaction.number("data_version")}
    transaction.run("insert_publication", values)
    transaction.record(actor, "publish", plan_id)
