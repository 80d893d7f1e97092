"""Pictures of a measure: those that stand still are part of a block, those to be explored are Plotly's."""

from collections.abc import Sequence

import streamlit as st

from kpi import charts
from kpi.charts import plots
from kpi.views import Course, FigureView, Lanes, MeasureView, Parts, Picture, Ranges, Years
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words
from kpi.web.tables import figure_table

WIDE, NARROW = 960, 340
"""Pixels of a picture beside the sidebar, and on a telephone."""


def still(picture: Picture) -> tuple[charts.marks.Mark, ...]:
    """A picture that stands still, for wide and for narrow pages; nothing where it is one to be explored."""
    if isinstance(picture, Lanes):
        return tuple(charts.lanes(picture, words(), width=width) for width in (WIDE, NARROW))
    if isinstance(picture, Ranges):
        return tuple(charts.ranges(picture, words(), width=width) for width in (WIDE, NARROW))
    return ()


def main_chart(view: MeasureView) -> None:
    """The main picture where it is one to be explored."""
    _explored(view.pictures[0], "main")


def further(view: MeasureView) -> None:
    """The other pictures, each under its title; parts of a whole have their own place."""
    for number, picture in enumerate(view.pictures[1:]):
        if isinstance(picture, Parts):
            continue
        st.subheader(escape(picture.title), anchor=False)
        if marks := still(picture):
            block("picture", marks=marks, remarks=picture.remarks)
        else:
            _explored(picture, f"picture_{number}")


def breakdowns(view: MeasureView) -> None:
    """What figures are made of, where it is not the main picture, and what they were made of before."""
    parts = [picture for picture in view.pictures[1:] if isinstance(picture, Parts)]
    for picture in parts:
        st.subheader(words()("page.breakdowns"), anchor=False)
        _explored(picture, "parts")
    if view.earlier_parts:
        with st.expander(words()("page.earlier_breakdowns", count=len(view.earlier_parts))):
            figure_table(view.earlier_parts, words()("page.breakdowns"))


def _explored(picture: Picture, key: str) -> None:
    text = words()
    if isinstance(picture, Course):
        st.plotly_chart(plots.course(picture, text), key=key, config=plots.CONFIG, alt=picture.alt)
    elif isinstance(picture, Years):
        st.plotly_chart(plots.years(picture, text), key=key, config=plots.CONFIG, alt=picture.alt)
    elif isinstance(picture, Parts):
        _parts(picture, key)
    _told(picture.remarks if not still(picture) else ())


def _told(remarks: Sequence[str]) -> None:
    if remarks:
        st.caption("  \n".join(escape(remark) for remark in remarks))


def _parts(picture: Parts, key: str) -> None:
    """A partition as one bar of the whole, anything else side by side."""
    text = words()
    for number, group in enumerate(picture.groups):
        st.markdown(f"**{escape(group.name)}** · {escape(group.period)} · {text(f'page.relation_{group.relation}')}")
        if group.relation == "partition":
            figure = plots.partition(group.parts, group.measure, text)
        else:
            figure = plots.side_by_side(group.whole, group.parts, group.measure, text)
        alt = text("page.parts_alt", name=group.name, items=tuple(_item(part) for part in group.parts))
        st.plotly_chart(figure, key=f"{key}_{number}", config=plots.CONFIG, alt=alt)


def _item(part: FigureView) -> str:
    return f"{part.label} {part.text}"
