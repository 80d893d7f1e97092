"""Phrases and sentences that share a cell."""

from kpi.i18n import texts


def test_in_english_each_is_a_sentence():
    told = ("13 percentage points behind schedule", "", "The figure of 31 December 2024 is 5.", "level with the clock")
    joined = "13 percentage points behind schedule. The figure of 31 December 2024 is 5. Level with the clock."
    assert texts("en").one_after_another(told) == joined


def test_in_chinese_a_semicolon_stands_between():
    assert (
        texts("zh").one_after_another(("低于序时进度13个百分点", "", "缺2025年1—3月数据"))
        == "低于序时进度13个百分点；缺2025年1—3月数据"
    )


def test_nothing_told_is_nothing():
    assert texts("en").one_after_another(("", "")) == ""
