"""Whom the server answers: our own pages, under the names they are found at, and nobody else's."""

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kpi.server.refusing import refusal_at

OURSELVES = frozenset({"127.0.0.1", "localhost"})
"""Names of this machine, as the address of a page may hold them."""


class OnlyOurPages:
    """Refuses what a page of another site asks for through the browser of somebody who reaches the server.

    A foreign name can be made to lead here, and a foreign page can open a connection; Streamlit takes the first for its own,
    and asks a host on the internet for this machine's address before it refuses the second.
    """

    def __init__(self, app: ASGIApp, *, public: str = "") -> None:
        """`public` is the name, with a port if it has one, under which others than this machine find the server."""
        self._app = app
        self._names = OURSELVES | ({name} if (name := urlsplit(f"//{public.lower()}").hostname) else frozenset())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """That of the application within, unless another site asks."""
        app = self._app
        if scope["type"] in {"http", "websocket"} and self._is_foreign(Headers(scope=scope)):
            refused = HTTPStatus.FORBIDDEN
            app = WebSocketClose() if scope["type"] == "websocket" else refusal_at(scope, refused)
        await app(scope, receive, send)

    def _is_foreign(self, headers: Headers) -> bool:
        """Whether the address asked at, or the page that asks, is not ours. What is no browser names no page."""
        host, origin = headers.get("host", "").lower(), headers.get("origin")
        try:
            name = urlsplit(f"//{host}").hostname
            return name not in self._names or (origin is not None and urlsplit(origin.lower()).netloc != host)
        except ValueError:
            return True
