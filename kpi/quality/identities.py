"""Identities (勾稽关系) between figures of one region and period: do both sides agree within what the printed digits allow?

A figure with a qualifier is an interval, so `>85%` and 85.1% agree. Identities of kind `context` are never evaluated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from math import inf, nan

import pandas as pd

from kpi.catalog import (
    Catalog,
    Expression,
    FigureReference,
    MeasureReference,
    Number,
    Operation,
    Reference,
    TargetReference,
    Term,
    parse_expression,
)
from kpi.model import Comparator, Identity, Measure, Qualifier, Window, slack
from kpi.quality.records import Book, KnownFigures, Part, Period, by_period, from_frame

CONTEXT = "context"

Values = Mapping[Reference, KnownFigures]


@dataclass(frozen=True, slots=True)
class Interval:
    """A number and the least and greatest it may stand for."""

    value: float
    low: float
    high: float

    @property
    def qualifier(self) -> Qualifier:
        """The mark it carries where it is open to one side."""
        if self.high == inf and self.low > -inf:
            return Qualifier.GE
        return Qualifier.LE if self.low == -inf and self.high < inf else Qualifier.EQ


@dataclass(frozen=True, slots=True)
class Finding:
    """One identity at one region and period, with both sides in base units."""

    identity: Identity
    comparator: Comparator
    region_code: str
    period: Window | date
    left: float
    right: float
    marks: tuple[Qualifier, Qualifier]
    """Of the left and the right side."""
    tolerance: float
    low: float
    """The least that left − right may be, by the qualifiers and the last printed digits of all its figures."""
    high: float
    """The most."""
    holds: bool
    figures: tuple[KnownFigures, ...]
    """The figures it rests on."""
    measures: tuple[Measure, ...]
    """Theirs, each once."""
    measure: Measure | None
    """Whose unit both sides are in; None where that is no single measure's."""

    @property
    def difference(self) -> float:
        """Left − right."""
        return self.left - self.right

    @property
    def explained(self) -> bool:
        """Whether rounding alone can make the difference, though it is beyond the tolerance."""
        room = slack(self.left, self.right)
        above, below = self.low <= room, self.high >= -room
        return {Comparator.AT_MOST: above, Comparator.AT_LEAST: below}.get(self.comparator, above and below)


def check_identities(catalog: Catalog, observations: pd.DataFrame) -> tuple[Finding, ...]:
    """Every identity at every region and period for which an observation frame has all its figures."""
    return evaluate_identities(catalog, from_frame(observations))


def evaluate_identities(catalog: Catalog, figures: Sequence[KnownFigures], only: str | None = None) -> tuple[Finding, ...]:
    """The same for figures at hand; at one region `only`, where they are those of that one.

    Of another region an identity would be held against figures as the plan states them, though newer ones count.
    """
    book = _Book(catalog, by_period(figures))
    identities = (identity for identity in catalog.identities if identity.kind != CONTEXT)
    found = chain.from_iterable(book.findings(identity) for identity in identities)
    return tuple(finding for finding in found if only in (None, finding.region_code))


