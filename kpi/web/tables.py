"""Tables of figures and of what is kept about them: text that wraps, links that keep the view."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, TypeVar
from zlib import crc32

import pandas as pd
import streamlit as st

from kpi import views
from kpi.i18n import Texts
from kpi.web.address import href
from kpi.web.escape import escape
from kpi.web.session import words

Row = TypeVar("Row")
NEAR: Final = "left"
"""Where numbers stand below a heading wider than a phone: at its right end they would be off the screen."""


def show(
    rows: Iterable[Row],
    alt: str,
    named: Iterable[tuple[str, Callable[[Row], str]]] = (),
    key: str = "",
    /,
    **cells: Callable[[Row], str],
) -> None:
    """A table whose cells are Markdown, by the keys of their headings, and after them those that are `named` otherwise.

    `key` tells it from others of the page that are called the same; one that begins with `table` has room for many columns.
    """
    columns = [*((views.heading(words(), key, views.Face.PAGE), cell) for key, cell in cells.items()), *named]
    lines = [[cell(row) for _, cell in columns] for row in rows]
    with st.container(key=key or f"table_{crc32(alt.encode())}"):
        st.table(pd.DataFrame(lines, columns=[title for title, _ in columns]), border="horizontal", hide_index=True, alt=alt)


def told(register: views.Register[Row], *keys: str) -> dict[str, Callable[[Row], str]]:
    """Cells as the register says them."""
    text = words()  # once: a table may have thousands of cells
    return {key: partial(_told, text, register, key) for key in keys}


def _told(text: Texts, register: views.Register[Row], key: str, row: Row) -> str:
    return escape(register.text(text, row, key))


def measure_link(measure_id: str, name: str) -> str:
    """The measure's name as a link to its page."""
    return f"[{escape(name)}]({href('measure', measure=measure_id)})"


def values_table(figures: Sequence[views.FigureView], alt: str) -> None:
    """The newest figure of each measure, without a verdict."""
    show(
        figures,
        alt,
        measure=lambda figure: measure_link(figure.measure_id, figure.measure_name),
        value=lambda figure: f"**{escape(figure.text)}**",
        period=lambda figure: escape(figure.period),
        source=lambda figure: escape(figure.source),
    )


def listed_table(listed: Sequence[views.PrintedLine]) -> None:
    """Catalogued figures that are not loaded, and why."""
    text = words()
    show(
        listed,
        text("page.listed"),
        period=lambda figure: escape(figure.period),
        part=lambda figure: escape(figure.label) or text("page.whole"),
        value=lambda figure: escape(figure.text),
        state=lambda figure: escape(figure.loaded),
        reason=lambda figure: escape(figure.reason),
        source=lambda figure: escape(figure.source),
    )


def batch_table(batches: Sequence[views.BatchView]) -> None:
    """Batches, newest first."""
    text = words()
    show(
        batches,
        text("page.batches"),
        batch=lambda view: str(view.batch.batch_id),
        kind=lambda view: view.kind_text,
        file=lambda view: escape(view.batch.file) or text("page.catalog_figures"),
        rows=lambda view: str(view.batch.rows),
        user=lambda view: escape(views.user_name(text, view.batch.user)),
        when=lambda view: views.OF_BATCHES.text(text, view, "when"),
        state=_state,
        note=lambda view: escape(view.batch.note),
    )


def _state(batch: views.BatchView) -> str:
    if not batch.withdrawn_at:
        return batch.state_text
    who, why = escape(batch.batch.withdrawn_by), escape(batch.batch.withdrawal_note)
    return f":gray[{batch.state_text}] {batch.withdrawn_at:%Y-%m-%d %H:%M} {who}{words().language.colon}{why}"


def computed_table(view: views.MeasureView) -> None:
    """Values that no source states, with what they were worked out from."""
    show(
        view.computed,
        words()("page.computed"),
        period=lambda ratio: escape(ratio.period),
        value=lambda ratio: f"**{escape(ratio.amount.text)}**",
        computed=lambda ratio: escape(ratio.source),
    )


def figure_table(figures: Sequence[views.FigureView], alt: str) -> None:
    """Figures with their period and source; what does not count any more says why."""
    text = words()
    show(
        figures,
        alt,
        period=lambda figure: escape(figure.period),
        part=lambda figure: escape(figure.label) or text("page.whole"),
        value=lambda figure: _with_state(f"**{escape(figure.text)}**", figure.state),
        printed=lambda figure: escape(figure.printed),
        source=lambda figure: escape(figure.source),
        loaded=lambda figure: f"{figure.loaded_at:%Y-%m-%d %H:%M}" if figure.loaded_at else "",
        note=lambda figure: text("page.withdrawn") if figure.withdrawn else escape(figure.note),
    )


def _with_state(value: str, state: str) -> str:
    """A value, and beside it whether it is preliminary, final or revised, where that is known."""
    return f"{value} :gray-badge[{escape(state)}]" if state else value


def alias_table(aliases: Sequence[views.AliasView]) -> None:
    """Spellings in use, whose they are and who accepted them."""
    text = words()
    show(
        aliases,
        text("page.aliases"),
        spelling=lambda alias: escape(alias.spelling),
        kind=lambda alias: alias.thing_text,
        stands_for=lambda alias: f"{escape(alias.name)} ({escape(alias.code)})",
        accepted_by=lambda alias: escape(alias.accepted_by),
        accepted_at=lambda alias: text.moment(alias.accepted_at),
    )


def profile_table(profiles: Sequence[views.ProfileView]) -> None:
    """Saved mappings and the headers they are for."""
    text = words()
    show(
        profiles,
        text("page.profiles"),
        profile=lambda profile: f"**{escape(profile.name)}**",
        **told(views.OF_PROFILES, "headers"),
        saved_by=lambda profile: escape(profile.saved_by),
        saved_at=lambda profile: text.moment(profile.saved_at),
    )
