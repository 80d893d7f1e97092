"""The parts of the upload page: what files were taken for, what is wrong, what would change, and the commit."""

import hashlib
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import PurePath
from typing import cast
from zlib import crc32

import streamlit as st

from kpi import services
from kpi.errors import PreviewOutdated
from kpi.model import Actor, Problem, Severity
from kpi.services import FileChoices
from kpi.views import ProblemView, UploadPreview, VerdictChange, targets_in
from kpi.web.asking import attempt, remember
from kpi.web.blocks import download
from kpi.web.escape import escape, plain
from kpi.web.session import words, workspace
from kpi.web.tables import show

MOST_ROWS = 200
"""More rows of a preview than this are counted, not listed."""
MOST_RETURNS = 40
_STATES = {"loaded_already": "gray", "refused": "red", "empty": "gray", "to_confirm": "orange", "ready": "green"}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.NOTE: "gray"}


def preview_of(actor: Actor, files: Sequence[services.UploadFile]) -> UploadPreview:
    """What the files say and would change, read once for the same files, choices and figures; a bar while they are read."""
    opened, text = workspace(), words()
    chosen: dict[str, FileChoices] = st.session_state.setdefault("file_choices", {})
    hashes = [hashlib.sha256(file.content).hexdigest() for file in files]
    names = [file.name for file in files]
    versions = (opened.store.data_version, opened.store.reading_version, text.lang, opened.today)
    key = (actor, hashes, names, {sha: chosen[sha] for sha in hashes if sha in chosen}, versions)
    if st.session_state.get("preview_key") == key:
        return cast("UploadPreview", st.session_state["preview"])
    bar = st.progress(0.0, text("page.reading_files", count=len(files)))

    def advance(done: int, total: int, name: str) -> None:
        bar.progress(done / total, text("page.reading_file", done=done, total=total, file=escape(name)))

    preview = services.check_upload(opened, actor, files, choices=chosen, lang=text.lang, on_progress=advance)
    bar.empty()
    st.session_state["preview_key"], st.session_state["preview"] = key, preview
    return preview


def preview_files(preview: UploadPreview) -> None:
    """Every file: what it was taken for, what it brings, and whether it can be loaded."""
    text = words()
    show(
        preview.files,
        text("page.files"),
        file=lambda file: f"**{escape(file.file)}**",
        taken_for=lambda file: escape(file.taken_for),
        values=lambda file: str(file.values),
        new_rows=lambda file: str(file.new),
        changed_rows=lambda file: str(file.changed),
        unchanged_rows=lambda file: str(file.unchanged),
        errors=lambda file: str(file.errors),
        warnings=lambda file: str(file.warnings),
        state=lambda file: f":{_STATES[file.state]}-badge[{file.state_text}]",
    )
    for batch in preview.already_loaded:
        st.info(text("page.already_loaded", file=escape(batch.file), batch=batch.batch_id), icon=":material/info:")


def offer_names(actor: Actor, preview: UploadPreview) -> None:
    """Names that are unknown but like one that is known: each may be accepted, and is remembered."""
    text = words()
    unknown = {(offer.thing, offer.spelling): problem.offers for problem in preview.problems for offer in problem.offers[:1]}
    if not unknown:
        return
    st.subheader(text("page.names_offered"), anchor=False)
    st.caption(text("page.names_offered_note"))
    for (thing, spelling), offers in unknown.items():
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"offer_{crc32(f'{thing}{spelling}'.encode())}"):
            named = {offer.code: plain(text("report.with_label", name=offer.name, label=offer.code)) for offer in offers}
            chosen = st.selectbox(
                text("page.spelling_means", spelling=escape(spelling)),
                list(named),
                format_func=named.__getitem__,
                key=f"means_{thing}_{spelling}",
            )
            if st.button(text("page.accept_name"), key=f"accept_{thing}_{spelling}", icon=":material/check:"):
                with attempt():
                    services.accept_alias(workspace(), actor, thing, spelling, chosen)


def return_files(actor: Actor, preview: UploadPreview) -> None:
    """For each file with something wrong, the sender's own table with the faults marked."""
    text = words()
    faulty = [file for file in preview.files if file.errors or file.warnings]
    if not faulty:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text("page.return_note"))
        for file in faulty[:MOST_RETURNS]:
            content = partial(services.error_workbook, actor, preview, file.sha256)
            name = text("page.return_name", stem=PurePath(file.file).stem) + ".xlsx"
            label = text("page.return_file", file=escape(file.file))
            download(label, content, name, f"return_{file.sha256}", icon=":material/undo:")


def confirm_warnings(preview: UploadPreview) -> set[str]:
    """The warnings the reader confirms, one by one or all together."""
    text = words()
    if not preview.warnings:
        return set()
    every = st.checkbox(text("page.confirm_warnings", count=len(preview.warnings)), key="confirm_all")
    if every:
        return {warning.id for warning in preview.warnings}
    accepted = set()
    with st.container(height=240 if len(preview.warnings) > 4 else "content", border=True, key="warnings_one_by_one"):
        for warning in preview.warnings[:MOST_ROWS]:
            label = " · ".join(filter(None, (escape(warning.place), escape(warning.message))))
            if st.checkbox(label, key=f"confirm_{warning.id}"):
                accepted.add(warning.id)
    return accepted


