"""Text that people wrote stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.web import escape


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("技能人才", "技能人才"),
        ("<b>*粗*</b>", r"\<b\>\*粗\*\</b\>"),
        (":red[x]", r"\:red\[x\]"),
        ("$E=mc^2$", r"\$E\=mc\^2\$"),
        ("1. 一\n# 二", r"1\. 一 \# 二"),
    ],
)
def test_nothing_is_left_for_markdown_to_act_on(written, shown):
    assert escape(written) == shown


@given(st.text())
def test_every_special_character_is_escaped_and_nothing_else_is_lost(text):
    made = escape(text)
    assert re.sub(r"\\(.)", r"\1", made) == " ".join(text.split())
    assert re.search(r"(?<!\\)(?:\\\\)*[*_\[\]<>`$:#~|]", made) is None
    assert "\n" not in made
