"""读取设置: spellings that were accepted and mappings that were saved, and taking them back."""

import streamlit as st

from kpi import services, web
from kpi.errors import KpiError
from kpi.model import Action

actor = web.require(Action.UPLOAD)
text = web.words()
web.page_header("reading")
opened = web.workspace()
if done := st.session_state.pop("reading_done", ""):
    st.success(done)

aliases = services.aliases(opened, actor, lang=text.lang)
st.subheader(text("page.aliases"), anchor=False)
st.caption(text("page.aliases_note"))
if not aliases:
    st.caption(text("page.no_aliases"))
else:
    web.alias_table(aliases)
    spelt = {each.alias_id: web.plain(f"{each.spelling} → {each.name}") for each in aliases}
    with st.form("remove_alias", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        alias = st.selectbox(text("page.choose_alias"), list(spelt), format_func=spelt.__getitem__, key="alias")
        forget = st.form_submit_button(text("page.remove_alias"), icon=":material/delete:")
    if forget:
        try:
            services.remove_alias(opened, actor, alias)
        except KpiError as error:
            st.error(web.escape(text.message(error.message)))
        else:
            st.session_state["reading_done"] = text("page.alias_removed", spelling=web.escape(spelt[alias]))
            st.rerun()

profiles = services.profiles(opened, actor)
st.subheader(text("page.profiles"), anchor=False)
st.caption(text("page.profiles_note"))
if not profiles:
    st.caption(text("page.no_profiles"))
else:
    web.profile_table(profiles)
    named = {each.profile_id: web.plain(each.name) for each in profiles}
    with st.form("remove_profile", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        profile = st.selectbox(text("page.choose_profile"), list(named), format_func=named.__getitem__, key="profile")
        forget = st.form_submit_button(text("page.remove_profile"), icon=":material/delete:")
    if forget:
        try:
            services.remove_profile(opened, actor, profile)
        except KpiError as error:
            st.error(web.escape(text.message(error.message)))
        else:
            st.session_state["reading_done"] = text("page.profile_removed", name=web.escape(named[profile]))
            st.rerun()
