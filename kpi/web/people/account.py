"""我的账户: one's own roles and tokens."""

import streamlit as st

from kpi import services
from kpi.errors import NotFound
from kpi.model import Actor, Grant
from kpi.web.asking import attempt, remember
from kpi.web.escape import escape, plain
from kpi.web.markup import block
from kpi.web.session import words, workspace
from kpi.web.tables import show

_DAYS = 90


def account(actor: Actor) -> None:
    """Who one is here, and the tokens of one's programs."""
    text = words()
    try:
        own = services.own_account(workspace(), actor, lang=text.lang)
    except NotFound:
        st.info(text("page.account_none"))
        return
    roles = text.listing([escape(role.text) for role in own.roles]) if own.roles else text("page.account_no_roles")
    st.markdown(text("page.account_roles", name=escape(own.name), user=escape(own.user_id), roles=roles))
    if services.people_sign_in():
        block("own_sign_in")
    st.subheader(text("page.tokens"), anchor=False)
    st.caption(text("page.tokens_caption"))
    if own.roles:
        _make(actor, {role.text: role.grant for role in own.roles})
    _list(actor)


def _make(actor: Actor, grants: dict[str, Grant]) -> None:
    text = words()
    with st.form("token", border=True):
        label = st.text_input(text("page.tokens_label"), max_chars=60, key="token_label")
        with st.container(horizontal=True):
            role = st.selectbox(text("page.users_role"), list(grants), format_func=plain, key="token_role")
            days = st.number_input(text("page.tokens_days"), 1, 366, _DAYS, key="token_days")
        if st.form_submit_button(text("page.tokens_make"), icon=":material/key:"):
            with attempt(again=False):
                token = services.add_token(workspace(), actor, label, grants[role], int(days))
                st.success(text("page.tokens_made"))
                st.code(token, language=None)


def _list(actor: Actor) -> None:
    text = words()
    tokens = services.tokens(workspace(), actor, lang=text.lang)
    if not tokens:
        st.caption(text("page.tokens_none"))
        return
    show(
        tokens,
        text("page.tokens_table"),
        number=lambda one: str(one.token_id),
        token_label=lambda one: escape(one.label),
        roles=lambda one: escape(one.text),
        good_until=lambda one: f"{one.expires_at:%Y-%m-%d}",
        state=lambda one: text("value.in_use" if one.usable else "value.disabled"),
    )
    usable = [one.token_id for one in tokens if one.usable]
    if usable:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(text("page.tokens_number"), usable, key="token_number")
            if st.button(text("page.tokens_withdraw")):
                with attempt():
                    services.withdraw_token(workspace(), actor, number)
                    remember(text("page.users_changed", user=actor.user_id))
