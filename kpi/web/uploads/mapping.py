"""How a file is read, laid open: what it was taken for may be changed, and its columns mapped by hand and kept as a profile."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.services import ColumnChoice, FileChoices, Quarters, Reading, Role, SheetChoices
from kpi.views import Face, FileView, TableView, UploadPreview, heading, table_view
from kpi.web.asking import attempt
from kpi.web.escape import escape, plain
from kpi.web.session import words, workspace
from kpi.web.tables import show

ROLES = (
    Role.CODE,
    Role.NAME,
    Role.VALUE,
    Role.YEAR,
    Role.PERIOD,
    Role.START,
    Role.END,
    Role.REGION,
    Role.REGION_CODE,
    Role.BREAKDOWN,
    Role.UNIT,
    Role.NOTE,
)
_LEFT_OUT = ""
_AROUND = (Role.NAME, Role.REGION, Role.PERIOD, Role.UNIT)
_MOST_HEADER_ROWS = 3
_MOST_SHEETS = 50
"""That are chosen from; an archive has as many as it likes, and shows some of them."""


def adjust_reading(actor: Actor, preview: UploadPreview) -> None:
    """For one of the files: encoding, separator, sheets, header and columns. What is changed is read again at once."""
    text = words()
    with st.expander(text("page.adjust_reading"), icon=":material/tune:", key="adjust_reading"):
        st.caption(text("page.adjust_note"))
        files = {file.sha256: file for file in preview.files}
        chosen = next(iter(files))
        if len(files) > 1:
            chosen = st.selectbox(
                text("page.adjust_file"), list(files), format_func=lambda sha: plain(files[sha].file), key="adjusted_file"
            )
        reading = next(reading for reading in preview.readings if reading.sha256 == chosen)
        before = _choices().get(chosen, FileChoices())
        after = _sheet_part(actor, reading, files[chosen], _file_part(reading, files[chosen], before))
        if after != before:
            _choices()[chosen] = after
            st.rerun()


def _choices() -> dict[str, FileChoices]:
    choices: dict[str, FileChoices] = st.session_state.setdefault("file_choices", {})
    return choices


def _file_part(reading: Reading, file: FileView, before: FileChoices) -> FileChoices:
    """Encoding and separator of a text, sheets of a workbook, and whether saved mappings are used."""
    text, key = words(), file.sha256[:12]
    after = before
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if reading.book is None or reading.book.encoding:
            encodings = ["", *services.ENCODINGS]
            encoding = st.selectbox(
                text("page.encoding"),
                encodings,
                index=encodings.index(before.encoding),
                format_func=lambda code: code or _found(reading.book.encoding if reading.book else ""),
                key=f"encoding_{key}",
                width=200,
            )
            delimiters = ["", *services.DELIMITERS]
            delimiter = st.selectbox(
                text("page.delimiter"),
                delimiters,
                index=delimiters.index(before.delimiter),
                format_func=lambda code: (
                    _delimiter(code) if code else _found(_delimiter(reading.book.delimiter if reading.book else ""))
                ),
                key=f"delimiter_{key}",
                width=200,
            )
            after = replace(after, encoding=encoding, delimiter=delimiter)
        if 1 < len(file.sheets) <= _MOST_SHEETS and set(file.read_sheets) <= set(file.sheets):
            sheets = st.multiselect(
                text("page.sheets"),
                file.sheets,
                default=before.sheets or file.read_sheets,
                format_func=plain,
                key=f"sheets_{key}",
            )
            wanted = tuple(sheet for sheet in file.sheets if sheet in sheets)
            after = replace(after, sheets=None if wanted in (file.read_sheets, ()) and before.sheets is None else wanted)
        profiles = st.checkbox(text("page.use_profiles"), value=before.profiles, key=f"profiles_{key}")
    return replace(after, profiles=profiles)


def _found(what: str) -> str:
    return words()("page.as_found", what=what) if what else words()("page.to_be_found")


def _delimiter(character: str) -> str:
    names = {",": "comma", ";": "semicolon", "\t": "tab"}
    return words()(f"reading.{names[character]}") if character in names else ""


def _sheet_part(actor: Actor, reading: Reading, file: FileView, choices: FileChoices) -> FileChoices:
    """Header, whole table and columns of one sheet."""
    text, key = words(), file.sha256[:12]
    if not file.sheets:
        return choices
    sheet = file.sheets[0]
    if len(file.sheets) > 1:
        sheet = st.selectbox(text("page.adjust_sheet"), file.sheets, format_func=plain, key=f"sheet_{key}")
    view = table_view(reading, sheet, choices)
    if view is None:
        return choices
    _raw(view)
    before = choices.by_sheet.get(sheet)
    by_hand = st.toggle(text("page.map_by_hand"), value=before is not None, key=f"hand_{key}_{sheet}")
    if not by_hand:
        kept = {name: chosen for name, chosen in choices.by_sheet.items() if name != sheet}
        return replace(choices, by_sheet=kept)
    after = _mapped(view, before or SheetChoices(), f"{key}_{sheet}")
    _profile(actor, reading, sheet, after, f"{key}_{sheet}")
    return replace(choices, by_sheet={**choices.by_sheet, sheet: after})


def _raw(view: TableView) -> None:
    """The first rows as they came, with the letters and numbers Excel shows."""
    top = max(view.header_row - 3, 0)
    rows = list(enumerate(view.rows, top + 1))
    letters = [(column.letter, partial(_raw_cell, place)) for place, column in enumerate(view.columns)]
    show(rows, words()("page.raw_table"), [("", lambda row: f"**{row[0]}**"), *letters])


def _raw_cell(place: int, row: tuple[int, tuple[str, ...]]) -> str:
    return escape(row[1][place][:40])


def _mapped(view: TableView, before: SheetChoices, key: str) -> SheetChoices:
    text = words()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.number_input(
            text("page.header_row"),
            1,
            max(view.row_count, 1),
            value=before.header_row or view.header_row,
            key=f"first_{key}",
            width=160,
        )
        height = st.number_input(
            text("page.header_rows"), 1, _MOST_HEADER_ROWS, value=before.header_rows if before.header_row else view.header_rows,
            key=f"height_{key}", width=160,
        )  # fmt: skip
        quarters = st.selectbox(
            text("page.quarters"),
            list(Quarters),
            index=list(Quarters).index(before.quarters),
            format_func=lambda code: text(f"page.quarters_{code or 'unsaid'}"),
            key=f"quarters_{key}",
            width=260,
        )
    around = _around(before.around, key)
    columns = _columns(view, before, f"{key}_{first}_{height}")
    return SheetChoices(int(first), int(height), columns, around, quarters or Quarters.UNSAID)


def _around(before: Mapping[Role, str], key: str) -> dict[Role, str]:
    """What holds for the whole table, where neither rows nor headers say it."""
    text = words()
    st.caption(text("page.whole_table"))
    said = {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for role in _AROUND:
            typed = st.text_input(
                text(f"page.whole_{role}"), value=before.get(role, ""), key=f"around_{role}_{key}", width=240, max_chars=60
            )
            if typed.strip():
                said[role] = typed.strip()
    return said


def _columns(view: TableView, before: SheetChoices, key: str) -> dict[int, ColumnChoice]:
    """What each column is; for values, what the header is to mean."""
    text = words()
    st.caption(text("page.each_column"))
    mapped: dict[int, ColumnChoice] = {}
    options = [_LEFT_OUT, *(str(role) for role in ROLES)]
    for column in view.columns:
        known = before.columns.get(column.index)
        role = (str(known.role) if known.role else _LEFT_OUT) if known else column.role
        with st.container(horizontal=True, vertical_alignment="bottom"):
            header, samples = column.header or text("page.no_header"), text.language.items.join(column.samples)
            st.markdown(f"**{column.letter}** {escape(header)}  \n:gray[{escape(samples)}]", width=280)
            chosen = st.selectbox(
                heading(text, "is", Face.PAGE, letter=column.letter),
                options,
                index=options.index(role) if role in options else 0,
                format_func=lambda code: text(f"template.{code}") if code else text("page.left_out"),
                key=f"role_{column.index}_{key}",
                width=200,
            )
            says = ""
            if chosen == Role.VALUE:
                says = st.text_input(
                    heading(text, "says", Face.PAGE),
                    value=known.says if known else "",
                    key=f"says_{column.index}_{key}",
                    width=260,
                    max_chars=60,
                )
        mapped[column.index] = ColumnChoice(Role(chosen) if chosen else None, says.strip())
    return mapped


def _profile(actor: Actor, reading: Reading, sheet: str, choices: SheetChoices, key: str) -> None:
    text = words()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(text("page.profile_name"), key=f"profile_name_{key}", max_chars=60, width=320)
        if st.button(text("page.save_profile"), key=f"save_profile_{key}", icon=":material/save:"):
            with attempt(again=False):
                services.save_profile(workspace(), actor, name, reading, sheet, choices)
                st.success(text("page.profile_saved", name=escape(name.strip())))
