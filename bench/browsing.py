"""What a reader waits for in a browser: the overview opened cold, beside bare pages of Dash, Vizro and Streamlit, and going
from page to page. Times are taken within the page itself, frame by frame, so whatever drives the browser costs nothing.

Usage: make bench, or python -m bench.browsing [TIMES]. Pages are opened in turns, so that what else the machine does falls on
all alike; what counts is a ratio of medians of one run, never a time.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from bench.shipped import PROJECT, Shipped, shipped
from bench.timing import line, ratio
from kpi.i18n import texts
from kpi.web.address import PAGES
from tools.browser import DRAWN, browser, free_port, server, serving, settled

BESIDE = PROJECT / "bench" / "beside"
OTHERS_PYTHON = PROJECT / ".venv" / "bench" / "bin" / "python"
"""An environment of its own, made by `make bench`: who only runs or tests the project does not pay for Dash and Vizro."""
TIMES, ROUNDS = 9, 3
DESK = {"width": 1440, "height": 900}
PATIENCE_MILLISECONDS = 60_000
READABLE_TO_DASH, DRAWN_TO_STREAMLIT, SWITCH_SECONDS = 0.75, 1.15, 0.3

THREE_CHARTS = "document.querySelectorAll('.js-plotly-plot .main-svg').length >= 3"
ENDED = f"document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]') && ({DRAWN})()"
CHARTS = f"{ENDED} && [...document.images].every((picture) => picture.complete)"
"""The last mark and chart is drawn, and nothing more is to come."""
READABLE = """(() => {
  const pictures = [...document.querySelectorAll("[data-testid=stMain] img.kpi-mark")].filter((picture) => {
    const { top, bottom } = picture.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  });
  return document.querySelector("[data-testid=stMain] h1") && pictures.length
    && pictures.every((picture) => picture.complete && picture.naturalWidth);
})()"""
"""Headline, lamps, and every rail and cell of the first screen."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page to be opened cold, and what is waited for there: by name, what must hold within the page."""

    name: str
    address: str
    moments: Mapping[str, str]


def watching(moments: Mapping[str, str], start: str = "0") -> str:
    """A script that notes in `benchSeen` when each moment came, in milliseconds from `start`, before the frame is painted."""
    tests = ", ".join(f"{name}: () => {shown}" for name, shown in moments.items())
    return f"""(() => {{
      const left = Object.entries({{ {tests} }}), seen = window.benchSeen = {{}}, start = {start};
      (function look() {{
        const now = performance.now() - start;
        if (document.body) for (const [name, shown] of left) if (!(name in seen) && shown()) seen[name] = now;
        if (Object.keys(seen).length < left.length) requestAnimationFrame(look);
        else window.benchDone = true;
      }})();
    }})()"""


def seen(page: Page) -> dict[str, float]:
    """When each moment came, in seconds, once all have."""
    page.wait_for_function("() => window.benchDone", timeout=PATIENCE_MILLISECONDS, polling=50)
    return {name: milliseconds / 1000 for name, milliseconds in page.evaluate("window.benchSeen").items()}


def cold(chromium: Browser, opened: Opened) -> dict[str, float]:
    """The moments of a page from asking for it in a browser with nothing cached."""
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    page.add_init_script(watching(opened.moments))
    page.goto(opened.address, wait_until="commit")
    try:
        return seen(page)
    finally:
        context.close()


@contextmanager
def pages_beside(folder: Path, letter: Shipped) -> Iterator[tuple[Opened, ...]]:
    """Our overview and the bare pages, each on a server of its own."""
    with ExitStack() as servers:
        ours = servers.enter_context(server(folder / "app.log", **letter.environment))
        bare = servers.enter_context(server(folder / "streamlit.log", str(BESIDE / "streamlit_page.py")))
        others = []
        for name in ("dash", "vizro"):
            port = free_port()
            command = [str(OTHERS_PYTHON), str(BESIDE / f"{name}_page.py"), str(port)]
            address = servers.enter_context(
                serving(command, port, folder / f"{name}.log", DASH_DISABLE_VERSION_CHECK="true", VIZRO_LOG_LEVEL="ERROR")
            )
            others.append(Opened(name, address, {"drawn": THREE_CHARTS}))
        yield (
            Opened("overview", ours, {"readable": READABLE, "drawn": CHARTS}),
            Opened("streamlit", bare, {"drawn": THREE_CHARTS}),
            *others,
        )


def cold_pages(chromium: Browser, folder: Path, letter: Shipped, times: int = TIMES) -> None:
    """The overview cold, beside the others in the same run."""
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    with pages_beside(folder, letter) as opened:
        for again in range(times + 1):
            for page in opened:
                moments = cold(chromium, page)
                for name, value in moments.items() if again else ():  # a server's first page is not what is asked here
                    taken[page.name, name].append(value)
    typical = {key: median(values) for key, values in taken.items()}
    for (page_name, moment), value in typical.items():
        line(f"{page_name}, cold, {moment}", value)
    ratio("overview readable / Dash page drawn", typical["overview", "readable"], typical["dash", "drawn"], READABLE_TO_DASH)
    ratio("overview readable / Vizro page drawn", typical["overview", "readable"], typical["vizro", "drawn"])
    ratio("overview drawn / Streamlit drawn", typical["overview", "drawn"], typical["streamlit", "drawn"], DRAWN_TO_STREAMLIT)


def switches(chromium: Browser, folder: Path, plans: Sequence[Shipped]) -> None:
    """From page to page in one session: from the click to the new page's last chart, its script ended."""
    for plan in plans:
        with server(folder / f"{plan.name}.log", **plan.environment) as address:
            context = chromium.new_context(viewport=DESK)
            page = context.new_page()
            page.goto(address)
            settled(page)
            taken: dict[str, list[float]] = defaultdict(list)
            for again in range(ROUNDS + 1):
                for name, value in walk(page):
                    taken[name] += [value] if again else []  # the first time through, views are made and code is fetched
            context.close()
        typical = {name: median(values) for name, values in taken.items()}
        slowest = max(typical, key=typical.__getitem__)
        line(f"{plan.name}: from page to page, median of all", median(typical.values()), SWITCH_SECONDS)
        line(f"{plan.name}: from page to page, slowest ({slowest})", typical[slowest])


def walk(page: Page) -> Iterator[tuple[str, float]]:
    """Every page of the navigation, clicked one after another, and how long it took."""
    for place, spec in enumerate(each for each in PAGES if each.section and not each.for_people):
        link = page.get_by_test_id("stSidebarNavLink").nth(place)
        there = f"document.querySelector('[data-testid=stMain] h1')?.innerText === {texts('zh')(f'page.{spec.name}')!r}"
        if not link.is_visible():
            page.locator(".kpi-nav summary").click()
        page.evaluate("window.benchDone = false")
        page.evaluate(
            f"""() => addEventListener("pointerdown", () => {watching({"shown": f"{there} && {ENDED}"}, "performance.now()")},
                {{ once: true, capture: true }})"""
        )
        link.click()
        yield spec.name, seen(page)["shown"]


def main() -> None:
    """Both, as often as asked."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        plans = shipped(folder)
        cold_pages(chromium, folder, plans[0], times)
        switches(chromium, folder, plans)


if __name__ == "__main__":
    main()
