"""What a question in SQL returned, and what may be asked."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from kpi.services import Answer, cell_text
from kpi.web.escape import escape
from kpi.web.session import words


def answer_table(answer: Answer, alt: str) -> None:
    """The rows, under the names of their columns; whether there were more."""
    text = words()
    names = _told_apart(answer.columns)
    shown = [[escape(cell_text(value)) for value in row] for row in answer.rows]
    st.table(pd.DataFrame(shown, columns=names), border="horizontal", hide_index=True, alt=alt)
    key = "page.query_rows_cut" if answer.cut else "page.query_rows"
    st.caption(text(key, count=len(answer.rows)))


def view_list(views: Mapping[str, Sequence[str]]) -> None:
    """Each view with its columns."""
    text = words()
    lines = (f"- **{escape(view)}**{text.language.colon}{escape(', '.join(columns))}" for view, columns in views.items())
    st.markdown("\n".join(lines))


def _told_apart(columns: Sequence[str]) -> list[str]:
    """Names of columns, each once: a second of the same name gets its number."""
    seen: dict[str, int] = {}
    names = []
    for column in columns:
        seen[column] = seen.get(column, 0) + 1
        names.append(escape(column if seen[column] == 1 else f"{column} ({seen[column]})"))
    return names
