"""依据与口径: where every figure and target comes from."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("sources")
view = web.view(services.sources_view, actor, web.query())

web.attach_form(actor, view.sources)
for source in view.sources:
    web.source_block(source)
    web.attached_documents(actor, source)

if view.policies:
    st.subheader(text("page.policies"), anchor=False)
    told = ((policy.title, policy.issued, policy.published, policy.check) for policy in view.policies)
    st.markdown("\n".join("- " + " ".join(web.escape(each) for each in texts if each) for texts in told))
if view.questions:
    st.subheader(text("page.questions"), anchor=False)
    st.caption(text("page.questions_note"))
    st.markdown("\n".join(f"{number}. {web.escape(asked.text)}" for number, asked in enumerate(view.questions, 1)))
