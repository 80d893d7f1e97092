"""A change beside that of another measure: above it, level with it or below it; met, missed or open; any margin."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.model import Comparator, Kind, Qualifier, Status, told_in
from kpi.progress import assess
from kpi.views.figures import FigureWording
from kpi.views.naming import what_changes
from kpi.views.telling import Told
from tests.unit.national.test_national_verdicts import END_2025, NATIONAL, frame_of

PLAN = load_catalog(NATIONAL / "14th")
ROWS = {(each.target_id, each.year): each for each in assess(PLAN, frame_of(PLAN), END_2025)}
WHOLE, YEARLY = "P14_07_whole", "P14_07_yearly"
INCOME = {"zh": "居民人均可支配收入", "en": "Disposable income per head: "}


def told(target_id, year, lang, *, named="", margin=Fraction(0), comparator=Comparator.AT_LEAST, **changed):
    """One target of the example with another name, margin or result; its own sentence, without saying how it is read."""
    target = replace(PLAN.targets[target_id], strength="", value=margin, comparator=comparator)
    measure = PLAN.measures[target.measure_id]
    if named:
        measure = replace(measure, name_zh=named, name_en=named)
    catalog = replace(PLAN, measures={**PLAN.measures, target.measure_id: measure})
    words, assessment = texts(lang), replace(ROWS[target_id, year], comparator=comparator, **changed)
    return Told(words, assessment, target, told_in(target, measure), FigureWording(catalog, {}, words))


@pytest.mark.parametrize(
    ("year", "changed", "chinese", "english"),
    [
        # 8.1 % of income against 8.4 % of GDP.
        (
            2021,
            {},
            "2021年增速低于国内生产总值增速0.3个百分点，距“不低于”的要求尚差0.3个百分点，未完成。",
            "growth 0.3 percentage points below that of GDP in 2021, 0.3 percentage points short of the target of no "
            "lower growth (missed).",
        ),
        # 6.1 % against 5.2 %.
        (
            2023,
            {},
            "2023年增速高于国内生产总值增速0.9个百分点，达到“不低于”的要求。",
            "growth 0.9 percentage points above that of GDP in 2023, which meets the target of no lower growth.",
        ),
        # 5.0 % against 5.0 %.
        (
            2025,
            {},
            "2025年增速与国内生产总值增速持平，达到“不低于”的要求。",
            "growth level with that of GDP in 2025, which meets the target of no lower growth.",
        ),
        # Over all five years together, which an open window has covered in part.
        (
            None,
            {"status": Status.ON_PACE, "complete": False, "current_date": date(2024, 12, 31), "current_value": 0.007},
            "2021—2025年累计增速高于国内生产总值增速0.7个百分点（截至2024年底），现符合“不低于”的要求，达到序时。",
            "growth 0.7 percentage points above that of GDP in 2021–2025 (up to the end of 2024), which satisfies the target "
            "of no lower growth so far (on pace).",
        ),
        (
            None,
            {
                "status": Status.FAR_BEHIND, "complete": False, "current_date": date(2022, 12, 31), "current_value": -0.004,
                "gap": 0.004,
            },
            "2021—2025年累计增速低于国内生产总值增速0.4个百分点（截至2022年底），距“不低于”的要求尚差0.4个百分点，严重滞后。",
            "growth 0.4 percentage points below that of GDP in 2021–2025 (up to the end of 2022), 0.4 percentage points short "
            "of the target of no lower growth (far behind).",
        ),
    ],
)  # fmt: skip
def test_above_level_and_below_are_told_so_met_missed_and_open(year, changed, chinese, english):
    target_id = WHOLE if year is None else YEARLY
    sentences = [told(target_id, year, lang, **changed).sentence for lang in ("zh", "en")]
    assert sentences == [INCOME["zh"] + chinese, INCOME["en"] + english]


@pytest.mark.parametrize(
    ("comparator", "margin", "chinese", "english"),
    [
        (Comparator.AT_LEAST, 0, "不低于国内生产总值增速", "no lower than that of GDP"),
        (Comparator.AT_MOST, 0, "不高于国内生产总值增速", "no higher than that of GDP"),
        (Comparator.AT_LEAST, 1, "高于国内生产总值增速1个百分点以上", "at least 1 percentage point above that of GDP"),
        (Comparator.AT_MOST, 1, "高于国内生产总值增速不超过1个百分点", "at most 1 percentage point above that of GDP"),
        # At least −0.5 is no more than 0.5 below; at most −0.5 is 0.5 below or more.
        (Comparator.AT_LEAST, -0.5, "低于国内生产总值增速不超过0.5个百分点", "at most 0.5 percentage points below that of GDP"),
        (Comparator.AT_MOST, -0.5, "低于国内生产总值增速0.5个百分点以上", "at least 0.5 percentage points below that of GDP"),
    ],
)
def test_what_is_asked_names_the_other_and_the_margin(comparator, margin, chinese, english):
    asked = {"comparator": comparator, "margin": Fraction(str(margin)) / 100}
    assert [told(YEARLY, 2021, lang, **asked).goal for lang in ("zh", "en")] == [chinese, english]
    amount = told(YEARLY, 2021, "zh", **asked).goal_amount
    assert (amount.text, amount.told, amount.number) == (chinese, chinese, margin)


def test_a_limit_that_is_passed_is_told_by_how_much():
    beyond = {"comparator": Comparator.AT_MOST, "status": Status.MISSED, "current_value": 0.004, "gap": -0.004}
    assert told(YEARLY, 2021, "zh", **beyond).sentence == (
        "居民人均可支配收入2021年增速高于国内生产总值增速0.4个百分点，与“不高于”的要求相比超出0.4个百分点，未完成。"
    )


def test_a_mark_stays_on_the_side_it_is_on():
    """At least −0.3 is 0.3 below at the most; at least nothing is not level."""
    marked = {"current_qualifier": Qualifier.GE}
    assert told(YEARLY, 2021, "zh", current_value=-0.003, **marked).moved == "增速低于国内生产总值增速0.3个百分点以内"
    assert told(YEARLY, 2021, "zh", current_value=0.0, **marked).moved != "增速与国内生产总值增速持平"


@pytest.mark.parametrize(
    ("lang", "named", "moved"),
    [
        ("zh", "单位GDP能耗变动率", "变动幅度低于国内生产总值增速0.3个百分点"),
        # A name that cannot be taken apart says what is compared.
        ("zh", "人口自然增长率", "低于国内生产总值增速0.3个百分点"),
        ("en", "Change of energy use", "change 0.3 percentage points below that of GDP"),
        ("en", "Consumer price inflation", "0.3 percentage points below that of GDP"),
    ],
)
def test_what_is_compared_is_called_by_what_the_measure_is(lang, named, moved):
    assert told(YEARLY, 2021, lang, named=named).moved == moved


def test_a_level_grows_and_another_that_is_none_keeps_its_name():
    target = PLAN.targets[YEARLY]
    level = replace(PLAN.measures["gdp_growth"], kind=Kind.FLOW, name_zh="国内生产总值")
    prices = replace(PLAN.measures["gdp_growth"], name_zh="居民消费价格涨幅")
    said = []
    for other in (level, prices):
        catalog = replace(PLAN, measures={**PLAN.measures, "gdp_growth": other})
        measure = told_in(target, PLAN.measures[target.measure_id])
        words = texts("zh")
        said.append(Told(words, ROWS[YEARLY, 2021], target, measure, FigureWording(catalog, {}, words)).moved)
    assert said == ["增速低于国内生产总值增速0.3个百分点", "增速低于居民消费价格涨幅0.3个百分点"]


def test_a_year_that_is_missed_has_its_reason_on_the_side_it_is_on():
    reason = ROWS[YEARLY, 2021].reason
    assert texts("zh").message(reason) == "2021年较“国内生产总值增长”低0.3个百分点，与目标相差0.3个百分点"
    assert (
        texts("en").message(reason)
        == "0.3 percentage points below “GDP growth” over 2021, 0.3 percentage points off the target."
    )


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("GDP growth", "GDP"),
        ("Growth of R&D spending", "R&D spending"),
        ("Output growth rate", "Output"),
        ("Change of energy use per unit of GDP, as announced yearly", "Energy use per unit of GDP, as announced yearly"),
        # What is left names something else.
        ("Natural growth", "Natural growth"),
        ("Nominal growth", "Nominal growth"),
    ],
)
def test_english_names_of_growth(name, what):
    assert what_changes(texts("en"), replace(PLAN.measures["gdp_growth"], name_en=name))[0] == what
