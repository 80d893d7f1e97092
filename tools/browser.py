"""The real app in a real Chromium: what the browser tests, the benchmarks and the screenshots start from.

Servers listen on 127.0.0.1 on a free port with a database of their own; the user's database is never opened.
"""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Download, Locator, Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, and CI is root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
START_SECONDS = 60
RERUN_MILLISECONDS = 30_000


def chromium() -> str | None:
    """Where the installed Chromium is, or None."""
    there = next((path for name in NAMES if (path := shutil.which(name))), None)
    return there or (MAC_CHROME if Path(MAC_CHROME).exists() else None)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium without background traffic of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield started
        finally:
            started.close()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def server(log: Path, script: str = "app.py", **environment: str) -> Iterator[str]:
    """The address of a Streamlit server running `script`; `environment` (KPI_DATABASE and so on) on top of a clean one.

    RuntimeError with the server's own words if it ends or does not answer in time.
    """
    port = free_port()
    streamlit = ["-m", "streamlit", "run", script, "--server.port", str(port), "--server.headless", "true"]
    ours = script == "app.py"
    command = [sys.executable, *(["tools/serve.py", "--port", str(port)] if ours else streamlit)]
    with serving(command, port, log, "/healthz" if ours else "/_stcore/health", **environment) as address:
        yield address


@contextlib.contextmanager
def serving(command: Sequence[str], port: int, log: Path, asked: str = "/", **environment: str) -> Iterator[str]:
    """The address of any server that `command` starts on `port`, once it answers to `asked`; else as `server`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KPI_", "STREAMLIT_"))}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=clean | environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until_serving(process, port, asked, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_serving(process: subprocess.Popen[bytes], port: int, asked: str, log: Path) -> None:
    """Returns when a server that was started answers to `asked`. RuntimeError with its own words if it ends or is too slow."""
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port, asked):
        words = log.read_text(encoding="utf-8", errors="replace")
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}:\n{words}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"the server did not answer within {START_SECONDS} s:\n{words}")
        time.sleep(0.02)


def _answers(port: int, asked: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", asked)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


DRAWN = """() => !document.querySelector("[data-testid=stSkeleton]")
  && [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every(chart => chart.querySelector(".main-svg"))"""


def settled(page: Page) -> Page:
    """`page` once its script has run to the end, and what it sent is drawn: no grey stand-in is left."""
    page.wait_for_selector("[data-testid=stMain] h1, [data-testid=stException]", timeout=RERUN_MILLISECONDS)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=RERUN_MILLISECONDS)
    page.wait_for_function(DRAWN, timeout=RERUN_MILLISECONDS)
    return page


QUIET = """() => {
  const app = document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
  const now = performance.now();
  window.quietSince = app ? window.quietSince ?? now : undefined;
  return app && now - window.quietSince > 500;
}"""


def quiet(page: Page) -> Page:
    """`page` once no further run has followed the last one: what was just chosen has been answered, by a second run too."""
    page.evaluate("window.quietSince = undefined")
    page.wait_for_function(QUIET, timeout=RERUN_MILLISECONDS)
    return settled(page)


def downloaded(page: Page, button: Locator) -> Download:
    """What `button` hands out, asked once the page is quiet: each run names the file anew, and an old name opens nothing."""
    quiet(page)
    with page.expect_download() as download:
        button.click()
    return download.value


def navigation(page: Page) -> list[str]:
    """The paths of every page the navigation offers, in its order."""
    links = page.locator("[data-testid=stSidebarNavLink], [data-testid=stTopNavLink]")
    paths = links.evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    return list(dict.fromkeys(paths)) or ["/"]
