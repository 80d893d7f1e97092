"""Three ways in which a series of few points may go on, the likeliest of them, and how far it may be trusted.

A straight line with noise about it (`trend`), a random walk with drift (`drift`), growth that lasts (`momentum`: what was above
average stays so for a while). Each is a Gaussian process round a straight line of which neither place nor scale is known, so
each has a best linear prediction with Student's t about it, in closed form and whatever the spacing. The one with the greatest
restricted likelihood counts; as all three know equally little beforehand, nothing else needs weighing.

A handful of points chooses wrongly now and then. So the spread is multiplied by exp(c ÷ degrees of freedom), with a c for each
way, fitted once so that intervals hold what they promise whichever of the three is true; `bench.projections` shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from math import atan, cos, exp, log, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


class Method(StrEnum):
    """How a projected value was found."""

    TREND = "trend"
    """A straight line with noise about it, with interval and chance."""
    DRIFT = "drift"
    """Random walk with drift, with interval and chance."""
    MOMENTUM = "momentum"
    """Growth that lasts, with interval and chance."""
    LINE = "line"
    """Straight line from the baseline (or the period's start) through the newest value."""


_FORGETTING = 0.8233
"""How fast growth returns to its average, per usual step: neighbouring changes are then correlated by 0.6."""
_FAVOUR = {Method.TREND: -0.1, Method.DRIFT: 0.0, Method.MOMENTUM: 0.3}
"""Added to the log-likelihood: what is missed where growth lasts costs more than what is too wide about a line."""
_WIDENING = {Method.TREND: -0.9, Method.DRIFT: 2.1, Method.MOMENTUM: 1.8}
"""c of exp(c ÷ degrees of freedom)."""
_NOTHING = 1e-12
"""Of the size of the values: a smaller spread is none. Finer than `same` on purpose: it asks whether there is anything to
fit at all, not whether two numbers are one."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A value to come with Student's t about it."""

    method: Method
    value: float
    spread: float
    """0 where every point lies on one line."""
    degrees: int

    def interval(self, share: float) -> tuple[float, float]:
        """The middle `share` of what may come."""
        reach = quantile((1 + share) / 2, self.degrees) * self.spread
        return self.value - reach, self.value + reach

    def chance_of(self, target: float) -> float:
        """Probability of `target` or more."""
        if not self.spread:
            return float(self.value >= target)
        return 1 - below((target - self.value) / self.spread, self.degrees)


@dataclass(frozen=True, eq=False)
class _Way:
    """What one way makes of points at certain times, before their values are known."""

    method: Method
    weights: FloatArray
    """The prediction is this mean of the values."""
    distance: FloatArray
    """The quadratic form that gives the squared distance from the line."""
    log_determinant: float
    variance: float
    """Of the prediction's error, per unit of scale."""


def project(years: Sequence[float], values: Sequence[float], end: float) -> Projection:
    """Where at least three values lead by `end`, the way they most likely go."""
    degrees = len(years) - 2
    given = np.asarray(values, dtype=np.float64)
    size = float(np.abs(given).max())
    centred = given - given[-1]
    distances = [
        (way, max(float(centred @ way.distance @ centred), 0.0))
        for way in _ways(tuple(year - years[0] for year in years), end - years[0])
    ]
    if all(sqrt(distance * way.variance) <= _NOTHING * max(size, _NOTHING) for way, distance in distances):
        drift = next(way for way, _ in distances if way.method is Method.DRIFT)
        return Projection(Method.DRIFT, float(given[-1] + drift.weights @ centred), 0.0, degrees)
    way, distance = max(distances, key=lambda pair: _support(pair[0], pair[1], degrees))
    spread = sqrt(distance / degrees * way.variance) * exp(_WIDENING[way.method] / degrees)
    return Projection(way.method, float(given[-1] + way.weights @ centred), spread, degrees)


def _support(way: _Way, distance: float, degrees: int) -> float:
    """Restricted log-likelihood at the best scale, but for what all ways share."""
    return _FAVOUR[way.method] - (way.log_determinant + degrees * log(max(distance, 1e-300))) / 2


@lru_cache(maxsize=256)
def _ways(years: tuple[float, ...], end: float) -> tuple[_Way, ...]:
    """The three ways through points at `years`, counted from the first of them."""
    forgetting = _FORGETTING * (len(years) - 1) / years[-1]
    at, to = np.array(years, dtype=np.float64), np.array([end], dtype=np.float64)
    return tuple(
        _way(method, at, end, covariance(at, at), covariance(at, to)[:, 0], float(covariance(to, to)[0, 0]))
        for method, covariance in (
            (Method.TREND, _noise),
            (Method.DRIFT, _walk),
            (Method.MOMENTUM, lambda first, second: _lasting(first, second, forgetting)),
        )
    )


def _way(method: Method, years: FloatArray, end: float, among: FloatArray, with_end: FloatArray, of_end: float) -> _Way:
    """The best linear prediction from covariances: a line through first and last, corrected by what lies off it."""
    line = np.column_stack([np.ones_like(years), years])
    off = np.linalg.svd(line)[0][:, 2:]
    ends = np.zeros_like(years)
    ends[0], ends[-1] = 1 - end / years[-1], end / years[-1]
    inverse = np.linalg.inv(off.T @ among @ off)
    error = off.T @ (with_end - among @ ends)
    variance = of_end - 2 * ends @ with_end + ends @ among @ ends - error @ inverse @ error
    return _Way(
        method=method,
        weights=ends + off @ (inverse @ error),
        distance=off @ inverse @ off.T,
        log_determinant=-float(np.linalg.slogdet(inverse)[1]),
        variance=float(variance),
    )


def _noise(first: FloatArray, second: FloatArray) -> FloatArray:
    """Each point for itself."""
    return np.asarray(first[:, None] == second[None, :], dtype=np.float64)


def _walk(first: FloatArray, second: FloatArray) -> FloatArray:
    """Steps that have nothing to do with each other."""
    return np.minimum(first[:, None], second[None, :])


def _lasting(first: FloatArray, second: FloatArray, forgetting: float) -> FloatArray:
    """Growth that is pulled back to its average, added up (an integrated Ornstein-Uhlenbeck process)."""
    early, late = forgetting * first[:, None], forgetting * second[None, :]
    return np.asarray(
        2 * np.minimum(early, late) - 1 + np.exp(-early) + np.exp(-late) - np.exp(-np.abs(early - late)), dtype=np.float64
    )


def below(value: float, degrees: int) -> float:
    """Student's t distribution function, by its finite sum (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""
    angle = atan(value / sqrt(degrees))
    term, total = (cos(angle), 0.0) if degrees % 2 else (1.0, 0.0)
    for step in range(degrees % 2, degrees - 1, 2):
        total += term
        term *= cos(angle) ** 2 * (step + 1) / (step + 2)
    total *= sin(angle)
    return 0.5 + ((angle + total) / pi if degrees % 2 else total / 2)


@cache
def quantile(share: float, degrees: int) -> float:
    """The value that Student's t stays below with probability `share`, more than a half."""
    low, high = 0.0, 1.0
    while below(high, degrees) < share:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, degrees) < share else (low, middle)
    return high
