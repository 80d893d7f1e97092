"""What was used of quotas, as long as it counts. Who asks for how much at once is settled by the services."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kpi.model import naive
from kpi.store.database import StorePart


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """So much of a quota, used by somebody at a moment. In UTC."""

    who: str
    quota: str
    amount: int
    used_at: datetime


class QuotaUses(StorePart):
    """What a store keeps of it."""

    def quota_uses(self, since: datetime) -> list[QuotaUse]:
        """Every use after a moment, the first one first."""
        return self._database.records(QuotaUse, "quota_uses", {"since": naive(since)})

    def use_quotas(self, uses: Iterable[tuple[str, str, int]], *, at: datetime, counting: timedelta) -> None:
        """Writes down who used how much of what, and forgets what is older than is `counting`."""
        with self._database.writing(at) as transaction:
            transaction.run("forget_quota_uses", {"until": naive(at - counting)})
            for who, quota, amount in uses:
                transaction.run("insert_quota_use", {"who": who, "quota": quota, "amount": amount, "at": naive(at)})

    def forgive_quota(self, who: str, quota: str, *, at: datetime) -> None:
        """What somebody used of one quota counts no longer."""
        with self._database.writing(at) as transaction:
            transaction.run("forgive_quota_uses", {"who": who, "quota": quota})
