"""The document every page is drawn in: Streamlit's own, in the language of the reader, with scripts and a style of ours."""

import base64
import hashlib
import json
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from kpi.i18n import LANGUAGES, language, texts
from kpi.settings import setting

SCRIPT_PATH = "/script.js"
STYLE_PATH = "/style.css"
TAGS = {lang: language(lang).tag for lang in LANGUAGES}
"""A language as HTML names it."""
FIRST_PAGE = "/overview"
"""The address one would guess of the first page, which Streamlit knows by no name."""
_RESERVED = {"api", "metrics", "_stcore", "static", "media", "component", "app", "oauth2callback"}
"""First parts of addresses that are no page's."""
_SCRIPTS = Path(__file__).with_name("scripts")
_STYLES = Path(__file__).with_name("styles")
_ASK_AGAIN = {"Cache-Control": "no-cache"}
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LANG = re.compile(r"<html lang=\"[^\"]*\">")
_FONT = re.compile(r"<link\s[^>]*\bas=\"font\"[^>]*>\s*")
"""What Streamlit has fetched before all else: a font of its own, which no text of ours is set in."""
_NEEDED_FIRST = ("Html", "purify.es")
"""What the front end shows a block of ours with. It fetches that only once the first block has come, which then waits."""


@cache
def _index() -> str:
    return Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")


def inline_hashes() -> list[str]:
    """The scripts that stand in Streamlit's document itself, as a policy names them."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(_index()))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def language_of(query: str) -> str:
    """The language the address asks for, else that of the settings."""
    asked = parse_qs(query).get("lang", [""])[0]
    lang = asked if asked in LANGUAGES else setting("KPI_LANG")
    return lang if lang in LANGUAGES else LANGUAGES[0]


def document(lang: str) -> str:
    """Streamlit's document in a language, with our script and our style."""
    named = _LANG.sub(f'<html lang="{TAGS[lang]}">', _index(), count=1)
    ours = f'{_fetched_ahead()}<link rel="stylesheet" href=".{STYLE_PATH}"><script src=".{SCRIPT_PATH}" defer></script>'
    return _FONT.sub("", named).replace("</head>", f"{ours}</head>", 1)


@cache
def _fetched_ahead() -> str:
    folder = Path(file_util.get_static_dir(), "static", "js")
    files = [path.name for name in _NEEDED_FIRST for path in folder.glob(f"{name}.*.js")]
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{file}">' for file in files)


class PageDocument:
    """Answers whoever opens the address of a page, or asks for our script and style; everything else is Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ours for a page, else that of the application within."""
        asked = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        await ((asked and _ours(scope)) or self._app)(scope, receive, send)


def _ours(scope: Scope) -> Response | None:
    path = scope["path"]
    if path == FIRST_PAGE:
        return RedirectResponse(f"./?{scope['query_string'].decode('latin-1')}")
    if is_page(path):
        lang = language_of(scope["query_string"].decode("latin-1"))
        return HTMLResponse(document(lang), headers=_ASK_AGAIN)
    return {SCRIPT_PATH: page_script, STYLE_PATH: page_style}[path]() if path in (SCRIPT_PATH, STYLE_PATH) else None


def is_page(path: str) -> bool:
    """`/` and `/gaps`, but neither `/favicon.png` nor `/static/…`; deeper addresses are nobody's."""
    name = path.removeprefix("/")
    return path.startswith("/") and "/" not in name and "." not in name and name not in _RESERVED


def page_script() -> Response:
    """Our scripts, told which languages there are, how HTML names them, Streamlit's own words, whether people sign in."""
    told = {
        "LANGUAGES": TAGS,
        "WORDS": {lang: _words(lang) for lang in LANGUAGES},
        "SIGN_IN": setting("KPI_SIGN_IN") != "none",
    }
    constants = (f"const {name} = {json.dumps(value, ensure_ascii=False)};" for name, value in told.items())
    body = "\n".join((*constants, *_contents(_SCRIPTS, "*.js")))
    return Response(body, HTTPStatus.OK, _ASK_AGAIN, "text/javascript; charset=utf-8")


def _words(lang: str) -> dict[str, str]:
    """What the front end says by itself, by key; `{name}` stands for whatever it puts there."""
    text = texts(lang)
    own = (key.removeprefix("frontend.") for key in text.catalog if key.startswith("frontend."))
    return {name: text(f"frontend.{name}") for name in own}


def _contents(folder: Path, pattern: str) -> list[str]:
    """Every such file of a folder, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern))]


def page_style() -> Response:
    """How our own blocks look: every file of the folder, in the order of their names."""
    body = "\n".join(_contents(_STYLES, "*.css"))
    return Response(body, HTTPStatus.OK, _ASK_AGAIN, "text/css; charset=utf-8")
