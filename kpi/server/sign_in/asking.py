"""What a request says of itself, and how much of that is believed: where it comes from, where it wants to, who sent it on."""

from base64 import b64decode
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

from kpi.server.addresses import HEALTH
from kpi.server.document import is_page
from kpi.server.sign_in.modes import SignIn, is_loopback

SESSION_HEADER, ADDRESS_HEADER = b"x-kpi-session", b"x-kpi-address"
"""In which the gate tells the pages who asks. Whatever a client says in a header that begins so never gets in."""
PROXY_SECRET_HEADER = "x-kpi-proxy-secret"  # noqa: S105 - the name of a header
_OURS = b"x-kpi-"
_MOST_PATH = 2000
_FORWARDING = frozenset({"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"})


def without_ours(scope: Scope, **headers: str) -> Scope:
    """The request without any header that only the gate may set, and with those that it sets now."""
    kept = [(name, value) for name, value in scope["headers"] if not name.lower().replace(b"_", b"-").startswith(_OURS)]
    told = {b"x-kpi-" + name.encode(): value.encode("ascii") for name, value in headers.items()}
    return {**scope, "headers": [*kept, *told.items()]}


def is_forwarded(headers: Headers) -> bool:
    """Whether somebody sent the request on for somebody else."""
    return any(name in _FORWARDING or name.startswith("x-forwarded-") for name in headers)


def peer_of(scope: Scope) -> str:
    """The address at the other end of the connection; empty where there is none."""
    return str(scope["client"][0]) if scope.get("client") else ""


def address_of(scope: Scope, sign_in: SignIn) -> str:
    """Where a request comes from. What it was forwarded for counts only as far back as proxies of ours handed it on."""
    here = peer_of(scope)
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
    for before in reversed([each.strip() for each in forwarded if each.strip()]):
        if not sign_in.trusts(here):
            break
        here = before if _is_address(before) else here
        if here != before:
            break
    return here


def is_reachable_by(scope: Scope, sign_in: SignIn) -> bool:
    """Whether a request came as it should: from this machine, or from a proxy of ours."""
    return is_loopback(peer_of(scope)) or sign_in.trusts(peer_of(scope))


def own_path(asked: str) -> str:
    """Where to go after signing in, as an address beside ours: a page of ours that was asked for, else the first one.

    Whatever could lead to another host, or to nothing that is a page, is not followed.
    """
    readable = len(asked) <= _MOST_PATH and asked.isascii() and asked.isprintable() and not set(asked) & set("\\ ")
    path, _, query = asked.partition("?")
    if not (readable and is_page(path) and path not in NO_PAGES) or "#" in asked:
        return "./"
    return f".{path}?{query}" if query else f".{path}"


def asked_path(scope: Scope) -> str:
    """What a request asks for, to come back to."""
    query = scope["query_string"].decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


SIGN_IN, SIGN_OUT, ACCOUNT = "/sign-in", "/sign-out", "/sign-in-account"
PROVIDER, RETURNED = "/sign-in-provider", "/sign-in-return"
STATE, STYLE = "/sign-in-state", "/sign-in.css"
NO_PAGES = frozenset({SIGN_IN, SIGN_OUT, ACCOUNT, PROVIDER, RETURNED, STATE, HEALTH})
"""What the server itself answers: nowhere to come back to after signing in."""


ACTOR = "kpi.actor"
"""Under which a request for what programs ask for carries who asks."""


def shown_token(scope: Scope) -> str:
    """The token that a program shows: by itself, or in place of a password, as calendars do. Empty where it shows none."""
    kind, _, shown = Headers(scope=scope).get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return shown.strip()
    try:
        return b64decode(shown, validate=True).decode("ascii").partition(":")[2] if kind.lower() == "basic" else ""
    except ValueError:
        return ""


def is_own_origin(headers: Headers, sign_in: SignIn) -> bool:
    """Whether a page of ours asks. What is no browser names no page, and is none of ours."""
    origin, host = headers.get("origin", ""), headers.get("host", "").lower()
    scheme = "https" if sign_in.secure and host == sign_in.host.lower() else "http"
    return origin.lower() == f"{scheme}://{host}"


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
