"""What loading would change, and the button beside it: verdicts by the figures, those of the date alone apart, the commit."""

from collections.abc import Collection, Sequence

import streamlit as st

from kpi import services
from kpi.charts import marks
from kpi.errors import PreviewOutdated
from kpi.model import Actor
from kpi.views import UploadPreview, VerdictChange, targets_in
from kpi.web.approval.correcting import CORRECTING, corrected
from kpi.web.asking import attempt, remember
from kpi.web.blocks import shape
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words, workspace
from kpi.web.tables import show

MOST_WARNINGS = 200
"""More warnings than these are confirmed all together."""
_MOST_MOVED = 5
"""Targets that stand open, so that the button beside them needs no scrolling."""
_RAIL = 190
_NOTE = "upload_note"


def preview_changes(preview: UploadPreview) -> None:
    """The targets that the figures change, before and after; folded and counted apart, those that the new date changes."""
    rows = [(each, marks.mark_of(each.after, words(), width=_RAIL)) for each in preview.moved]
    block("upload_moved", lead=_lead(preview), rows=rows, most=_MOST_MOVED, shape=shape)
    _counts(preview)
    by_date = preview.changes_by_date
    if by_date:
        told = words()("page.verdict_changes_by_date", count=targets_in(by_date))
        with st.expander(told, key="verdicts_by_date"):
            _verdict_table(by_date, told)


def _lead(preview: UploadPreview) -> str:
    """How many targets are judged anew, and how many only reach further."""
    text = words()
    anew = {each.after.target.target_id for each in preview.moved if each.judged_anew}
    further = {each.after.target.target_id for each in preview.moved} - anew
    told = [text("page.moved_lead", count=len(anew))] if anew else [text("page.moved_none")]
    return text.language.phrases.join([*told, *([text("page.moved_further", count=len(further))] if further else [])])


def _counts(preview: UploadPreview) -> None:
    text = words()
    told = [text("page.change_counts", **preview.counts._asdict())]
    if preview.coverage_moves:
        told.append(text.message(preview.coverage_moves))
    st.caption(text.paragraph(told))


def _verdict_table(changes: Sequence[VerdictChange], alt: str) -> None:
    """A row for every year of a target; the reason says what the new verdict rests on."""
    show(
        changes,
        alt,
        target=lambda change: escape(change.target_id),
        measure=lambda change: escape(change.name),
        verdict=lambda change: f"{change.old_text} → **{change.new_text}**",
        reason=lambda change: escape(change.reason),
    )


def confirm(actor: Actor, preview: UploadPreview) -> None:
    """The warnings to be accepted, the note, and the button that loads what was shown, or sends it in for approval."""
    text = words()
    waits = services.goes_to_review(workspace(), actor, preview)
    with st.container(border=True, key="confirm"):
        st.markdown(f"**{text('page.step_confirm')}**")
        every = bool(preview.warnings) and st.checkbox(
            text("page.confirm_warnings", count=len(preview.warnings)), key="confirm_all"
        )
        note = _note(text("page.revision_note" if preview.note_needed else "page.upload_note"))
        button = st.container()
        accepted = {warning.id for warning in preview.warnings} if every else _one_by_one(preview)
        agreed = len(accepted) == len({warning.id for warning in preview.warnings})
        ready = agreed and bool(note.strip() or not preview.note_needed)
        label, icon = (text("page.submit"), ":material/send:") if waits else (text("page.commit"), ":material/check:")
        if waits:
            st.caption(text("page.submit_note"))
        if button.button(label, type="primary", disabled=not ready, icon=icon, width="stretch"):
            with attempt():
                _commit(actor, preview, note, accepted, waits=waits)
        else:
            st.session_state["upload_version"] = preview.data_version


def _note(label: str) -> str:
    """What was typed stays, even where the field was away for a run: while a file is refused, or read in another way."""
    state = st.session_state
    state[_NOTE] = state.get(_NOTE, state.get(f"{_NOTE}_kept", ""))
    typed = st.text_input(label, max_chars=500, key=_NOTE)
    state[f"{_NOTE}_kept"] = typed
    return typed


def _one_by_one(preview: UploadPreview) -> set[str]:
    """The warnings the reader confirms one after the other."""
    if not preview.warnings:
        return set()
    accepted = set()
    with st.expander(words()("page.confirm_one_by_one"), key="warnings_one_by_one"):
        for warning in preview.warnings[:MOST_WARNINGS]:
            label = " · ".join(filter(None, (escape(warning.place), escape(warning.message))))
            if st.checkbox(label, key=f"confirm_{warning.id}"):
                accepted.add(warning.id)
    return accepted


def _commit(actor: Actor, preview: UploadPreview, note: str, accepted: Collection[str], *, waits: bool) -> None:
    """Loads or sends in what the reader saw, and leaves an empty page; if figures changed since, nothing but that is said."""
    state = st.session_state
    try:
        if preview.data_version != state.get("upload_version", preview.data_version):
            raise PreviewOutdated("preview_outdated")
        said = _submitted(actor, preview, note, accepted) if waits else _loaded(actor, preview, note, accepted)
    except PreviewOutdated:
        state["upload_outdated"], state["upload_version"] = True, preview.data_version
        return
    remember(said)
    st.query_params.pop(CORRECTING, None)
    state["upload_round"] = state.get("upload_round", 0) + 1
    for name in ("upload_version", "preview", "preview_key", "file_choices", _NOTE, f"{_NOTE}_kept"):
        state.pop(name, None)


def _loaded(actor: Actor, preview: UploadPreview, note: str, accepted: Collection[str]) -> str:
    ids = services.import_files(workspace(), actor, preview, note=note, accepted=accepted)
    return words()("page.loaded", batches=tuple(map(str, ids)), count=len(ids))


def _submitted(actor: Actor, preview: UploadPreview, note: str, accepted: Collection[str]) -> str:
    number = services.submit_files(workspace(), actor, preview, note=note, accepted=accepted, number=corrected())
    return words()("page.submitted", number=number)
