"""How the instructions that go out with our form are known again."""

import re
from collections.abc import Sequence

from kpi.ingest.spelling import folded, halved
from kpi.ingest.tables.headers import known_columns

_INSTRUCTIONS = {
    folded("填报说明"): folded("填报说明（本页供查阅，不必填写）"),
    folded("Instructions"): folded("How to fill in this form (for reference; nothing is to be typed here)"),
}
"""Name and first text of our own sheet in each language; whoever reads a file does not know in which it was made."""
_NUMBER = re.compile(r"[-+]?[\d.,]+[%‰]?")


def is_form_instructions(sheet_name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet is the instructions we gave out with the form, which say nothing and may be passed over in silence.

    Not if a table or a number stands in it by now: what somebody has typed must never be lost without a word.
    """
    title = _INSTRUCTIONS.get(folded(sheet_name))
    first = next((text for row in rows for text in row if text.strip()), "")
    if title is None or folded(first) != title:
        return False
    return not any(known_columns(row) > 1 or any(_NUMBER.fullmatch(halved(text)) for text in row) for row in rows)
