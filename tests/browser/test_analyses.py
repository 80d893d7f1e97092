"""From verdicts to decisions in a real browser: a scenario that lives in the address, lamp schemes, roll-ups, towns."""

import csv
import io
import re

from playwright.sync_api import expect

from kpi.i18n import texts
from kpi.views import Face, heading
from tests.browser.conftest import unfold
from tools.browser import quiet, settled

ZH = texts("zh")
TOWNS = (
    "指标代码,截止日期,地区,数值,单位\n"
    "skilled_talent_total,2023-06-30,东城街道,1.2,万人\nemployed_total,2023-06-30,东城街道,10,万人\n"
    "skilled_talent_total,2023-06-30,长安镇,2,万人\nemployed_total,2023-06-30,长安镇,5,万人\n"
)
TALL = (1440, 2400)
"""A window that shows a whole table, so that its buttons do not lie behind the page's header."""
NO_FILE_PICKER = "delete window.showSaveFilePicker; delete Window.prototype.showSaveFilePicker"
"""Chromium would ask where to save a table, and there is nobody to answer."""


def main(page):
    return page.get_by_test_id("stMain")


def test_a_scenario_is_set_shared_and_taken_back(desk, app):
    """1100万 employed, where the slider ends: 137.6 ÷ 1100 is 12.51 %; 30 % are 330万, 192.4万 more. Nobody: no share."""
    page = desk.open(f"{app}/what_if")
    shown = main(page)
    expect(shown.get_by_text("差额约22.4万人")).to_be_visible()
    expect(shown.get_by_text(ZH("page.what_if_derived"), exact=True)).to_have_count(1)
    employed = page.get_by_role("slider", name="就业人员总量（万人）")
    employed.press("End")
    expect(shown.get_by_text("差额不超过192.4万人")).to_be_visible()
    expect(shown.get_by_text("12.51%").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"value\.employed_total=1100"))

    colleague = desk.open(page.url)
    expect(main(colleague).get_by_text("差额不超过192.4万人")).to_be_visible()
    assert main(quiet(colleague)).inner_text() == main(quiet(page)).inner_text()
    page.reload()
    expect(main(settled(page)).get_by_text("差额不超过192.4万人")).to_be_visible()

    quiet(page)
    employed.press("Home")
    expect(shown.get_by_text(re.compile("就业人员总量为0，占比无从计算"))).to_be_visible()
    expect(shown.get_by_text("34.14%").first).to_be_visible()

    quiet(page).get_by_role("button", name=ZH("page.what_if_reset")).click()
    expect(shown.get_by_text("差额约22.4万人")).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"value\.employed_total"))
    expect(page.get_by_role("button", name=ZH("page.what_if_reset"))).to_have_count(0)


def test_a_slider_that_is_moved_stays_where_it_is(desk, app):
    """Even where there is no share any more, and so no picture above it."""
    page = desk.open(f"{app}/what_if")
    employed = page.get_by_role("slider", name="就业人员总量（万人）")
    employed.scroll_into_view_if_needed()
    before = employed.bounding_box()["y"]
    for key, said in (("End", "差额不超过192.4万人"), ("Home", re.compile("就业人员总量为0，占比无从计算"))):
        employed.press(key)
        expect(main(page).get_by_text(said)).to_be_visible()
        assert abs(quiet(page).get_by_role("slider", name="就业人员总量（万人）").bounding_box()["y"] - before) < 2


def test_growth_lives_in_the_address_as_well(desk, app):
    page = desk.open(f"{app}/what_if")
    growth = page.get_by_role("slider", name=ZH("page.what_if_growth")).first
    growth.press("End")
    expect(page).to_have_url(re.compile(r"growth\.employed_total=20"))
    # 533.33万 growing 20 % a year for 2.504 years are 841.9万; 30 % of them 252.6万, 115万 more than 137.6万
    expect(main(page).get_by_text("差额约114.98万人")).to_be_visible()


