"""How often the 80 % interval of a projection holds what comes, on three kinds of series. Usage: python -m bench.projections.

Neither kind is known to the projection: it sees five to fifteen yearly values and has to say where the next three lie.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi.analysis import INTERVAL, project

LENGTHS, HORIZONS = tuple(range(5, 16)), (1, 2, 3)
LOW, HIGH = 0.75, 0.85
"""Between which coverage is as good as promised."""
LASTING = 0.6
"""Correlation of neighbouring years' growth in the second kind."""
_REPLICATIONS, _SEED = 1000, 2023
_WARMING_UP = 20
"""Years before the first that is seen, after which growth has forgotten how it began."""

FloatArray = npt.NDArray[np.float64]
Kind = Callable[[np.random.Generator, int], FloatArray]


def walk(chance: np.random.Generator, years: int) -> FloatArray:
    """A random walk with drift."""
    return np.cumsum(1 + chance.standard_normal(years))


def lasting_growth(chance: np.random.Generator, years: int) -> FloatArray:
    """Growth round its average that is correlated with the year before's."""
    growth, path = 0.0, []
    for shock in chance.standard_normal(years + _WARMING_UP):
        growth = LASTING * growth + shock
        path.append(1 + growth)
    return np.cumsum(path[_WARMING_UP:])


def line(chance: np.random.Generator, years: int) -> FloatArray:
    """A straight line with noise about it."""
    return np.arange(years) + chance.standard_normal(years)


KINDS: dict[str, Kind] = {
    "random walk with drift": walk,
    f"growth autocorrelated, φ = {LASTING}": lasting_growth,
    "straight line with noise": line,
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of intervals that held what came."""

    length: int
    horizon: int
    share: float


def coverage(kind: Kind, length: int, horizon: int, replications: int, seed: int = _SEED) -> float:
    """The share of `replications` series in which the interval holds the value `horizon` years after the last that is seen."""
    chance, held = np.random.default_rng([seed, length, horizon]), 0
    for _ in range(replications):
        series = kind(chance, length + horizon)
        low, high = project(range(length), series[:length].tolist(), length - 1 + horizon).interval(INTERVAL)
        held += low <= series[-1] <= high
    return held / replications


def measured(kind: Kind, replications: int = _REPLICATIONS) -> Iterator[Coverage]:
    """Every length and horizon of one kind."""
    for length in LENGTHS:
        for horizon in HORIZONS:
            yield Coverage(length, horizon, coverage(kind, length, horizon, replications))


def main() -> None:
    """Prints coverage by kind, number of points and horizon; ends with 1 if a kind is outside what is promised."""
    missed = False
    for name, kind in KINDS.items():
        found = list(measured(kind))
        mean = sum(each.share for each in found) / len(found)
        print(f"{name}: {mean:.1%} on average, {min(e.share for e in found):.1%} to {max(e.share for e in found):.1%}")
        print("  points  " + "  ".join(f"{horizon} ahead" for horizon in HORIZONS))
        for length in LENGTHS:
            print(f"  {length:6}  " + "  ".join(f"{each.share:7.1%}" for each in found if each.length == length))
        missed = missed or not LOW <= mean <= HIGH
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
