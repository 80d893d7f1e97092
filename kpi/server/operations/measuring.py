"""Counts requests, runs of pages and open connections, and tells the log of each request."""

import time
from collections.abc import Callable

from google.protobuf.message import DecodeError
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from kpi.server.operations.logs import told_request
from kpi.server.operations.routes import method_of, route_of

_FAILED = 500
disable_created_metrics()  # type: ignore[no-untyped-call]  # when a counter began is no number of ours


class Measures:
    """What one process has counted since it began."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        labels = ("method", "route")
        self.requests = Counter("kpi_requests", "Requests answered.", (*labels, "status"), registry=self.registry)
        self.seconds = Histogram("kpi_request_seconds", "How long answers took.", labels, registry=self.registry)
        self.reruns = Counter("kpi_reruns", "Runs of pages that were asked for.", registry=self.registry)
        self.connections = Gauge("kpi_connections", "Pages that are open.", registry=self.registry)


class Measured:
    """Stands before everything else, so that refusals count as well."""

    def __init__(self, app: ASGIApp, measures: Measures, clock: Callable[[], float] = time.perf_counter) -> None:
        self._app, self._measures, self._clock = app, measures, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer of the application within."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connection(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status = self._clock(), _FAILED

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            labels = method_of(scope["method"]), route_of(scope["path"])
            seconds = self._clock() - begun
            self._measures.requests.labels(*labels, str(status)).inc()
            self._measures.seconds.labels(*labels).observe(seconds)
            told_request(*labels, status, seconds)

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def heard() -> Message:
            message = await receive()
            if _asks_for_a_run(message.get("bytes") or b""):
                self._measures.reruns.inc()
            return message

        self._measures.connections.inc()
        try:
            await self._app(scope, heard, send)
        finally:
            self._measures.connections.dec()


def _asks_for_a_run(content: bytes) -> bool:
    try:
        return bool(BackMsg.FromString(content).WhichOneof("type") == "rerun_script") if content else False
    except DecodeError:
        return False
