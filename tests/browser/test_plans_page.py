"""A target revised in a real browser by somebody who clicks twice, seen on the overview, and taken back."""

from playwright.sync_api import expect

from kpi.i18n import texts
from tools.browser import quiet

ZH = texts("zh")
TOLD = "原定30%，经东府〔2026〕9号调整为29%"


def test_a_target_is_revised_once_by_two_clicks_told_everywhere_and_taken_back(desk, own_server):
    page = desk.open(f"{own_server}/plans?section=revise&target=T01")
    main = page.get_by_test_id("stMain")
    for label, typed in {
        "目标值（%）": "29",
        ZH("column.document_number"): "东府〔2026〕9号",
        ZH("column.effective_on"): "2026-01-01",
        ZH("page.plans_why"): "年度调整",
    }.items():
        main.get_by_label(label, exact=True).fill(typed)
        page.keyboard.press("Tab")
    expect(main.locator("td", has_text="不超过4.2个百分点 → 不超过3.2个百分点")).to_be_visible()
    quiet(page).get_by_role("button", name=ZH("page.plans_save"), exact=True).dblclick()
    expect(main.get_by_text(ZH("page.plans_saved", revision=2))).to_be_visible()
    expect(main.get_by_label("目标值（%）", exact=True)).to_have_value("")

    overview = desk.open(own_server).get_by_test_id("stMain")
    expect(overview.get_by_text(TOLD).first).to_be_visible()

    record = desk.open(f"{own_server}/plans?section=revisions&revision=2")
    expect(record.locator("tbody tr")).to_have_count(2)
    expect(record.get_by_text("目标值30% → 29%")).to_be_visible()
    record.get_by_label(ZH("page.plans_withdraw_note"), exact=True).fill("文号有误")
    record.keyboard.press("Tab")
    quiet(record).get_by_role("button", name=ZH("page.plans_withdraw"), exact=True).click()
    expect(record.get_by_text(ZH("page.plans_withdrawn", revision=2))).to_be_visible()
    back = desk.open(own_server).get_by_test_id("stMain")
    expect(back.get_by_role("img", name="截至2023年6月30日，31项目标中")).to_be_visible()
    expect(back.get_by_text(TOLD)).to_have_count(0)
