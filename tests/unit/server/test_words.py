"""What Streamlit's front end says by itself is known word for word, in both languages."""

import json
import re
from pathlib import Path

import pytest
from streamlit import file_util

from kpi.i18n import texts
from kpi.server.document import page_script

PUT_TOGETHER = {
    "apply",
    "submit",
    "apply_area",
    "submit_area",
    "apply_area_mac",
    "submit_area_mac",
    "options",
    "one_option",
} | {"page_missing_told"}
"""Of pieces too small to be looked for."""


def own(lang):
    catalog = texts(lang).catalog
    return {key.removeprefix("frontend."): text for key, text in catalog.items() if key.startswith("frontend.")}


@pytest.mark.slow
def test_every_english_word_of_the_list_is_one_the_front_end_says():
    """One it says no longer, or says otherwise, would stay English on a Chinese page, and nobody would know."""
    scripts = Path(file_util.get_static_dir(), "static", "js").glob("*.js")
    bundle = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    looked_for = {name: text for name, text in own("en").items() if name not in PUT_TOGETHER}
    pieces = {
        name: filter(None, (piece.strip(" :") for piece in re.split(r"\{\w+\}", text))) for name, text in looked_for.items()
    }
    assert [name for name, told in pieces.items() if not all(piece in bundle for piece in told)] == []


def test_the_script_is_told_them_in_both_languages():
    script = page_script().body.decode()
    (line,) = re.findall(r"^const WORDS = (.*);$", script, re.MULTILINE)
    words = json.loads(line)
    assert words == {"zh": own("zh"), "en": own("en")}
    assert words["zh"]["per_file"] == "每个文件不超过{size}"
    assert words["en"]["per_file"] == "{size} per file"
