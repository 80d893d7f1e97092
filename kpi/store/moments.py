"""Moments. The database keeps them in UTC without saying so, as DuckDB's zones need an extension; in Python they say so."""

from datetime import UTC, datetime

from kpi.model import local, naive


def aware(moment: datetime) -> datetime:
    """A moment from the store, saying that it is UTC."""
    return moment.replace(tzinfo=UTC)


def shown(moment: datetime) -> datetime:
    """A moment as the store keeps it, for a sentence: as a clock in the plan's city shows it."""
    return local(aware(moment))


def stamp(moment: datetime) -> str:
    """A moment as file names carry it: 20260131T093000Z."""
    return f"{naive(moment):%Y%m%dT%H%M%S}Z"
