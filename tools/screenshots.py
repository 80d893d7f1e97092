"""Pictures for docs/images: each page on a desk screen, the overview also dark and on a phone; reports as they print.

Usage: make screenshots. The app runs on the plan as it ships, in a database made for the occasion.
"""

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from kpi import services
from kpi.access import OWNER
from kpi.demo import make_demo
from kpi.i18n import texts
from kpi.model import Actor
from tools.browser import PROJECT, browser, navigation, server, settled
from tools.system_packages import office

SAMPLE = PROJECT / "tests" / "data" / "uploads" / "regions_across.csv"
NEWER = "指标代码,年份,数值,单位\nsubsidized_training,2023,6.2,万人次\n"
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


def report_pictures(folder: Path) -> None:
    """The first page or slide of the demonstration's report in each format that is printed, drawn by LibreOffice."""
    make_demo(folder / "demo.duckdb", PROJECT / "data" / "catalog", lang="zh")
    workspace = services.open_workspace(folder / "demo.duckdb", PROJECT / "data" / "catalog")
    (IMAGES / "report-pdf.png").write_bytes(services.report_preview(workspace, Actor("截图", OWNER), services.ReportRequest()))
    for kind in ("docx", "xlsx", "pptx"):
        made = folder / f"report-{kind}.{kind}"
        made.write_bytes(services.gap_report(workspace, Actor("截图", OWNER), services.ReportRequest(), kind).content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office() or "soffice", profile, "--headless", "--convert-to", "png", "--outdir", str(IMAGES), str(made)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        print(f"docs/images/report-{kind}.png", flush=True)
    workspace.close()


def paths(chromium: Browser, address: str) -> list[str]:
    """Every page the navigation offers, the overview first."""
    page = chromium.new_page()
    page.goto(address)
    pages = navigation(settled(page))
    page.close()
    return pages


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
        ledger_picture(chromium, Path(folder))
        report_pictures(Path(folder))


if __name__ == "__main__":
    main()
