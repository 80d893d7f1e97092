"""The parts of the upload page: what files were taken for, what is wrong, what would change, and the commit."""

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import cast
from zlib import crc32

import streamlit as st

from kpi import services
from kpi.model import Actor, Problem, Severity
from kpi.services import FileChoices
from kpi.views import ProblemView, UploadPreview
from kpi.web.asking import attempt
from kpi.web.blocks import download
from kpi.web.escape import escape, plain
from kpi.web.markup import block
from kpi.web.session import words, workspace
from kpi.web.tables import show

MOST_ROWS = 200
"""More rows of a preview than this are counted, not listed."""
MOST_RETURNS = 40
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.NOTE: "gray"}


def preview_of(actor: Actor, files: Sequence[services.UploadFile]) -> UploadPreview:
    """What the files say and would change, read once for the same files, choices and figures; a bar while they are read."""
    opened, text = workspace(), words()
    chosen: dict[str, FileChoices] = st.session_state.setdefault("file_choices", {})
    hashes = [hashlib.sha256(file.content).hexdigest() for file in files]
    names = [file.name for file in files]
    store = opened.store
    versions = (store.data_version, store.reading_version, store.approval_version, text.lang, opened.today)
    key = (actor, hashes, names, {sha: chosen[sha] for sha in hashes if sha in chosen}, versions)
    if st.session_state.get("preview_key") == key:
        return cast("UploadPreview", st.session_state["preview"])
    bar, button = st.progress(0.0, text("page.reading_files", count=len(files))), st.empty()

    def advance(done: int, total: int, name: str) -> None:
        bar.progress(done / total, text("page.reading_file", done=done, total=total, file=escape(name)))

    def tell(stage: str, share: float) -> None:
        """Of a large file, which may be called off: pressing the button ends this run at the next line drawn."""
        if "reading_called_off" not in told:
            told.add("reading_called_off")
            button.button(text("page.call_off"), key="call_off", on_click=_call_off, icon=":material/close:")
        bar.progress(share, text(f"page.stage_{stage}", file=escape(names[0]), percent=f"{share:.0%}"))

    told: set[str] = set()
    preview = services.check_upload(opened, actor, files, choices=chosen, lang=text.lang, on_progress=advance, on_stage=tell)
    bar.empty()
    button.empty()
    st.session_state["preview_key"], st.session_state["preview"] = key, preview
    return preview


def _call_off() -> None:
    """Leaves an empty page."""
    state = st.session_state
    state["upload_round"] = state.get("upload_round", 0) + 1


def preview_files(preview: UploadPreview) -> None:
    """Every file: what it brings, whether it can be loaded, and what it was taken for."""
    block("upload_files", files=preview.files)
    for batch in preview.already_loaded:
        st.info(words()("page.already_loaded", file=escape(batch.file), batch=batch.batch_id), icon=":material/info:")


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
            content = partial(services.error_workbook, workspace(), actor, preview, file.sha256)
            name = text("page.return_name", stem=PurePath(file.file).stem) + ".xlsx"
            label = text("page.return_file", file=escape(file.file))
            download(label, content, name, f"return_{file.sha256}", icon=":material/undo:")


def preview_problems(problems: Sequence[ProblemView]) -> None:
    """Everything that is wrong, at once, each with its place and what to do; folded where nothing of it refuses the files."""
    if not problems:
        return
    of_severity = {severity: [view for view in problems if view.problem.severity is severity] for severity in Severity}
    counts = {severity: sum(view.stands_for for view in views) for severity, views in of_severity.items()}
    counted = words().tally({f"page.count_of_{severity}": counts[severity] for severity in Severity})
    with st.expander(counted, expanded=bool(counts[Severity.ERROR]), key="problems"):
        _problem_table(problems)


def _problem_table(problems: Sequence[ProblemView]) -> None:
    text = words()
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


def preview_rows(preview: UploadPreview) -> None:
    """What was read, value by value, also where something else refuses the files."""
    text = words()
    several = len(preview.readings) > 1
    moving, count = [row for row in preview.rows if row.kind != "unchanged"], preview.counts.new + preview.counts.changed
    if not moving:
        return
    with st.expander(text("page.rows_changing", count=count), expanded=not preview.ok and count <= 20):
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
        if count > MOST_ROWS:
            st.caption(text("page.more_rows", count=count - MOST_ROWS))
