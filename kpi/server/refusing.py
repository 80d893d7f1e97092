"""Refusals that tell nothing but that they are some: a line of text, for programs in the form that they read."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from kpi.i18n import LANGUAGES, texts
from kpi.server.addresses import is_for_programs_alone
from kpi.server.api.problems import KEPT_NOWHERE, Refused, problem
from kpi.settings import setting

_CODES = {
    HTTPStatus.UNAUTHORIZED: "token_wanted",
    HTTPStatus.FORBIDDEN: "nobody",
    HTTPStatus.TOO_MANY_REQUESTS: "tries_spent",
}


def refusal_at(scope: Scope, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    """The refusal of a request."""
    if not is_for_programs_alone(scope["path"]):
        return PlainTextResponse(status.phrase, status, KEPT_NOWHERE | dict(headers or {}))
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    words = texts(asked if asked in LANGUAGES else setting("KPI_LANG"))
    return problem(words, Refused(status, _CODES.get(status, "failed"), headers))
