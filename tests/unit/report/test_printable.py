"""Whatever comes in, what a report holds can be written in XML, CSV and a workbook."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kpi.report import Amount
from kpi.report.printable import printable
from tests.unit.report.sample import SHARE, row, small


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


def test_every_record_cleans_what_it_is_given():
    hostile = replace(SHARE, measure="指\x01标", remarks=("备\x02注", "又\n一条"), target=Amount("≥\x033%", 3.0))
    assert (hostile.measure, hostile.remarks, hostile.target.text) == ("指标", ("备注", "又 一条"), "≥3%")
    assert small(plan_name="规\x00划").plan_name == "规划"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_left_out(number):
    assert Amount("—", number).number is None


def test_codes_stay_what_they_are():
    assert row(year=2025).year == 2025
    assert type(SHARE.status) is type(replace(SHARE, measure="x").status)
