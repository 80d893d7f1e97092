"""The API as routes of the application: each call is counted, answered in a thread of its own few, and refused in one form."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from kpi import services
from kpi.errors import KpiError
from kpi.server.addresses import API
from kpi.server.api import parameters
from kpi.server.api.calls import Call, Operation, actor_of, opened, words_of
from kpi.server.api.forms import Form, Room, announced, form_of
from kpi.server.api.lists import answer_of, etag_of, is_known
from kpi.server.api.openapi import OPENAPI, openapi
from kpi.server.api.problems import KEPT_NOWHERE, Refused, encoded, error_problem, problem
from kpi.server.api.reading import READING
from kpi.server.api.sending import SENDING, check, key_of, load

PATHS = (*(each.path for each in (*READING, *SENDING)), OPENAPI)
"""Its addresses, below /api."""
_AT_ONCE = 4
"""Calls that are worked on at the same time; the pages have threads of their own."""
_Endpoint = Callable[[Request], Awaitable[Response]]
_CODES = {HTTPStatus.NOT_FOUND: "no_such_address", HTTPStatus.METHOD_NOT_ALLOWED: "no_such_method"}


def api_routes() -> list[BaseRoute]:
    """Everything under /api."""
    calls = _Calls()
    routes: list[BaseRoute] = [Route(OPENAPI, _described)]
    routes += [Route(each.path, calls.reading(each), methods=["GET"]) for each in READING]
    routes += [Route(each.path, calls.sending(each), methods=["POST"]) for each in SENDING]
    routes += [Route(each.path, _options(each), methods=["OPTIONS"]) for each in (*READING, *SENDING)]
    handlers = {Refused: _refused, KpiError: _error, HTTPException: _otherwise, Exception: _failed}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    mount = Mount(API, app=app)
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)  # as Starlette has it, a line break leads past it
    return [mount]


class _Calls:
    """What calls share: few threads, and room for what is sent."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(_AT_ONCE)
        self._room = Room()

    def reading(self, operation: Operation) -> _Endpoint:
        """Answers a call that reads."""

        async def end(request: Request) -> Response:
            return await to_thread.run_sync(partial(_read, operation, request), limiter=self._limiter)

        return end

    def sending(self, operation: Operation) -> _Endpoint:
        """Answers a call that sends files: who may not is refused before a byte of them is read."""

        async def end(request: Request) -> Response:
            key = key_of(request.headers) if operation.name == "import" else ""
            call = await to_thread.run_sync(partial(_let_in, operation, request), limiter=self._limiter)
            with self._room.holding(announced(request)):
                form = await form_of(request, operation.fields)
                return await to_thread.run_sync(partial(self._sent, operation, call, form, key), limiter=self._limiter)

        return end

    def _sent(self, operation: Operation, call: Call, form: Form, key: str) -> Response:
        return load(call, form, key) if operation.name == "import" else check(call, form)


def _call(operation: Operation, request: Request) -> Call:
    """What is asked, understood and counted."""
    actor, words = actor_of(request), words_of(request)
    said = parameters.read(operation.parameters, request.scope["query_string"], request.path_params)
    workspace = opened(actor, said.get("plan"))
    return Call(
        workspace, actor, words, request.scope["path"], request.scope["query_string"].decode("ascii"), request.headers, said
    )


def _read(operation: Operation, request: Request) -> Response:
    call = _call(operation, request)
    assert operation.read is not None  # noqa: S101 - of those that only read
    version, etag = call.workspace.store.data_version, etag_of(call)
    if is_known(call, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    return answer_of(call, operation.read(call), version, etag)


def _let_in(operation: Operation, request: Request) -> Call:
    call = _call(operation, request)
    services.kept_answer(call.workspace, call.actor)
    return call


def _options(operation: Operation) -> _Endpoint:
    """Which methods there are. Nothing is said to pages of other sites: they are not to ask."""
    allowed = {"Allow": ", ".join(sorted({operation.method, "OPTIONS"} | ({"HEAD"} if operation.method == "GET" else set())))}

    async def end(_request: Request) -> Response:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed | KEPT_NOWHERE)

    return end


async def _described(request: Request) -> Response:
    words = words_of(request)
    return Response(
        encoded(openapi(words, (*READING, *SENDING))), headers={"Cache-Control": "no-cache"}, media_type="application/json"
    )


async def _refused(request: Request, error: Exception) -> Response:
    return problem(words_of(request), error) if isinstance(error, Refused) else await _failed(request, error)


async def _error(request: Request, error: Exception) -> Response:
    return error_problem(words_of(request), error) if isinstance(error, KpiError) else await _failed(request, error)


async def _otherwise(request: Request, error: Exception) -> Response:
    """An address or a method that there is not."""
    status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    headers = error.headers if isinstance(error, HTTPException) else None
    return problem(words_of(request), Refused(status, _CODES.get(status, "failed"), headers))


async def _failed(request: Request, _error: Exception) -> Response:
    """Something went wrong that nobody foresaw; what, is for the log alone."""
    return problem(words_of(request), Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "failed"))
