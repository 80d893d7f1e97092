"""Whatever comes in, what a report holds can be written in XML, CSV and a workbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kpi.report import Category
from kpi.report.printable import printable
from kpi.views import Amount
from tests.unit.report.sample import SHARE, changed, small


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("技能\x00人才\x07", "技能人才"),
        ("第一行\r\n第二行", "第一行 第二行"),
        ("制\t表", "制 表"),
        ("换\u2028行\x85了\v吗\f", "换 行 了 吗 "),
        ("半个\ud800字符\udfff", "半个\ufffd字符\ufffd"),
        ("\ufeff非\uffff字\ufffe符\ufdd0", "非字符"),
        ("\x7f\x80\x9f", ""),
        ("]]> & < > \" '", "]]> & < > \" '"),
        ("𠮷野家 😀", "𠮷野家 😀"),
    ],
)
def test_a_text_becomes_one_printable_line(raw, clean):
    assert printable(raw) == clean


@given(st.text(st.characters(), max_size=200))
def test_any_text_fits_into_xml_and_stays_as_it_is_the_second_time(text):
    clean = printable(text)
    element = etree.Element("text")
    element.text = clean
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text == (clean or None)
    assert printable(clean) == clean


def test_all_that_a_report_holds_is_cleaned_and_what_is_clean_stays_itself():
    hostile = changed(SHARE, measure_name="指\x01标", remarks=("备\x02注", "又\n一条"), goal=Amount("≥\x033%", 3.0))
    clean = small(categories=(Category("培训", (hostile, SHARE)),)).rows
    assert (clean[0].measure_name, clean[0].paper.remarks, clean[0].goal.text) == ("指标", ("备注", "又 一条"), "≥3%")
    assert clean[1] is SHARE
    assert small(plan_name="规\x00划").plan_name == "规划"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_left_out(number):
    odd = small(categories=(Category("培训", (changed(SHARE, gap=Amount("—", number)),)),))
    assert odd.rows[0].gap == Amount("—")
