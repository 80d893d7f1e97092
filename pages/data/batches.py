"""批次记录: every batch, its file, and taking one back."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("batches")
opened = web.workspace()
web.say_done()
view = services.history(opened, actor, lang=text.lang, known_at=web.query().known_at)
web.batch_table(view.batches)
if not services.people_sign_in() and web.may(Action.PUBLISH):
    web.way_to("review", text("page.review_locks"), section="locks")

uploads = {str(batch.batch.batch_id): batch for batch in view.batches if batch.has_original}
if not uploads:
    st.caption(text("page.no_uploads"))
    web.end_page()

st.subheader(text("page.one_batch"), anchor=False)
shown = {number: f"{number} · {batch.batch.file} · {batch.state_text}" for number, batch in uploads.items()}
chosen = web.choose(text("page.choose_batch"), list(uploads), "batch", shown.__getitem__)
batch = uploads[chosen]
with st.container(border=True):
    name, content = services.original(opened, actor, batch.batch.batch_id)
    web.download(text("page.download_original"), content, name)
    if batch.approval:
        st.caption(web.escape(batch.approval))
    if batch.batch.taken_for:
        st.caption(text("page.was_taken_for", taken_for=web.escape(batch.batch.taken_for)))
    if batch.batch.warnings:
        st.caption(text("page.confirmed_warnings"))
        st.markdown("\n".join(f"- {web.escape(warning)}" for warning in batch.batch.warnings))
    if batch.can_withdraw:
        with st.form("withdraw", border=False):
            note = st.text_input(text("page.withdraw_note"), max_chars=500, key="withdraw_note")
            if st.form_submit_button(text("page.withdraw"), icon=":material/undo:"):
                with web.attempt():
                    services.withdraw(opened, actor, batch.batch.batch_id, note)
                    web.remember(text("page.withdrawn_done", batch=chosen))
    elif batch.withdrawn_at:
        st.caption(
            text("page.was_withdrawn", user=web.escape(batch.batch.withdrawn_by), note=web.escape(batch.batch.withdrawal_note))
        )
