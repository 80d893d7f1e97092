"""Files of Streamlit's front end come out of memory, as they are; whoever asks for less than a file is Streamlit's."""

from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from streamlit import file_util

from kpi.server.front_end import FrontEndFiles
from tests.unit.server.waiting import answered

APP = FrontEndFiles(PlainTextResponse("inner"))
FILE = min(Path(file_util.get_static_dir(), "static", "js").glob("index.*.js"))
PATH = f"/static/js/{FILE.name}"


def answer(path, method="GET", **headers):
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    start, body = answered(APP, {"type": "http", "method": method, "path": path, "headers": given})
    return {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


def test_a_file_is_answered_whole_and_kept_by_the_browser():
    headers, body = answer(PATH)
    assert body == FILE.read_bytes()
    assert headers["content-length"] == str(FILE.stat().st_size)
    assert "javascript" in headers["content-type"]
    assert headers["cache-control"] == "public, immutable, max-age=31536000"


@pytest.mark.parametrize("path", ["/static/js/none.js", "/static/", "/static/js/../../index.html", "/index.html", "/"])
def test_nothing_but_those_files_is(path):
    assert answer(path)[1] == b"inner"


@pytest.mark.parametrize("asked", [{"range": "bytes=0-1"}, {"if_none_match": '"a"'}, {"method": "HEAD"}])
def test_whoever_asks_for_less_is_streamlits(asked):
    assert answer(PATH, **asked)[1] == b"inner"
