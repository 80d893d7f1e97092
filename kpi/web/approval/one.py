"""One submission: its history in one place, what it would change as it is checked now, and the decision beside that."""

from functools import partial
from typing import cast

import streamlit as st

from kpi import services
from kpi.errors import PreviewOutdated
from kpi.model import Action, Actor, Sent, Stage
from kpi.services import Reviewed
from kpi.views import StepView, SubmissionView, UploadPreview
from kpi.web.address import href
from kpi.web.asking import attempt, remember
from kpi.web.blocks import download
from kpi.web.escape import escape, plain
from kpi.web.markup import block
from kpi.web.plans.drafts import effect_table, problem_list
from kpi.web.plans.loading import plan_changes
from kpi.web.session import may, words, workspace
from kpi.web.uploads.preview import preview_files, preview_problems, preview_rows
from kpi.web.uploads.verdicts import preview_changes

_MOST_POINTED = 500
"""So many rows are offered to be pointed at."""


def one_submission(actor: Actor, number: int) -> None:
    """What became of it, and what may be done with it. NotFound, NotAllowed."""
    text = words()
    view = services.submission(workspace(), actor, number, lang=text.lang)
    st.markdown(f"[{text('page.review_back')}]({href('review', submission='')})")
    block("submission_head", view=view)
    _history(actor, view)
    if view.stage not in (Stage.WAITING, Stage.RETURNED):
        return
    reviewed = _reviewed(actor, view)
    if st.session_state.pop("review_outdated", False):
        st.warning(text("error.preview_outdated"))
    if reviewed.preview:
        preview_files(reviewed.preview)
    # a table of effects is wide, and then the decision stands below it
    effect, decision = st.columns([7, 3]) if reviewed.preview else (st.container(), st.container())
    with effect:
        if reviewed.outside and may(Action.REVIEW) and not view.is_mine:
            st.warning(text("error.rows_outside_reach", rows=reviewed.outside))
        _effect(reviewed)
    with decision:
        _decision(actor, view, reviewed)
    if reviewed.preview:
        preview_problems(reviewed.preview.problems)
        preview_rows(reviewed.preview)


def _history(actor: Actor, view: SubmissionView) -> None:
    """Every step, the newest last, with the files it brought."""
    text = words()
    with st.expander(text("page.review_history", count=len(view.steps)), expanded=view.stage is not Stage.WAITING):
        for step in view.steps:
            block("submission_step", step=step)
            with st.container(horizontal=True):
                for file in step.files:
                    content = partial(_file, actor, view.number, step, file)
                    download(escape(file), content, file, f"file_{view.number}_{step.number}_{file}")


def _file(actor: Actor, number: int, step: StepView, file: str) -> bytes:
    return services.submission_file(workspace(), actor, number, step.number, file)


def _reviewed(actor: Actor, view: SubmissionView) -> Reviewed:
    """What was sent in as it is checked now, once for the same figures; a bar while files are read."""
    opened, text = workspace(), words()
    store = opened.store
    versions = (store.data_version, store.approval_version, store.reading_version, text.lang, opened.today)
    key = (actor, view.number, view.steps[-1].number, versions)
    if st.session_state.get("reviewed_key") == key:
        return cast("Reviewed", st.session_state["reviewed"])
    with st.spinner(text("page.review_checking")):
        reviewed = services.review(opened, actor, view.number, lang=text.lang)
    st.session_state["reviewed_key"], st.session_state["reviewed"] = key, reviewed
    return reviewed


def _effect(reviewed: Reviewed) -> None:
    """What approving it would change."""
    text = words()
    if reviewed.refused:
        st.error(escape(reviewed.refused), icon=":material/block:")
    problem_list(reviewed.problems)
    if reviewed.preview and reviewed.preview.ok:
        preview_changes(reviewed.preview)
    elif reviewed.preview:
        st.error(text("page.review_refused"), icon=":material/block:")
    elif reviewed.checked and reviewed.checked.loading:
        plan_changes(reviewed.checked.loading, escape(reviewed.checked.catalog.plan_name(text.lang)))
    elif reviewed.checked:
        _rows_taken_back(reviewed)
        effect_table(reviewed.effects)


def _rows_taken_back(reviewed: Reviewed) -> None:
    """What the revision changed that is to be taken back."""
    if reviewed.taken_back:
        st.markdown(f"**{words()('page.review_taken_back')}**")
        st.markdown("\n".join(f"- {escape(change)}" for change in reviewed.taken_back))


