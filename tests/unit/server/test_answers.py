"""What the server answers: headers on everything, the document in the reader's language, nothing about itself."""

import re

import pytest
from starlette.responses import PlainTextResponse

from kpi.server import POLICY, SecurityHeaders
from kpi.server.document import PageDocument, document, inline_hashes, language_of
from kpi.server.headers import STYLES
from tests.unit.server.waiting import answered

HEADERS = {"content-security-policy", "x-frame-options", "x-content-type-options", "referrer-policy"}
INNER = PlainTextResponse("inner")


def answer(app, path, query="", method="GET"):
    """Status, headers and body of the answer to a request."""
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": []}
    sent = answered(app, scope)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:]).decode()


@pytest.mark.parametrize("path", ["/", "/overview", "/static/js/a.js", "/media/1.png", "/_stcore/health", "/_stcore/metrics"])
def test_every_answer_carries_the_headers(path):
    _, headers, _ = answer(SecurityHeaders(PageDocument(INNER)), path)
    assert headers.keys() >= HEADERS
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_policy_names_no_host_and_no_scheme_but_those_of_what_is_in_the_page():
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules.pop("img-src") == "'self' data: blob:"
    assert rules.pop("font-src") == "'self' data:"
    assert rules.pop("style-src") == "'self' 'unsafe-inline'"
    assert rules.pop("style-src-attr") == "'unsafe-inline'"
    assert rules.pop("style-src-elem").split() == ["'self'", *(f"'sha256-{digest}'" for digest in STYLES)]
    assert rules["default-src"] == "'none'"
    words = {word for values in rules.values() for word in values.split()}
    assert words == {"'self'", "'none'", *inline_hashes()}


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/kpi/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/auth/login",
        "/oauth2callback",
    ],
)
def test_the_server_tells_nothing_about_itself(path):
    assert answer(SecurityHeaders(INNER), path)[0] == 404


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/_stcore/metricsx"])
def test_what_the_front_end_needs_stays_open(path):
    assert answer(SecurityHeaders(INNER), path)[2] == "inner"


@pytest.mark.parametrize(
    ("query", "lang"), [("", "zh-CN"), ("lang=en", "en"), ("as_of=2025-06-30&lang=zh", "zh-CN"), ("lang=<b>", "zh-CN")]
)
@pytest.mark.parametrize("path", ["/", "/gaps", "/measure"])
def test_a_page_is_in_the_language_of_its_address(path, query, lang):
    status, headers, body = answer(PageDocument(INNER), path, query)
    assert (status, re.findall(r"<html lang=\"(.*?)\"", body)) == (200, [lang])
    assert headers["content-type"].startswith("text/html")
    assert body.count('<script src="./script.js" defer></script>') == 1


def test_without_a_language_in_the_address_the_setting_counts(monkeypatch):
    monkeypatch.setenv("KPI_LANG", "en")
    assert language_of("") == "en"
    monkeypatch.setenv("KPI_LANG", "fr")
    assert language_of("") == "zh"


@pytest.mark.parametrize("path", ["/static/js/a.js", "/favicon.png", "/_stcore", "/media/1", "//evil", "/a/b", "/overview/"])
def test_what_is_no_page_is_streamlits(path):
    assert answer(PageDocument(INNER), path)[2] == "inner"


def test_the_document_has_no_script_that_the_policy_does_not_name():
    """A new release of Streamlit with another line of script in its page would not start under the policy."""
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", document("zh"))
    assert inline == ["<script>"] * len(inline_hashes())


COOKIES = ["a=1; Path=/", "b=2; Secure", "c=secure"]


@pytest.mark.parametrize(
    ("secure", "sent"), [(False, COOKIES), (True, ["a=1; Path=/; Secure", "b=2; Secure", "c=secure; Secure"])]
)
def test_behind_tls_no_cookie_leaves_without_it(secure, sent):
    """Those of Streamlit itself too, which does not know of the proxy."""
    inner = PlainTextResponse("inner")
    for cookie in COOKIES:
        inner.headers.append("set-cookie", cookie)
    start = answered(SecurityHeaders(inner, secure=secure), {"type": "http", "method": "GET", "path": "/", "headers": []})[0]
    headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
    assert [value for name, value in headers if name == "set-cookie"] == sent
    assert ("strict-transport-security" in dict(headers)) is secure


def test_a_page_with_a_stricter_policy_keeps_it():
    inner = PlainTextResponse("inner", headers={"Content-Security-Policy": "default-src 'none'"})
    assert answer(SecurityHeaders(inner), "/sign-in")[1]["content-security-policy"] == "default-src 'none'"
