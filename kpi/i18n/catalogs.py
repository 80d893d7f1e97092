"""The .po files of a language, read once, and what they say of the language itself.

The files lie in `kpi/i18n/<language>/<room>.po`; a key is `room.what`, and every language holds the same keys.
"""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import c2py

from kpi.i18n.files import Text, read_folder
from kpi.i18n.language import FOLDER, LANGUAGES, Language, Script

_DIGITS = "〇一二三四五六七八九"


@cache
def read(lang: str) -> tuple[Mapping[str, Text], Callable[[int], int]]:
    """Every text by its key, and which form of one stands with a count. ValueError for a language there is none of."""
    if lang not in LANGUAGES:
        raise ValueError(f"no texts in {lang!r}; there are {', '.join(LANGUAGES)}")
    catalog, rule = read_folder(FOLDER / lang, lang)
    return catalog, c2py(rule)


@cache
def language(lang: str) -> Language:
    """What `lang` does in its own way. ValueError for a language there is none of."""
    return Language.of(lang, read(lang)[0])


def ordinal(lang: str, number: int) -> str:
    """A number before a heading: 十二, or 12. From 1 to 99 in Chinese, digits beyond."""
    if language(lang).script is not Script.CHINESE or number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
