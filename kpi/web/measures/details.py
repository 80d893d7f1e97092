"""What stands behind the picture of a measure: sentences, figures with their sources, passages, and what it means."""

import streamlit as st

from kpi.views import MeasureView
from kpi.web.blocks import catch_up, lamp_badge
from kpi.web.escape import escape
from kpi.web.session import words
from kpi.web.tables import computed_table, figure_table, listed_table


def sentences(view: MeasureView) -> None:
    """How each target stands, as a sentence; what it still takes; the years that are not counted, folded."""
    first = [row.standing for row in view.headlines]
    for standing in first:
        st.markdown(f"{lamp_badge(standing)} {escape(standing.sentence)}")
        for remark in standing.screen.remarks:
            st.caption(escape(remark))
    told = {each.key for each in first}
    others = [each for each in view.standings if each.key not in told and each.assessment.current_value is not None]
    if others:
        with st.expander(words()("page.other_standings", count=len(others))):
            for standing in others:
                st.markdown(f"{lamp_badge(standing)} {escape(standing.sentence)}")
                for remark in standing.screen.remarks:
                    st.caption(escape(remark))


def reckoned(view: MeasureView) -> None:
    """What its targets take, and what the plan's files note about them; folded."""
    text = words()
    told = [closing for closing in view.catch_ups if closing.text or closing.outlook_text]
    if told or view.notes:
        with st.expander(text("page.reckoned")):
            for closing in told:
                catch_up(closing)
            for label, note in view.notes:
                st.caption(text("page.target_note", label=escape(label), note=escape(note)))


def series(view: MeasureView) -> None:
    """Figures that count, each with its source, and the earlier ones they replaced."""
    text = words()
    st.subheader(text("page.figures"), anchor=False)
    if view.told:
        figure_table(view.told, text("page.figures"))
    elif not view.computed and not view.of_parts:
        st.caption(text("page.no_figures"))
    if view.of_parts:
        st.markdown(f"**{text('page.figures_of_parts')}**")
        figure_table(view.of_parts, text("page.figures_of_parts"))
    if view.computed:
        st.markdown(f"**{text('page.computed')}**")
        computed_table(view)
    if view.vintages:
        st.markdown(f"**{text('page.vintages')}**")
        st.markdown("\n".join(f"- {escape(period)}{text.language.colon}{escape(told)}" for period, told in view.vintages))
    if view.versions:
        with st.expander(text("page.versions", count=len(view.versions))):
            figure_table(view.versions, text("page.versions", count=len(view.versions)))


def passages(view: MeasureView) -> None:
    """Where attached documents print its figures."""
    if not view.passages:
        return
    st.subheader(words()("page.passages"), anchor=False)
    for passage in view.passages:
        st.markdown(f"> {escape(passage.before)}:blue-background[**{escape(passage.printed)}**]{escape(passage.after)}")
        st.caption(words()("page.passage_of", document=escape(passage.document), figure=escape(passage.figure_id)))


def told_about(view: MeasureView) -> None:
    """What it means, what is doubted of it, and the figures that are listed and not used."""
    text = words()
    st.subheader(text("page.definition"), anchor=False)
    st.markdown(escape(view.definition) or text("page.no_definition"))
    if view.parts:
        st.markdown(text("page.parts", parts=tuple(escape(part.name(text.lang)) for part in view.parts)))
    remarks("breaks", [each.text for each in view.breaks])
    remarks("doubts", list(view.doubts))
    if view.listed:
        st.markdown(f"**{text('page.listed')}**")
        listed_table(view.listed)


def remarks(title: str, told: list[str]) -> None:
    """A list under its heading; nothing where it is empty."""
    if told:
        st.markdown(f"**{words()(f'page.{title}')}**")
        st.markdown("\n".join(f"- {escape(each)}" for each in told))
