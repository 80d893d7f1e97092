"""Taking times and printing them: what every benchmark here shares. Times and limits are in seconds."""

import time
from collections.abc import Callable
from statistics import median


def seconds(action: Callable[[], object]) -> float:
    """How long `action` takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def typical(action: Callable[[], object], times: int) -> float:
    """The median time of `action`."""
    return median(seconds(action) for _ in range(times))


def line(what: str, value: float, limit: float | None = None) -> None:
    """One line of the report."""
    bound = "" if limit is None else f"   limit {limit * 1000:.0f} ms" + ("" if value <= limit else "   OVER")
    print(f"{what:<58}{value * 1000:8.0f} ms{bound}", flush=True)


def ratio(what: str, ours: float, theirs: float, limit: float | None = None) -> None:
    """One line that holds a time of ours against another of the same run."""
    bound = "" if limit is None else f"   limit {limit:.2f} ×" + ("" if ours <= limit * theirs else "   OVER")
    print(f"{what:<58}{ours / theirs:8.2f} ×{bound}", flush=True)