def test_another_scheme_changes_lamps_and_no_status(desk, app):
    page = desk.open(f"{app}/lamps")
    verdict = page.locator(".st-key-table_lamps td:nth-child(2) p").first
    assert verdict.evaluate("each => each.getClientRects().length && each.offsetHeight < 30"), "a verdict in one line"
    row = main(page).locator("tr", has_text="技能领军人才认定评定")
    expect(row).to_contain_text(ZH("status.far_behind"))
    expect(main(page).get_by_text("界线−10移至−15个百分点：1项变灯")).to_be_visible()
    unfold(quiet(page))
    schemes = page.get_by_test_id("stSidebar").get_by_label(ZH("page.lamps"))
    schemes.scroll_into_view_if_needed()  # a list opened while its field still scrolls closes again
    quiet(page)
    schemes.click()
    page.get_by_role("option", name=re.compile("亮绿灯")).click()
    expect(page).to_have_url(re.compile(r"lamps=yinchuan_2025(&|$)"))
    expect(main(page).get_by_text(re.compile("本方案取绿灯")).first).to_be_visible()
    expect(row).to_contain_text(ZH("status.far_behind"))
    overview = desk.open(f"{app}/?lamps=yinchuan_2025")
    found = main(overview).locator("tr", has_text="技能领军人才认定评定").first
    expect(found).to_contain_text(ZH("status.far_behind"))
    expect(main(overview).get_by_role("button", name=re.compile(r"严重滞后 1"))).to_be_visible()


def test_the_plan_is_rolled_up_each_way(desk, app):
    page = desk.open(f"{app}/rollup")
    expect(page.locator("h1")).to_have_text(ZH("page.overview"))
    first = main(page).locator(".kpi-group").first
    first.locator("summary").click()
    expect(first.get_by_text("应判定目标1项，已判定1项。")).to_be_visible()
    page.get_by_role("radio", name=ZH("page.rollup_plan")).or_(page.get_by_role("button", name=ZH("page.rollup_plan"))).click()
    expect(main(page).get_by_text("31项目标中有30项尚无判定。")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"by=plan"))
    quiet(page).get_by_role("radio", name=ZH("column.owner")).or_(page.get_by_role("button", name=ZH("column.owner"))).click()
    expect(main(page).locator(".kpi-group summary", has_text=ZH("analysis.no_owner"))).to_be_visible()


def taken_away(page, table, folder):
    """The rows of a table as its own button hands them out; on screen they are drawn on a canvas."""
    quiet(page)
    table.hover()
    with page.expect_download() as download:
        table.get_by_role("button", name=re.compile(ZH("frontend.csv"))).click()
    file = folder / "table.csv"
    download.value.save_as(file)
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def test_towns_are_handed_in_and_compared(desk, own_server, tmp_path):
    """12 % and 40 %; of 30 % the one lacks 1.8万, the other has half a 万 to spare."""
    file = tmp_path / "镇街.csv"
    file.write_text(TOWNS, encoding="utf-8")
    page = desk.open(f"{own_server}/upload")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name=ZH("page.commit"))).to_be_enabled()
    quiet(page).get_by_role("button", name=ZH("page.commit")).click()
    expect(main(page).get_by_text(ZH("page.loaded", batches="2", count=1))).to_be_visible()

    towns = desk.open(f"{own_server}/regions?measure=skilled_share_of_employed", TALL)
    towns.add_init_script(NO_FILE_PICKER)
    towns.reload()
    expect(settled(towns).locator("h1")).to_have_text(ZH("page.regions"))
    main(towns).get_by_text(ZH("page.regions_ranking")).click()
    tables = main(towns).get_by_test_id("stDataFrame")
    expect(tables).to_have_count(2)
    ranking = taken_away(towns, tables.nth(0), tmp_path)
    assert [row[:3] for row in ranking[1:4]] == [["1", "长安镇", "40"], ["2", "东城街道", "12"], ["", "南城街道", ""]]
    lacking = ranking[0].index(heading(ZH, "lacking", Face.PAGE))
    assert [row[lacking] for row in ranking[1:4]] == ["−0.5万人", "+1.8万人", ""]
    expect(main(towns).get_by_text("东莞市同期25.8%").first).to_be_visible()
