"""Passwords: which ones are good enough, and what is kept of them.

Argon2id with the library's own settings, which are the low-memory ones of RFC 9106.
"""

import re
import secrets
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from kpi.errors import KpiError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, MOST = 10, 128
"""Letters of a password. What is longer costs time to look at, and is refused before."""
_COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())
"""Words that everybody takes, and the rows of the keyboard."""
_LEAST_DIFFERENT = 5
_RISING = "01234567890abcdefghijklmnopqrstuvwxyz"


@cache
def _hasher() -> "PasswordHasher":
    """Loaded when the first password comes: most commands see none."""
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def proof(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(normalize("NFC", password))


def fits(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept; it takes as long where none is, so that nobody learns which names exist."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return _hasher().verify(kept or _nobodys(), normalize("NFC", password[:MOST])) and bool(kept) and len(password) <= MOST
    except (VerificationError, InvalidHashError):
        return False


def require_good(password: str, *names: str) -> None:
    """KpiError `password_short`, `password_long`, `password_unseen`, `password_named` or `password_common`."""
    if len(password) < LEAST:
        raise KpiError("password_short", count=LEAST)
    if len(password) > MOST:
        raise KpiError("password_long", count=MOST)
    if any(category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} for letter in password):
        raise KpiError("password_unseen")
    plain = normalize("NFKC", password).casefold()
    if any(len(name) > 1 and normalize("NFKC", name).casefold() in plain for name in names):
        raise KpiError("password_named")
    if _is_common(plain):
        raise KpiError("password_common")


def _is_common(plain: str) -> bool:
    """Few different letters, a row of the alphabet, or a word that everybody takes with figures and signs round it."""
    core = re.sub(r"[\W\d_]+", "", plain)
    return (
        len(set(plain)) < _LEAST_DIFFERENT
        or any(plain in row * 4 for row in (_RISING, _RISING[::-1]))
        or bool({plain, core, plain.strip("!@#$%^&*. ")} & _COMMON)
        or (not core and len(plain) < 2 * LEAST and len(set(plain)) < 2 * _LEAST_DIFFERENT)
    )
