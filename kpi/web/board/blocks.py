"""The blocks of the overview, each one Markdown element made of a template."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kpi import services
from kpi.charts import marks
from kpi.model import Actor, Status
from kpi.services import Grouping, Query
from kpi.views import BoardView, ScoreRow, Standing, StatusView, Way, WayView, shares_of
from kpi.web.address import choose_many, choose_segment
from kpi.web.asking import kept
from kpi.web.asking import view as ask
from kpi.web.blocks import shape
from kpi.web.board.links import Links
from kpi.web.markup import block, html, show_html
from kpi.web.reports.exports import grouping_name
from kpi.web.session import words, workspace
from kpi.web.uploads.asked import form_button

MOST_ROWS = 60
"""Targets that a wall or a table begins with; who wants all says so."""
OVERDUE = "overdue"
"""The filter that is no status: what is past its deadline and still to be reported."""
_UNGROUPED = "none"
_NARROW, _WIDE = 3.0, 9.9
"""Per cent of the bar: below the first a number stands above its piece, above the second the status has room in it."""
_NARROW_IN_GROUP, _WIDE_IN_GROUP = 4.0, 18.0
"""The same of the bar of a group, which is shorter."""
_CARD, _RAIL, _ROW_RAIL, _LINE = 214, 240, 190, 84
"""Widths of marks."""
_COLUMNS = ("measure", "rail", "newest", "change", "gap", "pace", "line", "status", "owner")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a column, in two lines where that is long."""

    key: str
    first: str
    second: str


def status_bar(view: BoardView) -> None:
    """How many targets stand where, as wide as their shares."""
    block("board_bar", shares=view.shares, alt=view.status.headline, narrow=_NARROW, wide=_WIDE, shape=shape)


