"""Text that people typed, before it is kept: bounded, its lines ended alike, without characters that are no text."""

import unicodedata

from kpi.errors import KpiError

MOST_LETTERS = {"note": 1000, "cause": 500, "steps": 1000, "unit": 100, "person": 50}
_NO_TEXT = frozenset({"Cc", "Cs", "Cn"})


def clean(name: str, typed: str) -> str:
    """What was typed into a field, without blanks at its ends. KpiError `typed_long` or `typed_control`."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > MOST_LETTERS[name]:
        raise KpiError("typed_long", most=MOST_LETTERS[name], count=len(text))
    odd = next((letter for letter in text if letter != "\n" and unicodedata.category(letter) in _NO_TEXT), "")
    if odd:
        raise KpiError("typed_control", character=f"U+{ord(odd):04X}")
    return text
