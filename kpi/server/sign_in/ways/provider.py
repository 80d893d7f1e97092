"""The identity provider: where people are sent to say who they are, and what it then says of them.

OpenID Connect, by way of a code: with PKCE, with a state that only the browser that was sent can bring back, and a nonce that
binds what is said to what was asked. Only a signed statement for us, by that provider and not yet expired, counts.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from kpi.errors import KpiError
from kpi.server.sign_in.modes import Provider, is_loopback
from kpi.server.sign_in.ways.proxies import MOST_NAME

_SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures of a key that only the provider has; never none, nor one that we could make ourselves."""
_WAIT_SECONDS = 10
_KEPT_SECONDS = 600.0
_LEEWAY_SECONDS = 60


class ProviderRefused(KpiError):
    """The provider cannot be asked, or what it said does not count."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser is sent with, and must bring back."""

    address: str
    nonce: str
    verifier: str


class IdentityProvider:
    """One provider. What it says about itself is kept for some minutes; its keys are asked for anew where one is unknown."""

    def __init__(self, provider: Provider, returned: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._provider, self._returned, self._clock = provider, returned, clock
        self._said: tuple[float, dict[str, Any], KeySet] | None = None

    def send(self, state_of: Callable[[str], str]) -> Sent:
        """Where to send a browser; `state_of` makes the state of what only that browser knows. ProviderRefused."""
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        metadata, _ = self._about()
        with self._session() as session:
            address, _ = session.create_authorization_url(
                metadata["authorization_endpoint"], state=state_of(verifier), code_verifier=verifier, nonce=nonce
            )
        return Sent(address, nonce, verifier)

    def name_of(self, code: str, nonce: str, verifier: str) -> str:
        """The name of the account of whoever the code stands for. ProviderRefused."""
        metadata, keys = self._about()
        try:
            with self._session() as session:
                token = session.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    timeout=_WAIT_SECONDS,
                    allow_redirects=False,
                )
            claims = self._claims(str(token["id_token"]), keys)
            self._require(claims, nonce)
            name = claims[self._provider.claim]
        except (OAuthError, RequestException, JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderRefused("provider_refused") from error
        if not (isinstance(name, str) and 0 < len(name.strip()) <= MOST_NAME and name.isprintable()):
            raise ProviderRefused("provider_refused")
        return name.strip()

    def way_out(self, back: str) -> str:
        """Where somebody signs out of the provider and comes `back`; empty where it offers that nowhere, or does not answer.

        Who they are is not said: for us to know would mean to keep what the provider signed as long as they are here.
        """
        try:
            address = str(self._about()[0].get("end_session_endpoint") or "")
            if address:
                _require_private(address)
        except (ProviderRefused, ValueError):
            return ""
        asked = urlencode({"client_id": self._provider.client, "post_logout_redirect_uri": back})
        return f"{address}{'&' if '?' in address else '?'}{asked}" if address else ""

    def _claims(self, statement: str, keys: KeySet) -> dict[str, Any]:
        try:
            return jwt.decode(statement, keys, algorithms=_SIGNED_BY).claims
        except (JoseError, ValueError):
            self._said = None  # a key that is not known yet
            return jwt.decode(statement, self._about()[1], algorithms=_SIGNED_BY).claims

    def _require(self, claims: dict[str, Any], nonce: str) -> None:
        """That a statement is about whom we asked for, for us, by whom we asked, and of now."""
        registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": self._provider.client},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )
        registry.validate(claims)
        if not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
            raise ValueError("another nonce")
        if claims.get("azp", self._provider.client) != self._provider.client:
            raise ValueError("for another client")

    def _about(self) -> tuple[dict[str, Any], KeySet]:
        """What the provider says of itself, and its keys. ProviderRefused."""
        if self._said and self._clock() - self._said[0] < _KEPT_SECONDS:
            return self._said[1], self._said[2]
        try:
            metadata = self._got(f"{self._provider.issuer}/.well-known/openid-configuration")
            if str(metadata["issuer"]).rstrip("/") != self._provider.issuer:
                raise ValueError("another issuer")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                _require_private(str(metadata[name]))
            keys = KeySet.import_key_set(self._got(metadata["jwks_uri"]))  # type: ignore[arg-type]
        except (RequestException, JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderRefused("provider_silent") from error
        self._said = self._clock(), metadata, keys
        return metadata, keys

    def _got(self, address: str) -> dict[str, Any]:
        with self._session() as session:
            answer = session.get(address, withhold_token=True, timeout=_WAIT_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            got = answer.json()
        if not isinstance(got, dict):
            raise ValueError("no object")
        return got

    def _session(self) -> Any:  # noqa: ANN401 - Authlib ships no types
        return OAuth2Session(
            self._provider.client,
            self._provider.secret,
            scope="openid profile",
            redirect_uri=self._returned,
            code_challenge_method="S256",
        )


def _require_private(address: str) -> None:
    """ValueError for an address at which others could listen."""
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0].rsplit(":", 1)[0].strip("[]")
    if not (scheme == "https" or (scheme == "http" and is_loopback(host))):
        raise ValueError("not private")
