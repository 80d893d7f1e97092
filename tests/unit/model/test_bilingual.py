"""A text of the plan in the language asked for, and never an empty one where there is another."""

import pytest

from kpi.model import Bilingual


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (Bilingual("常住人口含未成年人。", "Residents include minors."), "常住人口含未成年人。", "Residents include minors."),
        (Bilingual("常住人口含未成年人。"), "常住人口含未成年人。", "常住人口含未成年人。"),
        (Bilingual(), "", ""),
    ],
)
def test_english_is_told_where_there_is_some(text, zh, en):
    assert (text.in_("zh"), text.in_("en")) == (zh, en)
