"""Letters nobody sees, made visible: what stands on a page is what was written, in the order it was written in."""

from unicodedata import category

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_KEPT = {"\t", "\n", "\r", "\u200d", "\ufe0f"}
"""White space, and what joins the parts of one picture character."""
_BLANK = {"\u115f", "\u1160", "\u3164", "\uffa0", "\u2800"}
"""Letters by their class, and nothing to the eye."""


def visible(text: str) -> str:
    """`text` with every character that shows nothing, or turns the direction of what follows, named: ⟨U+202E⟩."""
    if text.isprintable() and not _BLANK.intersection(text):
        return text
    return "".join(f"⟨U+{ord(letter):04X}⟩" if _unseen(letter) else letter for letter in text)


def _unseen(letter: str) -> bool:
    return letter in _BLANK or (category(letter) in _UNSEEN and letter not in _KEPT)
