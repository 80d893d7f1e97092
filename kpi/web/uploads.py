"""The parts of the upload page: what files were taken for, what is wrong, what would change, and the commit."""

import streamlit as st

from kpi import services
from kpi.errors import PreviewOutdated
from kpi.model import Actor, Severity
from kpi.services import UploadPreview, Workspace
from kpi.web.escape import escape
from kpi.web.session import actor_name, words, workspace
from kpi.web.tables import show

MOST_ROWS = 200
"""More rows of a preview than this are counted, not listed."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.NOTE: "gray"}


@st.cache_data(ttl=600, max_entries=16, show_spinner=False)
def _form(path: str, version: int, year: int, kind: str, lang: str, _workspace: Workspace) -> bytes:
    return services.template(_workspace, Actor(actor_name()), year, kind, lang=lang)


def form_bytes(year: int, kind: str) -> bytes:
    """The form of a year, csv or xlsx."""
    opened = workspace()
    return _form(str(opened.store.path), opened.store.data_version, year, kind, words().lang, opened)


def preview_readings(preview: UploadPreview) -> None:
    """What each file was taken for, and files that are loaded already."""
    text = words()
    loaded = {batch.sha256: batch for batch in preview.already_loaded}
    for reading, taken_for in zip(preview.readings, preview.taken_for, strict=True):
        tables = tuple(
            text("page.table_read", sheet=escape(each.sheet), row=each.header_row, rows=each.rows) for each in reading.sheets
        )
        st.markdown(f":material/description: **{escape(reading.file)}** · {escape(taken_for)} {' '.join(tables)}")
        if batch := loaded.get(reading.sha256):
            st.info(text("page.already_loaded", file=escape(batch.file), batch=batch.batch_id), icon=":material/info:")


def preview_problems(preview: UploadPreview) -> None:
    """Everything that is wrong, at once, each with its place and what to do."""
    text = words()
    if not preview.problems:
        return
    counts = {severity: sum(each.problem.severity is severity for each in preview.problems) for severity in Severity}
    st.subheader(text("page.problems"), anchor=False)
    st.caption(
        text(
            "page.problem_counts", errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], notes=counts[Severity.NOTE]
        )
    )
    rows = [
        (
            f":{_COLOURS[each.problem.severity]}-badge[{each.severity_text}]",
            escape(" ".join(filter(None, (each.problem.file, each.problem.sheet)))),
            str(each.problem.row) if each.problem.row is not None else text("value.none"),
            escape(each.problem.column) or text("value.none"),
            escape(each.problem.value[:60]) or text("value.none"),
            escape(each.message),
            escape(each.suggestion),
        )
        for each in preview.problems[:MOST_ROWS]
    ]
    columns = ("severity", "file", "row", "column", "cell", "problem", "advice")
    show(rows, [text(f"page.column_{column}") for column in columns], text("page.problems"))
    if len(preview.problems) > MOST_ROWS:
        st.caption(text("page.more_rows", count=len(preview.problems) - MOST_ROWS))


def preview_changes(preview: UploadPreview) -> None:
    """New, changed and unchanged rows, and the verdicts that change with them."""
    text = words()
    change = preview.change
    st.subheader(text("page.changes"), anchor=False)
    st.markdown(text("page.change_counts", new=len(change.new), changed=len(change.changed), unchanged=len(change.unchanged)))
    if preview.coverage_after and preview.coverage_after != preview.coverage_before:
        st.markdown(text("page.coverage_moves", old=preview.coverage_before or "", new=preview.coverage_after))
    _verdicts(preview)
    moving = [row for row in preview.rows if row.kind != "unchanged"]
    with st.expander(text("page.rows_changing", count=len(moving)), expanded=len(moving) <= 20):
        rows = [
            (
                text(f"page.kind_{row.kind}"),
                str(row.row),
                escape(row.measure_name + (f" · {row.label}" if row.label else "")),
                escape(row.region_name),
                escape(row.period),
                escape(row.old_text) or text("value.none"),
                f"**{escape(row.new_text)}**",
            )
            for row in moving[:MOST_ROWS]
        ]
        columns = ("kind", "row", "measure", "region", "period", "old", "new")
        show(rows, [text(f"page.column_{column}") for column in columns], text("page.changes"))
        if len(moving) > MOST_ROWS:
            st.caption(text("page.more_rows", count=len(moving) - MOST_ROWS))


def _verdicts(preview: UploadPreview) -> None:
    text = words()
    if not preview.verdict_changes:
        st.markdown(text("page.no_verdict_changes"))
        return
    st.markdown(f"**{text('page.verdict_changes', count=len(preview.verdict_changes))}**")
    rows = [
        (
            each.target_id,
            escape(each.name),
            f"{each.old_text} → **{each.new_text}**",
            text("page.by_date_only") if each.date_only else text("page.by_figures"),
            escape(each.reason),
        )
        for each in preview.verdict_changes
    ]
    columns = ("target_id", "measure", "verdict", "cause", "reason")
    show(rows, [text(f"page.column_{column}") for column in columns], text("page.verdict_changes", count=len(rows)))


def commit(preview: UploadPreview, shown_version: int, note: str, *, accept_warnings: bool) -> tuple[int, ...]:
    """Loads what the reader saw. PreviewOutdated if the figures changed since it was shown to them."""
    if preview.data_version != shown_version:
        raise PreviewOutdated("preview_outdated")
    return services.import_files(workspace(), Actor(actor_name()), preview, note=note, accept_warnings=accept_warnings)
