"""Who is answered: our own pages under the machine's own names, whatever a foreign page makes somebody's browser send."""

import pytest
from starlette.responses import PlainTextResponse

from kpi.server import OnlyOurPages
from tests.hostile import HOST
from tests.unit.server.waiting import answered

HERE = "127.0.0.1:8501"
OURS = [
    (HERE, f"http://{HERE}"),
    *((name, "http://" + name.lower()) for name in ("localhost:8501", "LocalHost:8501", "127.0.0.1")),
    (HERE, None),
]
FOREIGN = [
    (f"{HOST}:8501", f"http://{HOST}:8501"),
    *((name, None) for name in (f"{HOST}:8501", f"127.0.0.1.{HOST}:8501", f"127.0.0.1@{HOST}", "[::1", "", None)),
    *((HERE, "http://" + page) for page in (HOST, "127.0.0.1:9999", f"{HERE}.{HOST}", f"[{HOST}", "")),
    (HERE, "null"),
    (HERE, ""),
]


async def _inner(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("inner")(scope, receive, send)


def first_sent(kind, host, origin, method="GET"):
    """What a request or a connection is answered with first."""
    given = {"host": host, "origin": origin}
    headers = [(name.encode(), value.encode()) for name, value in given.items() if value is not None]
    scope = {"type": kind, "method": method, "path": "/_stcore/stream", "query_string": b"", "headers": headers}
    return answered(OnlyOurPages(_inner), scope)[0]


@pytest.mark.parametrize(("host", "origin"), OURS)
def test_our_own_pages_are_answered(host, origin):
    assert first_sent("http", host, origin)["status"] == 200
    assert first_sent("websocket", host, origin)["type"] == "websocket.accept"


@pytest.mark.parametrize(("host", "origin"), FOREIGN)
def test_a_foreign_name_or_page_is_refused(host, origin):
    assert [first_sent("http", host, origin, method)["status"] for method in ("GET", "PUT", "DELETE")] == [403] * 3
    assert first_sent("websocket", host, origin)["type"] == "websocket.close"