def _decision(actor: Actor, view: SubmissionView, reviewed: Reviewed) -> None:
    """The buttons that the reader may press."""
    text = words()
    if view.may_review:
        yes, no = (st.container(), st.container()) if reviewed.preview else st.columns(2)
        with yes:
            _approval(actor, reviewed)
        with no:
            _return(actor, view, reviewed)
    elif view.is_mine and view.stage is Stage.WAITING:
        st.caption(text("page.review_own"))
    if view.may_correct:
        page, asked = ("upload", {}) if view.kind is Sent.FIGURES else ("plans", {"section": _section(view)})
        way = href(page, submission=str(view.number), **asked)
        st.markdown(f"**[{text('page.review_correct')}]({way})**")
    if view.may_take_back:
        with st.form(f"take_back_{view.number}"):
            note = st.text_input(text("page.take_back_note"), max_chars=500, key=f"take_back_note_{view.number}")
            if st.form_submit_button(text("page.take_back"), icon=":material/undo:"):
                with attempt():
                    services.take_back(workspace(), actor, view.number, note, step=view.steps[-1].number)
                    remember(text("page.taken_back", number=view.number))


def _section(view: SubmissionView) -> str:
    """Where on the page of plans a change of its kind is made."""
    elsewhere = {Sent.ROWS: "add", Sent.OWNERS: "add", Sent.WITHDRAW: "revisions"}
    return elsewhere.get(view.kind, str(view.kind))


def _approval(actor: Actor, reviewed: Reviewed) -> None:
    """Warnings that the sender did not confirm, a note, and the button."""
    text, number = words(), reviewed.view.number
    with st.container(border=True, key="approval"):
        opened = reviewed.open_warnings
        agreed = not opened or st.checkbox(
            text("page.review_warnings", count=len(opened)), key=f"agree_{number}_{reviewed.seen.step}"
        )
        note = st.text_input(text("page.approve_note"), max_chars=500, key=f"approve_note_{number}")
        ready = reviewed.ok and agreed
        if st.button(text("page.approve"), type="primary", disabled=not ready, icon=":material/check:", width="stretch"):
            with attempt():
                _approve(actor, reviewed, note)
        else:
            st.session_state["review_shown"] = _shown(reviewed)


def _approve(actor: Actor, reviewed: Reviewed, note: str) -> None:
    """Approves what the reader saw; if figures changed since it was shown, nothing is done but that is said."""
    state, text = st.session_state, words()
    try:
        if state.get("review_shown") != _shown(reviewed):
            raise PreviewOutdated("preview_outdated")
        accepted = [warning.id for warning in reviewed.open_warnings]
        made = services.approve(workspace(), actor, reviewed, note=note, accepted=accepted)
    except PreviewOutdated:
        state["review_outdated"], state["review_shown"] = True, _shown(reviewed)
        return
    taken_back = reviewed.checked is not None and reviewed.checked.taken_back
    kind = "batches" if reviewed.preview else "withdrawal" if taken_back else "revision"
    key = f"page.approved_{kind}"
    remember(text(key, number=reviewed.view.number, made=tuple(map(str, made))))


def _shown(reviewed: Reviewed) -> tuple[int, int, int]:
    version = reviewed.preview.data_version if reviewed.preview else reviewed.checked.data_version if reviewed.checked else 0
    return reviewed.seen.number, reviewed.seen.step, version


def _return(actor: Actor, view: SubmissionView, reviewed: Reviewed) -> None:
    """The reason, the rows it is about, and the button that sends all of it back."""
    text = words()
    with st.form(f"send_back_{view.number}"):
        rows = _pointed(reviewed.preview, view.number) if reviewed.preview else []
        reason = st.text_area(text("page.return_reason"), max_chars=500, key=f"return_reason_{view.number}")
        if st.form_submit_button(text("page.send_back"), icon=":material/undo:", width="stretch"):
            with attempt():
                services.send_back(workspace(), actor, reviewed, reason, rows=rows)
                remember(text("page.sent_back", number=view.number))


def _pointed(preview: UploadPreview, number: int) -> list[tuple[str, str, int]]:
    """The rows that the reason is about, by file, sheet and row."""
    text = words()
    rows = {
        (row.file, row.sheet, row.row): f"{row.row} · {row.measure_id} · {row.printed}"
        for reading in preview.readings
        for row in (preview.understood if reading.large else reading.observations)[:_MOST_POINTED]
    }
    return st.multiselect(
        text("page.return_rows"), list(rows), format_func=lambda key: plain(rows[key]), key=f"return_rows_{number}"
    )
