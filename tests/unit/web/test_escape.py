"""Text that people wrote stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.i18n import visible
from kpi.web import escape
from tests.hostile import HOSTILE

APART = ":small[]"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("技能人才", "技能人才"),
        ("<b>*粗*</b>", r"\<b\>\*粗\*\</b\>"),
        (":red[x]", r"\::small[]red\[x\]"),
        ("$E=mc^2$", r"\$E\=mc\^2\$"),
        ("1. 一\n# 二", r"1\. 一 \# 二"),
        ("http:" + "//a.b", r"http\::small[]//a\.b"),
        ("WWW.a.b", r"WWW:small[]\.a\.b"),
        ("a@b.c", r"a:small[]\@b\.c"),
        ("a -> b <= c", r"a \-:small[]\> b \<:small[]\= c"),
        ("10：30", "10：30"),
        ("南城\u200b街道", r"南城⟨U\+200B⟩街道"),
    ],
)
def test_nothing_is_left_for_markdown_to_act_on(written, shown):
    assert escape(written) == shown


def test_there_are_forty_hostile_texts_and_more():
    assert len(set(HOSTILE)) >= 40


@given(st.one_of(st.text(), st.lists(st.sampled_from([*HOSTILE, ":", "w", "@", "-", ">", "/"])).map("".join)))
def test_every_special_character_is_escaped_and_nothing_else_is_lost(text):
    made = escape(text)
    alone = made.replace(APART, "")
    assert re.sub(r"\\(.)", r"\1", alone) == " ".join(visible(text).split())
    assert re.search(r"(?<!\\)(?:\\\\)*[*_\[\]<>`$:#~|@]", alone) is None
    assert "\n" not in made


@given(st.lists(st.sampled_from([*HOSTILE, "a", ":", "/", "w", "."])).map("".join))
def test_no_piece_of_text_holds_a_link_a_shortcode_or_an_arrow(text):
    """As Streamlit's front end reads it: what the Markdown reader made of each piece, one by one."""
    pieces = [re.sub(r"\\(.)", r"\1", piece) for piece in escape(text).split(APART)]
    found = re.compile(
        r"https?://[-.\w]|\bwww\.[-.\w]|[-.\w+]@[-\w]+\.\w|:[\w+-]+:|:material/|(?:^|\s)(?:<->|->|<-|--|>=|<=|~=)(?:\s|$)",
        re.IGNORECASE | re.ASCII,
    )
    assert [piece for piece in pieces if found.search(piece)] == []
    assert ":material/" not in escape(text)


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad", "\u2028", "\u3164", "\x07"])
def test_what_nobody_sees_is_named(unseen):
    assert visible(f"a{unseen}b") == f"a⟨U+{ord(unseen):04X}⟩b"


@pytest.mark.parametrize("seen", ["技能人才", "a b", "e\u0301", "👩\u200d🏫", "☎\ufe0f", "٣", "𠮷"])
def test_what_is_seen_stays(seen):
    assert visible(seen) == seen
