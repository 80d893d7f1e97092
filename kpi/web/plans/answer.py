"""答复问题: what an open question left unsettled is said, by a document."""

from functools import partial

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.web.address import choose
from kpi.web.asking import view
from kpi.web.escape import escape
from kpi.web.plans.drafts import Checked, draft_of, settle, still_missing, text_field
from kpi.web.plans.revise import subject_fields
from kpi.web.session import words, workspace


def answer(actor: Actor) -> None:
    """Choose an open question, say what it settles, see what that does, save."""
    text = words()
    forms = {form.question_id: form for form in view(services.question_forms, actor, lang=text.lang)}
    if not forms:
        st.info(text("page.plans_no_questions"), icon=":material/info:")
        return
    shown = {question_id: f"{question_id} · {form.text}" for question_id, form in forms.items()}
    form = forms[choose(text("page.plans_question"), list(forms), "question", shown.__getitem__)]
    draft = draft_of("answer")
    st.markdown(f"**{escape(form.text)}**")
    st.caption(text("page.plans_clearing"))
    typed: dict[str, dict[str, str]] = {}
    for subject in form.subjects:
        with st.container(border=True):
            st.markdown(escape(subject.name))
            typed[subject.subject] = subject_fields(draft, f"answer_{form.question_id}_{subject.subject}", subject)
    with st.container(border=True):
        document = text_field(draft, "answer_document", text("page.plans_answered_by"), text("page.plans_document_like"))
        note = text_field(draft, f"answer_note_{form.question_id}", text("page.plans_answer_text"), long=True)
    if still_missing({text("page.plans_answered_by"): document, text("page.plans_answer_text"): note}):
        return

    def check() -> Checked:
        settled = [
            (subject, column, cell)
            for subject, fields in typed.items()
            for column, cell in services.typed_changes(workspace(), actor, subject, fields).items()
        ]
        make = partial(services.check_answer, workspace(), actor, form.question_id, settled, lang=text.lang)
        return (), make(document=document, note=note)

    said = tuple((subject, tuple(fields.items())) for subject, fields in typed.items())
    settle("answer", actor, (form.question_id, said, document, note), check)
