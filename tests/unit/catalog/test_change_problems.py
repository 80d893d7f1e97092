"""What can be wrong with changes, intervals and targets of targets: a sound plan of them, broken in one way each."""

import re

import pytest

import kpi.progress  # noqa: F401  declares every period type
from kpi.i18n import texts
from kpi.model import ChangeUnit, Comparator, Kind, Nature, PeriodType, Severity

MEASURES, TARGETS, FIGURES = "measures.csv", "targets.csv", "figures.csv"
WINDOW = {"window_start": "2023-01-01", "window_end": "2025-12-31", "deadline": "", "years": "", "baseline_figure_id": ""}
GROWTH, CUT, MARGIN, TRAINED, INTERVAL, STEP, TONNES = range(5, 12)
"""Rows of the targets below, as a spreadsheet shows them."""


def widened(plan, file, *columns):
    head, *rows = plan.table(file)
    plan.write(file, [[*head, *columns], *([*row, *[""] * len(columns)] for row in rows)])


@pytest.fixture
def changing(plan):
    """The tiny plan with measures that are changes, and a target of every new form."""
    widened(plan, MEASURES, "change_of")
    widened(plan, TARGETS, "value_high", "change_unit", "reference_measure_id", "parent_target_id", "nature")
    share = {"unit": "fraction", "display_unit": "%", "display_scale": "0.01", "aliases": "", "kind": "change"}
    plan.add(MEASURES, 4, measure_id="waste_growth", name_zh="填埋量增长率", change_of="landfill_daily", **share)
    plan.add(MEASURES, 4, measure_id="waste_added", name_zh="填埋量增减", kind="change", aliases="")
    growth = WINDOW | {"measure_id": "waste_growth", "value": "-0.02"}
    plan.add(TARGETS, 4, target_id="H1", period_type="average_growth", **growth, nature="binding")
    cut = WINDOW | {"value": "-0.1", "change_unit": "percent", "baseline_figure_id": "W3", "nature": "expected"}
    plan.add(TARGETS, 4, target_id="H2", period_type="cumulative_change", **cut)
    margin = growth | {"reference_measure_id": "volunteers_trained", "value": "0"}
    plan.add(TARGETS, 4, target_id="H3", period_type="relative", **margin)
    trained = WINDOW | {"value": "0.05", "baseline_figure_id": "W2"}
    plan.add(TARGETS, 3, target_id="H4", period_type="average_growth", **trained)
    plan.add(TARGETS, 2, target_id="H5", comparator="between", value="0.8", value_high="0.9")
    plan.add(TARGETS, 2, target_id="H6", deadline="2024-12-31", value="0.7", parent_target_id="G1")
    tonnes = WINDOW | {"measure_id": "waste_added", "value": "-30", "change_unit": "absolute"}
    plan.add(TARGETS, 4, target_id="H7", period_type="cumulative_change", **tonnes)
    return plan


def test_the_plan_is_sound(changing):
    catalog = changing.load()
    assert catalog.warnings == ()
    assert catalog.measures["waste_growth"].kind is Kind.CHANGE
    assert catalog.measures["waste_growth"].change_of == "landfill_daily"
    growth, cut, margin = (catalog.targets[each] for each in ("H1", "H2", "H3"))
    assert isinstance(growth.period_type, PeriodType)
    assert (growth.nature, cut.nature, margin.nature) == (Nature.BINDING, Nature.EXPECTED, None)
    assert (cut.change_unit, margin.reference_measure_id) == (ChangeUnit.PERCENT, "volunteers_trained")
    assert (catalog.targets["H5"].comparator, float(catalog.targets["H5"].value_high)) == (Comparator.BETWEEN, 0.9)
    assert catalog.targets["H6"].parent_target_id == "G1"


def set_(*cell):
    return lambda plan: plan.set(*cell)


def of_parts(plan):
    """The target a step belongs to is listed only."""
    plan.set(TARGETS, 2, "load", "duplicate")


def half_a_year(plan):
    plan.set(FIGURES, 3, "window_start", "2022-07-01")


def of_a_district(plan):
    """The step is the district's, the target it belongs to the city's."""
    plan.set(TARGETS, STEP, "region_code", "990101")
    plan.set(TARGETS, STEP, "baseline_figure_id", "")


def circle(plan):
    plan.set(TARGETS, 2, "parent_target_id", "H6")


def a_change(plan, **cells):
    year = {"measure_id": "waste_growth", "value": "-0.03", "source_id": "", "printed": "", "load": "primary"}
    plan.add(FIGURES, 7, **year | {"figure_id": "W9"} | cells)


def based_on_change(plan):
    a_change(plan, measure_id="waste_added", value="-5")
    plan.set(TARGETS, TONNES, "baseline_figure_id", "W9")


def earlier(plan):
    plan.set(TARGETS, CUT, "window_start", "2020-01-01")
    plan.set(TARGETS, CUT, "window_end", "2021-12-31")


