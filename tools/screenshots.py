"""Pictures of the running app for docs/images: each page on a desk screen, the overview also dark and on a phone.

Usage: make screenshots. The app runs on the plan as it ships, in a database made for the occasion.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from kpi.i18n import texts
from tools.browser import PROJECT, browser, navigation, server, settled

SAMPLE = PROJECT / "tests" / "data" / "uploads" / "regions_across.csv"
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


def upload_pictures(chromium: Browser, address: str) -> None:
    """The upload page with an office's own table on it, and the same with its columns laid open."""
    text = texts("zh")
    context = chromium.new_context(viewport={"width": 1440, "height": 1250}, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/upload")
    settled(page)
    page.locator("input[type=file]").set_input_files(SAMPLE)
    page.get_by_text(text("page.step_confirm")).wait_for()
    settled(page).screenshot(path=IMAGES / "upload-preview.png", animations="disabled")
    page.get_by_text(text("page.adjust_reading")).click()
    page.get_by_text(text("page.map_by_hand")).click()
    page.get_by_text(text("page.save_profile")).wait_for()
    settled(page).screenshot(path=IMAGES / "upload-mapping.png", animations="disabled")
    context.close()
    print("docs/images/upload-preview.png\ndocs/images/upload-mapping.png", flush=True)


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
            upload_pictures(chromium, address)


if __name__ == "__main__":
    main()
