"""How people are let in, as the settings say it, and whether the server may start so. What is unsafe is refused in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from kpi.errors import NotStarted
from kpi.settings import setting

Network = IPv4Network | IPv6Network
LEAST_SECRET = 16
"""Characters of a secret that somebody chose: shorter ones are guessed."""
_MOST_MINUTES = 60 * 24 * 30
_OTHERS = 0o007
"""Rights of whoever is neither the owner of a file nor in its group."""


class Mode(StrEnum):
    """Who says who somebody is."""

    NONE = "none"
    """Nobody: the one local user, on this machine."""
    ACCOUNTS = "accounts"
    """We do, by name and password."""
    OIDC = "oidc"
    """An identity provider."""
    PROXY = "proxy"
    """A proxy before us."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider, and who we are to it."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    claim: str = "sub"
    """Which of its statements is the name of somebody's account here."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Everything the gate goes by."""

    mode: Mode
    address: str = "127.0.0.1"
    """Where the server listens."""
    public: str = ""
    """Where people find it, by scheme and host; empty: on this machine alone."""
    idle_minutes: int = 30
    session_minutes: int = 600
    proxies: tuple[Network, ...] = ()
    """Whose word is taken for where a request comes from."""
    header: str = ""
    """In which a proxy names who asks."""
    secret: str = field(default="", repr=False)
    """By which a proxy shows that it is one."""
    provider: Provider | None = None

    @property
    def secure(self) -> bool:
        """Whether people come by TLS, so that a cookie is never to leave without."""
        return self.public.startswith("https://")

    @property
    def host(self) -> str:
        """The name that people find the server under, with its port if that is unusual; empty on this machine alone."""
        return urlsplit(self.public).netloc

    def trusts(self, address: str) -> bool:
        """Whether an address is that of one of the proxies."""
        try:
            peer = ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in self.proxies)


def sign_in_of(environment: Mapping[str, str] | None = None) -> SignIn:
    """What the settings say. NotStarted with the one sentence why the server may not run so."""

    def said(name: str) -> str:
        return setting(name, environment)

    named = said("KPI_SIGN_IN")
    if named not in frozenset(Mode):
        raise NotStarted("no_such_sign_in", mode=named, modes=", ".join(Mode))
    mode, address, public = Mode(named), said("KPI_ADDRESS"), _public(said("KPI_PUBLIC_ADDRESS"))
    proxies = _networks(said("KPI_PROXIES"))
    _require_safe(mode, address, public, proxies)
    return SignIn(
        mode,
        address,
        public,
        _minutes("KPI_IDLE_MINUTES", said("KPI_IDLE_MINUTES")),
        _minutes("KPI_SESSION_MINUTES", said("KPI_SESSION_MINUTES")),
        proxies,
        header=said("KPI_PROXY_HEADER").lower(),
        secret=_proxy_secret(said("KPI_PROXY_SECRET_FILE"), proxies) if mode is Mode.PROXY else "",
        provider=_provider(said) if mode is Mode.OIDC else None,
    )


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own, which nobody else reaches."""
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False


def _require_safe(mode: Mode, address: str, public: str, proxies: tuple[Network, ...]) -> None:
    """Without sign-in nobody else may reach the server; with it, nobody without TLS, which a proxy ends."""
    if not is_loopback(address):
        if mode is Mode.NONE:
            raise NotStarted("none_beyond_loopback", address=address)
        if not (public.startswith("https://") and proxies):
            raise NotStarted("plain_beyond_loopback", address=address)
    if public and mode is Mode.NONE:
        raise NotStarted("none_beyond_loopback", address=public)


def _public(address: str) -> str:
    parts = urlsplit(address)
    if address and not (parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment):
        raise NotStarted("public_address_unreadable", address=address)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise NotStarted("public_address_plain", address=address)
    return address.rstrip("/")


def _networks(listed: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in listed.split(",") if each.strip())
    except ValueError as error:
        raise NotStarted("proxies_unreadable", proxies=listed) from error


def _minutes(name: str, said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) < 6 and 1 <= int(said) <= _MOST_MINUTES):
        raise NotStarted("minutes_unreadable", name=name, value=said, most=_MOST_MINUTES)
    return int(said)


def _proxy_secret(path: str, proxies: tuple[Network, ...]) -> str:
    if not (path and proxies):
        raise NotStarted("proxy_incomplete")
    return read_secret("KPI_PROXY_SECRET_FILE", path)


def _provider(said: Callable[[str], str]) -> Provider:
    issuer, client, path = (said(f"KPI_OIDC_{part}") for part in ("ISSUER", "CLIENT", "SECRET_FILE"))
    if not (issuer and client and path and said("KPI_PUBLIC_ADDRESS")):
        raise NotStarted("oidc_incomplete")
    parts = urlsplit(issuer)
    if not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))):
        raise NotStarted("oidc_plain", address=issuer)
    return Provider(issuer.rstrip("/"), client, read_secret("KPI_OIDC_SECRET_FILE", path), said("KPI_OIDC_CLAIM"))


def read_secret(name: str, path: str) -> str:
    """What a file of the administrator's says. NotStarted where it cannot be read, is short, or is open to everybody."""
    try:
        if Path(path).stat().st_mode & _OTHERS:
            raise NotStarted("secret_open", name=name, path=path)
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotStarted("secret_unreadable", name=name, path=path) from error
    if len(secret) < LEAST_SECRET or not secret.isprintable() or not secret.isascii():
        raise NotStarted("secret_short", name=name, path=path, least=LEAST_SECRET)
    return secret
