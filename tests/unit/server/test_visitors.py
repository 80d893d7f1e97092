"""Who is answered: our own pages under the machine's own names, whatever a foreign page makes somebody's browser send."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse

from kpi.server import OnlyOurPages

OURS = [
    ("127.0.0.1:8501", "http://127.0.0.1:8501"),
    ("localhost:8501", "http://localhost:8501"),
    ("LocalHost:8501", "http://localhost:8501"),
    ("127.0.0.1", "http://127.0.0.1"),
    ("127.0.0.1:8501", None),
]
FOREIGN = [
    ("evil.invalid:8501", "http://evil.invalid:8501"),
    ("evil.invalid:8501", None),
    ("127.0.0.1.evil.invalid:8501", None),
    ("127.0.0.1@evil.invalid", None),
    ("[::1", None),
    ("", None),
    (None, None),
    ("127.0.0.1:8501", "http://evil.invalid"),
    ("127.0.0.1:8501", "http://127.0.0.1:9999"),
    ("127.0.0.1:8501", "http://127.0.0.1:8501.evil.invalid"),
    ("127.0.0.1:8501", "http://192.168.1.5:8501"),
    ("127.0.0.1:8501", "http://[evil"),
    ("127.0.0.1:8501", "null"),
    ("127.0.0.1:8501", ""),
]


async def _inner(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("inner")(scope, receive, send)


def first_sent(kind, host, origin, method="GET"):
    """What a request or a connection is answered with first."""
    sent, given = [], {"host": host, "origin": origin}
    headers = [(name.encode(), value.encode()) for name, value in given.items() if value is not None]

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "method": method, "path": "/_stcore/stream", "query_string": b"", "headers": headers}
    asyncio.run(OnlyOurPages(_inner)(scope, None, send))
    return sent[0]


@pytest.mark.parametrize(("host", "origin"), OURS)
def test_our_own_pages_are_answered(host, origin):
    assert first_sent("http", host, origin)["status"] == 200
    assert first_sent("websocket", host, origin)["type"] == "websocket.accept"


@pytest.mark.parametrize(("host", "origin"), FOREIGN)
def test_a_foreign_name_or_page_is_refused(host, origin):
    assert [first_sent("http", host, origin, method)["status"] for method in ("GET", "PUT", "DELETE")] == [403] * 3
    assert first_sent("websocket", host, origin)["type"] == "websocket.close"
