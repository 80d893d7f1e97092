"""数据填报: what is due and its form, drop files, see what they would change, confirm beside it."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.UPLOAD)
text = web.words()
web.page_header("upload")
if web.say_done(":material/check_circle:"):
    web.way_to("overview", text("page.go_overview"))

web.say_corrected(actor)
asked = web.asked_rows(actor)
due = web.view(services.rows_to_report, actor, web.query())
if not asked:
    web.due_lead(actor, due)
    due = web.chosen_owners(due)
forms, drop = st.columns(2)
with forms.container(border=True, height="stretch"):
    st.markdown(f"**{text('page.step_form')}** {text('page.form_note')}")
    keys = asked.targets if asked else due.targets
    if keys:
        web.form_button(actor, keys, key="rows", primary=True, figures=len(asked.figures if asked else due.figures))
    web.year_form(actor)
with drop.container(border=True, height="stretch"):
    st.markdown(f"**{text('page.step_drop')}** {text('page.drop_note')}")
    dropped = st.file_uploader(
        text("page.drop"),
        type=["csv", "txt", "tsv", "xlsx", "xls", "zip"],
        accept_multiple_files=True,
        key=f"drop_{st.session_state.get('upload_round', 0)}",
    )
if not dropped:
    if asked:
        web.due_rest(due)
    else:
        web.due_list(due)
    web.end_page()

preview = web.preview_of(actor, [services.UploadFile(file.name, file.getvalue()) for file in dropped])
if st.session_state.pop("upload_outdated", False):
    st.warning(text("error.preview_outdated"))
web.preview_files(preview)
if preview.ok and len(preview.already_loaded) < len(preview.readings):
    changes, button = st.columns([7, 3])
    with changes:
        web.preview_changes(preview)
    if any(preview.counts):
        with button:
            web.confirm(actor, preview)
if not preview.ok:
    st.error(text("page.refused"), icon=":material/block:")
web.preview_problems(preview.problems)
web.offer_names(actor, preview)
web.return_files(actor, preview)
web.preview_rows(preview)
web.adjust_reading(actor, preview)
