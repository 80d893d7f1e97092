"""The open plan, who is asking, and what every page is asked for. The plan is opened once per process."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import streamlit as st

from kpi import services
from kpi.errors import NotAllowed
from kpi.i18n import LANGUAGES, Texts, texts
from kpi.model import Action, Actor, Place, end_of_day
from kpi.services import Query, Workspace
from kpi.settings import setting
from kpi.web.address import chosen_day, read_day

KNOWN_AT = "known_at"
"""The parameter, and the state, that names the moment looked back from."""
_MOMENT_SECONDS = 0.25
"""How long it is taken for granted that a visit goes on: less than a run that draws anything takes."""


def _usual() -> Workspace:
    """What the process has open. A run asks dozens of times: a cache of Streamlit's took a fifth of it to find that out."""
    opened = services.hold(setting("KPI_DATABASE"), setting("KPI_CATALOG"), services.open_workspace)
    if opened.unsaved:
        opened.begin()
    return opened


def usual_plan() -> str:
    """The plan shown to whoever chose none: the usual one, or else the first that they may look at.

    CatalogRefused, StoreBusy, StoreUnusable.
    """
    return _usual().usual_for(_actor()).plan_id


def workspace() -> Workspace:
    """The plan chosen in the sidebar or the address, else the usual one, as far as whoever asks may see it.

    CatalogRefused, StoreBusy, StoreUnusable.
    """
    opened = _usual()
    asked = st.session_state.get("plan") or st.query_params.get("plan")
    chosen = asked if asked and not opened.unsaved and asked in opened.plans.ids else usual_plan()
    return opened.of(chosen).seen_by(_actor())


def _actor() -> Actor:
    """Who is at the page. The pages' one door; everything below is handed its actor whole.

    Without sign-in that is the local user, who may do all. With it, whoever the gate says by the token of a visit, which the
    store knows or does not: a header that somebody made up lets nobody in, also where there is no gate. NotAllowed.
    """
    return _visitor(*_told()) if services.people_sign_in() else Actor(setting("KPI_USER"), services.OWNER, door="page")


def _told() -> tuple[str, str]:
    """The token of the visit and the address it comes from, as the gate tells them."""
    headers = st.context.headers
    return headers.get("X-Kpi-Session", ""), headers.get("X-Kpi-Address", "")


_lately: dict[tuple[str, str], tuple[float, Actor]] = {}


def _visitor(token: str, address: str) -> Actor:
    """Who acts in a visit. A run of a page asks a dozen times; the store is asked anew after a moment, and so in each run."""
    asked, now = (token, address), time.monotonic()
    looked, actor = _lately.get(asked, (float("-inf"), None))
    if actor is None or now - looked >= _MOMENT_SECONDS:
        actor = services.People(_usual()).visitor(token, address)
        for old in [key for key, (at, _) in list(_lately.items()) if now - at >= _MOMENT_SECONDS]:
            _lately.pop(old, None)
        _lately[asked] = now, actor
    return actor


def require(action: Action) -> Actor:
    """Who is asking; NotAllowed unless they may, and then that is on record. The first line of every page."""
    actor = _actor()
    workspace().admit(actor, action)
    return actor


def may(action: Action, place: Place | None = None) -> bool:
    """Whether whoever asks may do something: what a page goes by in what it offers. Nobody may whose visit has ended."""
    try:
        return workspace().admits(_actor(), action, place)
    except NotAllowed:
        return False


def allowed(action: Action) -> Actor | None:
    """Who is asking, if they may; else None, and nothing goes on record: it is the page that requires it."""
    return _actor() if may(action) else None


def works() -> bool:
    """Whether whoever asks works on the figures of the plan, rather than looking at what is published."""
    return workspace().works(_actor())


def language() -> str:
    """The language chosen in the sidebar or the address, else that of the settings."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang") or setting("KPI_LANG")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def words() -> Texts:
    """The texts of the chosen language."""
    return texts(language())


def query() -> Query:
    """What the sidebar and the address ask for. Values that mean nothing are left out; `sidebar` says so."""
    region = st.session_state.get("region") or None
    if region not in workspace().regions:
        region = None
    asked = Query(as_of=chosen_day("as_of"), region=region, lang=language())
    lamps = st.session_state.get("lamps")
    asked = replace(asked, lamps=lamps) if lamps in scheme_codes() else asked
    asked = replace(asked, original=st.session_state.get("targets") == "original")
    return services.settled_now(workspace(), _actor(), replace(asked, known_at=asked_moment()))


def asked_moment() -> datetime | None:
    """The moment that the address asks to look back from, if it is one; it may still be to come."""
    return read_moment(st.session_state.get(KNOWN_AT) or "")


def read_moment(typed: str) -> datetime | None:
    """The moment that is meant: a day in any way of writing one, which means its end, or an ISO moment. None for neither."""
    if day := read_day(typed):
        return end_of_day(day)
    try:
        return services.moment_from(typed)
    except ValueError:
        return None


def scheme_codes() -> list[str]:
    """The lamp schemes of the plan, the default one first."""
    return [scheme.scheme for scheme in services.lamp_schemes(workspace(), _actor(), language())]


def unreadable(name: str, read: Callable[[str], object]) -> str:
    """The value of a parameter in the address that `read` cannot make sense of; empty if it can, or there is none."""
    given = st.query_params.get(name, "")
    try:
        return "" if not given or read(given) is not None else given
    except ValueError:
        return given
