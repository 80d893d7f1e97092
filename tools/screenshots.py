"""Pictures of the running app for docs/images: each page on a desk screen, the overview also dark and on a phone.

Usage: make screenshots. The app runs on the plan as it ships, in a database made for the occasion.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tools.browser import PROJECT, browser, navigation, server, settled

IMAGES = PROJECT / "docs" / "images"
DESK = (1440, 900)
PHONE = (390, 844)


def picture(chromium: Browser, address: str, name: str, size: tuple[int, int] = DESK, scheme: str = "light") -> None:
    """What stands on the screen at `address` as docs/images/NAME.png, once its charts are drawn and its fonts are there."""
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    settled(page)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    context.close()
    print(f"docs/images/{name}.png", flush=True)


def paths(chromium: Browser, address: str) -> list[str]:
    """Every page the navigation offers, the overview first."""
    page = chromium.new_page()
    page.goto(address)
    found = navigation(settled(page))
    page.close()
    return found


def main() -> None:
    """Take all pictures anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        database = Path(folder) / "kpi.duckdb"
        with server(Path(folder) / "server.log", KPI_DATABASE=str(database)) as address:
            first, *others = paths(chromium, address)
            picture(chromium, address + first, "overview")
            picture(chromium, address + first, "overview-dark", scheme="dark")
            picture(chromium, address + first, "overview-phone", size=PHONE)
            for path in others:
                picture(chromium, address + path, path.strip("/").replace("/", "-"))


if __name__ == "__main__":
    main()
