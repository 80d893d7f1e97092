"""Streamlit's own ASGI application with our middleware round it, and how it is started."""

import sys
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime import Runtime, memory_uploaded_file_manager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server.starlette import starlette_server

from kpi.private import keep_private
from kpi.server.document import PageDocument
from kpi.server.front_end import FrontEndFiles
from kpi.server.headers import SecurityHeaders
from kpi.server.sockets import without_delay
from kpi.server.uploads import BoundedUploads, UploadGate
from kpi.server.visitors import OnlyOurPages

_FIXED = {
    "server.headless": True,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "runner.magicEnabled": False,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
}
"""What no STREAMLIT_… variable of the machine may undo."""


class _Application(st.App):
    """Streamlit's application, with uploads that are bounded."""

    def _create_runtime(self) -> Runtime:
        """Streamlit has no setting for its store of uploads: it makes one of the class it finds under this name."""
        setattr(memory_uploaded_file_manager, "MemoryUploadedFileManager", BoundedUploads)  # noqa: B010 - a class is no variable
        return super()._create_runtime()


def application(script: Path) -> st.App:
    """The application that serves `script`.

    Until st.navigation has run once, Streamlit takes the folder pages/ for pages of its old kind and greets whoever opens the
    address of one of ours first with "Page not found". So it is told beforehand that the folder is not of that kind.
    """
    PagesManager.uses_pages_directory = False
    return _Application(
        script,
        middleware=[Middleware(layer) for layer in (SecurityHeaders, OnlyOurPages, FrontEndFiles, UploadGate, PageDocument)],
    )


def serve(script: Path, **config: Any) -> None:  # noqa: ANN401 - values of Streamlit's options: texts, numbers, truths
    """Serves `script` until it is stopped; `config` is Streamlit's options with `_` for the dot, as in server_port=8501."""
    keep_private()
    setattr(starlette_server, "_bind_socket", without_delay(starlette_server._bind_socket))  # noqa: B010 - found under this name
    sys.argv = [str(script)]  # Streamlit looks for its settings beside what was started
    given = {name.replace("_", ".", 1): value for name, value in config.items()}
    application(script).run(config={**_FIXED, **given})
