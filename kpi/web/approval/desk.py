"""审核: what waits, what is one's own, what went back and what was approved; and the sections of the page."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from kpi import services
from kpi.model import Action, Actor, Stage
from kpi.views import SubmissionView
from kpi.web.address import choose_segment
from kpi.web.approval.correcting import corrected
from kpi.web.approval.locks import locks_section
from kpi.web.approval.one import one_submission
from kpi.web.approval.publishing import publish_section
from kpi.web.markup import block
from kpi.web.session import may, words, workspace

_MOST = 200
"""So many of a list are shown."""
LISTS: Mapping[str, Callable[[SubmissionView], bool]] = {
    "waiting": lambda view: view.stage is Stage.WAITING,
    "mine": lambda view: view.is_mine,
    "returned": lambda view: view.stage is Stage.RETURNED,
    "approved": lambda view: view.stage is Stage.APPROVED,
    "all": lambda view: True,
}


def review_desk(actor: Actor) -> None:
    """The sections that concern the actor."""
    text = words()
    sections = {"submissions": _submissions, "publish": publish_section, "locks": locks_section}
    if not may(Action.PUBLISH):
        sections.pop("publish")
    chosen = choose_segment(
        text("page.review_section"), list(sections), "section", "submissions", lambda name: text(f"page.review_{name}")
    )
    sections[chosen](actor)


def _submissions(actor: Actor) -> None:
    text = words()
    if number := corrected():
        one_submission(actor, number)
        return
    if not services.asks_for_approval(workspace(), actor):
        st.info(text("page.review_off"), icon=":material/info:")
    views = services.submissions(workspace(), actor, lang=text.lang)
    counted = {name: [view for view in views if belongs(view)] for name, belongs in LISTS.items()}
    shown = choose_segment(
        text("page.review_list"),
        list(LISTS),
        "list",
        "waiting",
        lambda name: f"{text(f'page.review_{name}')} {len(counted[name])}",
    )
    _list(counted[shown])


def _list(views: Sequence[SubmissionView]) -> None:
    text = words()
    if not views:
        st.caption(text("page.review_none"))
        return
    block("submissions", views=views[:_MOST])
    if len(views) > _MOST:
        st.caption(text("page.more_rows", count=len(views) - _MOST))
