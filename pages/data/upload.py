"""数据填报: drop files, see what they were taken for and would change, settle what is unclear, confirm."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.UPLOAD)
text = web.words()
web.page_header("upload")
opened = web.workspace()
if web.say_done(":material/check_circle:"):
    web.way_to("overview", text("page.go_overview"))

web.asked_rows(actor)
with st.container(border=True):
    st.markdown(f"**{text('page.step_form')}** {text('page.form_note')}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        years = list(range(opened.today.year, services.EARLIEST_YEAR - 1, -1))
        year = st.selectbox(text("page.form_year"), years, index=min(1, len(years) - 1), key="form_year", width=140)
        for kind in ("xlsx", "csv"):
            form = web.later(services.template, actor, year, kind, lang=text.lang)
            name = text("page.form_name", year=year) + f".{kind}"
            web.download(text("page.download_form", format=kind), form, name, f"form_{kind}")

with st.container(border=True):
    st.markdown(f"**{text('page.step_drop')}** {text('page.drop_note')}")
    dropped = st.file_uploader(
        text("page.drop"),
        type=["csv", "txt", "tsv", "xlsx", "xls"],
        accept_multiple_files=True,
        key=f"drop_{st.session_state.get('upload_round', 0)}",
    )
if not dropped:
    st.stop()

preview = web.preview_of(actor, [services.UploadFile(file.name, file.getvalue()) for file in dropped])
if st.session_state.pop("upload_outdated", False):
    st.warning(text("error.preview_outdated"))
web.preview_files(preview)
web.adjust_reading(actor, preview)
web.preview_problems(preview.problems)
web.offer_names(actor, preview)
web.return_files(actor, preview)
web.preview_rows(preview)
if not preview.ok:
    st.error(text("page.refused"), icon=":material/block:")
    st.stop()
if len(preview.already_loaded) == len(preview.readings):
    st.stop()
web.preview_changes(preview)
if not preview.change.new and not preview.change.changed:
    st.info(text("page.nothing_new"))
    if not preview.change.unchanged:
        st.stop()

with st.container(border=True):
    st.markdown(f"**{text('page.step_confirm')}**")
    note = st.text_input(
        text("page.revision_note" if preview.note_needed else "page.upload_note"), max_chars=500, key="upload_note"
    )
    accepted = web.confirm_warnings(preview)
    ready = len(accepted) == len({warning.id for warning in preview.warnings}) and bool(note.strip() or not preview.note_needed)
    if st.button(text("page.commit"), type="primary", disabled=not ready, icon=":material/check:"):
        with web.attempt():
            web.commit(actor, preview, note, accepted)
    else:
        st.session_state["upload_version"] = preview.data_version
