"""我的待办: what waits for me to review, to settle and to report, the most pressing first, each with the way to do it."""

import streamlit as st

from kpi import services
from kpi.model import Action, Actor
from kpi.views import DutiesView, DutyRow
from kpi.web.asking import later, mine
from kpi.web.blocks import download, way_to
from kpi.web.markup import block
from kpi.web.session import may, words, workspace

_MOST = 60


def todo(actor: Actor) -> None:
    """Reviews, matters, what was sent back, and the figures that are owed."""
    lang = words().lang
    view, helped = (
        mine(services.duties, actor, lang=lang, whose=whose) for whose in (services.Whose.MINE, services.Whose.HELPED)
    )
    waiting = services.todo(workspace(), actor)
    others = _others(waiting)
    if not view.owed and not others:
        st.success(words()("duties.none_mine"), icon=":material/check_circle:")
        way_to("progress", words()("duties.go_progress"))
    for told, page, label in others:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(told)
            way_to(page, label)
    _owed(actor, view)
    _helped(helped)
    if waiting.answered_by_units:
        st.caption(words()("duties.answered_by_units", count=waiting.answered_by_units))


def _others(waiting: services.Todo) -> list[tuple[str, str, str]]:
    """What is not a figure: a sentence, the page where it is done, and what the way there is called."""
    text = words()
    told = [
        ("reviews", waiting.reviews, "review", "duties.go_review"),
        ("returned", waiting.returned, "review", "duties.go_correct"),
        ("answers", waiting.answers, "actions", "duties.go_matters"),
        ("closings", waiting.closings, "actions", "duties.go_close"),
    ]
    return [(text(f"duties.{key}", count=count), page, text(label)) for key, count, page, label in told if count]


def _owed(actor: Actor, view: DutiesView) -> None:
    text = words()
    if not view.owed:
        return
    block("duties_told", told=view.told)
    with st.container(horizontal=True):
        form = later(services.duty_form, actor, tuple(map(_asked, view.owed)), "xlsx", lang=text.lang)
        download(text("duties.all_form"), form, text("duties.form_name"), primary=True)
        if may(Action.UPLOAD):
            way_to("upload", text("duties.go_upload"))
    shown = view.owed[:_MOST]
    if len(shown) < len(view.owed):
        st.caption(text("duties.most", count=_MOST))
    block("duties_rows", rows=shown, people=False)


def _helped(view: DutiesView) -> None:
    """What others owe and my unit helps with: to know of, not to report."""
    if view.owed:
        block("duties_told", told=words()("duties.helped", count=len(view.owed)))
        block("duties_rows", rows=view.owed[:_MOST], people=True, caption="duties.helped_table")


def _asked(row: DutyRow) -> services.DutyAsked:
    return row.measure_id, row.region_code, row.period.end.isoformat()
