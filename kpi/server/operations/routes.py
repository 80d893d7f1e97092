"""What a request was for, in a few words that a log and a monitor may keep: never an address as it was typed."""

from functools import cache

from kpi.server.addresses import API, CALENDAR, HEALTH, METRICS
from kpi.server.api.application import PATHS
from kpi.server.document import is_page

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_BEGINNINGS = {"_stcore": "streamlit", "static": "static", "media": "media", "component": "streamlit"}
OTHER = "other"


def route_of(path: str) -> str:
    """The kind of address: one of a few, however many somebody makes up."""
    if path in {CALENDAR, HEALTH, METRICS}:
        return path
    if path == API or path.startswith(f"{API}/"):
        return next((f"{API}{known}" for known, pattern in _patterns() if _fits(path.removeprefix(API), pattern)), OTHER)
    if path.startswith("/sign-"):
        return "sign-in"
    beginning = path.removeprefix("/").partition("/")[0]
    return _BEGINNINGS.get(beginning) or ("page" if is_page(path) else OTHER)


def method_of(method: str) -> str:
    """One of the usual methods."""
    return method if method in _METHODS else OTHER


@cache
def _patterns() -> tuple[tuple[str, tuple[str, str]], ...]:
    """Addresses of the API with what stands before and after what they leave open."""
    return tuple((path, (path.partition("{")[0], path.rpartition("}")[2] if "{" in path else "")) for path in PATHS)


def _fits(path: str, pattern: tuple[str, str]) -> bool:
    before, after = pattern
    is_open = f"{before}{after}" not in PATHS
    return path.startswith(before) and path.endswith(after) and len(path) > len(before) if is_open else path == before
