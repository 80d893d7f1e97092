"""Addresses that are no page's: what programs ask for, and what the server says of itself."""

CALENDAR, METRICS, HEALTH, API = "/calendar.ics", "/metrics", "/healthz", "/api"


def is_for_programs(path: str) -> bool:
    """Whether programs ask for it, which cannot fill in a form: they show a token of somebody's."""
    return path == CALENDAR or is_for_programs_alone(path)


def is_for_programs_alone(path: str) -> bool:
    """Whether nobody but a program asks for it: a visit is no reason to answer whoever sent a browser here."""
    return path in {METRICS, API} or path.startswith(f"{API}/")
