"""A real Chromium and real servers, each with a database of its own. Every request and console error is recorded, and any
request to another host or error in the console fails the test that made it, whatever else it checks."""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tools.browser import PROJECT, browser, navigation, server, settled

DESK = (1440, 900)
PROBES = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
PHONE = (390, 844)


@dataclass
class Desk:
    """Opens pages as separate people would, each in a browser context of their own, and keeps what they did."""

    chromium: Browser
    foreign: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def open(self, address: str, size: tuple[int, int] = DESK) -> Page:
        """The page at `address`, loaded and settled, in a fresh browser context."""
        width, height = size
        page = self.chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True).new_page()
        page.on("request", lambda request: self._note_request(request.url))
        page.on("websocket", lambda socket: self._note_request(socket.url))
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.goto(address)
        return settled(page)

    def close(self) -> None:
        """Close everything that was opened."""
        for context in self.chromium.contexts:
            context.close()

    def _note_console(self, message: ConsoleMessage) -> None:
        """Streamlit's front end looks for its server below the page's own address before it looks above; that is no fault."""
        if message.type == "error" and not PROBES.search(message.location.get("url", "")):
            self.console.append(message.text)

    def _note_request(self, address: str) -> None:
        parts = urlparse(address)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.foreign.append(address)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def desk(chromium) -> Iterator[Desk]:
    opened = Desk(chromium)
    yield opened
    opened.close()
    assert opened.foreign == []
    assert opened.console == []


@pytest.fixture(scope="session")
def serve(tmp_path_factory, chromium) -> Callable:
    """`with serve(KPI_CATALOG=…) as address`: a server with a new database. Pages are closed before it stops."""

    @contextlib.contextmanager
    def start(**environment: str) -> Iterator[str]:
        folder = tmp_path_factory.mktemp("server")
        with server(folder / "server.log", **{"KPI_DATABASE": str(folder / "kpi.duckdb"), **environment}) as address:
            try:
                yield address
            finally:
                for context in chromium.contexts:
                    context.close()

    return start


@pytest.fixture(scope="session")
def app(serve) -> Iterator[str]:
    """A server on the plan as it ships, for tests that only look."""
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def paths(app, chromium) -> list[str]:
    """The path of every page in the navigation."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(app)
    found = navigation(settled(page))
    context.close()
    return found


@pytest.fixture(scope="session")
def tiny_catalog(tmp_path_factory) -> Path:
    """Another city's plan with three measures, copied out of the tests as another bureau would keep it."""
    return Path(shutil.copytree(PROJECT / "tests" / "data" / "tiny_catalog", tmp_path_factory.mktemp("plan") / "catalog"))
