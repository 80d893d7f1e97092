"""Forms that can be sent off once, by whom they were shown to, and not for ever: no other page can send one for somebody."""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import parse_qs

from itsdangerous import BadSignature
from starlette.types import Receive

from kpi.server.sign_in.safeguards.cookies import signer

LIFETIME_SECONDS = 1800
MOST_SPENT = 100_000
"""So many are remembered as sent; each was shown and signed by us."""
MOST_BYTES = 16_384
"""Of what a form says: a name, two passwords and an address are a few hundred."""
_MOST_FIELDS = 16


class Forms:
    """The tokens in forms."""

    def __init__(self, key: bytes, clock: Callable[[], float] = time.time) -> None:
        self._signer = signer(key, "form")
        self._clock = clock
        self._spent: OrderedDict[str, float] = OrderedDict()

    def token(self, holder: str) -> str:
        """A token for whoever is known by `holder`, which no one else knows."""
        payload = f"{secrets.token_urlsafe(16)}.{int(self._clock())}.{_digest(holder)}"
        return self._signer.sign(payload).decode("ascii")

    def spend(self, token: str, holder: str) -> bool:
        """Whether a form was shown to this holder, lately, and has not been sent yet; from now on it has."""
        try:
            nonce, made, whose = self._signer.unsign(token.encode("ascii", "replace")).decode("ascii").split(".")
        except (BadSignature, ValueError):
            return False
        now = self._clock()
        expires = int(made) + LIFETIME_SECONDS
        if not (secrets.compare_digest(whose, _digest(holder)) and holder and now <= expires) or nonce in self._spent:
            return False
        self._forget(now)
        self._spent[nonce] = expires
        return True

    def _forget(self, now: float) -> None:
        """What could not be sent any more need not be remembered."""
        while self._spent and (next(iter(self._spent.values())) < now or len(self._spent) >= MOST_SPENT):
            self._spent.popitem(last=False)


def _digest(holder: str) -> str:
    return hashlib.sha256(holder.encode()).hexdigest()[:32]


async def fields(receive: Receive) -> dict[str, str] | None:
    """What a form says, each field once; None for what is no form of ours."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            break
    try:
        said = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        return None
    return {name: values[0] for name, values in said.items()} if all(len(values) == 1 for values in said.values()) else None
