"""Refusals as problem details (RFC 9457): a status, a sentence, and the problems that the command line lists."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from math import ceil

from starlette.responses import Response

from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated, QuotaSpent, StoreBusy, StoreUnusable
from kpi.i18n import Texts
from kpi.services import MAY_BE_LOOKED_AT
from kpi.wire import Json, refusal_json

PROBLEM_TYPE = "application/problem+json"
KEPT_NOWHERE = {"Cache-Control": "no-store"}
_BY_ERROR: tuple[tuple[type[KpiError], HTTPStatus], ...] = (
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (PreviewOutdated, HTTPStatus.CONFLICT),
    (StoreBusy, HTTPStatus.CONFLICT),
    (QuotaSpent, HTTPStatus.TOO_MANY_REQUESTS),
    (StoreUnusable, HTTPStatus.SERVICE_UNAVAILABLE),
)
_UNSAVED = frozenset(MAY_BE_LOOKED_AT)


class Refused(Exception):
    """A request is refused, by the key of the sentence that says why."""

    def __init__(self, status: HTTPStatus, code: str, headers: Mapping[str, str] | None = None, /, **values: object) -> None:
        super().__init__(code)
        self.status, self.code, self.headers, self.values = status, code, headers or {}, values


def usage(code: str, **values: object) -> Refused:
    """What was asked for cannot be understood."""
    return Refused(HTTPStatus.BAD_REQUEST, code, None, **values)


def problem(words: Texts, refused: Refused) -> Response:
    """A refusal of ours as an answer."""
    said = words(f"api.{refused.code}", **refused.values)
    return answered(problem_json(words, refused.status, refused.code, said), refused.status, refused.headers)


def error_problem(words: Texts, error: KpiError) -> Response:
    """What a service refused, as an answer."""
    status = status_of(error)
    code, said = error.message.key.removeprefix("error."), words.message(error.message)
    body = problem_json(words, status, code, said, refusal_json(error, words))
    return answered(body, status, _until(error))


def status_of(error: KpiError) -> HTTPStatus:
    """The status of what a service refused: by default, that what was sent is refused."""
    if error.message.key in _UNSAVED:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if error.message.key == "error.key_used":
        return HTTPStatus.CONFLICT
    return next((status for kind, status in _BY_ERROR if isinstance(error, kind)), HTTPStatus.UNPROCESSABLE_ENTITY)


def problem_json(words: Texts, status: HTTPStatus, code: str, detail: str, problems: Sequence[Json] = ()) -> Json:
    """The body of a refusal; one that is about no row of a file is its own only problem."""
    itself: Json = {"severity": "error", "code": code, "message": detail}
    empty: Json = dict.fromkeys(("file", "sheet", "row", "column", "value", "suggestion"))
    return {
        "type": f"urn:kpi:problem:{code}",
        "title": words(f"api.status_{status.value}"),
        "status": status.value,
        "detail": detail,
        "problems": list(problems) or [empty | itself],
    }


def answered(body: Json, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal as it goes out."""
    return Response(encoded(body), status, KEPT_NOWHERE | dict(headers or {}), PROBLEM_TYPE)


def encoded(body: object) -> bytes:
    """JSON as it goes out. NaN is none and raises ValueError."""
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _until(error: KpiError) -> dict[str, str]:
    """When it is worth asking again, where that is known."""
    free = error.message.values.get("free")
    if not isinstance(free, datetime):
        return {}
    return {"Retry-After": str(max(ceil((free - datetime.now(UTC)).total_seconds()), 1))}
