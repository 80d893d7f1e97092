"""Offices' own tables in a real browser: names settled, warnings confirmed, loaded; columns mapped; a faulty one sent back."""

from calendar import monthrange
from itertools import product

import openpyxl
from playwright.sync_api import expect

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.model import Kind
from kpi.views import Face, heading
from tests.browser.conftest import PHONE
from tools.browser import PROJECT, downloaded, quiet, settled

ZH = texts("zh")
YEARS_OF_MONTHS = list(product(range(2013, 2023), range(1, 13)))
SAMPLES = PROJECT / "tests" / "data" / "uploads"


def dropped(desk, address, *names, **options):
    """The upload page with files of the samples dropped on it."""
    page = desk.open(f"{address}/upload", **options)
    page.locator("input[type=file]").set_input_files([SAMPLES / name for name in names])
    expect(page.get_by_text(ZH("page.adjust_reading"))).to_be_visible()
    return settled(page)


def test_names_are_settled_a_warning_confirmed_and_two_offices_tables_loaded_at_once(desk, app):
    page = dropped(desk, app, "misspelt_names.csv", "regions_across.csv")
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(ZH("page.refused"))).to_be_visible()
    for _ in range(3):
        before = page.get_by_role("button", name=ZH("page.accept_name")).count()
        quiet(page).get_by_role("button", name=ZH("page.accept_name")).first.click()
        expect(page.get_by_role("button", name=ZH("page.accept_name"))).to_have_count(before - 1)
    expect(main.get_by_text("misspelt_names.csv").first).to_be_visible()
    expect(main.get_by_text("与misspelt_names.csv").first).to_be_visible()


def test_a_table_with_a_wrong_total_is_loaded_once_that_is_confirmed(desk, own_server):
    page = dropped(desk, own_server, "regions_across.csv")
    main = page.get_by_test_id("stMain")
    commit = page.get_by_role("button", name=ZH("page.commit"))
    expect(commit).to_be_disabled()
    quiet(page)
    main.get_by_text(ZH("page.confirm_warnings", count=1)).click()
    quiet(page)
    expect(commit).to_be_enabled()
    commit.click()
    expect(main.get_by_text(ZH("page.loaded", batches="2", count=1))).to_be_visible()
    batches = desk.open(f"{own_server}/batches")
    expect(batches.get_by_test_id("stMain").get_by_text("合计为0.08万张").first).to_be_visible()


def test_columns_are_mapped_by_hand(desk, app, tmp_path):
    file = tmp_path / "月报.csv"
    file.write_text("甲,乙\n补贴性职业技能培训,61000\n", encoding="utf-8")
    page = desk.open(f"{app}/upload", size=(1440, 1600))
    page.locator("input[type=file]").set_input_files(file)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(ZH("page.refused"))).to_be_visible()
    quiet(page)
    main.get_by_text(ZH("page.adjust_reading")).click()
    quiet(page)
    main.get_by_text(ZH("page.map_by_hand")).click()
    quiet(page)
    expect(page.get_by_role("button", name=ZH("page.save_profile"))).to_be_visible()
    for letter, role in (("A", "template.name"), ("B", "template.value")):
        page.get_by_label(heading(ZH, "is", Face.PAGE, letter=letter)).click()
        page.get_by_role("option", name=ZH(role), exact=True).click()
        quiet(page)
    for label, said in ((heading(ZH, "says", Face.PAGE), "2024年1—9月"), (ZH("page.whole_unit"), "人次")):
        page.get_by_label(label, exact=True).fill(said)
        page.get_by_label(label, exact=True).press("Enter")
        quiet(page)
    expect(main.get_by_text("6.1万人次").first).to_be_visible()
    expect(page.get_by_role("button", name=ZH("page.commit"))).to_be_enabled()


def test_a_faulty_table_is_downloaded_with_its_faults_marked(desk, app, tmp_path):
    page = dropped(desk, app, "one_error_per_row.csv")
    download = downloaded(page, page.get_by_role("button", name=ZH("page.return_file", file="one_error_per_row.csv")))
    marked = tmp_path / "marked.xlsx"
    download.save_as(marked)
    sheet = openpyxl.load_workbook(marked).worksheets[0]
    assert [sheet.cell(row, 9).value is not None for row in (1, 2, 3)] == [True, True, True]


def test_the_page_fits_a_phone(desk, app):
    page = dropped(desk, app, "wide_years_gbk.csv", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.get_by_text("GB18030").first).to_be_visible()


def many_months():
    """More lines than are read row by row: what every town has of a measure in every month of ten years."""
    catalog = load_catalog(PROJECT / "data" / "catalog")
    flows = [m for m in catalog.measures.values() if m.kind is Kind.FLOW and "累计" not in m.name_zh][:13]
    towns = [each.name_zh for each in catalog.children(catalog.plan_region.region_code) if each.active]
    months = [(f"{year}-{month:02}-01", f"{year}-{month:02}-{monthrange(year, month)[1]}") for year, month in YEARS_OF_MONTHS]
    rows = [f"{m.measure_id},{town},{a},{b},5,{m.display_unit}" for m in flows for town in towns for a, b in months]
    return rows, "\n".join(("指标代码,地区,起始日期,截止日期,数值,单位", *rows)).encode()


def test_a_large_file_tells_how_far_it_is_is_called_off_and_loaded_the_second_time(desk, own_server, tmp_path):
    rows, content = many_months()
    assert len(rows) > 50_000
    (file := tmp_path / "各镇街月报.csv").write_bytes(content)
    page = desk.open(f"{own_server}/upload")
    main = page.get_by_test_id("stMain")
    page.locator("input[type=file]").set_input_files(file)
    expect(main.get_by_role("progressbar")).to_be_visible()
    main.get_by_role("button", name=ZH("page.call_off")).click()
    expect(page.get_by_text(file.name)).to_have_count(0)
    expect(page.get_by_role("button", name=ZH("page.commit"))).to_have_count(0)
    quiet(page).locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(ZH("page.adjust_reading"))).to_be_visible(timeout=90_000)
    quiet(page)
    if (warnings := main.get_by_role("checkbox", name="确认")).count():
        warnings.first.check()
    quiet(page).get_by_role("button", name=ZH("page.commit")).click()
    expect(main.get_by_text(ZH("page.loaded", batches="2", count=1))).to_be_visible(timeout=90_000)
    batches = desk.open(f"{own_server}/batches")
    expect(batches.get_by_test_id("stMain").get_by_text(str(len(rows)), exact=True).first).to_be_visible()
