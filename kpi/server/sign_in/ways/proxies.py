"""Whom a proxy before us names: believed from its address alone, with its secret, and once."""

from secrets import compare_digest

from starlette.datastructures import Headers
from starlette.types import Scope

from kpi.server.sign_in.asking import PROXY_SECRET_HEADER, peer_of
from kpi.server.sign_in.modes import SignIn

MOST_NAME = 128
"""Letters of a name that somebody else gives to an account."""


def named_by_proxy(scope: Scope, sign_in: SignIn) -> str:
    """The name of an account; empty where nobody is named, or by somebody who is no proxy of ours."""
    headers = Headers(scope=scope)
    shown, named = headers.getlist(PROXY_SECRET_HEADER), headers.getlist(sign_in.header)
    known = len(shown) == 1 and compare_digest(shown[0].encode("utf-8"), sign_in.secret.encode("utf-8"))
    if not (known and sign_in.trusts(peer_of(scope)) and len(named) == 1):
        return ""
    try:
        name = named[0].encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return ""
    return name if name.isprintable() and len(name) <= MOST_NAME else ""
