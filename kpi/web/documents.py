"""An attached document on screen, with every catalogued figure marked and linked to its measure."""

import streamlit as st

from kpi.views import DocumentView
from kpi.web.escape import escape
from kpi.web.links import href
from kpi.web.session import words


def marked_document(view: DocumentView) -> None:
    """The document's paragraphs; a mark leads to the measure it is of."""
    text = words()
    st.caption(text("page.marked_count", marked=view.marked, missing=len(view.not_found)))
    if view.not_found:
        st.caption(text("page.not_found", ids=tuple(escape(each) for each in view.not_found)))
    with st.container(height=520, border=True):
        for paragraph in view.paragraphs:
            st.markdown("".join(_segment(part.text, part.measure_id) for part in paragraph))


def _segment(text: str, measure_id: str) -> str:
    if not measure_id:
        return escape_keeping_space(text)
    return f":blue-background[[{escape(text)}]({href('measure', measure=measure_id)})]"


def escape_keeping_space(text: str) -> str:
    """Escaped text that keeps a space at either end."""
    inner = escape(text)
    return f"{' ' if text[:1] == ' ' else ''}{inner}{' ' if text[-1:] == ' ' else ''}"
