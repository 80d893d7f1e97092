"""Pictures for docs/images: what README and the manual show of the letter, the national example and the demonstration.

Usage: make screenshots. Each plan lies in a database made for the occasion. A picture that no text shows is not kept.
"""

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from bench.shipped import Shipped, shipped
from kpi import services
from kpi.access import OWNER
from kpi.i18n import texts
from kpi.model import Actor
from tools.browser import PROJECT, browser, server, settled
from tools.system_packages import office

SAMPLE = PROJECT / "tests" / "data" / "uploads" / "regions_across.csv"
NEWER = "指标代码,年份,数值,单位\nsubsidized_training,2023,6.2,万人次\n"
IMAGES = PROJECT / "docs" / "images"
DESK = (1440, 900)
PHONE = (390, 844)
BAR = 120
"""What stays in sight above an element that is scrolled to, in pixels."""
COLOURS = 256
"""Of a picture of a screen: text and marks need no more, and the file is a third."""


def keep(shot: bytes, name: str) -> None:
    """Writes a picture as docs/images/NAME.png."""
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS).save(IMAGES / f"{name}.png", optimize=True)
    print(f"docs/images/{name}.png", flush=True)


def drawn(page: Page) -> Page:
    """`page` once its charts and pictures are drawn and its fonts are there."""
    if settled(page).get_by_test_id("stException").count():
        raise RuntimeError(f"{page.url} shows a fault")
    page.evaluate("Promise.all([document.fonts.ready, ...[...document.images].map(image => image.decode())])")
    return page


def scroll(element: Locator) -> None:
    """Brings an element to the top of the screen, below what stays there."""
    element.evaluate(f"element => {{ element.style.scrollMarginTop = '{BAR}px'; element.scrollIntoView(); }}")


def picture(chromium: Browser, address: str, name: str, size: tuple[int, int] = DESK, down_to: str = "") -> None:
    """What stands on the screen at `address`, scrolled down to an element where one is named."""
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    if down_to:
        scroll(drawn(page).locator(down_to).first)
    keep(drawn(page).screenshot(animations="disabled"), name)
    context.close()


def upload_pictures(chromium: Browser, address: str) -> None:
    """The upload page with an office's own table on it, and the same with its columns laid open."""
    text = texts("zh")
    context = chromium.new_context(viewport={"width": 1440, "height": 1250}, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/upload")
    settled(page)
    page.locator("input[type=file]").set_input_files(SAMPLE)
    page.get_by_text(text("page.step_confirm")).wait_for()
    keep(drawn(page).screenshot(animations="disabled"), "upload-preview")
    page.get_by_text(text("page.adjust_reading")).click()
    page.get_by_text(text("page.map_by_hand")).click()
    page.get_by_text(text("page.save_profile")).wait_for()
    scroll(page.get_by_text(text("page.adjust_reading")))
    keep(drawn(page).screenshot(animations="disabled"), "upload-mapping")
    context.close()


def ledger_picture(chromium: Browser, folder: Path) -> None:
    """The ledger with one report in it, issued before the newest figures came."""
    database, actor = folder / "ledger.duckdb", Actor("王芳", OWNER)
    workspace = services.open_workspace(database, PROJECT / "data" / "catalog")
    services.issue_report(workspace, actor, services.ReportRequest(), ["docx", "pdf", "xlsx"], "送市政府办公室")
    preview = services.check_upload(workspace, actor, [services.UploadFile("2023年填报.csv", NEWER.encode())])
    services.import_files(workspace, actor, preview, note="2023年填报", accept_warnings=True)
    workspace.close()
    with server(folder / "ledger.log", KPI_DATABASE=str(database)) as address:
        picture(chromium, f"{address}/issued", "issued")


def report_pictures(demo: Shipped, folder: Path) -> None:
    """The first page or slide of the demonstration's report in each format that is printed, drawn by LibreOffice."""
    actor, request = Actor("截图", OWNER), services.ReportRequest()
    workspace = services.open_workspace(demo.database, demo.catalog)
    keep(services.report_preview(workspace, actor, request), "report-pdf")
    for genre in (services.Genre.SUMMARY, services.Genre.BRIEFING):
        keep(services.report_preview(workspace, actor, services.ReportRequest(genre=genre)), f"report-{genre}")
    for kind in ("docx", "xlsx", "pptx"):
        made = folder / f"report-{kind}.{kind}"
        made.write_bytes(services.gap_report(workspace, actor, request, kind).content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office() or "soffice", profile, "--headless", "--convert-to", "png", "--outdir", str(folder), str(made)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        keep(made.with_suffix(".png").read_bytes(), made.stem)
    workspace.close()


def letter_pictures(chromium: Browser, address: str) -> None:
    """The plan as it is: few figures, much to be reported."""
    picture(chromium, address, "overview")
    picture(chromium, address, "overview-phone", PHONE)
    for name in ("what_if", "lamps", "export"):
        picture(chromium, f"{address}/{name}", name)
    upload_pictures(chromium, address)


def example_pictures(chromium: Browser, address: str) -> None:
    """A plan at its end, with published figures."""
    picture(chromium, address, "wall", down_to=".kpi-wall")
    picture(chromium, f"{address}/measure?measure=urbanization_rate", "measure")
    picture(chromium, f"{address}/sheet", "sheet")


def demo_pictures(chromium: Browser, address: str) -> None:
    """Fictional figures, and the page says so: towns, and projections."""
    picture(chromium, f"{address}/gaps", "gaps")
    picture(chromium, f"{address}/regions", "regions", (1440, 1150))


def main() -> None:
    """Take all pictures anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        plans = shipped(folder)
        for plan, pictures in zip(plans, (letter_pictures, example_pictures, demo_pictures), strict=True):
            with server(folder / f"{plan.name}.log", **plan.environment) as address:
                pictures(chromium, address)
        ledger_picture(chromium, folder)
        report_pictures(plans[-1], folder)


if __name__ == "__main__":
    main()
