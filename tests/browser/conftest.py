"""A real Chromium and real servers. Every request and console error is recorded, and any request to another host or error
in the console fails the test that made it, whatever else it checks.

A page is a tab, so a session of its own; tabs of one server and window size share a browser context, which fetches and
compiles the front end once. What a context keeps is gone before the next test.
"""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from kpi.i18n import texts
from kpi.web.address import PAGES
from tools.browser import browser, server, settled

DESK = (1440, 900)
PROBES = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
PHONE = (390, 844)
FAULTS = "[data-testid=stException], [data-testid=stAlertContentError]"
LISTED = [page for page in PAGES if page.section and not page.for_people]
"""The pages of the navigation where nobody signs in, in its order."""
WAIT_MILLISECONDS = 30_000
"""How long something may take to come: other tests are at work beside. Whatever comes sooner is seen at once."""

expect.set_options(timeout=WAIT_MILLISECONDS)


class Contexts:
    """The browser contexts of a session, one for each server and window size."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._open: dict[tuple[str, tuple[int, int]], BrowserContext] = {}

    def of(self, address: str, size: tuple[int, int]) -> BrowserContext:
        """Where pages of this server are opened in this size."""
        key = (urlparse(address).netloc, size)
        if key not in self._open:
            width, height = size
            self._open[key] = self._chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        return self._open[key]

    def clear(self) -> None:
        """Close every page, and forget what the browser was told to keep."""
        for context in self._open.values():
            for page in context.pages:
                page.evaluate("location.origin === 'null' || localStorage.clear()")
                page.close()
            context.clear_cookies()

    def forget(self, address: str) -> None:
        """Close what was opened of a server that is about to end."""
        for key in [key for key in self._open if key[0] == urlparse(address).netloc]:
            self._open.pop(key).close()


@dataclass
class Desk:
    """Opens pages as separate people would, and keeps what they did."""

    contexts: Contexts
    foreign: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def open(self, address: str, size: tuple[int, int] = DESK) -> Page:
        """The page at `address`, loaded and settled, as a session of its own."""
        return settled(self.arrive(address, size))

    def arrive(self, address: str, size: tuple[int, int] = DESK) -> Page:
        """Wherever one gets to from `address`, be it a page of the app or not."""
        page = self.contexts.of(address, size).new_page()
        page.on("request", lambda request: self._note_request(request.url))
        page.on("websocket", lambda socket: self._note_request(socket.url))
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.goto(address)
        return page

    def _note_console(self, message: ConsoleMessage) -> None:
        """Streamlit's front end looks for its server below the page's own address before it looks above; that is no fault."""
        if message.type == "error" and not PROBES.search(message.location.get("url", "")):
            self.console.append(message.text)

    def _note_request(self, address: str) -> None:
        parts = urlparse(address)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.foreign.append(address)


def to_page(page: Page, link: Locator) -> None:
    """Takes a link of the navigation, out of a folded sidebar or section too."""
    if (unfold := page.get_by_test_id("stExpandSidebarButton")).is_visible():  # on a phone
        unfold.click()
    if not link.is_visible():
        page.locator(".kpi-nav summary").click()
    link.click()


def unfold(page: Page) -> None:
    """Opens what the sidebar keeps folded: lamp schemes, the moment looked back from, the language."""
    page.get_by_test_id("stSidebar").get_by_test_id("stExpander").locator("summary").click()


def choose_language(page: Page, name: str) -> None:
    """By its own name, in the fold; by keyboard, for what is being unfolded moves away under a pointer."""
    chosen = page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name))
    if not chosen.is_visible():
        unfold(page)
    chosen.press("Enter")


def walk(page: Page, lang: str = "zh") -> Iterator[str]:
    """Goes through the navigation from an open page, click by click as people do; the name of each page once it is drawn."""
    for place, spec in enumerate(LISTED):
        to_page(page, page.get_by_test_id("stSidebarNavLink").nth(place))
        expect(page.locator("h1")).to_have_text([texts(lang)(f"page.{spec.name}")])
        settled(page)
        yield spec.name


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="session")
def contexts(chromium) -> Contexts:
    return Contexts(chromium)


@pytest.fixture
def desk(contexts) -> Iterator[Desk]:
    opened = Desk(contexts)
    yield opened
    contexts.clear()
    assert opened.foreign == []
    assert opened.console == []


@pytest.fixture(scope="session")
def serve(tmp_path_factory, contexts) -> Callable:
    """`with serve(KPI_CATALOG=…) as address`: a server with a new database. Pages are closed before it stops."""

    @contextlib.contextmanager
    def start(log: Path | None = None, **environment: str) -> Iterator[str]:
        folder = tmp_path_factory.mktemp("server")
        with server(log or folder / "server.log", **{"KPI_DATABASE": str(folder / "kpi.duckdb"), **environment}) as address:
            try:
                yield address
            finally:
                contexts.forget(address)

    return start


@pytest.fixture(scope="session")
def app(serve) -> Iterator[str]:
    """A server on the plan as it ships, for tests that only look, and those that hand in a file and never load it."""
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def demo(serve, ready_made, tmp_path_factory) -> Iterator[str]:
    """A server with the demonstration, for tests that change nothing."""
    database = ready_made.place(tmp_path_factory.mktemp("demo") / "demo.duckdb", demo=True)
    with serve(KPI_DATABASE=str(database)) as address:
        yield address


@pytest.fixture(scope="session")
def unopened(serve, tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """A server whose `/` no test opens, told by its environment to listen everywhere; and where it writes what it says."""
    log = tmp_path_factory.mktemp("unopened") / "server.log"
    with serve(log, STREAMLIT_SERVER_ADDRESS=".".join("0000")) as address:
        yield address, log


@pytest.fixture
def own_server(serve, ready_made, tmp_path) -> Iterator[str]:
    """A server of its own, for what changes the figures."""
    with serve(KPI_DATABASE=str(ready_made.place(tmp_path / "own.duckdb"))) as address:
        yield address
