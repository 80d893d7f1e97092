"""The files of Streamlit's front end, answered out of memory. A cold page asks for a hundred of them one by one, and Streamlit
leads each through all of its layers, opens it and reads it again: five times what the answer itself takes.
"""

from functools import cache
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

_FOLDER = "static"
_FOR_GOOD = {"Cache-Control": "public, immutable, max-age=31536000"}
"""As Streamlit says of them: their names change with what is in them."""
_ASKS_FOR_LESS = ("range", "if-none-match", "if-modified-since")
"""Headers of a request that may be answered with less than the file."""


class FrontEndFiles:
    """Answers whoever asks for such a file as a whole; everything else is Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        root = Path(file_util.get_static_dir())
        self._files = {f"/{path.relative_to(root).as_posix()}": path for path in (root / _FOLDER).rglob("*") if path.is_file()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The file, else the answer of the application within."""
        app = self._app
        if scope["type"] == "http" and scope["method"] == "GET" and (path := self._files.get(scope["path"])):
            headers = Headers(scope=scope)
            app = app if any(name in headers for name in _ASKS_FOR_LESS) else _answer(path)
        await app(scope, receive, send)


@cache
def _answer(path: Path) -> Response:
    return Response(path.read_bytes(), headers=_FOR_GOOD, media_type=guess_type(path.name)[0])
