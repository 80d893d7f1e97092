"""The document that pages are drawn in fetches ahead what the first block needs, and nothing that no page shows."""

import re
from pathlib import Path

from starlette.responses import PlainTextResponse
from streamlit import file_util

from kpi.server.document import FIRST_PAGE, PageDocument, document
from kpi.web.address import PAGES
from tests.unit.server.waiting import answered

AHEAD = re.compile(r'<link rel="modulepreload"[^>]* href="\./(static/js/(\w+)[^"]*)">')


def test_what_shows_a_block_is_fetched_ahead():
    files = dict(reversed(found) for found in AHEAD.findall(document("zh")))
    assert {"Html", "purify"} <= files.keys()
    assert [path for path in files.values() if not Path(file_util.get_static_dir(), path).is_file()] == []


def test_no_font_is_that_no_text_of_ours_is_set_in():
    assert "woff2" not in document("zh")
    assert "<title>" in document("zh")


def test_the_first_page_is_found_by_its_name_with_all_that_is_asked():
    scope = {"type": "http", "method": "GET", "path": f"/{PAGES[0].name}", "query_string": b"lang=en", "headers": []}
    start, _ = answered(PageDocument(PlainTextResponse("inner")), scope)
    assert scope["path"] == FIRST_PAGE
    assert (start["status"], dict(start["headers"])[b"location"]) == (307, b"./?lang=en")
