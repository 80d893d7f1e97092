"""A plan from files to a preview of all it would change, and from the preview to one revision; and back to a workbook."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import streamlit as st

from kpi import services
from kpi.errors import PreviewOutdated
from kpi.model import Action, Actor
from kpi.services import CheckedPlan, CheckedRevision, UploadFile, Workspace
from kpi.views import FileChange, PlanLoadPreview, VerdictChange
from kpi.web.approval.correcting import corrected
from kpi.web.asking import attempt, later, remember
from kpi.web.blocks import download
from kpi.web.escape import escape
from kpi.web.session import words, workspace
from kpi.web.tables import show
from kpi.web.uploads.preview import preview_problems

MOST_CODES = 12
"""Codes of changed rows that are named; the rest are counted."""


def load_section(actor: Actor) -> None:
    """Workbooks to take away, and files to bring: checked, shown, and loaded as one revision."""
    text = words()
    st.markdown(text("page.plan_load_note"))
    _downloads(actor)
    round_ = st.session_state.get("plan_round", 0)
    dropped = st.file_uploader(
        text("page.plan_files"), type=["xlsx", "zip", "csv"], accept_multiple_files=True, key=f"plan_files_{round_}"
    )
    called = st.text_input(text("page.plan_called"), key=f"plan_called_{round_}", help=text("page.plan_called_help"))
    if not dropped:
        return
    checked = _checked(actor, [UploadFile(file.name, file.getvalue()) for file in dropped], called.strip())
    if _shown(checked):
        _confirmed(actor, checked)


def _downloads(actor: Actor) -> None:
    text, opened = words(), workspace()
    plan = opened.catalog.plan_name(text.lang)
    empty = partial(_empty, opened, actor, text.lang)
    whole = later(services.export_workbook, actor, opened.plan_id, lang=text.lang)
    with st.container(horizontal=True):
        download(text("page.plan_empty_workbook"), empty, f"{text('page.plan_empty_name')}.xlsx", "plan_empty")
        download(text("page.plan_this_workbook", plan=escape(plan)), whole, f"{opened.plan_id}.xlsx", "plan_export")


def _empty(opened: Workspace, actor: Actor, lang: str) -> bytes:
    """The empty workbook. It needs no plan, but whoever is refused it on the page is on record."""
    opened.admit(actor, Action.EXPORT)
    return services.new_workbook(actor, lang=lang)


def _checked(actor: Actor, files: Sequence[UploadFile], called: str) -> CheckedPlan:
    """What the files would change, worked out once for the same files and the same state of the database."""
    opened, text, state = workspace(), words(), st.session_state
    hashes = [(file.name, hashlib.sha256(file.content).hexdigest()) for file in files]
    key = (actor, hashes, called, opened.store.data_version, opened.store.plan_version, text.lang, opened.today)
    if state.get("plan_check_key") != key:
        with st.spinner(text("page.plan_reading")):
            state["plan_check"] = services.check_plan(opened, actor, files, plan_id=called, lang=text.lang)
        state["plan_check_key"] = key
    return cast("CheckedPlan", state["plan_check"])


def _shown(checked: CheckedPlan) -> bool:
    """What is wrong and what would change; whether there is anything to load."""
    text, view = words(), checked.view
    name = escape(checked.catalog.plan_name(text.lang) if checked.catalog else view.plan_id)
    preview_problems(view.problems)
    if not view.ok:
        st.error(text("page.plan_refused"), icon=":material/block:")
    elif view.is_loaded:
        st.info(text("page.plan_is_loaded", plan=name), icon=":material/info:")
    else:
        st.subheader(text("page.plan_changes"), anchor=False)
        plan_changes(view, name)
    return view.ok and not view.is_loaded


def plan_changes(view: PlanLoadPreview, name: str) -> None:
    """What loading the files of a plan would change; its `name` as markup."""
    text = words()
    st.markdown(text("page.plan_is_new" if view.is_new else "page.plan_is_known", plan=name, code=escape(view.plan_id)))
    _rows(view.files)
    _shared(view)
    _judged(view)


def _rows(files: Sequence[FileChange]) -> None:
    text = words()
    named: list[tuple[str, Callable[[FileChange], str]]] = [
        (text("page.plan_sheet_column"), lambda rows: f"**{text(f'plan_sheet.{rows.sheet}')}**"),
        (text("page.plan_new_column"), lambda rows: str(len(rows.new))),
        (text("page.plan_changed_column"), lambda rows: str(len(rows.changed))),
        (text("page.plan_removed_column"), lambda rows: str(len(rows.removed))),
        (text("page.plan_codes_column"), _codes),
    ]
    if files:
        show(files, text("page.plan_changes"), named)


def _codes(rows: FileChange) -> str:
    text, kinds = words(), {"new": rows.new, "changed": rows.changed, "removed": rows.removed}
    told = [text(f"page.plan_signs_{kind}", codes=_some(codes)) for kind, codes in kinds.items() if codes]
    return text.language.phrases.join(told)


def _some(codes: Sequence[str]) -> str:
    named = tuple(map(escape, codes[:MOST_CODES]))
    text = words()
    joined = text.word(named)
    return joined if len(codes) <= MOST_CODES else text("page.plan_codes_more", codes=joined, count=len(codes))


def _shared(view: PlanLoadPreview) -> None:
    """Rows of the library that would read otherwise for other plans too."""
    text = words()
    if view.shared:
        st.markdown(f"**{text('page.plan_shared')}**")
        told = (text("page.plan_shared_row", row=escape(row), plans=tuple(map(escape, plans))) for row, plans in view.shared)
        st.markdown("\n".join(f"- {line}" for line in told))


def _judged(view: PlanLoadPreview) -> None:
    """Of a new plan how many targets would stand where; of one that is known each verdict that changes."""
    text = words()
    if view.is_new:
        counts = Counter(change.new_text for change in view.judged)
        st.markdown(f"**{text('page.plan_judged_new')}**")
        with st.container(horizontal=True, gap="small"):
            for status, count in counts.items():
                st.markdown(f":gray-badge[{escape(status)} {count}]", width="content")
    elif view.judged:
        st.markdown(f"**{text('page.plan_judged')}**")
        show(
            view.judged,
            text("page.plan_judged"),
            target=_target,
            measure=lambda change: escape(change.name),
            verdict=lambda change: f"{escape(change.old_text)} → **{escape(change.new_text)}**",
        )
    else:
        st.markdown(text("page.plan_no_judged"))


def _target(change: VerdictChange) -> str:
    return escape(change.target_id if change.year is None else f"{change.target_id} {change.year}")


def _confirmed(actor: Actor, checked: CheckedPlan) -> None:
    """Document, note, and the button; a preview that somebody overtook is shown anew before it counts."""
    text, state = words(), st.session_state
    if state.pop("plan_load_outdated", False):
        st.warning(text("page.plan_outdated"))
    with st.container(border=True):
        document = st.text_input(
            text("page.plan_document"), max_chars=100, key="plan_load_document", help=text("page.plan_document_help")
        )
        note = st.text_input(text("page.plan_note"), max_chars=500, key="plan_load_note")
        made = services.check_load(workspace(), actor, checked, document=document.strip(), note=note.strip())
        waits = services.is_proposed(workspace(), actor, made)
        label, icon = ("page.submit", ":material/send:") if waits else ("page.plan_load_button", ":material/check:")
        if st.button(text(label), type="primary", icon=icon, key="plan_load"):
            with attempt():
                _loaded(actor, checked, made if waits else None, document.strip(), note.strip())
        else:
            state["plan_load_seen"] = checked.view.data_version


def _loaded(actor: Actor, checked: CheckedPlan, waiting: CheckedRevision | None, document: str, note: str) -> None:
    """One revision, or what waits for approval sent in, and an empty form."""
    state, text, opened = st.session_state, words(), workspace()
    try:
        if checked.view.data_version != state.get("plan_load_seen", checked.view.data_version):
            raise PreviewOutdated("preview_outdated")
        if waiting:
            said = text("page.submitted", number=services.propose(opened, actor, waiting, number=corrected()))
        else:
            revision = services.load_plan(opened, actor, checked, document=document, note=note)
            said = text("page.plan_loaded", plan=escape(checked.view.plan_id), revision=revision or 0)
    except PreviewOutdated:
        state["plan_load_outdated"] = True
        return
    remember(said)
    state["plan_round"] = state.get("plan_round", 0) + 1
    for name in ("plan_check", "plan_check_key", "plan_load_seen"):
        state.pop(name, None)
