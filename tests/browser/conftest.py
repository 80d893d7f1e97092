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
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tools.browser import PROJECT, browser, navigation, server, settled

DESK = (1440, 900)
PROBES = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
PHONE = (390, 844)


class Windows:
    """A browser context for each server and size of window, so that what a server sends for every page is fetched once."""

    def __init__(self, chromium: Browser) -> None:
        self.chromium = chromium
        self._open: dict[tuple[str, tuple[int, int]], BrowserContext] = {}

    def new_page(self, address: str, size: tuple[int, int]) -> Page:
        """A tab: a session of its own for Streamlit, as a further person would have it."""
        key = (urlparse(address).netloc, size)
        if key not in self._open:
            width, height = size
            self._open[key] = self.chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        return self._open[key].new_page()

    def close_pages(self) -> None:
        """Ends every session there is."""
        for context in self.chromium.contexts:
            for page in context.pages:
                page.close()

    def forget(self, address: str) -> None:
        """Closes all there is of a server that is about to stop."""
        for key in [key for key in self._open if key[0] == urlparse(address).netloc]:
            self._open.pop(key).close()


@dataclass
class Desk:
    """Opens pages as separate people would, each in a tab of their own, and keeps what they did."""

    windows: Windows
    foreign: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def open(self, address: str, size: tuple[int, int] = DESK) -> Page:
        """The page at `address`, loaded and settled, in a new tab."""
        page = self.windows.new_page(address, size)
        page.on("request", lambda request: self._note_request(request.url))
        page.on("websocket", lambda socket: self._note_request(socket.url))
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.goto(address)
        return settled(page)

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


@pytest.fixture(scope="session")
def windows(chromium) -> Windows:
    return Windows(chromium)


@pytest.fixture
def desk(windows) -> Iterator[Desk]:
    opened = Desk(windows)
    yield opened
    windows.close_pages()
    assert opened.foreign == []
    assert opened.console == []


@pytest.fixture(scope="session")
def serve(tmp_path_factory, windows) -> Callable:
    """`with serve(KPI_CATALOG=…) as address`: a server with a new database. Pages are closed before it stops."""

    @contextlib.contextmanager
    def start(**environment: str) -> Iterator[str]:
        folder = tmp_path_factory.mktemp("server")
        with server(folder / "server.log", **{"KPI_DATABASE": str(folder / "kpi.duckdb"), **environment}) as address:
            try:
                yield address
            finally:
                windows.forget(address)

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
