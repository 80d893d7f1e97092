"""Long lists in pages, all of one state of the figures, and what an answer depends on as an ETag."""

import hashlib
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.responses import Response

from kpi import services
from kpi.server.api.calls import Answer, Call, link
from kpi.server.api.problems import Refused, encoded

_VERSIONS = ("data", "plan", "documents", "reading", "templates", "approval", "remarks", "duties", "people")
"""What an answer depends on, apart from the day and who asks. Each only grows."""


def etag_of(call: Call) -> str:
    """What stands for an answer: it changes with everything that the answer is made of."""
    store, workspace = call.workspace.store, call.workspace
    versions = [getattr(store, f"{part}_version") for part in _VERSIONS]
    grants = sorted(map(repr, call.actor.grants))
    told = (
        _product(),
        call.address,
        sorted(parse_qsl(call.query)),
        call.words.lang,
        versions,
        workspace.plan_id,
        workspace.today,
    )
    return f'W/"{hashlib.sha256(repr((told, grants)).encode()).hexdigest()[:32]}"'


@cache
def _product() -> str:
    """The product itself, whose next version may say something else of the same figures."""
    room = Path(services.__file__).parents[1]
    files = sorted(path for kind in ("*.py", "*.po", "*.sql", "*.typ", "*.xml") for path in room.rglob(kind))
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_known(call: Call, etag: str) -> bool:
    """Whether whoever asks has the answer already."""
    named = [each.strip() for each in call.headers.get("if-none-match", "").split(",")]
    return "*" in named or etag.removeprefix("W/") in [each.removeprefix("W/") for each in named]


def answer_of(call: Call, answer: Answer, version: int, etag: str) -> Response:
    """An answer as it goes out, of a list the page that was asked for; `version` is of the figures it was made of. Refused."""
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if answer.file:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(answer.file.name, safe='')}"
        return Response(answer.file.content, HTTPStatus.OK, headers, answer.file.media_type)
    body, links = _page(call, answer, version)
    response = Response(encoded(body), HTTPStatus.OK, headers, "application/json")
    for relation, start in links.items():
        link(response, f"{_address(call, f'{version}-{start}')}", relation)
    return response


def _page(call: Call, answer: Answer, version: int) -> tuple[object, Mapping[str, int]]:
    """The part of a list that was asked for, and where others begin; the whole of it where no length is said."""
    asked, start = call.said.get("cursor", (version, 0))
    if asked != version:
        raise Refused(HTTPStatus.CONFLICT, "page_outdated")
    rows = _rows(answer)
    limit = call.said.get("limit")
    if limit is None and not start:
        return answer.body, {}
    end = start + (limit or len(rows))
    links = {"first": 0}
    if start > 0:
        links["prev"] = max(start - (limit or start), 0)
    if end < len(rows):
        links["next"] = end
    shown = rows[start:end]
    return (shown if answer.pages == "" else {**_record(answer), str(answer.pages): shown}), links


def _rows(answer: Answer) -> list[Any]:
    rows = answer.body if answer.pages == "" else _record(answer)[str(answer.pages)]
    return rows if isinstance(rows, list) else []


def _record(answer: Answer) -> dict[str, Any]:
    return answer.body if isinstance(answer.body, dict) else {}


def _address(call: Call, cursor: str) -> str:
    """The same call from another place of the list, relative to the server."""
    said = [(name, text) for name, text in parse_qsl(call.query) if name != "cursor"]
    return f"{quote(call.address)}?{urlencode([*said, ('cursor', cursor)])}"
