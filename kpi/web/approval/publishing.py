"""发布: how far the plan is public, what publishing it would make so, and the button."""

import streamlit as st

from kpi import services
from kpi.errors import PreviewOutdated
from kpi.model import Actor
from kpi.views import PublishingView
from kpi.web.analyses.comparing import change_tables, sides, verdict_tables
from kpi.web.asking import attempt, remember, view
from kpi.web.escape import escape
from kpi.web.session import query, words, workspace
from kpi.web.tables import show


def publish_section(actor: Actor) -> None:
    """What would become public, the form, and the publications there were."""
    text = words()
    found = view(services.publishing, actor, query())
    if found.since is None:
        st.info(text("page.publish_off"), icon=":material/info:")
    else:
        key = "page.published_until" if found.published else "page.published_never"
        st.markdown(text(key, moment=found.since))
        if st.session_state.pop("publish_outdated", False):
            st.warning(text("error.preview_outdated"))
        _form(actor, found)
        _changes(found)
    _past(found)


def _changes(found: PublishingView) -> None:
    text = words()
    changes = found.changes if found.changes and not found.changes.same else None
    if not changes and not found.elsewhere and not found.remarks:
        st.caption(text("page.publish_no_changes"))
    if changes:
        st.subheader(text("page.publish_changes"), anchor=False)
        sides(changes)
        change_tables(changes)
    for place in found.elsewhere:
        region = place.end.status.region.name(text.lang)
        verdict_tables(place, text("page.publish_elsewhere", region=region))
    if found.remarks:
        st.subheader(text("page.publish_remarks"), anchor=False)
        show(
            found.remarks,
            text("page.publish_remarks"),
            when=lambda each: escape(text.word(each.when)),
            target=lambda each: escape(each.name),
            state=lambda each: escape(each.text),
            user=lambda each: escape(each.who),
            note=lambda each: escape(each.note),
        )


def _form(actor: Actor, found: PublishingView) -> None:
    """Note and button; what changed since it was shown is shown before it is published."""
    text, state = words(), st.session_state
    with st.container(border=True, key="publish"):
        note = st.text_input(text("page.publish_note"), max_chars=500, key="publish_note")
        if st.button(text("page.publish"), type="primary", icon=":material/campaign:"):
            with attempt():
                _publish(actor, found, note)
        else:
            state["publish_seen"] = found.seen


def _publish(actor: Actor, found: PublishingView, note: str) -> None:
    state = st.session_state
    try:
        if state.get("publish_seen") != found.seen:
            raise PreviewOutdated("preview_outdated")
        moment = services.publish(workspace(), actor, note, data_version=found.data_version)
    except PreviewOutdated:
        state["publish_outdated"], state["publish_seen"] = True, found.seen
        return
    remember(words()("page.published", moment=moment))


def _past(found: PublishingView) -> None:
    text = words()
    if found.publications:
        st.subheader(text("page.publications"), anchor=False)
        show(
            found.publications,
            text("page.publications"),
            when=lambda each: escape(text.word(each.when)),
            user=lambda each: escape(each.who),
            note=lambda each: escape(each.note),
        )
