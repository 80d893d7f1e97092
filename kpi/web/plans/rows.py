"""新增: rows of a kind typed into a small table, and who answers for which measure."""

from collections.abc import Hashable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.views import Asked
from kpi.web.address import choose_segment
from kpi.web.plans.drafts import Checked, Draft, draft_of, settle, still_missing, text_field
from kpi.web.session import words, workspace

OWNERS = "owners"


def add(actor: Actor) -> None:
    """Choose a kind of rows, type them, see what they do, save them all at once."""
    text = words()
    kinds = (*services.ADDABLE, OWNERS)
    kind = choose_segment(text("page.plans_kind"), kinds, "kind", kinds[0], lambda each: text(f"page.plans_kind_{each}"))
    (_owners if kind == OWNERS else partial(_rows, kind=kind))(actor)


def _rows(actor: Actor, *, kind: str) -> None:
    text, draft = words(), draft_of(f"rows_{kind}")
    asked = services.asked_columns(workspace(), actor, kind, lang=text.lang)
    st.caption(text("page.plans_rows_how"))
    empty = pd.DataFrame({column.column: pd.Series(dtype="str") for column in asked})
    table = st.data_editor(
        empty,
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        column_config={column.column: _column(column) for column in asked},
        key=f"rows_{kind}_{draft.round}",
        alt=text(f"page.plans_kind_{kind}"),
    )
    rows = tuple(tuple(row.items()) for row in _texts(table) if any(row.values()))
    document, note = _paper(draft, kind)
    if still_missing({text("page.plans_typed_rows"): rows, text("page.plans_why"): note}):
        return

    def check() -> Checked:
        make = partial(services.check_rows, workspace(), actor, kind, [dict(row) for row in rows], lang=text.lang)
        checked = make(document=document, note=note)
        return checked.problems, checked.checked

    settle(f"rows_{kind}", actor, (kind, rows, document, note), check)


def _column(asked: Asked) -> Any:  # noqa: ANN401 - Streamlit's own type is not public
    """How a column is typed into: chosen from words where there are some, else as text."""
    if not asked.choices:
        return st.column_config.TextColumn(asked.label)
    shown: dict[Any, Any] = dict(asked.choices)
    return st.column_config.SelectboxColumn(asked.label, options=list(shown), format_func=lambda code: shown.get(code, code))


def _texts(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of an edited table; what nobody typed is empty."""
    return [
        {str(column): str(cell) for column, cell in row.items()} for row in table.astype(object).fillna("").to_dict("records")
    ]


def _paper(draft: Draft, name: str) -> tuple[str, str]:
    """The document, where there is one, and the reason."""
    text = words()
    with st.container(horizontal=True):
        document = text_field(draft, f"{name}_document", text("column.document_number"), text("page.plans_document_like"))
        note = text_field(draft, f"{name}_note", text("page.plans_why"))
    return document, note


def _owners(actor: Actor) -> None:
    text, draft, catalog = words(), draft_of(OWNERS), workspace().catalog
    owned = services.owners(workspace(), actor)
    names = {"measure_id": text("column.measure_id"), "measure": text("column.measure")}
    columns = names | {column: text(f"page.plans_{column}") for column in services.OWNED}
    before = pd.DataFrame(
        [
            {"measure_id": measure_id, "measure": catalog.measures[measure_id].name(text.lang), **said}
            for measure_id, said in owned.items()
        ]
    )
    table = st.data_editor(
        before,
        hide_index=True,
        disabled=list(names),
        placeholder="",
        column_order=("measure", *services.OWNED),
        column_config={column: st.column_config.TextColumn(label) for column, label in columns.items()},
        key=f"owners_{draft.round}",
        alt=text("page.plans_kind_owners"),
    )
    document, note = _paper(draft, OWNERS)
    said = {row["measure_id"]: {column: row[column] for column in services.OWNED} for row in _texts(table)}
    changed = {measure_id: owned_by for measure_id, owned_by in said.items() if owned_by != owned.get(measure_id)}
    if still_missing({text("page.plans_typed_rows"): changed, text("page.plans_why"): note}):
        return

    def check() -> Checked:
        return (), services.check_owners(workspace(), actor, changed, document=document, note=note, lang=text.lang)

    asked: Hashable = tuple((measure_id, tuple(owned_by.items())) for measure_id, owned_by in changed.items())
    settle(OWNERS, actor, (asked, document, note), check)
