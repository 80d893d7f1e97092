"""Cookies that the server signs: what somebody wrote into one is not taken for ours. None can be read by a page's script."""

import hashlib
import os
import time
from pathlib import Path

from itsdangerous import BadSignature, Signer
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

MOST_BYTES = 8192
"""Of all cookies of a request: ours are a few hundred, and Streamlit's as many."""
_KEY_BYTES = 32
_LOOKS, _PAUSE = 50, 0.02
"""How often, and after how many seconds, a key is looked at that another server is just making."""


def key_from(path: Path) -> bytes:
    """The key that cookies and forms are signed with, made once and readable by nobody else. OSError."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(_KEY_BYTES))
    except FileExistsError:
        pass
    for _ in range(_LOOKS):
        if len(key := path.read_bytes()) >= _KEY_BYTES:
            return key
        time.sleep(_PAUSE)
    raise OSError(f"{path} holds no key")


def signer(key: bytes, purpose: str) -> Signer:
    """What is signed for one purpose is worth nothing for another."""
    return Signer(key, salt=f"kpi.{purpose}", key_derivation="hmac", digest_method=hashlib.sha256)


class Cookie:
    """One cookie, by its purpose. Behind TLS its name says that it was set for this host alone and leaves by TLS alone."""

    def __init__(self, purpose: str, key: bytes, *, secure: bool, strict: bool = False) -> None:
        self.name = f"__Host-kpi-{purpose}" if secure else f"kpi-{purpose}"
        self._signer = signer(key, f"cookie.{purpose}")
        self._secure = secure
        self._strict = strict

    def read(self, scope: Scope) -> str:
        """What we put in; empty where there is none, or one that is not ours."""
        given = HTTPConnection(scope).cookies.get(self.name, "")
        try:
            return self._signer.unsign(given).decode("ascii")
        except (BadSignature, UnicodeError):
            return ""

    def is_forged(self, scope: Scope) -> bool:
        """Whether there is one that is not ours."""
        return self.name in HTTPConnection(scope).cookies and not self.read(scope)

    def set(self, response: Response, value: str, seconds: int | None = None) -> None:
        """Sent along with an answer; by default until the browser is closed."""
        response.set_cookie(
            self.name,
            self._signer.sign(value).decode("ascii"),
            max_age=seconds,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="strict" if self._strict else "lax",
        )

    def clear(self, response: Response) -> None:
        """Taken back."""
        response.delete_cookie(
            self.name, path="/", secure=self._secure, httponly=True, samesite="strict" if self._strict else "lax"
        )


def too_large(scope: Scope) -> bool:
    """Whether a request brings more cookies than any of ours would."""
    return sum(len(value) for name, value in scope["headers"] if name == b"cookie") > MOST_BYTES
