"""The whole job without a mouse: the form, the file, the commit and the report, by Tab, arrows and Enter."""

import csv
import io

import pytest
from playwright.sync_api import expect

from kpi.i18n import texts
from tools.browser import quiet

ZH = texts("zh")
MOST_TABS = 90


def to(page, wanted):
    """Presses Tab until `wanted` has the focus, sees that this can be seen, and waits for a run that began meanwhile."""
    for _ in range(MOST_TABS):
        if wanted.count() and wanted.evaluate("e => e === document.activeElement"):
            expect(quiet(page).locator(":focus")).to_have_count(1)
            expect(wanted).to_be_focused()
            expect(page.locator(":focus-visible")).to_have_count(1)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} steps and no {wanted}")


def press(page, wanted):
    to(page, wanted)
    page.keyboard.press("Enter")


def press_for_file(page, wanted):
    """What is handed out for it."""
    to(quiet(page), wanted)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    return download.value


def filled_in(form):
    rows = list(csv.reader(io.StringIO(form.decode("utf-8-sig"))))
    value = rows[0].index(ZH("template.value"))
    for row in rows[1:]:
        row[value] = "6.2" if row[0] == "subsidized_training" else ""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.slow
def test_the_whole_job_without_a_mouse(desk, own_server, tmp_path):
    page = desk.open(own_server)
    press(page, page.get_by_role("link", name=ZH("page.upload"), exact=True))
    expect(page.locator("h1")).to_have_text(ZH("page.upload"))
    button = page.get_by_role("button", name=ZH("page.download_form", format="csv"))
    form = press_for_file(page, button)
    expect(button).to_be_focused()  # the next key goes where the last one went
    file = tmp_path / "填报.csv"
    file.write_bytes(filled_in(form.path().read_bytes()))

    page = desk.open(page.url)  # days later: the form has to be filled in first
    chooser = page.get_by_test_id("stFileUploaderDropzone").locator("button")
    to(quiet(page), chooser)
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Enter")
    choosing.value.set_files(file)
    commit = page.get_by_role("button", name=ZH("page.commit"))
    expect(commit).to_be_enabled()
    press(quiet(page), commit)
    expect(page.get_by_text(ZH("page.loaded", batches="2", count=1))).to_be_visible()

    page.get_by_label(ZH("page.find"), exact=True).focus()
    press(quiet(page), page.get_by_role("link", name=ZH("page.export"), exact=True))
    expect(page.locator("h1")).to_have_text(ZH("page.export"))
    report = press_for_file(
        page, page.get_by_test_id("stDownloadButton").filter(has_text=ZH("page.export_usual")).locator("button")
    )
    assert report.suggested_filename.endswith(".docx")
    assert report.path().stat().st_size > 10_000


def test_the_first_step_leads_past_the_sidebar(desk, app):
    page = desk.open(f"{app}/query")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("stSkipToContent")).to_be_focused()
    expect(page.get_by_test_id("stSkipToContent")).to_have_text(ZH("frontend.skip"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-testid=stMain]') !== null")
