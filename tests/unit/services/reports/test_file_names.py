"""Names of files that every system takes, whatever a plan or region is called."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.services.reports.making import safe_name

RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("进展与差距情况报告20250630", "进展与差距情况报告20250630"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("CON", "_CON"),
        ("con.报告", "_con.报告"),
        ("CON .x", "_CON .x"),
        ("COM1", "_COM1"),
        ("lpt9", "_lpt9"),
        ("COM¹", "_COM¹"),
        ("CONIN$", "_CONIN$"),
        ("COM0", "COM0"),
        ("CONSOLE", "CONSOLE"),
        ("报告...", "报告"),
        (" . 报告 . ", "报告"),
        ("...", "_"),
        ("", "_"),
        ("一\n二\t三\x00四\x7f", "一_二_三_四_"),
        ("报告\u202efdp.exe", "报告_fdp.exe"),
        ("零\u200b宽\ufeff", "零_宽_"),
        ("半\ud800个", "半_个"),
    ],
)
def test_a_name_is_made_safe(name, safe):
    assert safe_name(name) == safe


@pytest.mark.parametrize("letter", ["x", "甲", "😀", "é"])
def test_a_long_name_is_cut_between_letters(letter):
    name = safe_name(letter * 5000)
    assert set(name) == {letter}
    assert 57 <= len(name) <= 80
    assert len(f"{name}.datapackage.zip".encode()) <= 255


@pytest.mark.slow
@given(st.text(st.characters(), max_size=300))
def test_any_text_becomes_a_name_that_every_system_takes(text):
    name = safe_name(text)
    assert name
    assert not set(name) & set('\\/:*?"<>|')
    assert not [letter for letter in name if unicodedata.category(letter).startswith("C")]
    assert name == name.strip(" .")
    assert name.split(".")[0].strip().upper() not in RESERVED
    assert len(name.encode()) <= 231
    assert safe_name(name) == name