def choose_statuses(view: BoardView) -> list[str]:
    """The same as pills that filter what stands below; what is overdue is one of them."""
    text = words()
    counts: dict[str, int] = {}
    for share in view.shares:
        counts[share.status] = counts.get(share.status, 0) + share.count
    lamps = {str(share.status): share.lamp for share in view.shares}
    late = view.status.late.targets

    def shown(code: str) -> str:
        if code == OVERDUE:
            return text("board.pill_overdue", count=late)
        status = Status(code)
        return text("board.pill", shape=shape(status, lamps[code]), status=text(f"status.{status}"), count=counts[status])

    codes = [str(status) for status in counts] + ([OVERDUE] if late else [])
    return choose_many(text("page.status"), codes, "status", shown, named=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which targets are shown: of some statuses or overdue, of some categories, of some natures; of each all where none is."""

    statuses: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()

    def of(self, view: StatusView, standings: Iterable[Standing]) -> list[Standing]:
        """Those of some targets of a view."""
        late = {each.target_id for each in view.overdue} if OVERDUE in self.statuses else frozenset()
        return [each for each in standings if self._status(each, late) and self._kind(each)]

    def _status(self, each: Standing, late: Collection[str]) -> bool:
        return not self.statuses or str(each.status) in self.statuses or each.target.target_id in late

    def _kind(self, each: Standing) -> bool:
        in_category = not self.categories or each.measure.category.zh in self.categories
        return in_category and (not self.natures or each.target.nature in self.natures)


def cards(view: BoardView) -> None:
    """The sentence that names the worst, and four cards."""
    text = words()
    drawn = [(card, marks.mark_of(card.standing, text, width=_CARD)) for card in view.cards]
    block(
        "board_cards",
        lead=view.lead,
        cards=drawn,
        headline=view.status.headline,
        earlier=view.status.earlier,
        links=Links(),
        shape=shape,
        colon=text.language.colon,
    )


def wall(actor: Actor, query: Query, view: BoardView, chosen: Chosen) -> None:
    """目标×年份 of the targets chosen."""

    def made() -> str:
        some, rest = _shown(view, chosen, links)
        shown = services.wall(workspace(), actor, query, _ids(some))
        if not shown.columns or not some:
            return ""
        drawn = [(row, marks.mark_of(row.standing, words(), width=_RAIL)) for row in shown.rows]
        return html("board_wall", wall=shown, rows=drawn, rest=rest, links=links, shape=shape)

    links = Links()
    show_html(kept(actor, "board_wall", (query, chosen, links.key), made))


def ways(actor: Actor, views: Sequence[WayView]) -> None:
    """What can be done next: three boxes, each with its one click: the form of exactly these targets, or another page."""
    text, links = words(), Links()
    for place, view in zip(st.columns(len(views)), views, strict=True):
        with place.container(border=True, height="stretch", key=f"way_{view.way}"):
            link, label = _way_on(links, view)
            block("board_way", view=view, link=link, label=label, nothing=text("value.none"))
            if view.asked:
                form_button(actor, [(target_id, None) for target_id in view.asked], key=f"way_{view.way}")


def _way_on(links: Links, view: WayView) -> tuple[str, str]:
    """Where a way leads that is no form."""
    if view.asked or not view.standings:
        return "", ""
    if view.way is Way.SETTLE:
        return links.to("plans", section="answer"), words()("board.way_questions")
    return links.to("gaps"), words()("board.way_gaps")


def _shown(view: BoardView, chosen: Chosen, links: Links) -> tuple[list[Standing], int]:
    """The targets that are shown, the worst first, and how many more there are: of a large plan only some until asked."""
    every = chosen.of(view.status, view.listed)
    some = every if links.whole else every[:MOST_ROWS]
    return some, len(every) - len(some)


def told_shown(view: BoardView, chosen: Chosen) -> str:
    """How many targets are chosen; of a large plan also how many of them are shown."""
    text, links, counted = words(), Links(), view.status.counted
    _, rest = _shown(view, chosen, links)
    told = {"shown": len(chosen.of(view.status, counted)), "count": len(counted)}
    return text("page.shown_first", most=MOST_ROWS, **told) if rest else text("page.shown", **told)


def _ids(standings: Iterable[Standing]) -> frozenset[str]:
    return frozenset(each.target.target_id for each in standings)


def score_table(actor: Actor, query: Query, view: BoardView, chosen: Chosen, grouping: Grouping | None) -> None:
    """The scorecard of the targets chosen, worst first; or in the groups of a roll-up, each folded."""

    def made() -> str:
        groups = _groups(actor, query, view, chosen, grouping, links) if grouping else []
        some, rest = _shown(view, chosen, links)
        wanted = [each for group in groups for each in group["standings"]] if grouping else some
        rows = services.scorecard(workspace(), actor, query, _ids(wanted))
        drawn = {row.standing.key: _drawn(row) for row in rows}
        lines = any(line for _, _, line in drawn.values())
        return html(
            "board_score",
            rows=list(drawn.values()),
            groups=[{**group, "rows": [drawn[each.key] for each in group["standings"]]} for group in groups],
            rest=0 if grouping else rest,
            headings=_headings(lines=lines),
            lines=lines,
            links=links,
            shape=shape,
            nothing=words()("value.none"),
            narrow=_NARROW_IN_GROUP,
            wide=_WIDE_IN_GROUP,
        )

    links = Links()
    show_html(kept(actor, "board_score", (query, chosen, grouping, links.key), made))


def _drawn(row: ScoreRow) -> tuple[ScoreRow, marks.Mark, marks.Mark | None]:
    rail = marks.mark_of(row.standing, words(), width=_ROW_RAIL)
    return row, rail, marks.sparkline(row.points, row.standing.measure, words(), width=_LINE)


def _groups(
    actor: Actor, query: Query, view: BoardView, chosen: Chosen, grouping: Grouping, links: Links
) -> list[dict[str, Any]]:
    """The groups in which there is a target chosen, each with those that are shown and how many more there are."""
    keys, groups = {each.key for each in chosen.of(view.status, view.listed)}, []
    for group in ask(services.roll_up, actor, query, grouping).groups:
        own = [each for each in group.standings if each.key in keys]
        some = own if links.whole else own[:MOST_ROWS]
        told = {"name": group.name, "headline": group.headline, "without_verdict": group.without_verdict, "score": group.score}
        if own:
            shares = shares_of(words(), group.standings)
            groups.append({"standings": some, "rest": len(own) - len(some), "shares": shares, **told})
    return groups


def _headings(*, lines: bool) -> list[Heading]:
    """Those of the columns there are: where nothing has a course, the column of courses leaves its room to the names."""
    text = words()
    columns = [key for key in _COLUMNS if lines or key != "line"]
    return [Heading(key, *_in_two(text(f"board.column_{key}"))) for key in columns]


def _in_two(label: str) -> tuple[str, str]:
    first, _, second = label.partition("\n")
    return first, second


def choose_grouping() -> Grouping | None:
    """What the scorecard is grouped by; mostly by nothing."""
    text = words()
    codes = [_UNGROUPED, *map(str, (Grouping.CATEGORY, Grouping.OWNER, Grouping.PLAN))]
    chosen = choose_segment(text("page.rollup_by"), codes, "by", _UNGROUPED, lambda code: grouping_name("rollup", code))
    return None if chosen == _UNGROUPED else Grouping(chosen)
