"""修订目标: a document changes what a target says."""

from functools import partial

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.views import Subject, TargetForm
from kpi.web.address import choose, read_day
from kpi.web.asking import view
from kpi.web.escape import escape
from kpi.web.plans.drafts import Checked, Draft, draft_of, settle, still_missing, text_field
from kpi.web.session import words, workspace


def revise(actor: Actor) -> None:
    """Choose a target, say what a document makes of it, see what that does, save."""
    text = words()
    form = choose_target(view(services.target_forms, actor, lang=text.lang))
    draft, target = draft_of("revise"), form.subject.subject
    with st.container(border=True):
        typed = subject_fields(draft, f"revise_{target}", form.subject)
        with st.container(horizontal=True):
            document = text_field(draft, "revise_document", text("column.document_number"), text("page.plans_document_like"))
            typed_day = text_field(draft, "revise_day", text("column.effective_on"), "2026-07-01")
        note = text_field(draft, "revise_note", text("page.plans_why"))
    day = read_day(typed_day)
    if typed_day and not day:
        st.warning(text("page.misread", value=escape(typed_day)))
    wanted = {text("page.plans_new_value"): typed, text("column.document_number"): document}
    if still_missing(wanted | {text("column.effective_on"): day, text("page.plans_why"): note}) or day is None:
        note_seen(draft, form, started=bool(typed))
        return
    seen = note_seen(draft, form, started=True)

    def check() -> Checked:
        changes = services.typed_changes(workspace(), actor, target, typed)
        make = partial(services.check_revision, workspace(), actor, target, changes, lang=text.lang)
        return (), make(document=document, effective_on=day, note=note, seen=seen)

    settle("revise", actor, (target, tuple(typed.items()), document, day, note, seen), check)


def choose_target(forms: tuple[TargetForm, ...]) -> TargetForm:
    """A target, with what it says now and by which document."""
    text = words()
    by_id = {form.subject.subject: form for form in forms}
    form = by_id[choose(text("column.target"), list(by_id), "target", lambda target: by_id[target].subject.name)]
    said = (f"**{escape(form.goal)}**", escape(form.document), *map(escape, form.remarks))
    st.markdown(" · ".join(filter(None, said)))
    st.caption(escape(form.standing))
    return form


def subject_fields(draft: Draft, name: str, subject: Subject) -> dict[str, str]:
    """Fields for what may be said otherwise; those that were filled, by column."""
    text, typed = words(), dict[str, str]()
    columns = st.columns(min(len(subject.fields), 3))
    for place, asked in enumerate(subject.fields):
        label = text("page.plans_in_unit", label=asked.label, unit=asked.unit) if asked.unit else asked.label
        with columns[place % len(columns)]:
            if asked.choices:
                codes = ("", *(code for code, _ in asked.choices))
                shown = dict(asked.choices) | {"": text("page.plans_stays", current=asked.current)}
                key = f"{name}_{asked.column}_{draft.round}"
                said = st.selectbox(label, codes, format_func=shown.__getitem__, key=key, persist_state="session") or ""
            else:
                stays = text("page.plans_stays", current=asked.current or text("value.none"))
                said = text_field(draft, f"{name}_{asked.column}", label, stays)
        if said:
            typed[asked.column] = said
    return typed


def note_seen(draft: Draft, form: TargetForm, *, started: bool) -> int:
    """The revision beside which a form was begun; where another came since, whoever fills it may go on from that one."""
    text, target = words(), form.subject.subject
    if not started:
        draft.seen[target] = form.seen
    seen = draft.seen.setdefault(target, form.seen)
    if seen != form.seen and st.button(text("page.plans_go_on"), icon=":material/visibility:", key=f"go_on_{target}"):
        draft.seen[target] = form.seen
        st.rerun()
    return seen
