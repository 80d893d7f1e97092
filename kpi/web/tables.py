"""Tables of targets, gaps and figures: text that wraps, links that keep the view, a lamp with shape and word."""

import re
from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

import pandas as pd
import streamlit as st

from kpi.views import (
    OF_GAPS,
    OF_TARGETS,
    AliasView,
    BatchView,
    Face,
    FigureView,
    GapRow,
    ListedFigure,
    MeasureView,
    ProfileView,
    SectionView,
    Standing,
    heading,
)
from kpi.web.address import href
from kpi.web.blocks import lamp_badge
from kpi.web.escape import escape
from kpi.web.session import words, workspace

_NUMERALS = "一二三四五六七八九十"
_CHAPTER = re.compile(r"[^（(]+([（(][^）)]+[）)])?")


def show(rows: Sequence[Sequence[str]], columns: Sequence[str], alt: str, named: Sequence[str] = ()) -> None:
    """A table whose cells are Markdown: columns by the keys of their headings, and after them those with names of their own."""
    headings = [*(heading(words(), column, Face.PAGE) for column in columns), *named]
    with st.container(key=f"table_{crc32(alt.encode())}"):
        st.table(pd.DataFrame(rows, columns=headings), border="horizontal", hide_index=True, alt=alt)


def measure_link(measure_id: str, name: str) -> str:
    """The measure's name as a link to its page."""
    return f"[{escape(name)}]({href('measure', measure=measure_id)})"


def standing_table(standings: Sequence[Standing], alt: str) -> None:
    """Where each target started, should be, is, and what is missing."""
    columns = ("measure", "baseline", "target", "current", "gap", "progress", "status", "reason")
    show([[_of_target(each, column) for column in columns] for each in standings], columns, alt)


def gap_table(rows: Sequence[GapRow], alt: str) -> None:
    """What is missing and what closing it takes."""
    columns = ("measure", "target", "current", "missing", "share", "remaining", "required", "average", "ratio", "status")
    show([[_of_gap(row, column) for column in columns] for row in rows], columns, alt)


def _of_target(standing: Standing, column: str) -> str:
    """A cell by the key of its heading: with marks of its own, or as the register says it."""
    if column in _MARKED:
        return _MARKED[column](standing)
    return escape(OF_TARGETS.text(words(), standing, _CALLED.get(column, column))) or words()("value.none")


def _of_gap(row: GapRow, column: str) -> str:
    called = _CALLED.get(column, column)
    if called not in OF_GAPS:
        return _of_target(row.standing, column)
    return escape(OF_GAPS.text(words(), row, called)) or words()("value.none")


def _current(standing: Standing) -> str:
    if not standing.current.text:
        return words()("value.none")
    return words()("page.value_on", value=f"**{escape(standing.current.text)}**", day=escape(standing.current_day))


def _progress(standing: Standing) -> str:
    if not standing.progress.text:
        return words()("value.none")
    return words()("page.progress_against", progress=f"**{escape(standing.progress.text)}**", time=escape(standing.time.text))


def _remark(standing: Standing) -> str:
    return escape(words().one_after_another((standing.lead_told, standing.screen.reason, *standing.screen.remarks)))


_CALLED = {"baseline": "baseline_on", "average": "average_over"}
"""Columns of the register that a page has under another heading."""
_MARKED: Mapping[str, Callable[[Standing], str]] = {
    "measure": lambda standing: measure_link(standing.measure.measure_id, standing.measure_name),
    "target": lambda standing: f"{escape(standing.goal.text)} · {escape(standing.period)}",
    "current": _current,
    "missing": lambda standing: f"**{escape(standing.gap.text)}**",
    "progress": _progress,
    "status": lamp_badge,
    "reason": _remark,
}
"""Cells with links, badges and bold letters."""


def values_table(figures: Sequence[FigureView], alt: str) -> None:
    """The newest figure of each measure, without a verdict."""
    text = words()
    catalog = workspace().catalog
    rows = [
        (
            measure_link(each.measure_id, catalog.measures[each.measure_id].name(text.lang)),
            f"**{escape(each.text)}**",
            escape(each.period),
            escape(each.source),
        )
        for each in figures
    ]
    show(rows, ("measure", "value", "period", "source"), alt)


