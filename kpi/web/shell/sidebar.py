"""The sidebar: the pages, and for all of them as of when, for where, and what is rarely asked for, folded.

The pages stand there before the page is run, and the fields only after it: a browser draws what comes first, and it is the page
that everybody waits for (decision 0116). What the fields say is heeded before either.
Whoever may not look is refused by the page, and once.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import streamlit as st

from kpi.errors import KpiError
from kpi.i18n import LANGUAGES, texts
from kpi.model import Action, Actor
from kpi.services import lamp_schemes, people_sign_in, plan_list
from kpi.web.address import choose, choose_segment, day_field, follow_address, follow_day, read_day
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.past import moment_field
from kpi.web.session import KNOWN_AT, allowed, language, unreadable, usual_plan, words, workspace
from kpi.web.shell.finder import finder
from kpi.web.shell.navigation import name_of, page_list

TARGETS = ("revised", "original")
"""Which targets pages judge by, where some were revised."""


def sidebar(page: object) -> tuple[Any, Any]:
    """The pages, as links that carry what the address says; returns the places above and below them, for `sidebar_fields`."""
    with suppress(KpiError):  # the page itself says what is wrong
        if actor := allowed(Action.VIEW):
            for name, options in _choices(actor):
                follow_address(name, options, options[0])
            follow_day("as_of")
    with st.sidebar:
        above = st.container(key="finder", gap=None)
        page_list(name_of(page))
        return above, st.container()


def _choices(actor: Actor) -> Iterator[tuple[str, list[str]]]:
    """What may be chosen, the usual first; one after another, as which regions there are hangs on the plan that was chosen."""
    yield "plan", list(_plans(actor))
    yield "region", list(_regions())
    yield "lamps", list(_schemes(actor))
    if _is_revised():
        yield "targets", list(TARGETS)


def _plans(actor: Actor) -> Mapping[str, str]:
    names = {plan.plan_id: plan.name for plan in plan_list(workspace(), actor, lang=words().lang)}
    usual = usual_plan()
    return {plan_id: names[plan_id] for plan_id in sorted(names, key=lambda plan_id: plan_id != usual)}


def _regions() -> Mapping[str, str]:
    return {code: region.name(words().lang) for code, region in workspace().regions.items() if region.active}


def _schemes(actor: Actor) -> Mapping[str, str]:
    return {scheme.scheme: scheme.name for scheme in lamp_schemes(workspace(), actor, words().lang)}


def _is_revised() -> bool:
    return any(target.revised for target in workspace().catalog.targets.values())


def sidebar_fields(above: Any, below: Any) -> None:  # noqa: ANN401 - Streamlit's containers
    """What finds anything by name, the fields, and who has signed in, in the places that `sidebar` kept for them."""
    with suppress(KpiError):
        actor = allowed(Action.VIEW)
        if not actor:
            return
        with above:
            finder()
        with below:
            _fields(actor)
            if people_sign_in():
                block("signed_in", name=actor.name)


def _fields(actor: Actor) -> None:
    text, plans, schemes = words(), _plans(actor), _schemes(actor)
    misread = [unreadable("plan", plans.get), unreadable("as_of", read_day)]
    misread += [unreadable("region", workspace().regions.get), unreadable("lamps", schemes.get)]
    if len(plans) > 1:
        choose(text("page.plan"), list(plans), "plan", plans.__getitem__)
    day_field(text("page.as_of"), "as_of", text("page.as_of_help", today=workspace().today), text("page.as_of_unset"))
    regions = _regions()
    choose(text("page.region"), list(regions), "region", regions.__getitem__)
    for given in filter(None, misread):
        st.info(text("page.misread", value=escape(given)))
    others = (texts(lang).language.name for lang in LANGUAGES if lang != text.lang)
    with st.expander(" · ".join((text("page.more"), *others)), expanded=_asked_for(schemes)):
        _rarely(schemes)


def _rarely(schemes: Mapping[str, str]) -> None:
    """Whatever most people leave as it is."""
    text = words()
    if len(schemes) > 1:
        choose(text("page.lamps"), list(schemes), "lamps", schemes.__getitem__)
    moment_field()
    if _is_revised():
        told: Callable[[str], str] = lambda which: text(f"page.targets_{which}")  # noqa: E731
        choose_segment(text("page.which_targets"), TARGETS, "targets", TARGETS[0], told)
    choose_segment(text("page.language"), LANGUAGES, "lang", language(), lambda code: texts(code).language.name)


def _asked_for(schemes: Mapping[str, str]) -> bool:
    """Whether the address asks for anything below the fold but the language, which whoever reads sees."""
    asked = {name: st.query_params.get(name) for name in ("lamps", "targets", KNOWN_AT)}
    return bool(asked[KNOWN_AT]) or asked["lamps"] not in (None, "", next(iter(schemes))) or asked["targets"] == "original"
