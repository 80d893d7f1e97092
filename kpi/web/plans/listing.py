"""Which plan is looked at, and every revision of it, each of which may be taken back."""

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.views import RevisionView
from kpi.web.address import choose
from kpi.web.approval.correcting import corrected
from kpi.web.asking import attempt
from kpi.web.escape import escape
from kpi.web.plans.drafts import draft_of, text_field
from kpi.web.session import words, workspace
from kpi.web.tables import show


def plan_line(actor: Actor) -> None:
    """The plan by its name, with how many measures, targets and revisions it has."""
    text, opened = words(), workspace()
    plan = next((known for known in services.plan_list(opened, actor, lang=text.lang) if known.plan_id == opened.plan_id), None)
    if plan:
        counted = {"measures": plan.measures, "targets": plan.targets, "revisions": plan.revisions}
        st.caption(text("page.plans_line", plan=escape(plan.name), id=escape(plan.plan_id), **counted))


def revision_list(actor: Actor) -> None:
    """Every revision, newest first, and what one of them changed."""
    text, opened = words(), workspace()
    revisions = services.plan_revisions(opened, actor, opened.plan_id, lang=text.lang)
    show(
        revisions,
        text("page.plans_revisions"),
        revision=lambda revision: str(revision.revision_id),
        revision_kind=lambda revision: revision.kind_text,
        revision_name=lambda revision: escape(revision.name),
        document_number=lambda revision: escape(revision.document_number),
        effective_on=lambda revision: text.day(revision.effective_on) if revision.effective_on else "",
        user=lambda revision: escape(revision.made_by),
        when=lambda revision: f"{revision.made_at:%Y-%m-%d %H:%M}",
        state=_state,
        note=lambda revision: escape(revision.note),
    )
    st.subheader(text("page.plans_one_revision"), anchor=False)
    by_number = {str(revision.revision_id): revision for revision in revisions}
    shown = {
        number: f"{number} · {revision.kind_text} {revision.name} · {revision.state_text}"
        for number, revision in by_number.items()
    }
    chosen = by_number[choose(text("page.plans_choose_revision"), list(by_number), "revision", shown.__getitem__)]
    with st.container(border=True):
        changes = services.revision_changes(opened, actor, chosen.revision_id, lang=text.lang)
        st.markdown("\n".join(f"- {escape(change)}" for change in changes) or text("page.plans_nothing_changed"))
        if chosen.withdrawn:
            st.caption(text("page.plans_was_withdrawn", by=escape(chosen.withdrawn)))
        elif chosen is not revisions[-1]:
            _take_back(actor, chosen)


def _state(revision: RevisionView) -> str:
    return f":gray[{revision.state_text}] {escape(revision.withdrawn)}" if revision.withdrawn else revision.state_text


def _take_back(actor: Actor, revision: RevisionView) -> None:
    text, number, draft = words(), revision.revision_id, draft_of("withdraw")
    note = text_field(draft, f"withdraw_note_{number}", text("page.plans_withdraw_note"))
    waits = services.asks_for_approval(workspace(), actor)
    label = text("page.plans_withdraw_asked") if waits else text("page.plans_withdraw")
    if st.button(label, icon=":material/undo:", key=f"withdraw_{number}"):
        with attempt():
            checked = services.check_withdrawal(workspace(), actor, number, note, lang=text.lang)
            if services.is_proposed(workspace(), actor, checked):
                said = text("page.submitted", number=services.propose(workspace(), actor, checked, number=corrected()))
            else:
                said = text("page.plans_withdrawn", revision=services.make_revision(workspace(), actor, checked))
            draft.round += 1
            draft.saved = said
