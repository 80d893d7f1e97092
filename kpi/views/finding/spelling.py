"""How Chinese is typed with letters: 技能 by jineng, by jn, or by as much of either as has been typed.

A character may be read in several ways (重 as zhong and chong); any of them is good.
"""

from functools import cache
from unicodedata import normalize

Readings = tuple[frozenset[str], ...]
"""Of each letter that is read, in order, all its readings without tones; of a Latin letter or figure itself."""


def folded(text: str) -> str:
    """Text as it is compared: width and case mean nothing, nor does how many spaces there are."""
    return " ".join(normalize("NFKC", text).casefold().split())


def readings(text: str) -> Readings:
    """The readings of every letter, figure and character of a name; signs are not read."""
    return tuple(_readings(letter) for letter in folded(text) if letter.isalnum())


@cache
def _readings(letter: str) -> frozenset[str]:
    if letter.isascii():
        return frozenset({letter})
    from pypinyin import Style, pinyin  # noqa: PLC0415 - half a second, for whoever searches and for nobody else

    return frozenset(reading.replace("ü", "v") for reading in pinyin(letter, style=Style.NORMAL, heteronym=True)[0])


def by_initials(name: Readings, typed: str) -> int | None:
    """The place in a name from which its letters are read by first letters as typed."""
    starts = [{reading[:1] for reading in each} for each in name]
    for place in range(len(starts) - len(typed) + 1):
        if all(letter in starts[place + further] for further, letter in enumerate(typed)):
            return place
    return None


def by_sound(name: Readings, typed: str) -> int | None:
    """The place in a name from which it is read in full as typed; the last reading may not be typed to its end."""
    return next((place for place in range(len(name)) if _sounds(name[place:], typed)), None)


def _sounds(name: Readings, typed: str) -> bool:
    if not typed:
        return True
    if not name:
        return False
    whole = (reading for reading in name[0] if typed.startswith(reading))
    return any(reading.startswith(typed) for reading in name[0]) or any(
        _sounds(name[1:], typed[len(reading) :]) for reading in whole
    )