def preview_problems(problems: Sequence[ProblemView]) -> None:
    """Everything that is wrong, at once, each with its place and what to do."""
    text = words()
    if not problems:
        return
    counts = {severity: sum(view.problem.severity is severity for view in problems) for severity in Severity}
    st.subheader(text("page.problems"), anchor=False)
    st.caption(
        text(
            "page.problem_counts", errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], notes=counts[Severity.NOTE]
        )
    )
    show(
        problems[:MOST_ROWS],
        text("page.problems"),
        severity=lambda view: f":{_COLOURS[view.problem.severity]}-badge[{view.severity_text}]",
        file=lambda view: escape(" ".join(filter(None, (view.problem.file, view.problem.sheet)))),
        row=lambda view: escape(_cell(view.problem)) or text("value.none"),
        column=lambda view: escape(view.problem.column) or text("value.none"),
        cell=lambda view: escape(view.problem.value[:60]) or text("value.none"),
        problem=lambda view: escape(view.message),
        advice=lambda view: escape(view.suggestion),
    )
    if len(problems) > MOST_ROWS:
        st.caption(text("page.more_rows", count=len(problems) - MOST_ROWS))


def _cell(problem: Problem) -> str:
    """Letter and row as Excel shows them; the row alone where the whole row is meant."""
    return f"{problem.values.get('letter', '')}{problem.row}" if problem.row is not None else ""


def preview_changes(preview: UploadPreview) -> None:
    """New, changed and unchanged rows, and the verdicts that change with them."""
    text = words()
    change = preview.change
    st.subheader(text("page.changes"), anchor=False)
    st.markdown(text("page.change_counts", new=len(change.new), changed=len(change.changed), unchanged=len(change.unchanged)))
    if preview.coverage_after and preview.coverage_after != preview.coverage_before:
        st.markdown(text("page.coverage_moves", old=preview.coverage_before or "", new=preview.coverage_after))
    _verdicts(preview)


def preview_rows(preview: UploadPreview) -> None:
    """What was read, value by value, also where something else refuses the files."""
    text = words()
    several = len(preview.readings) > 1
    moving = [row for row in preview.rows if row.kind != "unchanged"]
    if not moving:
        return
    with st.expander(text("page.rows_changing", count=len(moving)), expanded=len(moving) <= 20):
        show(
            moving[:MOST_ROWS],
            text("page.changes"),
            kind=lambda row: text(f"page.kind_{row.kind}"),
            row=lambda row: escape(f"{row.file} {row.cell}" if several else row.cell),
            measure=lambda row: escape(row.measure_name + (f" · {row.label}" if row.label else "")),
            region=lambda row: escape(row.region_name),
            period=lambda row: escape(row.period),
            old=lambda row: escape(row.old_text) or text("value.none"),
            new=lambda row: f"**{escape(row.new_text)}**",
        )
        if len(moving) > MOST_ROWS:
            st.caption(text("page.more_rows", count=len(moving) - MOST_ROWS))


def _verdicts(preview: UploadPreview) -> None:
    """Verdicts the figures change stand open; those the date alone changes are counted apart, and folded."""
    text = words()
    by_figures, by_date = preview.changes_by_figures, preview.changes_by_date
    if by_figures:
        told = text("page.verdict_changes", count=targets_in(by_figures))
        st.markdown(f"**{told}**")
        _verdict_table(by_figures, told)
    else:
        st.markdown(text("page.no_verdict_changes"))
    if by_date:
        told = text("page.verdict_changes_by_date", count=targets_in(by_date))
        with st.expander(told, key="verdicts_by_date"):
            _verdict_table(by_date, told)


def _verdict_table(changes: Sequence[VerdictChange], alt: str) -> None:
    """A row for every year of a target; the reason says what the new verdict rests on."""
    text = words()
    show(
        changes,
        alt,
        target=lambda change: escape(change.target_id),
        measure=lambda change: escape(change.name),
        verdict=lambda change: f"{change.old_text} → **{change.new_text}**",
        cause=lambda change: text("page.by_date_only" if change.date_only else "page.by_figures"),
        reason=lambda change: escape(change.reason),
    )


def commit(actor: Actor, preview: UploadPreview, note: str, accepted: Collection[str]) -> None:
    """Loads what the reader saw, and leaves an empty page; if figures changed since it was shown, nothing but that is said."""
    state = st.session_state
    try:
        if preview.data_version != state.get("upload_version", preview.data_version):
            raise PreviewOutdated("preview_outdated")
        ids = services.import_files(workspace(), actor, preview, note=note, accepted=accepted)
    except PreviewOutdated:
        state["upload_outdated"], state["upload_version"] = True, preview.data_version
        return
    remember(words()("page.loaded", batches=tuple(map(str, ids)), count=len(ids)))
    state["upload_round"] = state.get("upload_round", 0) + 1
    for name in ("upload_version", "preview", "preview_key", "file_choices"):
        state.pop(name, None)
