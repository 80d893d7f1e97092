"""What every answer of the server carries: a browser is to fetch nothing from elsewhere, nor be framed, nor guess a type.

Behind TLS no cookie leaves without it, also none of Streamlit's, and the browser remembers that there is no other way.
"""

import re

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kpi.server.document import inline_hashes

_CLOSED = (
    "/_stcore/metrics",
    "/_stcore/agent",
    "/_stcore/script-health-check",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
)
"""What Streamlit would tell about itself to whoever asks, and its own ways of signing in, which are not ours."""


STYLES = {
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=": "nothing: a script fills it with rules afterwards, which is always allowed",
    "38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=": "how far a finger pressed on a button may slide",
    "2GF9hCGTDj/GGFNlQA54jDdMGl2fvoeZmZjAvBSiAtM=": "the looks of maps, which come with the charts",
}
"""The style elements that Streamlit's front end makes, by the hash of what is in them, and what that is. No other is obeyed."""


def _policy() -> str:
    """Ourselves alone. Pictures and fonts may be part of the page (`data:`), pictures made by it (`blob:`), and one line of
    script is in Streamlit's page, named here by what it says. Style attributes stay free, as charts and blocks are laid out by
    them; `style-src` is for browsers that do not tell attributes from elements.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *inline_hashes()],
        "style-src": ["'self'", "'unsafe-inline'"],
        "style-src-elem": ["'self'", *(f"'sha256-{digest}'" for digest in STYLES)],
        "style-src-attr": ["'unsafe-inline'"],
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
_POLICY_NAME = "Content-Security-Policy"
_SECURE = re.compile(r";\s*secure\b", re.IGNORECASE)
HEADERS = {
    _POLICY_NAME: POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


_BY_TLS_ALONE = {"Strict-Transport-Security": "max-age=31536000"}


class SecurityHeaders:
    """Adds the headers to every answer, and answers "not found" where Streamlit would tell about itself.

    A page with a policy of its own, stricter than that of Streamlit's pages, keeps it.
    """

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        self._app, self._secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer of the application within, with our headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message))
            await send(message)

        app = Response(status_code=404) if _closed(scope["path"]) else self._app
        await app(scope, receive, with_headers)

    def _add(self, headers: MutableHeaders) -> None:
        headers.update({name: value for name, value in HEADERS.items() if name != _POLICY_NAME or name not in headers})
        if self._secure:
            headers.update(_BY_TLS_ALONE)
            cookies = headers.getlist("set-cookie")
            del headers["set-cookie"]
            for cookie in cookies:
                headers.append("set-cookie", cookie if _SECURE.search(cookie) else f"{cookie}; Secure")


def _closed(path: str) -> bool:
    """Also below an address of its own, as behind a proxy, and with anything after it."""
    return any(f"{closed}/" in f"{path}/" for closed in _CLOSED)
