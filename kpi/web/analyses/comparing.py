"""对比 and 最近变化: what two sides are chosen from, the sides themselves, and the differences in tables."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import partial
from itertools import groupby

import streamlit as st

from kpi.charts import marks
from kpi.i18n import Texts
from kpi.services import NOW, ChangePoint, Point
from kpi.views import OF_CHANGES, ChangeRow, ChangesView, RecentChange, RecentView, Seen, figure_rows, goal_rows, standing_rows
from kpi.web.address import choose, chosen_day, day_field
from kpi.web.blocks import way_to
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words
from kpi.web.tables import measure_link, show

_PREVIOUS, _NOW = "previous", "now"
_BAR = 460
"""Pixels: how wide the bar of a side is; both are, so that they can be held against each other."""
_MOST_FIGURES = 300
"""Rows: a file may change a million figures, which no page can show; the command line lists all of them."""
_AT_A_GLANCE = 40
"""Rows; a longer table is folded."""


def state_choices(states: Sequence[ChangePoint]) -> tuple[Point | None, Point]:
    """Two changes: what was known just after each; by default before the last one, and now."""
    text = words()
    named = {each.code: each.label for each in states}
    points = {each.code: each.point for each in states}
    with st.container(horizontal=True):
        start = choose(
            text("page.compare_from"),
            [_PREVIOUS, *named],
            "from",
            lambda code: named.get(code) or text("page.compare_previous"),
        )
        end = choose(text("page.compare_to"), [_NOW, *named], "to", lambda code: named.get(code) or text("page.compare_now"))
    return points.get(start), points.get(end, NOW)


def day_choices() -> tuple[Point, Point]:
    """Two days as of which is judged; the coverage date where none is named."""
    text = words()
    with st.container(horizontal=True):
        for name in ("from_day", "to_day"):
            label = text(f"page.compare_{name.removesuffix('_day')}")
            day_field(label, name, text("page.compare_day_help"), text("page.compare_day_unset"))
    return Point(as_of=chosen_day("from_day")), Point(as_of=chosen_day("to_day"))


def sides(view: ChangesView) -> None:
    """How both sides stand, in a sentence each."""
    for column, seen in zip(st.columns(2), (view.start, view.end), strict=True):
        with column, st.container(border=True):
            _side(seen)


def _side(seen: Seen) -> None:
    bar = marks.status_bar(seen.status.counts, words(), width=_BAR) if seen.status.standings else None
    block("side", label=seen.label, bar=bar, headline=seen.status.headline)


def change_tables(view: ChangesView) -> None:
    """Every difference with its cause: verdicts, targets, figures, and apart what the date alone does."""
    text = words()
    verdicts, goals = standing_rows(text, view, by_date=False), goal_rows(text, view)
    tables = (
        ("page.compare_verdicts", ("measure", "period"), verdicts, len(verdicts)),
        ("page.compare_targets", ("measure",), goals, len(goals)),
        ("page.compare_figures", ("measure", "part", "period"), figure_rows(text, view, _MOST_FIGURES), len(view.figures)),
    )
    for key, columns, rows, count in tables:
        if rows:
            told = text(key, count=count)
            with st.expander(told) if count > _AT_A_GLANCE else _section(told):
                if count > len(rows):
                    st.caption(text("page.compare_first", count=len(rows), all=count))
                _by_cause(view, columns, rows, told)
    if by_date := standing_rows(text, view, by_date=True):
        told = text("page.compare_by_date", count=len(by_date))
        with st.expander(told):
            _table(view, ("measure", "period"), by_date, told)


def verdict_tables(view: ChangesView, told: str) -> None:
    """The verdicts that differ, under a title of their own."""
    with _section(told):
        _by_cause(view, ("measure", "period"), standing_rows(words(), view, by_date=False), told)


def _section(title: str) -> AbstractContextManager[object]:
    """A heading, and what follows below it."""
    st.subheader(title, anchor=False)
    return nullcontext()


def _by_cause(view: ChangesView, columns: Sequence[str], rows: Sequence[ChangeRow], alt: str) -> None:
    """A table for each cause, which is said once above it."""
    causes: dict[str, list[ChangeRow]] = {}
    for row in rows:
        causes.setdefault(row.cause, []).append(row)
    for number, (cause, caused) in enumerate(causes.items(), start=1):
        if cause:
            st.caption(words()("page.compare_caused", cause=escape(cause)))
        _table(view, columns, caused, alt if len(causes) == 1 else f"{alt} {number}")


def _table(view: ChangesView, columns: Sequence[str], rows: Sequence[ChangeRow], alt: str) -> None:
    """Both sides under their own names."""
    cell = partial(_cell, words())
    sides = [(escape(view.start.label), partial(cell, "before")), (escape(view.end.label), partial(cell, "after"))]
    show(rows, alt, sides, **{key: partial(cell, key) for key in columns})


def _cell(text: Texts, key: str, row: ChangeRow) -> str:
    if key == "measure":
        return measure_link(row.measure_id, row.name)
    said = escape(OF_CHANGES.text(text, row, key))
    return said or text("page.whole" if key == "part" else "value.none")


def recent_list(view: RecentView) -> None:
    """The last changes of verdicts as lines, and the way to all of them."""
    text = words()
    if not view.changes:
        return
    st.subheader(text("page.recent"), anchor=False)
    st.markdown("\n\n".join(_at_once(text, list(each)) for _, each in groupby(view.changes, _event)))
    if view.by_date:
        st.caption(text("page.recent_by_date", count=view.by_date))
    way_to("compare", text("page.go_compare"))


def _event(change: RecentChange) -> tuple[date, str]:
    """When and by what, which the changes of one file or revision have in common."""
    return change.at.date(), change.cause


def _at_once(text: Texts, changes: Sequence[RecentChange]) -> str:
    """What one event changed: its day and cause once, then a line for each target."""
    day, cause = _event(changes[0])
    lines = (
        text("page.recent_line", name=measure_link(each.measure_id, each.name), old=each.old_text, new=f"**{each.new_text}**")
        for each in changes
    )
    return "\n".join((text("page.recent_event", day=day, cause=escape(cause)), "", *(f"- {line}" for line in lines)))
