"""The audit log on its page: what is asked for, the entries, and the proof that none was changed."""

from datetime import date

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.services import AuditAsked
from kpi.views import AuditView
from kpi.web.blocks import download
from kpi.web.escape import escape
from kpi.web.session import words, workspace
from kpi.web.tables import show

_OUTCOMES = ("", "done", "refused")


def audit_log(actor: Actor) -> None:
    """Filters, the entries that fit them, a file of all that fit, and the check of the whole log."""
    text, opened = words(), workspace()
    everything = services.audit_view(opened, actor, services.audit_asked(), lang=text.lang)
    st.caption(text("page.audit_caption", total=everything.total))
    if not everything.whole:
        st.info(text("page.audit_of_plan"), icon=":material/info:")
    asked = _asked(everything)
    view = services.audit_view(opened, actor, asked, lang=text.lang)
    with st.container(horizontal=True):
        download(
            text("page.audit_download"),
            lambda: services.audit_file(opened, actor, asked, lang=text.lang),
            text("page.audit_file"),
            media_type="text/csv",
        )
        prove = everything.whole and st.button(text("page.audit_prove"), icon=":material/link:")
    if prove:
        _proof(actor)
    _entries(view)


def _asked(view: AuditView) -> AuditAsked:
    text = words()
    any_one = text("page.audit_any")
    actions = dict(view.actions)
    with st.container(horizontal=True):
        since, until = (_day(name) for name in ("since", "until"))
        person = st.selectbox(
            text("page.audit_person"), ("", *view.people), format_func=lambda name: name or any_one, key="audit_person"
        )
        action = st.selectbox(
            text("page.audit_action"), ("", *actions), format_func=lambda code: actions.get(code, any_one), key="audit_action"
        )
        outcome = st.selectbox(
            text("page.audit_outcome"),
            _OUTCOMES,
            format_func=lambda code: text(f"audit.outcome_{code}") if code else any_one,
            key="audit_outcome",
        )
        part = st.text_input(text("page.audit_part"), max_chars=100, key="audit_part")
    return services.audit_asked(since, until, person=person, action=action, outcome=outcome, part=part.strip())


def _day(name: str) -> date | None:
    chosen = st.date_input(words()(f"page.audit_{name}"), None, format="YYYY-MM-DD", key=f"audit_{name}")
    return chosen if isinstance(chosen, date) else None


def _proof(actor: Actor) -> None:
    text, chain = words(), services.audit_chain(workspace(), actor)
    if chain.broken:
        st.error(text("page.audit_broken", numbers=tuple(map(str, chain.broken[:20]))), icon=":material/error:")
    else:
        st.success(text("page.audit_whole", total=chain.total, last=chain.last), icon=":material/check_circle:")


def _entries(view: AuditView) -> None:
    text = words()
    if not view.lines:
        st.info(text("page.audit_none"))
        return
    if view.more:
        st.caption(text("page.audit_more", count=services.MOST_ENTRIES))
    show(
        view.lines,
        text("page.audit_table"),
        number=lambda line: str(line.number),
        audit_moment=lambda line: f"{line.moment:%Y-%m-%d %H:%M:%S}",
        audit_who=lambda line: escape(line.who),
        audit_done=lambda line: f":red[{line.done}]" if line.refused else line.done,
        audit_outcome=lambda line: line.outcome,
        audit_subject=lambda line: escape(line.subject),
        audit_detail=lambda line: escape(line.detail),
        audit_door=lambda line: text.listing(list(filter(None, (line.door, escape(line.address))))),
    )
