"""差距与追赶: every open target on its own way, and beside it what closing the gap takes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kpi.charts import marks
from kpi.i18n import Script
from kpi.model import JUDGED_BY_PACE, Status
from kpi.views import DueView, GapRow, GapView, address_of
from kpi.web.address import href
from kpi.web.blocks import shape
from kpi.web.markup import block
from kpi.web.session import words

_GROUPS: Sequence[tuple[str, Collection[Status]]] = (
    ("missed", (Status.MISSED,)),
    ("behind", (Status.FAR_BEHIND, Status.BEHIND)),
    ("open", (Status.ON_PACE, Status.BASELINE_ONLY)),
    ("awaited", (Status.PENDING,)),
    ("unfinished", (Status.INCOMPLETE,)),
)
"""Confirmed misses first, then what is behind, then what is open. Only what is pending is past its period."""
_BEHIND = frozenset({Status.MISSED, Status.FAR_BEHIND, Status.BEHIND})
_WAY, _PACE = 330, 196
"""Widths of marks."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    row: GapRow
    way: marks.Mark | None
    paces: marks.Mark | None


def gap_board(view: GapView, due: DueView) -> None:
    """The open targets, worst first; folded, those that cannot be compared, with what to report of them, and those met."""
    text = words()
    groups = [(key, drawn) for key, statuses in _GROUPS if (drawn := _drawn(view, statuses))]
    unranked = {standing.key[0] for standing in view.unranked}
    fillable = [key for key in due.targets if key[0] in unranked]
    block(
        "gaps",
        lead=_lead(view, groups),
        counts=_counts(view, groups),
        groups=groups,
        axis=marks.way_axis(text, width=_WAY),
        unranked=view.unjudged,
        closed=view.closed,
        form=href("upload", rows=address_of(fillable)) if fillable else "",
        fillable=len({target for target, _ in fillable}),
        colon=text.language.colon,
        awaited={key: href("upload", rows=address_of([key])) for key in due.targets},
        shape=shape,
    )


def _drawn(view: GapView, statuses: Collection[Status]) -> list[_Drawn]:
    """The rows of some statuses in their order, each of them most missing first."""
    order = list(statuses)
    rows = [row for row in view.rows if row.standing.status in statuses]
    rows.sort(key=lambda row: order.index(row.standing.status))
    text = words()
    return [
        _Drawn(
            row,
            marks.dumbbell(row.standing, text, width=_WAY),
            marks.paces(row.paces, text, width=_PACE) if row.paces and not row.overdue else None,
        )
        for row in rows
    ]


def _lead(view: GapView, groups: Sequence[tuple[str, list[_Drawn]]]) -> str:
    """The worst of them by name."""
    text = words()
    if not groups:
        return text("page.gaps_none")
    found = [each.status for each in (*(row.standing for row in view.rows), *view.unranked)]
    if _BEHIND.isdisjoint(found):  # the first would be the worst by nothing but its place
        pending = found.count(Status.PENDING)
        return text("page.gaps_none_but", count=pending) if pending else text("page.gaps_none_behind")
    worst = groups[0][1][0].row
    status = worst.standing.status_text if text.language.script is Script.CHINESE else worst.standing.status_text.lower()
    told = {"name": worst.standing.name, "status": status, "gap": worst.standing.gap.text}
    short = marks.shortfall(worst.standing, words()) if worst.standing.status in JUDGED_BY_PACE else ""
    if short:
        return text("page.gaps_worst_paced", short=short, **told)
    return text("page.gaps_worst", share=worst.missed_share, **told)


def _counts(view: GapView, groups: Sequence[tuple[str, list[_Drawn]]]) -> str:
    text = words()
    told = [text(f"page.gaps_lead_{key}", count=len(rows)) for key, rows in groups]
    others = (("closed", view.closed), ("unranked", view.unranked))
    told += [text(f"page.gaps_lead_{key}", count=len(those)) for key, those in others if those]
    return text.listing(told)
