"""A change in a sentence is a rise or a fall of what changes, and its target too: −12.4 % of 变动率 is 下降12.4%."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.model import Comparator, Course, Gap, Message, Qualifier, told_in
from kpi.progress import assess
from kpi.views.analyses.catching_up import as_a_change
from kpi.views.figures import FigureWording
from kpi.views.goals import goal_in_a_sentence
from kpi.views.naming import spoken, what_changes
from kpi.views.telling import Told
from tests.unit.national.test_national_verdicts import END_2024, END_2025, NATIONAL, frame_of

PLAN = load_catalog(NATIONAL / "14th")
ROWS = {(each.target_id, each.year): each for each in assess(PLAN, frame_of(PLAN), END_2025)}
CARBON, SPENDING = "P14_15", "P14_04"


def told(target_id, year=None, lang="zh", *, target=None, **changed):
    assessment, words = replace(ROWS[target_id, year], **changed), texts(lang)
    target = target or PLAN.targets[target_id]
    measure = told_in(target, PLAN.measures[target.measure_id])
    return Told(words, assessment, target, measure, FigureWording(PLAN, {}, words))


@pytest.mark.parametrize(
    ("target_id", "year", "lang", "sentence"),
    [
        # 0.962 · 0.992 · 1 · 0.966 · 0.95 − 1 = −12.42 %; 18 − 12.42 = 5.58.
        (CARBON, None, "zh", "单位GDP二氧化碳排放2021—2025年累计下降12.4%，距下降18%的目标尚差5.6个百分点，未完成。"),
        (
            CARBON,
            None,
            "en",
            "CO2 emissions per unit of GDP: down 12.4% in 2021–2025, "
            "5.6 percentage points short of the target of a fall of 18% (missed).",
        ),
        # 5.0 % of income against 5.3 % of GDP, and 5.0 % against 5.0 %.
        (
            "P14_07_yearly",
            2021,
            "zh",
            "居民人均可支配收入2021年增速低于国内生产总值增速0.3个百分点，距“不低于”的要求尚差0.3个百分点，未完成。",
        ),
        (
            "P14_07_yearly",
            2025,
            "en",
            "Disposable income per head: growth level with that of GDP in 2025, which meets the target of no lower growth.",
        ),
        # 79.25 − 77.3 = 1.95 years, 0.95 more than the one asked for.
        ("P14_13", None, "zh", "人均预期寿命2021—2025年累计提高1.95岁，完成提高1岁的目标任务，超出0.95岁。"),
        (
            "P14_13",
            None,
            "en",
            "Life expectancy: up 1.95 years in 2021–2025, which meets the target of a rise of 1 year, 0.95 years beyond it.",
        ),
    ],
)
def test_the_example_is_told_as_an_office_would(target_id, year, lang, sentence):
    said = told(target_id, year, lang).sentence.removeprefix("如按“逐年比较”理解（非规划原文），")
    assert said.removeprefix("On one reading (year by year; not the plan's own words): ") == sentence


@pytest.mark.parametrize(
    ("value", "qualifier", "moved", "in_english"),
    [
        (0.031, Qualifier.EQ, "累计上升3.1%", "up 3.1%"),
        (-0.031, Qualifier.EQ, "累计下降3.1%", "down 3.1%"),
        (0.0, Qualifier.EQ, "累计持平", "unchanged"),
        # At least −3.1 % is a fall of no more than that; at least nothing is not unchanged.
        (-0.031, Qualifier.GE, "累计下降3.1%以内", "down at most 3.1%"),
        (0.0, Qualifier.GE, "累计增减达0%以上", "change at least 0%"),
    ],
)
def test_up_down_and_neither(value, qualifier, moved, in_english):
    changed = {"current_value": value, "current_qualifier": qualifier}
    assert [told(CARBON, lang=lang, **changed).moved for lang in ("zh", "en")] == [moved, in_english]


def test_a_rate_a_year_is_told_so_and_its_target_too():
    research = told(SPENDING)
    assert (research.moved, research.goal) == ("年均增长8.7%", "年均增长7%")
    assert told(SPENDING, lang="en").goal == "a rise of 7% a year"


@pytest.mark.parametrize(
    ("comparator", "value", "goal", "in_english"),
    [
        (Comparator.AT_MOST, Fraction(-2, 100), "下降2%", "a fall of 2%"),
        (Comparator.AT_LEAST, Fraction(-2, 100), "下降2%以内", "a fall of at most 2%"),
        (Comparator.AT_MOST, Fraction(2, 100), "上升2%以内", "a rise of at most 2%"),
        (Comparator.AT_LEAST, Fraction(2, 100), "上升2%", "a rise of 2%"),
        (Comparator.AT_MOST, Fraction(0), "0%以内", "at most 0%"),
    ],
)
def test_a_target_says_which_way_it_binds(comparator, value, goal, in_english):
    target = replace(PLAN.targets[CARBON], comparator=comparator, value=value)
    measure = PLAN.measures[target.measure_id]
    assert [goal_in_a_sentence(words, target, spoken(words, target, measure)) for words in map(texts, ("zh", "en"))] == [
        goal,
        in_english,
    ]


def test_a_fall_beyond_its_target_says_by_how_much():
    assert told("P14_14_new").sentence.endswith("累计下降16.1%，完成下降13.5%的目标任务，超出2.6个百分点。")


@pytest.mark.parametrize(
    ("name", "what", "course"),
    [
        ("单位GDP能源消耗变动率（历年公报）", "单位GDP能源消耗（历年公报）", Course.MOVE),
        ("填埋量增长率", "填埋量", Course.GROW),
        ("研发经费增长", "研发经费", Course.GROW),
        # What is left would name nothing, or something else.
        ("人口自然增长率", "人口自然增长率", None),
        ("研发经费投入强度比上年增长", "研发经费投入强度比上年增长", None),
        ("增长率", "增长率", None),
        # A fall counted as such, of which −3 % is none.
        ("能耗下降率", "能耗下降率", None),
    ],
)
def test_a_name_that_says_of_what_it_is_a_change(name, what, course):
    assert what_changes(texts("zh"), replace(PLAN.measures["co2_intensity_change"], name_zh=name)) == (what, course)


def test_a_change_whose_name_does_not_say_of_what_keeps_its_sign():
    births = replace(PLAN.measures["co2_intensity_change"], name_zh="人口自然增长率")
    assert spoken(texts("zh"), PLAN.targets[CARBON], births) == births


def test_what_is_still_to_go_has_its_direction_too():
    """0.962 · 0.992 · 1 · 0.966 − 1 = −7.81 % by 2024; 18 − 7.8 = 10.2 points are left for one year."""
    assessment = next(each for each in assess(PLAN, frame_of(PLAN), END_2024) if each.target_id == CARBON)
    rest = Message(
        "analysis.change_per_year", {"amount": Gap(assessment.required_per_year, PLAN.measures[assessment.measure_id])}
    )
    lines = []
    for lang in ("zh", "en"):
        words = texts(lang)
        target, measure = PLAN.targets[CARBON], PLAN.measures["co2_intensity_change"]
        lines.append(words.message(as_a_change(Told(words, assessment, target, measure, FigureWording(PLAN, {}, words)), rest)))
    assert lines == [
        "此后年均还需下降10.2个百分点",
        "From then on it must go down 10.2 percentage points a year on average.",
    ]
