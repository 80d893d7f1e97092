"""Views of the services, kept until the figures, the documents or the day change. Cached functions get all they depend on."""

from datetime import date

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.services import GapView, MeasureView, Query, ReportFile, StatusView, Workspace
from kpi.web.session import query, workspace

_KEPT_SECONDS = 3600
_Key = tuple[str, int, int, date]


def _key(opened: Workspace) -> _Key:
    """What a view depends on besides its query."""
    return str(opened.store.path), opened.store.data_version, opened.store.documents_version, opened.today


# Views are frozen, so all sessions may share one; hashing them, as st.cache_data would, costs more than making them.
@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=64, show_spinner=False, hash_funcs={Query: repr})
def _status(key: _Key, actor_name: str, asked: Query, _workspace: Workspace) -> StatusView:
    return services.status(_workspace, Actor(actor_name), asked)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=64, show_spinner=False, hash_funcs={Query: repr})
def _gaps(key: _Key, actor_name: str, asked: Query, _workspace: Workspace) -> GapView:
    return services.gap_view(_workspace, Actor(actor_name), asked)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=256, show_spinner=False, hash_funcs={Query: repr})
def _measure(key: _Key, actor_name: str, asked: Query, measure_id: str, _workspace: Workspace) -> MeasureView:
    return services.measure_view(_workspace, Actor(actor_name), asked, measure_id)


def status(actor: Actor) -> StatusView:
    """How every target of the view asked for stands."""
    opened = workspace()
    return _status(_key(opened), actor.name, query(), opened)


def gaps(actor: Actor) -> GapView:
    """What is missing in the view asked for."""
    opened = workspace()
    return _gaps(_key(opened), actor.name, query(), opened)


def measure(actor: Actor, measure_id: str) -> MeasureView:
    """Everything about one measure. NotFound."""
    opened = workspace()
    return _measure(_key(opened), actor.name, query(), measure_id, opened)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=16, show_spinner=False, hash_funcs={Query: repr})
def _report(key: _Key, actor_name: str, asked: Query, kind: str, _workspace: Workspace) -> ReportFile:
    return services.gap_report(_workspace, Actor(actor_name), asked, kind)


def report_file(actor: Actor, kind: str) -> ReportFile:
    """The gap report of the view asked for in one format."""
    opened = workspace()
    return _report(_key(opened), actor.name, query(), kind, opened)
