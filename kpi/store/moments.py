"""Moments. The database keeps them in UTC without saying so, as DuckDB's zones need an extension; in Python they say so."""

from datetime import UTC, datetime, timedelta
from typing import Any

from kpi.model import local, naive

MOST_BEHIND = timedelta(days=1)
"""So far a clock may lag behind what is recorded and still be believed to have been set back."""


def aware(moment: datetime) -> datetime:
    """A moment from the store, saying that it is UTC."""
    return moment.replace(tzinfo=UTC)


def shown(moment: datetime) -> datetime:
    """A moment as the store keeps it, for a sentence: as a clock in the plan's city shows it."""
    return local(aware(moment))


def stamp(moment: datetime) -> str:
    """A moment as file names carry it: 20260131T093000Z."""
    return f"{naive(moment):%Y%m%dT%H%M%S}Z"


def lags_too_far(asked: datetime, recorded: tuple[Any, ...]) -> bool:
    """Whether clock and record contradict each other so much that one of them must be wrong by a day or a year."""
    newest = recorded[0]
    return newest is not None and newest - asked > MOST_BEHIND


def not_before(asked: datetime, recorded: tuple[Any, ...]) -> datetime:
    """When something happens: not before the newest event, and after what was issued or published, which looks back."""
    newest, issued = recorded
    return max(asked, newest or asked, issued + timedelta(microseconds=1) if issued else asked)
