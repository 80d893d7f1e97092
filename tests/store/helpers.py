"""Small figures and batches for the tests of the store."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pandas as pd

from kpi.model import Actor, BatchKind, Observation
from kpi.store import NewBatch

ROOT = Path(__file__).resolve().parents[2]
ACTOR = Actor("审核人")
START = datetime(2026, 1, 1, tzinfo=UTC)


def moment(hours: int) -> datetime:
    """So many hours after the tests begin."""
    return START + timedelta(hours=hours)


def figure(measure: str, value: str, *, year: int = 2023, member: str = "") -> Observation:
    """A year's flow."""
    breakdown = "level" if member else ""
    return Observation(measure, "1", breakdown, member, date(year, 1, 1), date(year, 12, 31), None, Decimal(value))


def upload(name: str, *observations: Observation, note: str = "") -> NewBatch:
    """A file whose bytes are its name."""
    content = name.encode()
    return NewBatch(BatchKind.UPLOAD, name, hashlib.sha256(content).hexdigest(), content, observations, note)


def noisy_upload(name: str, size: int, *observations: Observation) -> NewBatch:
    """A file of `size` bytes that cannot be compressed, always the same ones."""
    content = Random(size).randbytes(size)  # noqa: S311 - test data, not a secret
    return NewBatch(BatchKind.UPLOAD, name, hashlib.sha256(content).hexdigest(), content, observations)


def values(frame: pd.DataFrame) -> dict[str, float]:
    """Value by measure and year."""
    years = frame["window_end"].dt.year
    return {f"{m} {y}": v for m, y, v in zip(frame["measure_id"], years, frame["value"], strict=True)}
