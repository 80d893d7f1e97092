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
    spelt = {alias.alias_id: web.plain(f"{alias.spelling} → {alias.name}") for alias in aliases}
    with st.form("remove_alias", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(text("page.choose_alias"), list(spelt), format_func=spelt.__getitem__, key="alias")
        forget = st.form_submit_button(text("page.remove_alias"), icon=":material/delete:")
    if forget:
        with web.attempt():
            services.remove_alias(opened, actor, chosen)
            web.remember(text("page.alias_removed", spelling=web.escape(spelt[chosen])))

profiles = services.profiles(opened, actor)
st.subheader(text("page.profiles"), anchor=False)
st.caption(text("page.profiles_note"))
if not profiles:
    st.caption(text("page.no_profiles"))
else:
    web.profile_table(profiles)
    named = {profile.profile_id: web.plain(profile.name) for profile in profiles}
    with st.form("remove_profile", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        kept = st.selectbox(text("page.choose_profile"), list(named), format_func=named.__getitem__, key="profile")
        forget = st.form_submit_button(text("page.remove_profile"), icon=":material/delete:")
    if forget:
        with web.attempt():
            services.remove_profile(opened, actor, kept)
            web.remember(text("page.profile_removed", name=web.escape(named[kept])))
