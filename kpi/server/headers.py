"""What every answer of the server carries: a browser is to fetch nothing from elsewhere, nor be framed, nor guess a type."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kpi.server.document import inline_hashes

_CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
"""What Streamlit would tell about itself to whoever asks."""


def _policy() -> str:
    """Ourselves alone. Pictures and fonts may be part of the page (`data:`), pictures made by it (`blob:`), styles are put in
    elements by Streamlit, and Streamlit's page has one line of script in it, named here by what it says.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *inline_hashes()],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(" ".join((name, *values)) for name, values in rules.items())


POLICY = _policy()
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers to every answer, and answers "not found" where Streamlit would tell about itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer of the application within, with our headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        app = Response(status_code=404) if _closed(scope["path"]) else self._app
        await app(scope, receive, with_headers)


def _closed(path: str) -> bool:
    """Also below an address of its own, as behind a proxy, and with anything after it."""
    return any(f"{closed}/" in f"{path}/" for closed in _CLOSED)
