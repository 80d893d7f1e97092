"""The server as a stranger meets it: what its answers carry, what it keeps to itself, and uploads nobody asked for."""

import http.client
import re
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect

from kpi.i18n import texts
from kpi.server import POLICY
from tests.hostile import HOST
from tools.browser import settled

ZH = texts("zh")
PUT = """async ([address, count]) => {
  const token = document.cookie.match(/_streamlit_xsrf=([^;]+)/)[1];
  const statuses = [];
  for (let number = 0; number < count; number += 1) {
    const form = new FormData();
    form.append("file", new Blob(["x".repeat(100)]), "a.csv");
    const answer = await fetch(address.replace("NUMBER", number), {method: "PUT", body: form, headers: {"X-Xsrftoken": token}});
    statuses.push(answer.status);
  }
  return statuses;
}"""


def answer(app, path):
    """What the server answers to who asks for a path and nothing else."""
    connection = http.client.HTTPConnection(urlparse(app).netloc, timeout=30)
    connection.request("GET", path)
    found = connection.getresponse()
    connection.close()
    return found


@pytest.mark.parametrize(
    "path", ["/", "/gaps", "/script.js", "/_stcore/health", "/static/js/none.js", "/favicon.png", "/a/b/c"]
)
def test_every_answer_carries_the_policy(app, path):
    headers = answer(app, path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_server_tells_nothing_about_itself(app):
    paths = ["metrics", "agent/openapi.json", "health"]
    assert [answer(app, f"/_stcore/{path}").status for path in paths] == [404, 404, 200]


def test_a_page_cannot_be_framed(chromium, app):
    page = chromium.new_page()
    page.set_content(f'<iframe src="{app}" width="900" height="600"></iframe>')
    expect(page.frame_locator("iframe").locator("body.neterror")).to_have_count(1)
    expect(page.frame_locator("iframe").get_by_test_id("stApp")).to_have_count(0)
    assert page.frames[1].url.startswith("chrome-error:")
    page.close()


def test_uploads_nobody_asked_for_are_refused_and_those_asked_for_come_in(desk, app):
    """The session's own address of uploads, with names made up for the files."""
    page = desk.open(f"{app}/upload")
    with page.expect_request(re.compile(r"/_stcore/upload_file/")) as sent:
        page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": "甲,乙".encode()})
    expect(page.get_by_text(ZH("page.refused"))).to_be_visible()
    settled(page)
    made_up = re.sub(r"/[^/]+$", "/made-up-NUMBER", sent.value.url)
    assert set(page.evaluate(PUT, [made_up, 20])) == {403}
    assert set(page.evaluate(PUT, [sent.value.url, 3])) == {204}
    desk.console[:] = [text for text in desk.console if "403" not in text]


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("{ours}", "http://{ours}", 101),
        ("{ours}", f"http://{HOST}", 403),
        (HOST, f"http://{HOST}", 403),
        ("{ours}", "null", 403),
    ],
)
def test_only_our_own_pages_open_a_connection(app, host, origin, status):
    """Also where a foreign name was made to lead to this machine."""
    ours = urlparse(app).netloc
    connection = http.client.HTTPConnection(ours, timeout=30)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "YWJjZGVmZ2hpamtsbW5vcA==",
    }
    connection.request(
        "GET", "/_stcore/stream", headers={**upgrade, "Host": host.format(ours=ours), "Origin": origin.format(ours=ours)}
    )
    assert connection.getresponse().status == status
    connection.close()
