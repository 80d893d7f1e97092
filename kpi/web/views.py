"""Views of the services, kept until the figures, the documents or the day change. Cached functions get all they depend on."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.services import Comparison, Grouping, Query, ReportFile, ReportRequest, Scenario, Workspace
from kpi.views import (
    DocumentView,
    GapView,
    LampsView,
    MeasureView,
    MemberColumn,
    MembersView,
    RollupView,
    SourcesView,
    StatusView,
    WhatIfView,
)
from kpi.web.session import HASHED, query, workspace

_KEPT_SECONDS = 3600
_Key = tuple[str, int, int, date]


def _key(opened: Workspace) -> _Key:
    """What a view depends on besides its query."""
    return str(opened.store.path), opened.store.data_version, opened.store.documents_version, opened.today


# Views are frozen, so all sessions may share one; hashing them, as st.cache_data would, costs more than making them.
@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=64, show_spinner=False, hash_funcs=HASHED)
def _status(key: _Key, actor: Actor, asked: Query, _workspace: Workspace) -> StatusView:
    return services.status(_workspace, actor, asked)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=64, show_spinner=False, hash_funcs=HASHED)
def _gaps(key: _Key, actor: Actor, asked: Query, _workspace: Workspace) -> GapView:
    return services.gap_view(_workspace, actor, asked)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=256, show_spinner=False, hash_funcs=HASHED)
def _measure(key: _Key, actor: Actor, asked: Query, measure_id: str, _workspace: Workspace) -> MeasureView:
    return services.measure_view(_workspace, actor, asked, measure_id)


def status(actor: Actor) -> StatusView:
    """How every target of the view asked for stands."""
    opened = workspace()
    return _status(_key(opened), actor, query(), opened)


def gaps(actor: Actor) -> GapView:
    """What is missing in the view asked for."""
    opened = workspace()
    return _gaps(_key(opened), actor, query(), opened)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=64, show_spinner=False, hash_funcs=HASHED)
def _lamps(key: _Key, actor: Actor, asked: Query, shift: float, _workspace: Workspace) -> LampsView:
    return services.lamps_view(_workspace, actor, asked, shift=shift)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=64, show_spinner=False, hash_funcs=HASHED)
def _rollup(key: _Key, actor: Actor, asked: Query, grouping: Grouping, _workspace: Workspace) -> RollupView:
    return services.roll_up(_workspace, actor, asked, grouping)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=32, show_spinner=False, hash_funcs=HASHED)
def _dimensions(key: _Key, actor: Actor, asked: Query, _workspace: Workspace) -> Mapping[str, str]:
    return services.member_dimensions(_workspace, actor, asked)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=32, show_spinner=False, hash_funcs=HASHED)
def _members(key: _Key, actor: Actor, asked: Query, dimension: str, category: str, _workspace: Workspace) -> MembersView:
    return services.members_view(_workspace, actor, asked, dimension, category)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=32, show_spinner=False, hash_funcs=HASHED)
def _column(
    key: _Key, actor: Actor, asked: Query, dimension: str, measure_id: str, period: str, _workspace: Workspace
) -> MemberColumn:
    return services.member_column(_workspace, actor, asked, dimension, measure_id, period)


def dimensions(actor: Actor) -> Mapping[str, str]:
    """What figures of the region asked for are divided by."""
    opened = workspace()
    return _dimensions(_key(opened), actor, query(), opened)


def members(actor: Actor, dimension: str, category: str) -> MembersView:
    """The members of a dimension side by side."""
    opened = workspace()
    return _members(_key(opened), actor, query(), dimension, category, opened)


def member_column(actor: Actor, dimension: str, measure_id: str, period: str = "") -> MemberColumn:
    """One measure over the members of a dimension. NotFound."""
    opened = workspace()
    return _column(_key(opened), actor, query(), dimension, measure_id, period, opened)


def lamps(actor: Actor, shift: float) -> LampsView:
    """The lamp scheme of the view asked for."""
    opened = workspace()
    return _lamps(_key(opened), actor, query(), shift, opened)


def rollup(actor: Actor, grouping: Grouping) -> RollupView:
    """The targets of the view asked for, rolled up."""
    opened = workspace()
    return _rollup(_key(opened), actor, query(), grouping, opened)


def measure(actor: Actor, measure_id: str) -> MeasureView:
    """Everything about one measure. NotFound."""
    opened = workspace()
    return _measure(_key(opened), actor, query(), measure_id, opened)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=64, show_spinner=False, hash_funcs=HASHED)
def _outcome(key: _Key, actor: Actor, asked: Query, ratio: str, scenario: Scenario, _workspace: Workspace) -> WhatIfView:
    return services.what_if(_workspace, actor, asked, ratio, scenario)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=16, show_spinner=False, hash_funcs=HASHED)
def _sources(key: _Key, actor: Actor, asked: Query, _workspace: Workspace) -> SourcesView:
    return services.sources_view(_workspace, actor, asked)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=8, show_spinner=False, hash_funcs=HASHED)
def _document(key: _Key, actor: Actor, document_id: int, _workspace: Workspace) -> DocumentView:
    return services.document_view(_workspace, actor, document_id)


def outcome(actor: Actor, ratio: str, scenario: Scenario) -> WhatIfView:
    """A scenario for a ratio. NotFound, KpiError as of the service."""
    opened = workspace()
    return _outcome(_key(opened), actor, query(), ratio, scenario, opened)


def sources(actor: Actor) -> SourcesView:
    """The plan's documents with what they hold."""
    opened = workspace()
    return _sources(_key(opened), actor, query(), opened)


def document(actor: Actor, document_id: int) -> DocumentView:
    """An attached document with its figures marked. NotFound."""
    opened = workspace()
    return _document(_key(opened), actor, document_id, opened)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=16, show_spinner=False, hash_funcs=HASHED)
def _report(key: _Key, actor: Actor, request: ReportRequest, kind: str, _workspace: Workspace) -> ReportFile:
    return services.gap_report(_workspace, actor, request, kind)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=32, show_spinner=False, hash_funcs=HASHED)
def _first_page(key: _Key, actor: Actor, request: ReportRequest, _workspace: Workspace) -> bytes:
    return services.report_preview(_workspace, actor, request)


@st.cache_resource(ttl=_KEPT_SECONDS, max_entries=16, show_spinner=False, hash_funcs=HASHED)
def _compared(key: _Key, actor: Actor, number: int, _workspace: Workspace) -> Comparison:
    return services.compare_issued(_workspace, actor, number)


def report_maker(actor: Actor, request: ReportRequest, kind: str) -> Callable[[], bytes]:
    """What makes a report in one format, when somebody takes it and not before.

    The view is settled here: by the time the button is pressed there is no session to ask.
    """
    opened = workspace()
    key = _key(opened)
    return lambda: _report(key, actor, request, kind, opened).content


def first_page(actor: Actor, request: ReportRequest) -> bytes:
    """The first page of a report as PNG. KpiError where it cannot be drawn."""
    opened = workspace()
    return _first_page(_key(opened), actor, request, opened)


def issued_comparison(actor: Actor, number: int) -> Comparison:
    """An issued report against today. NotFound."""
    opened = workspace()
    return _compared(_key(opened), actor, number, opened)
