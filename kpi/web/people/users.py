"""用户: every account with its roles; a new one; and what an administrator may change of one."""

from collections.abc import Callable, Sequence

import streamlit as st

from kpi import services
from kpi.model import Actor, Grant
from kpi.views import RoleView, UserView
from kpi.web.address import choose
from kpi.web.asking import attempt, remember
from kpi.web.escape import escape, plain
from kpi.web.session import words, workspace
from kpi.web.tables import show

_WHOLE, _PLAN, _UNIT, _REGIONS = "whole", "plan", "unit", "regions"


def user_list(actor: Actor) -> tuple[UserView, ...]:
    """Every account, as it stands."""
    text = words()
    people = services.users(workspace(), actor, lang=text.lang)
    if not people:
        st.info(text("page.users_none"))
        return people
    whole = services.manages_accounts(workspace(), actor)
    st.caption(text("page.users_caption"))
    if not whole:
        st.caption(text("page.users_of_plan"))
    show(
        people,
        text("page.users_table"),
        user_id=lambda one: escape(one.user_id),
        person=lambda one: escape(one.name),
        roles=lambda one: (
            "；".join(escape(role.text) for role in one.roles)
            or text("page.users_no_role" if whole else "page.users_no_role_here")
        ),
        state=_state,
    )
    return people


def _state(one: UserView) -> str:
    text = words()
    told = text(
        "page.users_state", state=text("value.disabled" if one.disabled else "value.in_use"), made=f"{one.made_at:%Y-%m-%d}"
    )
    told += text("page.users_must_change") if one.must_change else ""
    return told + (text("page.users_in", since=f"{one.signed_in:%m-%d %H:%M}") if one.signed_in else "")


def new_user(actor: Actor) -> None:
    """A form for a new account with its first role, for who manages accounts."""
    text = words()
    if not services.manages_accounts(workspace(), actor):
        return
    with st.expander(text("page.users_new"), icon=":material/person_add:"):
        with st.container(horizontal=True):
            account = st.text_input(text("page.users_account"), max_chars=64, key="new_account")
            name = st.text_input(text("page.users_name"), max_chars=40, key="new_name")
        password = st.text_input(text("page.users_password"), type="password", max_chars=128, key="new_password")
        grant = _grant("new", actor)
        if st.button(text("page.users_add"), icon=":material/person_add:"):
            with attempt():
                user_id = services.add_user(workspace(), actor, account, name, [grant], password)
                remember(text("page.users_added", user=user_id))


def one_user(actor: Actor, people: Sequence[UserView]) -> None:
    """What may be changed of the account chosen."""
    if not people:
        return
    text, by_id = words(), {one.user_id: one for one in people}
    st.subheader(text("page.users_one"), anchor=False)
    chosen = choose(text("page.users_choose"), list(by_id), "account", lambda user_id: f"{user_id} · {by_id[user_id].name}")
    one = by_id[chosen]
    with st.container(border=True):
        for role in one.roles:
            if role.may_take:
                _held(actor, one, role)
        grant = _grant("more", actor)
        _button("page.users_give", one, lambda: services.give_role(workspace(), actor, one.user_id, grant))
    if services.manages_accounts(workspace(), actor):
        _account(actor, one)


def _account(actor: Actor, one: UserView) -> None:
    """What may be changed of the account itself."""
    text, chosen = words(), one.user_id
    with st.container(border=True):
        password = st.text_input(text("page.users_password"), type="password", max_chars=128, key=f"password_{chosen}")
        with st.container(horizontal=True):
            _button("page.users_set_password", one, lambda: services.set_password(workspace(), actor, chosen, password))
            _button("page.users_sign_out", one, lambda: services.sign_out_user(workspace(), actor, chosen))
            if one.disabled:
                _button("page.users_enable", one, lambda: services.enable_user(workspace(), actor, chosen))
            else:
                _button("page.users_disable", one, lambda: services.disable_user(workspace(), actor, chosen))


def _held(actor: Actor, one: UserView, role: RoleView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(escape(role.text))
        _button("page.users_take", one, lambda: services.take_role(workspace(), actor, role.grant_id), str(role.grant_id))


def _button(key: str, one: UserView, change: Callable[[], None], of: str = "") -> None:
    """A button that changes an account and says that it did."""
    if st.button(words()(key), key=f"{key}_{one.user_id}_{of}"):
        with attempt():
            change()
            remember(words()("page.users_changed", user=one.user_id))


def _grant(where: str, actor: Actor) -> Grant:
    """A role and how far it reaches, as chosen."""
    text, opened = words(), workspace()
    roles = dict(services.role_choices(opened, actor, lang=text.lang))
    with st.container(horizontal=True):
        role = st.selectbox(text("page.users_role"), list(roles), format_func=roles.__getitem__, key=f"{where}_role")
        reach = st.selectbox(
            text("page.users_where"),
            (_WHOLE, _PLAN, _UNIT, _REGIONS)[not services.manages_accounts(opened, actor) :],
            format_func=lambda code: text(f"page.users_{code}"),
            key=f"{where}_reach",
        )
        unit, regions = "", tuple[str, ...]()
        if reach == _UNIT:
            units = services.units_there(opened, actor)
            unit = st.selectbox(text("page.users_unit"), units, format_func=plain, key=f"{where}_unit") or ""
        elif reach == _REGIONS:
            known = opened.catalog.regions
            chosen = st.multiselect(
                text("page.users_regions"),
                list(known),
                format_func=lambda code: plain(known[code].name(text.lang)),
                key=f"{where}_regions",
            )
            regions = tuple(sorted(chosen))
    return Grant(role, "" if reach == _WHOLE else opened.plan_id, unit, regions)
