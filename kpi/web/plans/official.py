"""公文格式: to whom the plan's reports go and who signs them, said for all of them as a revision."""

from functools import partial

import streamlit as st

from kpi import services
from kpi.model import FORM_TEXTS, Actor, OfficialForm
from kpi.web.plans.drafts import Checked, draft_of, settle, still_missing, text_field
from kpi.web.session import words, workspace


def official(actor: Actor) -> None:
    """What the plan says, to be said otherwise; what it does, and saving it."""
    text, draft = words(), draft_of("form")
    own = services.official_form(workspace(), actor).texts
    st.caption(text("page.plans_form_how"))
    with st.container(border=True):
        typed = {
            column: st.text_input(
                text(f"plan_column.{column}"),
                value=own[column],
                max_chars=500,
                key=f"form_{column}_{draft.round} {own[column]}",
                persist_state="session",
            )
            for column in FORM_TEXTS
        }
        with st.container(horizontal=True):
            document = text_field(draft, "form_document", text("column.document_number"), text("page.plans_document_like"))
            note = text_field(draft, "form_note", text("page.plans_why"))
    changed = {column: said for column, said in typed.items() if said.strip() != own[column]}
    if still_missing({text("page.plans_form"): changed, text("page.plans_why"): note}):
        return

    def check() -> Checked:
        make = partial(services.check_official_form, workspace(), actor, OfficialForm.of(typed), lang=text.lang)
        return (), make(document=document, note=note)

    settle("form", actor, (tuple(typed.items()), document, note), check)
