"""A change of a level says which way it went: its bare number would read as the level itself."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.model import ChangeUnit, Comparator, Course, Qualifier, told_in
from kpi.report.workbook.formats import Formats
from kpi.views.amounts import Amounts
from kpi.views.goals import target_text
from tests.unit.national.test_national_verdicts import NATIONAL

PLAN = load_catalog(NATIONAL / "14th")
LIFE, GROWTH = PLAN.targets["P14_13"], PLAN.targets["P14_07_whole"]


def of(target):
    return told_in(target, PLAN.measures[target.measure_id])


@pytest.mark.parametrize(
    ("lang", "value", "mark", "table", "prose"),
    [
        ("zh", 1.95, Qualifier.EQ, "提高1.95岁", "提高1.95岁"),
        ("zh", -1.95, Qualifier.EQ, "降低1.95岁", "降低1.95岁"),
        ("zh", 1.95, Qualifier.APPROX, "提高约1.95岁", "提高约1.95岁"),
        # At least −1.95 is a fall of 1.95 at the most; English keeps the sign, and with it the side.
        ("zh", -1.95, Qualifier.GE, "降低≤1.95岁", "降低1.95岁以内"),
        ("en", 1.95, Qualifier.EQ, "+1.95 years", "+1.95 years"),
        ("en", -1.95, Qualifier.GE, "≥−1.95 years", "at least −1.95 years"),
        ("zh", 0, Qualifier.EQ, "0岁", "0岁"),
    ],
)
def test_the_side_is_told(lang, value, mark, table, prose):
    words, measure = texts(lang), of(LIFE)
    assert (words.quantity(value, measure, mark), words.in_words(value, measure, mark)) == (table, prose)


def test_a_target_that_is_a_change_says_so():
    told = [target_text(texts(lang), LIFE, PLAN.measures["life_expectancy"]) for lang in ("zh", "en")]
    assert told == ["提高≥1岁", "≥+1 year"]
    cut = replace(LIFE, comparator=Comparator.AT_MOST, value=Fraction(-1, 2))
    assert target_text(texts("zh"), cut, PLAN.measures["life_expectancy"]) == "降低≥0.5岁"


def test_a_margin_is_higher_or_lower_and_none_is_neither():
    words = texts("zh")
    assert [words.quantity(each, of(GROWTH)) for each in (0.007, -0.003, 0)] == ["高0.7个百分点", "低0.3个百分点", "0个百分点"]


def test_counts_increase_and_percentages_grow():
    heads = replace(PLAN.measures["life_expectancy"], unit=replace(PLAN.measures["life_expectancy"].unit, integer=True))
    assert told_in(LIFE, heads).course is Course.COUNT
    assert told_in(replace(LIFE, change_unit=ChangeUnit.PERCENT), heads).course is Course.GROWTH
    # A rate a year says so in its period, and a measure that is a change by its name.
    assert of(PLAN.targets["P14_04"]).course is of(PLAN.targets["P14_15"]).course is None


def test_a_difference_of_two_changes_has_no_side_of_its_own():
    assert texts("zh").gap(Decimal("0.3"), of(LIFE)) == "0.3岁"
    assert Amounts(texts("zh")).gap(-0.3, of(LIFE)).lead == ""


def test_a_workbook_writes_the_word_before_the_number(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        amount = Amounts(texts("zh")).value(-1.95, of(LIFE))
        assert amount.lead == "降低"
        assert Formats(book, "zh").number(amount).num_format == '"降低"0.00;"降低"0.00'
        book.add_worksheet()
