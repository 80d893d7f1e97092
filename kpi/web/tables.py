"""Tables of targets, gaps and figures: text that wraps, links that keep the view, a lamp with shape and word."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar
from zlib import crc32

import pandas as pd
import streamlit as st

from kpi.views import (
    OF_BATCHES,
    OF_GAPS,
    OF_PROFILES,
    OF_TARGETS,
    AliasView,
    BatchView,
    Face,
    FigureView,
    GapRow,
    ListedFigure,
    MeasureView,
    ProfileView,
    Register,
    SectionView,
    SourceView,
    Standing,
    heading,
)
from kpi.web.address import href
from kpi.web.blocks import lamp_badge
from kpi.web.escape import escape
from kpi.web.session import words, workspace

Row = TypeVar("Row")
_NUMERALS = "一二三四五六七八九十"
_CHAPTER = re.compile(r"[^（(]+([（(][^）)]+[）)])?")


def show(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    alt: str,
    named: Mapping[str, str] = MappingProxyType({}),
    *,
    key: str = "",
) -> None:
    """A table whose cells are Markdown: columns by the keys of their headings, and after them those `named` otherwise.

    `key` tells it from others of the page that are called the same.
    """
    titles = {column: heading(words(), column, Face.PAGE) for column in columns} | dict(named)
    cells = [[row[key] for key in titles] for row in rows]
    with st.container(key=f"table_{crc32((key or alt).encode())}"):
        st.table(pd.DataFrame(cells, columns=list(titles.values())), border="horizontal", hide_index=True, alt=alt)


def escaped(register: Register[Row], row: Row, *columns: str) -> dict[str, str]:
    """Cells as the register says them."""
    return {key: escape(text) for key, text in register.texts(words(), row, *columns).items()}


def measure_link(measure_id: str, name: str) -> str:
    """The measure's name as a link to its page."""
    return f"[{escape(name)}]({href('measure', measure=measure_id)})"


def standing_table(standings: Sequence[Standing], alt: str) -> None:
    """Where each target started, should be, is, and what is missing."""
    columns = ("measure", "baseline", "target", "current", "gap", "progress", "status", "reason")
    show(columns, ({column: _of_target(standing, column) for column in columns} for standing in standings), alt)


def gap_table(rows: Sequence[GapRow], alt: str) -> None:
    """What is missing and what closing it takes."""
    columns = ("measure", "target", "current", "missing", "share", "remaining", "required", "average", "ratio", "status")
    show(columns, ({column: _of_gap(row, column) for column in columns} for row in rows), alt)


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
    rows = (
        {
            "measure": measure_link(figure.measure_id, catalog.measures[figure.measure_id].name(text.lang)),
            "value": f"**{escape(figure.text)}**",
            "period": escape(figure.period),
            "source": escape(figure.source),
        }
        for figure in figures
    )
    show(("measure", "value", "period", "source"), rows, alt)


def listed_table(listed: Sequence[ListedFigure]) -> None:
    """Catalogued figures that are not loaded, and why."""
    text = words()
    rows = (
        {
            "period": escape(figure.period),
            "part": escape(figure.label) or text("page.whole"),
            "value": escape(figure.text),
            "state": escape(figure.load_text),
            "reason": escape(figure.reason),
            "source": escape(figure.source),
        }
        for figure in listed
    )
    show(("period", "part", "value", "state", "reason", "source"), rows, text("page.listed"))


def batch_table(batches: Sequence[BatchView]) -> None:
    """Batches, newest first."""
    text = words()
    columns = ("batch", "kind", "file", "rows", "user", "when", "state", "note")
    rows = (
        OF_BATCHES.texts(text, view, "batch", "kind", "rows", "when")
        | escaped(OF_BATCHES, view, "user", "note")
        | {"file": escape(view.batch.file) or text("page.catalog_figures"), "state": _state(view)}
        for view in batches
    )
    show(columns, rows, text("page.batches"))


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
    by_chapter: dict[str, list[SectionView]] = {}
    for section in ordered:
        chapter = _CHAPTER.match(section.section)
        by_chapter.setdefault(chapter[0] if chapter else section.section, []).append(section)
    return by_chapter


def source_table(source: SourceView, chapter: str, sections: Sequence[SectionView]) -> None:
    """The figures and targets of one chapter of a document."""
    text = words()
    rows = (
        {
            "id": escape(line.id),
            "measure": measure_link(line.measure_id, line.measure_name),
            "part": escape(line.label),
            "printed": escape(line.printed),
            "value": escape(line.text),
            "period": escape(line.period),
            "state": escape(line.loaded),
            "published": escape(line.published),
            "section": escape(section.section),
        }
        for section in sections
        for line in section.figures
    )
    told = any(line.published for section in sections for line in section.figures)
    columns = ("id", "measure", "part", "printed", "value", "period", "state", *(("published",) if told else ()), "section")
    alt = text("page.section", section=chapter) if chapter else source.title
    show(columns, rows, alt, key=f"{source.source.source_id} {chapter}")


def computed_table(view: MeasureView) -> None:
    """Values that no source states, with what they were worked out from."""
    text = words()
    rows = (
        {"period": escape(ratio.period), "value": f"**{escape(ratio.text)}**", "computed": escape(ratio.source)}
        for ratio in view.computed
    )
    show(("period", "value", "computed"), rows, text("page.computed"))


def figure_table(figures: Sequence[FigureView], alt: str) -> None:
    """Figures with their period and source; what does not count any more says why."""
    text = words()
    rows = (
        {
            "period": escape(figure.period),
            "part": escape(figure.label) or text("page.whole"),
            "value": f"**{escape(figure.text)}**",
            "printed": escape(figure.printed),
            "source": escape(figure.source),
            "loaded": f"{figure.loaded_at:%Y-%m-%d %H:%M}" if figure.loaded_at else "",
            "note": text("page.withdrawn") if figure.withdrawn else escape(figure.note),
        }
        for figure in figures
    )
    show(("period", "part", "value", "printed", "source", "loaded", "note"), rows, alt)


def alias_table(aliases: Sequence[AliasView]) -> None:
    """Spellings in use, whose they are and who accepted them."""
    text = words()
    rows = (
        {
            "spelling": escape(alias.spelling),
            "kind": alias.thing_text,
            "stands_for": f"{escape(alias.name)} ({escape(alias.code)})",
            "accepted_by": escape(alias.accepted_by),
            "accepted_at": text.moment(alias.accepted_at),
        }
        for alias in aliases
    )
    show(("spelling", "kind", "stands_for", "accepted_by", "accepted_at"), rows, text("page.aliases"))


def profile_table(profiles: Sequence[ProfileView]) -> None:
    """Saved mappings and the headers they are for."""
    text = words()
    rows = (
        {
            "profile": f"**{escape(profile.name)}**",
            **escaped(OF_PROFILES, profile, "headers"),
            "saved_by": escape(profile.saved_by),
            "saved_at": text.moment(profile.saved_at),
        }
        for profile in profiles
    )
    show(("profile", "headers", "saved_by", "saved_at"), rows, text("page.profiles"))
