"""Windows of a flow that follow one another without a hole, the finest there are: what a pace is read from."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from kpi.model import Certainty


@dataclass(frozen=True, slots=True)
class Link:
    """One window and what it brought, in base units."""

    start: date
    end: date
    value: float

    @property
    def day_before(self) -> date:
        """The day before its first."""
        return self.start - timedelta(days=1)


def flow_chain(own: pd.DataFrame, until: date, *, since: date | None) -> tuple[Link, ...]:
    """The chain that ends on `until`, oldest first: of the windows that end on a day the shortest, then what ends before it.

    `own` holds the figures of one measure and region; none that begins before `since` is taken. Windows that overlap are
    never taken apart, so 1–3月 and 1–6月 leave only one of the two.
    """
    known = own[
        (own["breakdown"] == "")
        & own["window_start"].notna()
        & own["window_end"].notna()
        & (own["certainty"] != Certainty.UNKNOWN.value)
    ]
    shortest: dict[date, Link] = {}
    for start, end, value in zip(known["window_start"], known["window_end"], known["value"], strict=True):
        link = Link(start.date(), end.date(), float(value))
        earlier = shortest.get(link.end)
        if (since is None or link.start >= since) and (earlier is None or earlier.start < link.start):
            shortest[link.end] = link
    chain: list[Link] = []
    day = until
    while day in shortest:
        chain.append(shortest[day])
        day = shortest[day].day_before
    return tuple(reversed(chain))
