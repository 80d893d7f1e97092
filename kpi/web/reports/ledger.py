"""The ledger of issued reports: its list, the files as they were issued, and a report against today."""

from collections.abc import Callable, Sequence

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.services import Comparison, IssuedView
from kpi.web.blocks import download, way_to
from kpi.web.escape import escape
from kpi.web.session import words, workspace
from kpi.web.tables import show

_SHORT_HASH = 16
"""Letters of a hash that a list shows; the whole one stands with the file."""


def ledger_table(views: Sequence[IssuedView]) -> None:
    """Every issued report, newest first."""
    text = words()
    show(
        views,
        text("page.issued"),
        number=lambda view: str(view.record.report_id),
        issued_at=lambda view: f"{view.issued_at:%Y-%m-%d %H:%M}",
        issued_by=lambda view: escape(view.record.issued_by),
        genre=lambda view: text(f"genre.{view.request.genre}"),
        title=lambda view: escape(view.record.title),
        figures_to=lambda view: view.record.as_of.isoformat(),
        version=lambda view: str(view.record.data_version),
        formats=lambda view: text.listing([file.format for file in view.record.files]),
        note=lambda view: escape(view.record.note) or text("value.none"),
    )


def issued_downloads(actor: Actor, view: IssuedView) -> None:
    """The files of a report as they were issued, with their hashes."""
    text = words()
    with st.container(horizontal=True):
        for file in view.record.files:
            key = f"issued_{view.record.report_id}_{file.format}"
            content = _bytes_of(actor, view, file.format)
            download(text(f"page.export_{file.format}"), content, file.file, key, file.media_type)
    st.caption(
        text(
            "page.issued_hashes",
            hashes=tuple(f"{file.format} {file.sha256[:_SHORT_HASH]}" for file in view.record.files),
        )
    )


def page_as_known(view: IssuedView) -> None:
    """The way to the overview as it stood when the report was issued."""
    asked = view.request.query
    way_to(
        "overview",
        words()("page.go_as_known"),
        as_of=view.record.as_of.isoformat(),
        known_at=view.record.known_at.isoformat(),
        region=asked.region or "",
        lamps=asked.lamps,
        targets="original" if asked.original else "",
    )


def _bytes_of(actor: Actor, view: IssuedView, fmt: str) -> Callable[[], bytes]:
    """What fetches a file when somebody takes it and not before."""
    opened, number = workspace(), view.record.report_id
    return lambda: services.issued_file(opened, actor, number, fmt).content


def comparison(compared: Comparison) -> None:
    """As issued against today: what changed, and whether the issued numbers can still be worked out."""
    text = words()
    st.markdown(
        text(
            "page.compared" if compared.changed else "page.compared_same",
            day=compared.view.record.as_of,
            today=compared.today,
            changed=compared.changed,
            total=len(compared.rows),
        )
    )
    if not compared.same_plan:
        st.warning(text("page.other_plan"), icon=":material/edit_document:")
    elif compared.reproduced:
        st.caption(f":material/check_circle: {text('page.reproduced', moment=compared.view.known_at)}")
    else:
        st.error(text("page.not_reproduced"))
    show(
        compared.rows,
        text("page.compared_table"),
        measure=lambda row: escape(row.name),
        issued_value=lambda row: escape(row.issued_value) or text("value.none"),
        issued_status=lambda row: services.status_words(row.issued_status, text.lang) or text("value.none"),
        today_value=lambda row: escape(row.today_value) or text("value.none"),
        today_status=lambda row: services.status_words(row.today_status, text.lang) or text("value.none"),
        change=lambda row: text("page.changed" if row.changed else "page.unchanged"),
    )
