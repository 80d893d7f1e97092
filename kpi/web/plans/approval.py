"""审核发布: whether figures and changes of the plan wait for another person's approval, and are public once published."""

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.web.plans.drafts import Checked, draft_of, settle, still_missing, text_field
from kpi.web.session import words, workspace

_STATES = {"on": True, "off": False}


def approval(actor: Actor) -> None:
    """What holds now, and the form to switch it."""
    text = words()
    draft = draft_of("approval")
    now = workspace().catalog.approval
    st.markdown(f"**{text('page.approval_on' if now else 'page.approval_off')}**")
    st.caption(text("page.approval_note"))
    if not services.approval_counts(workspace(), actor):
        st.info(text("page.approval_alone"), icon=":material/info:")
    with st.container(border=True):
        wanted = st.segmented_control(
            text("page.approval_wanted"),
            list(_STATES),
            format_func=lambda state: text(f"page.approval_switch_{state}"),
            key=f"approval_{draft.round}",
            persist_state="session",
        )
        note = text_field(draft, "approval_note", text("page.plans_why"))
    if still_missing({text("page.approval_wanted"): wanted, text("page.plans_why"): note}):
        return

    def check() -> Checked:
        return (), services.check_approval(workspace(), actor, wanted=_STATES[str(wanted)], note=note, lang=text.lang)

    settle("approval", actor, (wanted, note), check)