@dataclass(frozen=True)
class _Book:
    """Figures by part and period, and those of the catalog by their id."""

    catalog: Catalog
    by_part: Book

    def findings(self, identity: Identity) -> Iterator[Finding]:
        """The identity wherever it can be evaluated."""
        expression = parse_expression(identity.expression)
        fixed = {
            reference: self._fixed(reference)
            for reference in expression.references
            if not isinstance(reference, MeasureReference)
        }
        moving = [reference for reference in expression.references if isinstance(reference, MeasureReference)]
        at_home = {figure.part[1] for figure in fixed.values()}
        for region_code, period in self._occasions(moving) if moving else [(code, None) for code in sorted(at_home)[:1]]:
            if at_home <= {region_code}:
                values = fixed | {
                    reference: self.by_part[_part(reference, region_code)][period] for reference in moving if period
                }
                finding = self._finding(identity, expression, region_code, values)
                if finding:
                    yield finding

    def _occasions(self, moving: Sequence[MeasureReference]) -> list[tuple[str, Period]]:
        """Regions and periods in which every measure has a figure."""
        occasions = []
        for region_code in self.catalog.regions:
            periods = [self.by_part.get(_part(reference, region_code), {}).keys() for reference in moving]
            shared = set(periods[0]).intersection(*periods[1:])
            occasions += [(region_code, period) for period in periods[0] if period in shared]
        return occasions

    def _fixed(self, reference: Reference) -> KnownFigures:
        """A target, or the figure that now stands at a catalogued one's key, else that one itself."""
        if isinstance(reference, TargetReference):
            target = self.catalog.targets[reference.target_id]
            part = (target.measure_id, target.region_code, "", "")
            end = target.deadline or (target.window.end if target.window else None)
            return KnownFigures(part, (None, None, end), target.goal, Qualifier.EQ, target.printed)
        if not isinstance(reference, FigureReference):
            raise TypeError(reference)
        figure = self.catalog.figures[reference.figure_id]
        part = (figure.measure_id, figure.region_code, figure.breakdown, figure.member)
        period = (figure.window_start, figure.window_end, figure.as_of)
        printed = KnownFigures(part, period, float(figure.value), figure.qualifier, figure.printed)
        return self.by_part.get(part, {}).get(period, printed)

    def _finding(self, identity: Identity, expression: Expression, region_code: str, values: Values) -> Finding | None:
        left, right = self._interval(expression.left, values), self._interval(expression.right, values)
        if left is None or right is None:
            return None
        low, high = self._difference(expression, values)
        tolerance = self._tolerance(identity, expression, values)
        room = tolerance + slack(left.value, right.value)
        latest = max(values.values(), key=lambda figure: figure.end)
        compared = {values[reference].part[0] for reference in _added(expression)}
        return Finding(
            identity,
            expression.comparator,
            region_code,
            latest.span,
            left.value,
            right.value,
            (left.qualifier, right.qualifier),
            tolerance,
            low,
            high,
            _holds(expression.comparator, left, right, room),
            tuple(values.values()),
            tuple(
                self.catalog.measures[measure_id] for measure_id in dict.fromkeys(figure.part[0] for figure in values.values())
            ),
            self.catalog.measures[compared.pop()] if len(compared) == 1 else None,
        )

    def _difference(self, expression: Expression, values: Values) -> tuple[float, float]:
        """The least and the most that left − right may be, every figure rounded to its last printed digit."""
        sides = (self._interval(side, values, rounded=True) for side in (expression.left, expression.right))
        left, right = (side or Interval(nan, -inf, inf) for side in sides)
        return left.low - right.high, left.high - right.low

    def _tolerance(self, identity: Identity, expression: Expression, values: Values) -> float:
        """The identity's own, else half a digit of the least exactly printed figure that is compared as it is."""
        if identity.tolerance is not None:
            return float(identity.tolerance)
        compared = [values[reference] for reference in _added(expression)]
        return max((figure.half_digit(self.catalog.measures[figure.part[0]]) for figure in compared), default=0.0)

    def _interval(self, term: Term, values: Values, *, rounded: bool = False) -> Interval | None:
        """What a side may stand for by its qualifiers, and where it is `rounded` by its last printed digits too."""
        if isinstance(term, Number):
            number = float(term.value)
            return Interval(number, number, number)
        if not isinstance(term, Operation):
            figure = values[term]
            measure = self.catalog.measures[figure.part[0]]
            return Interval(figure.value, *(figure.reach(measure) if rounded else figure.bounds(measure)))
        left, right = (self._interval(side, values, rounded=rounded) for side in (term.left, term.right))
        return _combined(term.operator, left, right) if left and right else None


def _part(reference: MeasureReference, region_code: str) -> Part:
    return reference.measure_id, region_code, reference.breakdown, reference.member


def _added(expression: Expression) -> list[Reference]:
    """References that stand on either side as they are, not inside a product or quotient: they share the sides' unit."""

    def walk(term: Term) -> Iterator[Reference]:
        if isinstance(term, Operation):
            if term.operator in ("+", "-"):
                yield from walk(term.left)
                yield from walk(term.right)
        elif not isinstance(term, Number):
            yield term

    return [*walk(expression.left), *walk(expression.right)]


def _combined(operator: str, left: Interval, right: Interval) -> Interval | None:
    """Interval arithmetic; None where something is divided by zero."""
    match operator:
        case "+":
            return Interval(left.value + right.value, left.low + right.low, left.high + right.high)
        case "-":
            return Interval(left.value - right.value, left.low - right.high, left.high - right.low)
        case "*":
            return _spanned(left.value * right.value, [a * b for a in (left.low, left.high) for b in (right.low, right.high)])
        case _:
            if right.value == 0:
                return None
            if right.low <= 0 <= right.high:
                return Interval(left.value / right.value, float("-inf"), float("inf"))
            return _spanned(left.value / right.value, [a / b for a in (left.low, left.high) for b in (right.low, right.high)])


def _spanned(value: float, corners: list[float]) -> Interval:
    """From the least to the greatest corner; one that is not defined (∞ ÷ ∞, 0 × ∞) leaves both ends open."""
    if any(corner != corner for corner in corners):  # noqa: PLR0124 - only NaN differs from itself
        return Interval(value, float("-inf"), float("inf"))
    return Interval(value, min(corners), max(corners))


def _holds(comparator: Comparator, left: Interval, right: Interval, slack: float) -> bool:
    """Whether some number of the left side stands so to some number of the right."""
    at_most = left.low <= right.high + slack
    at_least = left.high >= right.low - slack
    return {Comparator.AT_MOST: at_most, Comparator.AT_LEAST: at_least, Comparator.EQUAL: at_most and at_least}[comparator]
