"""The pages of signing in: plain HTML without scripts, in the reader's language, with a policy stricter than Streamlit's."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kpi.i18n import LANGUAGES, texts
from kpi.server.document import TAGS, language_of
from kpi.server.sign_in.asking import ACCOUNT, SIGN_IN, own_path

_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
KEPT_NOWHERE = {"Cache-Control": "no-store"}
DONE, NOTE, REFUSED = "done", "note", "refused"
"""How what a page says first is meant."""


def page(
    template: str,
    title: str,
    query: str,
    *,
    told: str = "",
    kind: str = REFUSED,
    status: int = HTTPStatus.OK,
    values: Mapping[str, object] | None = None,
) -> Response:
    """A page under the key of its title, with a sentence above everything else; `query` is that of the address asked for."""
    lang = asked_language(query)
    text = texts(lang)
    languages = [(code, texts(code).language.name, TAGS[code], f"?{_in_language(query, code)}") for code in LANGUAGES]
    html = _TEMPLATES.get_template(f"{template}.html").render(
        text=text, tag=TAGS[lang], title=text(title), told=told, kind=kind, languages=languages, **(values or {})
    )
    return HTMLResponse(html, status, {**KEPT_NOWHERE, "Content-Security-Policy": _POLICY, "Referrer-Policy": "same-origin"})


def asked_language(query: str) -> str:
    """The language that the address asks for, or else that of the page to come back to."""
    given = parse_qs(query)
    return language_of(query if "lang" in given else given.get("next", [""])[0].partition("?")[2])


def to(address: str) -> Response:
    """The way on, as an address beside the one asked for."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, KEPT_NOWHERE)


def to_sign_in(asked: str) -> Response:
    """The way to the sign-in page, and from there back to what was asked for."""
    return to(f".{SIGN_IN}{onward(asked)}")


def to_account(asked: str = "") -> Response:
    """The way to the page about oneself, and from there to what was asked for."""
    return to(f".{ACCOUNT}{onward(asked)}")


@cache
def style() -> Response:
    """How those pages look."""
    body = (_HERE / "looks.css").read_bytes()
    return Response(body, HTTPStatus.OK, {"Cache-Control": "no-cache"}, "text/css; charset=utf-8")


def onward(asked: str) -> str:
    """A query that says where to go on to; empty for the first page."""
    back = own_path(asked)
    return f"?next={quote(back.removeprefix('.'), safe='')}" if back != "./" else ""


def _in_language(query: str, code: str) -> str:
    """The same address in another language, with nothing in it that we do not know."""
    back = own_path(parse_qs(query).get("next", [""])[0])
    return urlencode({"lang": code} | ({"next": back.removeprefix(".")} if back != "./" else {}))
