"""The sidebar: the pages, and for all of them as of when, for where, and what is rarely asked for, folded."""

from collections.abc import Callable, Mapping
from contextlib import suppress

import streamlit as st

from kpi.errors import KpiError
from kpi.i18n import LANGUAGES, texts
from kpi.model import Action, Actor
from kpi.services import lamp_schemes, people_sign_in, plan_list
from kpi.web.address import choose, choose_segment, day_field, read_day
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.past import moment_field
from kpi.web.session import KNOWN_AT, language, require, unreadable, usual_plan, words, workspace
from kpi.web.shell.finder import finder
from kpi.web.shell.navigation import name_of, page_list

TARGETS = ("revised", "original")
"""Which targets pages judge by, where some were revised."""


def sidebar(page: object) -> None:
    """What finds anything by name, the pages and the fields; links carry what the fields say, so they are made after them."""
    with st.sidebar:
        with suppress(KpiError):
            finder(require(Action.VIEW))
        pages = st.container()
        with suppress(KpiError):  # the page itself says what is wrong
            _fields(require(Action.VIEW))
        with pages:
            page_list(name_of(page))
        if people_sign_in():
            with suppress(KpiError):
                block("signed_in", name=require(Action.VIEW).name)


def _fields(actor: Actor) -> None:
    text = words()
    plans = {plan.plan_id: plan.name for plan in plan_list(workspace(), actor, lang=text.lang)}
    misread = [unreadable("plan", plans.get), unreadable("as_of", read_day)]
    if len(plans) > 1:
        usual = usual_plan()
        choose(text("page.plan"), [usual, *(plan for plan in plans if plan != usual)], "plan", plans.__getitem__)
    catalog, seen, today = workspace().catalog, workspace().regions, workspace().today
    schemes = {scheme.scheme: scheme.name for scheme in lamp_schemes(workspace(), actor, text.lang)}
    misread += [unreadable("region", seen.get), unreadable("lamps", schemes.get)]
    day_field(text("page.as_of"), "as_of", text("page.as_of_help", today=today), text("page.as_of_unset"))
    regions = [code for code, region in seen.items() if region.active]
    choose(text("page.region"), regions, "region", lambda code: seen[code].name(text.lang))
    for given in filter(None, misread):
        st.info(text("page.misread", value=escape(given)))
    others = (texts(lang).language.name for lang in LANGUAGES if lang != text.lang)
    with st.expander(" · ".join((text("page.more"), *others)), expanded=_asked_for(schemes)):
        _rarely(schemes, revised=any(target.revised for target in catalog.targets.values()))


def _rarely(schemes: Mapping[str, str], *, revised: bool) -> None:
    """Whatever most people leave as it is; `revised` is whether any target was."""
    text = words()
    if len(schemes) > 1:
        choose(text("page.lamps"), list(schemes), "lamps", schemes.__getitem__)
    moment_field()
    if revised:
        told: Callable[[str], str] = lambda which: text(f"page.targets_{which}")  # noqa: E731
        choose_segment(text("page.which_targets"), TARGETS, "targets", TARGETS[0], told)
    choose_segment(text("page.language"), LANGUAGES, "lang", language(), lambda code: texts(code).language.name)


def _asked_for(schemes: Mapping[str, str]) -> bool:
    """Whether the address asks for anything below the fold but the language, which whoever reads sees."""
    asked = {name: st.query_params.get(name) for name in ("lamps", "targets", KNOWN_AT)}
    return bool(asked[KNOWN_AT]) or asked["lamps"] not in (None, "", next(iter(schemes))) or asked["targets"] == "original"
