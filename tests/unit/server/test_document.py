"""The document that pages are drawn in fetches ahead what the first block needs, and nothing that no page shows."""

import re
from pathlib import Path

from streamlit import file_util

from kpi.server.document import document

AHEAD = re.compile(r'<link rel="modulepreload"[^>]* href="\./(static/js/(\w+)[^"]*)">')


def test_what_shows_a_block_is_fetched_ahead():
    files = dict(reversed(found) for found in AHEAD.findall(document("zh")))
    assert {"Html", "purify"} <= files.keys()
    assert [path for path in files.values() if not Path(file_util.get_static_dir(), path).is_file()] == []


def test_no_font_is_that_no_text_of_ours_is_set_in():
    assert "woff2" not in document("zh")
    assert "<title>" in document("zh")
