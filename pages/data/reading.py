"""读取设置: spellings that were accepted and mappings that were saved, and taking them back."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.UPLOAD)
text = web.words()
web.page_header("reading")
opened = web.workspace()
web.say_done()

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
        with web.attempt():
            services.remove_alias(opened, actor, alias)
            web.remember(text("page.alias_removed", spelling=web.escape(spelt[alias])))

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
        with web.attempt():
            services.remove_profile(opened, actor, profile)
            web.remember(text("page.profile_removed", name=web.escape(named[profile])))
