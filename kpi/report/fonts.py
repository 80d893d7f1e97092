"""Which of the machine's fonts a PDF and pictures are set in. They carry their letters: one for Chinese must be there.

The families are those typst itself finds. The fonts of GB/T 9704 come first, then what may stand in for each.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import typst

from kpi.errors import KpiError
from kpi.i18n import Script, language

_FROM_MICROSOFT_SERIF = ("SimSun", "NSimSun", "宋体")
_SERIF = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Noto Serif SC",
    *_FROM_MICROSOFT_SERIF,
    "Songti SC",
    "STSong",
    "AR PL UMing CN",
)
_SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "SimHei",
    "黑体",
    "Microsoft YaHei",
    "微软雅黑",
    "PingFang SC",
    "Heiti SC",
    "STHeiti",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
)
_LAST = ("AR PL UKai CN", "Noto Sans Mono CJK SC", "Droid Sans Fallback")
_OTHER_CHINESE = re.compile(r"CJK|Source Han|WenQuanYi|FangSong|KaiTi|SimSun|SimHei|Songti|Heiti|YaHei|PingFang|AR PL|[一-鿿]")
"""Families of names we have no place for, and that hold Chinese characters all the same."""
_CHINESE: Mapping[str, Sequence[str]] = {
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", *_SERIF, *_SANS),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S", *_SERIF, *_SANS),
    "first": ("SimHei", "黑体", "STHeiti", "FZHei-B01S", *_SANS, *_SERIF),
    "second": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "Kaiti SC", "FZKai-Z03S", *_SERIF, *_SANS),
    "number": (*_FROM_MICROSOFT_SERIF, *_SERIF, *_SANS),
}
_LATIN: Mapping[str, Sequence[str]] = {
    "serif": ("Times New Roman", "Liberation Serif", "Nimbus Roman", "Libertinus Serif"),
    "sans": ("Arial", "Liberation Sans", "Nimbus Sans", "DejaVu Sans", "Libertinus Serif"),
}
"""The last of each comes with typst."""
_LATIN_OF = {"title": "sans", "body": "serif", "first": "sans", "second": "sans", "number": "serif"}
ROLES = tuple(_CHINESE)
"""title: the title; body: the text; first and second: headings of that level; number: the page number."""
_SHAPES = ("DejaVu Sans", "DejaVu Sans Mono")
"""For ■ and its like, where the others lack them. The last comes with typst."""
_CHINESE_CHARACTER = re.compile(r"[⺀-〿㇀-鿿豈-﫿︰-﹏＀-￯\U00020000-\U0003ffff]")


@cache
def machine_fonts() -> typst.Fonts:
    """The fonts of the machine and those that come with typst, looked up once: the look-up takes half a second."""
    return typst.Fonts()


def is_chinese(text: str) -> bool:
    """Whether a text needs a Chinese font."""
    return _CHINESE_CHARACTER.search(text) is not None


def has_chinese(fonts: typst.Fonts) -> bool:
    """Whether there is a font for Chinese."""
    there = {family.casefold(): family for family in fonts.families()}
    return bool(_found(_all_chinese(there), there))


def chosen(fonts: typst.Fonts, lang: str, *, chinese: bool) -> dict[str, tuple[str, ...]]:
    """For each role the families to take glyphs from. KpiError if `chinese` is asked for and no family has it."""
    there = {family.casefold(): family for family in fonts.families()}
    if chinese and not has_chinese(fonts):
        raise KpiError("no_chinese_font")
    return {role: _families(role, lang, there) for role in ROLES}


def _families(role: str, lang: str, there: Mapping[str, str]) -> tuple[str, ...]:
    """The best Chinese and the best Latin family, in the order of the language, then families with shapes."""
    chinese = _found((*_CHINESE[role], *_all_chinese(there)), there)[:1]
    latin = _found(_LATIN[_LATIN_OF[role]], there)[:1]
    first = (*chinese, *latin) if language(lang).script is Script.CHINESE else (*latin, *chinese)
    return (*first, *_found(_SHAPES, there))


def _all_chinese(there: Mapping[str, str]) -> tuple[str, ...]:
    """Every family that holds Chinese characters, the ones we know first."""
    known = dict.fromkeys((*(family for families in _CHINESE.values() for family in families), *_SANS))
    others = sorted(family for family in there.values() if _OTHER_CHINESE.search(family) and family not in _LAST)
    return (*known, *others, *_LAST)


def _found(families: Iterable[str], there: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(there[family.casefold()] for family in families if family.casefold() in there)
