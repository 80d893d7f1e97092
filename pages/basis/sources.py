"""依据与口径: where every figure and target comes from."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("sources")
opened = web.workspace()
view = web.view(services.sources_view, actor, web.query())

for source in view.sources:
    st.subheader(web.escape(source.title), anchor=False)
    facts = text("page.source_facts", issuer=web.escape(source.source.issuer), issued=web.escape(source.issued))
    st.caption(" · ".join(filter(None, (facts, web.escape(source.published)))))
    if source.check:
        st.caption(f":material/fact_check: {web.escape(source.check)}")
    for document in source.documents:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/attach_file: {web.escape(document.file)}", width="content")
            name, media_type, content = services.document_file(opened, actor, document.document_id)
            web.download(text("page.download"), content, name, f"get_{document.document_id}", media_type, icon=None)
            if st.button(text("page.remove"), key=f"remove_{document.document_id}"):
                with web.attempt():
                    services.remove_document(opened, actor, document.document_id)
    if source.documents:
        with st.expander(text("page.document_marked"), expanded=True):
            web.marked_document(web.later(services.document_view, actor, source.documents[0].document_id)())
    form = f"attach_{source.source.source_id}"
    with st.popover(text("page.attach"), icon=":material/attach_file:"), st.form(form, border=False, clear_on_submit=True):
        file = st.file_uploader(text("page.attach_file"), type=["txt", "docx", "pdf"])
        if st.form_submit_button(text("page.attach_now")) and file is not None:
            with web.attempt():
                services.attach_document(opened, actor, source.source.source_id, file.name, file.getvalue())
    for chapter, sections in web.chapters(source.sections).items():
        held = sum(len(section.figures) for section in sections)
        key = "page.section_count" if chapter else "page.figure_count"
        with st.expander(text(key, section=web.escape(chapter), count=held)):
            web.source_table(source, chapter, sections)

if view.policies:
    st.subheader(text("page.policies"), anchor=False)
    told = ((policy.title, policy.issued, policy.published, policy.check) for policy in view.policies)
    st.markdown("\n".join("- " + " ".join(web.escape(each) for each in texts if each) for texts in told))
if view.questions:
    st.subheader(text("page.questions"), anchor=False)
    st.caption(text("page.questions_note"))
    st.markdown("\n".join(f"{number}. {web.escape(asked.text)}" for number, asked in enumerate(view.questions, 1)))
