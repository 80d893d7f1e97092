"""What became of a message is read in words; what a mail server said stays as it said it."""

import pytest

from kpi.i18n import texts
from kpi.views.reminding.told import outcome_words

ZH = texts("zh")


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("ConnectionRefusedError", "对方服务器拒绝连接，请检查地址和端口"),
        ("PermissionError Permission denied", "文件夹不能写入"),
        ("errcode 93000", "对方答复 errcode 93000"),
        ("errcode 0", "对方已收下"),
        ("HTTP 502", "对方答复 HTTP 502"),
        ("UnicodeDecodeError", "程序出错（UnicodeDecodeError）"),
        ("550 5.1.1 user unknown", "550 5.1.1 user unknown"),
        ("000002-9ea0bc55898b.eml", "000002-9ea0bc55898b.eml"),
        ("", ""),
    ],
)
def test_an_outcome_is_read_in_words(kept, told):
    assert outcome_words(ZH, kept) == told