CASES = [
    ("catalog_high_missing", TARGETS, INTERVAL, "value_high", set_(TARGETS, INTERVAL, "value_high", "")),
    ("catalog_high_alone", TARGETS, 2, "value_high", set_(TARGETS, 2, "value_high", "0.95")),
    ("catalog_high_too_low", TARGETS, INTERVAL, "value_high", set_(TARGETS, INTERVAL, "value_high", "0.8")),
    ("catalog_share_out_of_range", TARGETS, INTERVAL, "value_high", set_(TARGETS, INTERVAL, "value_high", "90")),
    ("catalog_bad_choice", TARGETS, GROWTH, "nature", set_(TARGETS, GROWTH, "nature", "约束性")),
    ("catalog_bad_choice", TARGETS, CUT, "change_unit", set_(TARGETS, CUT, "change_unit", "%")),
    ("catalog_change_unit", TARGETS, GROWTH, "change_unit", set_(TARGETS, GROWTH, "change_unit", "absolute")),
    ("catalog_change_unit", TARGETS, 3, "change_unit", set_(TARGETS, 3, "change_unit", "percent")),
    ("catalog_change_unit_missing", TARGETS, CUT, "change_unit", set_(TARGETS, CUT, "change_unit", "")),
    ("catalog_change_not_share", TARGETS, GROWTH, "measure_id", set_(TARGETS, GROWTH, "measure_id", "waste_added")),
    ("catalog_falls_below_nothing", TARGETS, CUT, "value", set_(TARGETS, CUT, "value", "-1.5")),
    ("catalog_change_of_level", MEASURES, 2, "change_of", set_(MEASURES, 2, "change_of", "landfill_daily")),
    ("catalog_change_of_kind", MEASURES, 5, "change_of", set_(MEASURES, 5, "change_of", "waste_added")),
    ("catalog_unknown_measure", MEASURES, 5, "change_of", set_(MEASURES, 5, "change_of", "landfill")),
    ("catalog_reference_alone", TARGETS, 3, "reference_measure_id", set_(TARGETS, 3, "reference_measure_id", "sorted_share")),
    ("catalog_value_missing", TARGETS, MARGIN, "reference_measure_id", set_(TARGETS, MARGIN, "reference_measure_id", "")),
    ("catalog_unknown_measure", TARGETS, MARGIN, "reference_measure_id", set_(TARGETS, MARGIN, "reference_measure_id", "gdp")),
    ("catalog_reference_itself", TARGETS, MARGIN, "reference_measure_id",
     set_(TARGETS, MARGIN, "reference_measure_id", "waste_growth")),
    ("catalog_reference_kind", TARGETS, MARGIN, "reference_measure_id",
     set_(TARGETS, MARGIN, "reference_measure_id", "sorted_share")),
    ("catalog_margin_comparator", TARGETS, MARGIN, "comparator", set_(TARGETS, MARGIN, "comparator", "=")),
    ("catalog_window_missing", TARGETS, MARGIN, "window_start", set_(TARGETS, MARGIN, "window_start", "")),
    ("catalog_whole_years", TARGETS, TRAINED, "window_start", set_(TARGETS, TRAINED, "window_start", "2023-07-01")),
    ("catalog_baseline_of_change", TARGETS, TONNES, "baseline_figure_id", based_on_change),
    ("catalog_baseline_no_year", TARGETS, TRAINED, "baseline_figure_id", half_a_year),
    ("catalog_baseline_late", TARGETS, CUT, "baseline_figure_id", earlier),
    ("catalog_unknown_target", TARGETS, STEP, "parent_target_id", set_(TARGETS, STEP, "parent_target_id", "G9")),
    ("catalog_parent_other", TARGETS, STEP, "parent_target_id", of_a_district),
    ("catalog_parent_not_judged", TARGETS, STEP, "parent_target_id", of_parts),
    ("catalog_needs_window", FIGURES, 8, "window_end", lambda plan: a_change(plan, window_start="", window_end="")),
    ("catalog_falls_below_nothing", FIGURES, 8, "value", lambda plan: a_change(plan, value="-1.2")),
]  # fmt: skip


named = pytest.mark.parametrize(("code", "file", "row", "column", "break_"), CASES)


@named
def test_one_problem_is_named_where_it_is(changing, code, file, row, column, break_):
    break_(changing)
    problems = changing.errors()
    assert [(each.code, each.file, each.row, each.column) for each in problems] == [(code, file, row, column)]
    assert problems[0].severity is Severity.ERROR
    for lang in ("zh", "en"):
        assert not re.search(r"[{}]|<\w+\.", texts(lang)(f"problem.{code}", **problems[0].values))


def test_parents_in_a_circle_are_named_once(changing):
    circle(changing)
    assert [(each.code, each.row) for each in changing.errors()] == [("catalog_parent_circle", 2)]


def test_a_second_line_may_be_of_another_measure(changing):
    changing.set(TARGETS, STEP, "parent_target_id", "G2")
    assert changing.load().targets["H6"].parent_target_id == "G2"


def test_what_is_near_enough_may_be_left_open(changing):
    """与……基本同步 without a tolerance: the reference is named, nothing is judged."""
    for column, cell in {"period_type": "unspecified", "value": "", "window_start": "", "window_end": ""}.items():
        changing.set(TARGETS, MARGIN, column, cell)
    target = changing.load().targets["H3"]
    assert (target.value, target.reference_measure_id) == (None, "volunteers_trained")


def test_a_margin_may_be_of_years_or_of_a_window(changing):
    for column in ("window_start", "window_end"):
        changing.set(TARGETS, MARGIN, column, "")
    changing.set(TARGETS, MARGIN, "years", "2023;2024")
    assert changing.load().targets["H3"].years == (2023, 2024)


def test_a_change_may_be_a_fall_of_whole_things(changing):
    """−5吨 of a unit that is counted; no share that must lie within 0 and 1."""
    a_change(changing, measure_id="waste_added", value="-5")
    a_change(changing, figure_id="W8", value="1.7")
    assert changing.errors() == ()