def listed_table(listed: Sequence[ListedFigure]) -> None:
    """Catalogued figures that are not loaded, and why."""
    text = words()
    rows = [
        (
            escape(each.period),
            escape(each.label) or text("page.whole"),
            escape(each.text),
            escape(each.load_text),
            escape(each.reason),
            escape(each.source),
        )
        for each in listed
    ]
    columns = ("period", "part", "value", "state", "reason", "source")
    show(rows, columns, text("page.listed"))


def batch_table(batches: Sequence[BatchView]) -> None:
    """Batches, newest first."""
    text = words()
    rows = [
        (
            str(each.batch.batch_id),
            each.kind_text,
            escape(each.batch.file) or text("page.catalog_figures"),
            str(each.batch.rows),
            escape(each.batch.user),
            f"{each.approved_at:%Y-%m-%d %H:%M}",
            _state(each),
            escape(each.batch.note),
        )
        for each in batches
    ]
    columns = ("batch", "kind", "file", "rows", "user", "when", "state", "note")
    show(rows, columns, text("page.batches"))


def _state(batch: BatchView) -> str:
    if not batch.withdrawn_at:
        return batch.state_text
    who, why = escape(batch.batch.withdrawn_by), escape(batch.batch.withdrawal_note)
    return f":gray[{batch.state_text}] {batch.withdrawn_at:%Y-%m-%d %H:%M} {who}{words().language.colon}{why}"


def chapters(sections: Sequence[SectionView]) -> dict[str, list[SectionView]]:
    """Sections by the two outermost headings they lie under, in the order of the document."""
    ordered = sorted(
        sections, key=lambda section: tuple(_NUMERALS.find(letter) for letter in section.section if letter in _NUMERALS)
    )
    found: dict[str, list[SectionView]] = {}
    for section in ordered:
        chapter = _CHAPTER.match(section.section)
        found.setdefault(chapter[0] if chapter else section.section, []).append(section)
    return found


def source_table(chapter: str, sections: Sequence[SectionView]) -> None:
    """The figures and targets of one chapter of a document."""
    text = words()
    rows = [
        (
            escape(line.id),
            measure_link(line.measure_id, line.measure_name),
            escape(line.label),
            escape(line.printed),
            escape(line.text),
            escape(line.period),
            escape(line.loaded),
            escape(section.section),
        )
        for section in sections
        for line in section.figures
    ]
    columns = ("id", "measure", "part", "printed", "value", "period", "state", "section")
    show(rows, columns, text("page.section", section=chapter))


def computed_table(view: MeasureView) -> None:
    """Values that no source states, with what they were worked out from."""
    text = words()
    rows = [(escape(each.period), f"**{escape(each.text)}**", escape(each.source)) for each in view.computed]
    show(rows, ("period", "value", "computed"), text("page.computed"))


def figure_table(figures: Sequence[FigureView], alt: str) -> None:
    """Figures with their period and source; what does not count any more says why."""
    text = words()
    rows = [
        (
            escape(each.period),
            escape(each.label) or text("page.whole"),
            f"**{escape(each.text)}**",
            escape(each.printed),
            escape(each.source),
            f"{each.loaded_at:%Y-%m-%d %H:%M}" if each.loaded_at else "",
            text("page.withdrawn") if each.withdrawn else escape(each.note),
        )
        for each in figures
    ]
    columns = ("period", "part", "value", "printed", "source", "loaded", "note")
    show(rows, columns, alt)


def alias_table(aliases: Sequence[AliasView]) -> None:
    """Spellings in use, whose they are and who accepted them."""
    text = words()
    rows = [
        (
            escape(each.spelling),
            each.thing_text,
            f"{escape(each.name)} ({escape(each.code)})",
            escape(each.accepted_by),
            text.moment(each.accepted_at),
        )
        for each in aliases
    ]
    columns = ("spelling", "kind", "stands_for", "accepted_by", "accepted_at")
    show(rows, columns, text("page.aliases"))


def profile_table(profiles: Sequence[ProfileView]) -> None:
    """Saved mappings and the headers they are for."""
    text = words()
    rows = [
        (f"**{escape(each.name)}**", escape(" | ".join(each.headers)), escape(each.saved_by), text.moment(each.saved_at))
        for each in profiles
    ]
    columns = ("profile", "headers", "saved_by", "saved_at")
    show(rows, columns, text("page.profiles"))
