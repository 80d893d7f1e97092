"""Members of a dimension in virtual tables, however many: a heat table of members by measures, and a ranking. No chart."""

from collections.abc import Sequence
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler  # with the module, not in somebody's first page: it takes a tenth of a second
from streamlit.delta_generator import DeltaGenerator

from kpi import services
from kpi.analysis import REGIONS
from kpi.i18n import Scale
from kpi.model import Actor
from kpi.views import Face, HeatColumn, MemberColumn, MembersView, MemberTable, Query, heading
from kpi.web.address import choose
from kpi.web.asking import view
from kpi.web.escape import escape, plain
from kpi.web.session import words
from kpi.web.tables import NEAR

_MOST_SHADED = 3000
"""Cells that are shaded; beyond that the browser would wait for colours nobody can take in."""
_HEAT = "59, 124, 192"
_ROW_PIXELS = 35
_NARROW_LETTER = 0.6
"""Of a Chinese one."""
_LETTER_PIXELS, _BESIDE_A_HEADER = 14, 24
"""Of a heading, and of what stands beside it."""
_MOST_ROWS = 16
"""Rows that are seen at once; the table scrolls through the rest."""


def heat_section(view: MembersView) -> DeltaGenerator:
    """Where the table stands: below a heading of its own, or folded where it would be a column of “not reported”."""
    title = words()("page.regions_heat")
    if view.table and not view.table.enough:
        return st.expander(title)
    st.header(title, anchor=False)
    return st.container()


def level_chosen(actor: Actor, asked: Query, dimension: str) -> str:
    """The level whose regions are asked for, however deep; empty for those directly below, or where there are no others."""
    levels = view(services.region_levels, actor, asked) if dimension == REGIONS else {}
    if not levels:
        return ""
    names = {"": words()("page.regions_below"), **levels}
    return choose(words()("page.regions_level"), list(names), "level", names.__getitem__)


def heat_note(table: MemberTable) -> None:
    """How to read the table, whether it is shaded or not."""
    shaded = len(table.members) * len(table.columns) <= _MOST_SHADED
    st.caption(words()("page.regions_heat_note" if shaded else "page.regions_heat_plain", number=_MOST_SHADED))


def heat_table(table: MemberTable) -> None:
    """Members by measures in the language's units; deeper is better, or more where nothing is; what is missing says so."""
    columns = {_header(column): column for column in table.columns}
    scales = {header: words().scale(column.values.measure) for header, column in columns.items()}
    shown = pd.DataFrame(
        {header: column.values.values / float(scales[header].divisor) for header, column in columns.items()},
        index=_index(table),
    )
    formats = {
        header: st.column_config.NumberColumn(
            format=_format(scales[header]), width=_header_pixels(header), help=escape(column.name), alignment=NEAR
        )
        for header, column in columns.items()
    }
    shaded = Styler(shown).apply(_shades, axis=None, columns=table.columns) if shown.size <= _MOST_SHADED else shown
    st.dataframe(
        shaded,
        column_config=formats,
        placeholder=words()("analysis.not_reported"),
        height=_height(len(shown)),
        alt=words()("page.heat_alt", members=len(table.members), measures=len(table.columns)),
        key="heat",
    )


def _index(table: MemberTable) -> pd.Index:
    """Who the rows are, and before that where they lie, if that is not one place."""
    name = heading(words(), "member", Face.PAGE)
    members = [plain(each) for each in table.members]
    if not table.within:
        return pd.Index(members, name=name)
    return pd.MultiIndex.from_arrays([[*map(plain, table.within)], members], names=[words()("page.regions_within"), name])


def _header(column: HeatColumn) -> str:
    """A measure with its unit and period; two measures never share one."""
    return plain(f"{column.name}\n{column.unit} · {column.period}")


def ems(text: str) -> float:
    """How wide a text is at most, in widths of a Chinese letter."""
    return sum(1 if east_asian_width(letter) in "WFA" else _NARROW_LETTER for letter in text)


def _header_pixels(header: str) -> int:
    """As wide as a heading is long, so that its unit and its period are never cut off."""
    return round(ems(header) * _LETTER_PIXELS) + _BESIDE_A_HEADER


def _shades(frame: pd.DataFrame, columns: Sequence[HeatColumn]) -> pd.DataFrame:
    """A background for every cell by its rank among the reported ones; none where nothing is reported."""
    styles = np.full(frame.shape, "", dtype=object)
    for place, values in enumerate(column.values for column in columns):
        reported = ~np.isnan(values.values)
        count = int(reported.sum())
        for row in np.flatnonzero(reported):
            share = 1.0 if count == 1 else (count - values.ranks[row]) / (count - 1)
            styles[row, place] = f"background-color: rgba({_HEAT}, {0.08 + 0.5 * share:.2f})"
    return pd.DataFrame(styles, index=frame.index, columns=frame.columns)


def _format(scale: Scale) -> str:
    return f"%.{scale.decimals}f"


def _height(rows: int) -> int:
    return (min(rows, _MOST_ROWS) + 1) * _ROW_PIXELS + 3


def ranking_table(view: MemberColumn) -> None:
    """Rank, value, share, gap, verdict and source of every member; those without a figure stand last and say so."""
    text = words()
    scale = text.scale(view.column.measure)
    rows = [
        {
            "rank": row.rank,
            "member": plain(row.name if row.counted else text("page.not_counted", name=row.name)),
            "value": None if row.value is None else row.value / float(scale.divisor),
            "of_whole": row.share.number,
            "lacking": row.lacking.text or None,
            "status": row.standing.status_text if row.standing else None,
            "target": row.standing.goal.text if row.standing else None,
            "source": plain(row.source),
        }
        for row in view.rows
    ]
    frame = pd.DataFrame(rows).astype({"rank": "Int64"})
    empty = [name for name in ("of_whole", "lacking", "status", "target") if frame[name].isna().all()]
    labels = {name: heading(text, name, Face.PAGE) for name in frame.columns}
    labels["value"] = plain(text("page.value_in", unit=scale.unit))
    config = {
        labels["value"]: st.column_config.NumberColumn(format=_format(scale)),
        labels["of_whole"]: st.column_config.ProgressColumn(format="%.1f%%", min_value=0, max_value=100),
    }
    st.dataframe(
        frame.drop(columns=empty).rename(columns=labels),  # named for readers: the table can be taken away as CSV
        column_config=config,
        hide_index=True,
        placeholder=text("value.none"),
        height=_height(len(frame)),
        alt=text("page.ranking_alt", measure=view.name),
        key="ranking",
    )


def column_facts(view: MemberColumn) -> None:
    """What the whole has, whether the members add up to it, and which way a rank counts."""
    text = words()
    told = [view.whole_note, view.check_text, text(f"page.rank_{view.column.measure.direction}")]
    if view.marked:
        told.append(text("place.marked_in_table", figures=tuple(f"{row.name} {row.amount.text}" for row in view.marked)))
    st.markdown(escape(text.paragraph(told)))
