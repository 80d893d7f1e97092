"""Streamlit's own ASGI application with our middleware round it, and how it is started."""

import sys
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime import Runtime, get_instance, memory_media_file_storage, memory_uploaded_file_manager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server.starlette import starlette_server

from kpi.private import keep_private
from kpi.server.api.application import api_routes
from kpi.server.calendar import DutyCalendar
from kpi.server.document import PageDocument
from kpi.server.front_end import FrontEndFiles
from kpi.server.headers import SecurityHeaders
from kpi.server.media import OwnFiles
from kpi.server.operations.logs import JSON, begin_logging
from kpi.server.operations.measuring import Measured, Measures
from kpi.server.operations.metrics import metrics_route
from kpi.server.sign_in import Gate, Keeper, LocalGate, SignIn, keeper_of
from kpi.server.sockets import without_delay, without_rewriting
from kpi.server.stopping import letting_go_at_the_end
from kpi.server.uploads import BoundedUploads, UploadGate
from kpi.server.visitors import OnlyOurPages

_FIXED = {
    "server.headless": True,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
}
"""What no STREAMLIT_… variable of the machine may undo."""


class _Application(st.App):
    """Streamlit's application, with uploads that are bounded and files under names that nobody can work out."""

    def _create_runtime(self) -> Runtime:
        """Streamlit has no setting for its stores of files: it makes each of the class it finds under its name."""
        setattr(memory_uploaded_file_manager, "MemoryUploadedFileManager", BoundedUploads)  # noqa: B010 - a class is no variable
        setattr(memory_media_file_storage, "MemoryMediaFileStorage", OwnFiles)  # noqa: B010
        return super()._create_runtime()


def application(script: Path, keeper: Keeper | None = None) -> st.App:
    """The application that serves `script`; without a keeper to the one local user.

    Until st.navigation has run once, Streamlit takes the folder pages/ for pages of its old kind and greets whoever opens the
    address of one of ours first with "Page not found". So it is told beforehand that the folder is not of that kind.
    """
    PagesManager.uses_pages_directory = False
    sign_in = keeper.sign_in if keeper else None
    measures = Measures()
    gate = Middleware(Gate, keeper=keeper) if keeper else Middleware(LocalGate)
    return _Application(
        script,
        lifespan=letting_go_at_the_end,
        routes=[*api_routes(), metrics_route(measures)],
        middleware=[
            Middleware(Measured, measures=measures),
            Middleware(SecurityHeaders, secure=bool(sign_in and sign_in.secure)),
            Middleware(OnlyOurPages, public=sign_in.host if sign_in else ""),
            gate,
            *(Middleware(layer) for layer in (DutyCalendar, FrontEndFiles, UploadGate, PageDocument)),
        ],
    )


def serve(script: Path, sign_in: SignIn, **config: Any) -> None:  # noqa: ANN401 - values of Streamlit's options: texts, numbers
    """Serves `script` until it is stopped; `config` is Streamlit's options with `_` for the dot, as in server_port=8501.

    NotStarted where nobody could get in, or somebody who should not; CatalogRefused, StoreBusy, StoreUnusable.
    """
    keep_private()
    plain = begin_logging() != JSON
    keeper = keeper_of(sign_in, _close_session)
    options = partial(without_rewriting, own_log=plain)
    for name, changed in (("_bind_socket", without_delay), ("_get_uvicorn_config_kwargs", options)):
        setattr(starlette_server, name, changed(getattr(starlette_server, name)))  # Streamlit finds them under these names
    sys.argv = [str(script)]  # Streamlit looks for its settings beside what was started
    given = {name.replace("_", ".", 1): value for name, value in config.items()}
    application(script, keeper).run(config={**_FIXED, **given})


def _close_session(session_id: str) -> None:
    """Ends a session of Streamlit's: its script, what it remembers and the files it holds."""
    get_instance().close_session(session_id)
