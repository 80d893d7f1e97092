"""人工认定: a person's word on a target that no rule can judge."""

from functools import partial

import streamlit as st

from kpi import services
from kpi.model import JUDGEABLE, Actor, Status
from kpi.web.address import read_day
from kpi.web.asking import view
from kpi.web.escape import escape
from kpi.web.plans.drafts import Checked, draft_of, settle, still_missing, text_field
from kpi.web.plans.revise import choose_target, note_seen
from kpi.web.session import words, workspace


def judge(actor: Actor) -> None:
    """Choose a target, say how it stands, why and by which evidence, see what that does, save."""
    text = words()
    forms = tuple(form for form in view(services.target_forms, actor, lang=text.lang) if not form.by_rules)
    st.caption(text("page.plans_judge_which"))
    if not forms:
        st.info(text("page.plans_all_by_rules"), icon=":material/info:")
        return
    form = choose_target(forms)
    draft, target = draft_of("judge"), form.subject.subject
    with st.container(border=True):
        verdict = st.segmented_control(
            text("page.plans_verdict"),
            [str(status) for status in JUDGEABLE],
            format_func=lambda code: text(f"status.{code}"),
            key=f"judge_verdict_{target}_{draft.round}",
            persist_state="session",
        )
        reason = text_field(draft, f"judge_reason_{target}", text("page.plans_reason"), long=True)
        evidence = text_field(draft, f"judge_evidence_{target}", text("page.plans_evidence"), text("page.plans_evidence_like"))
        with st.container(horizontal=True):
            who = text_field(draft, "judge_who", text("column.judged_by"), actor.name)
            typed_day = text_field(draft, f"judge_day_{target}", text("page.plans_judged_as_of"), text("page.as_of_unset"))
    day = read_day(typed_day)
    if typed_day and not day:
        st.warning(text("page.misread", value=escape(typed_day)))
        return
    wanted = {text("page.plans_verdict"): verdict, text("page.plans_reason"): reason, text("page.plans_evidence"): evidence}
    missing = still_missing(wanted)
    seen = note_seen(draft, form, started=any(wanted.values()))
    if missing:
        return

    def check() -> Checked:
        make = partial(services.check_judgement, workspace(), actor, target, Status(str(verdict)), lang=text.lang)
        return (), make(reason=reason, evidence=evidence, as_of=day, judged_by=who, seen=seen)

    settle("judge", actor, (target, verdict, reason, evidence, who, day, seen), check)
