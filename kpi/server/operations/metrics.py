"""`/metrics`: the numbers for a monitor, in the text form of Prometheus, for who administers everything or audits it."""

from collections.abc import Iterator

from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kpi import services
from kpi.errors import KpiError
from kpi.model import Actor
from kpi.server.addresses import METRICS
from kpi.server.api.calls import actor_of, words_of
from kpi.server.api.problems import KEPT_NOWHERE, Refused, error_problem, problem
from kpi.server.operations.measuring import Measures
from kpi.services import Operations
from kpi.settings import setting


def metrics_route(measures: Measures) -> BaseRoute:
    """The address."""

    async def end(request: Request) -> Response:
        words = words_of(request)
        try:
            told = await to_thread.run_sync(_told, measures, actor_of(request))
        except Refused as refused:
            return problem(words, refused)
        except KpiError as error:
            return error_problem(words, error)
        return Response(told, headers={**KEPT_NOWHERE, "Content-Type": CONTENT_TYPE_LATEST})

    return Route(METRICS, end)


def _told(measures: Measures, actor: Actor) -> bytes:
    workspace = services.hold(setting("KPI_DATABASE"), setting("KPI_CATALOG"))
    stored = CollectorRegistry()
    stored.register(_Stored(services.operations(workspace, actor)))
    return bytes(generate_latest(measures.registry) + generate_latest(stored))


class _Stored(Collector):
    """What the database counts."""

    def __init__(self, counted: Operations) -> None:
        self._counted = counted

    def collect(self) -> Iterator[Metric]:
        """Each number with what it is."""
        counted = self._counted
        yield GaugeMetricFamily("kpi_data_version", "Events that have changed the figures.", counted.data_version)
        yield GaugeMetricFamily("kpi_plans", "Plans of the database.", counted.plans)
        yield GaugeMetricFamily("kpi_submissions_waiting", "Submissions that wait for approval.", counted.submissions)
        commits = CounterMetricFamily("kpi_commits", "What was committed, by its kind.", labels=["action"])
        for action, times in counted.events.items():
            commits.add_metric([action], times)
        queue = GaugeMetricFamily("kpi_outbox_messages", "Messages of the outbox, by how far they are.", labels=["state"])
        for state, messages in counted.outbox.items():
            queue.add_metric([state], messages)
        yield commits
        yield queue
