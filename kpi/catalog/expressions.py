"""Expressions of identities: two sides of `=`, `<=` or `>=` over measures, figures, targets and numbers, exactly.

`a = b[level=national] + figure:F1 ÷ (target:T1 − 1/3)`. Parsing gives a small tree, which `quality` walks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kpi.model import Comparator

MOST_CHARACTERS = 500
"""Bounds the depth of the tree, and with it the recursion that walks it."""


class ExpressionError(ValueError):
    """A text is no expression; `near` is what stands where reading stopped."""

    def __init__(self, near: str) -> None:
        super().__init__(near)
        self.near = near


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class MeasureReference:
    """A measure, or one part of it."""

    measure_id: str
    breakdown: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class FigureReference:
    """One figure of the catalog."""

    figure_id: str


@dataclass(frozen=True, slots=True)
class TargetReference:
    """The value of a target."""

    target_id: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms and what is done with them: `+`, `-`, `*` or `/`."""

    operator: str
    left: "Term"
    right: "Term"


Reference = MeasureReference | FigureReference | TargetReference
Term = Number | Reference | Operation


@dataclass(frozen=True, slots=True)
class Expression:
    """A relation between two sides."""

    left: Term
    comparator: Comparator
    right: Term

    @property
    def references(self) -> tuple[Reference, ...]:
        """Everything the expression names, each once, from left to right."""
        return tuple(dict.fromkeys((*references(self.left), *references(self.right))))


def references(term: Term) -> Iterator[Reference]:
    """What a term names, from left to right."""
    if isinstance(term, Operation):
        yield from references(term.left)
        yield from references(term.right)
    elif not isinstance(term, Number):
        yield term


def parse_expression(text: str) -> Expression:
    """The relation `text` states. ExpressionError if it states none."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(text[MOST_CHARACTERS:])
    reader = _Reader(text)
    left = reader.sum()
    comparator = Comparator(reader.sign(_COMPARATORS))
    expression = Expression(left, comparator, reader.sum())
    reader.expect_end()
    return expression


def part_reference(text: str) -> tuple[str, str, str]:
    """Measure, breakdown and member of `measure` or `measure[breakdown=member]`. ExpressionError if it is neither."""
    match = _PART.fullmatch(text)
    parts = tuple(part.strip() for part in match.groups("")) if match else ()
    if not match or not parts[0] or bool(match["breakdown"]) != all(parts[1:]):
        raise ExpressionError(text)
    return parts[0], parts[1], parts[2]


_MEMBER = r"(?:\[(?P<breakdown>[^\[\]=]+)=(?P<member>[^\[\]=]+)\])?\s*"
_PART = re.compile(rf"(?P<measure>[^\[\]=]+){_MEMBER}")
_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)(?!\w)"
    r"|(?P<kind>figure|target)\s*:\s*(?P<id>\w+)"
    rf"|(?P<part>[^\W\d]\w*\s*{_MEMBER})"
    r"|(?P<sign><=|>=|[=≤≥+\-−×*÷/()])"
)
_SPACE = re.compile(r"\s*")
_SIGNS = {"≤": "<=", "≥": ">=", "−": "-", "×": "*", "÷": "/"}
_COMPARATORS = frozenset(Comparator) - {Comparator.BETWEEN}
_SUMS = frozenset("+-")
_PRODUCTS = frozenset("*/")
_MOST_NESTED = 40


@dataclass(frozen=True, slots=True)
class _Token:
    """A sign, or a term that stands by itself, and where it begins."""

    start: int
    sign: str
    term: Number | Reference | None


def _tokens(text: str) -> Iterator[_Token]:
    at = _after_space(text, 0)
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise ExpressionError(text[at:])
        sign = match["sign"] or ""
        yield _Token(at, _SIGNS.get(sign, sign), None if sign else _term(match))
        at = _after_space(text, match.end())


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _term(match: re.Match[str]) -> Number | Reference:
    if match["number"]:
        return Number(Fraction(match["number"]))
    if match["kind"]:
        return FigureReference(match["id"]) if match["kind"] == "figure" else TargetReference(match["id"])
    return MeasureReference(*part_reference(match["part"]))


class _Reader:
    """Reads tokens from left to right; each method consumes what its name says."""

    def __init__(self, text: str) -> None:
        self._tokens = [*_tokens(text), _Token(len(text), "", None)]
        self._text = text
        self._position = 0
        self._nested = 0

    def sum(self) -> Term:
        """Products with + and − between them."""
        term = self._product()
        while self._here.sign in _SUMS:
            term = Operation(self.sign(_SUMS), term, self._product())
        return term

    def sign(self, expected: frozenset[str]) -> str:
        """One of the expected signs."""
        token = self._here
        if token.sign not in expected:
            raise self._error()
        self._position += 1
        return token.sign

    def expect_end(self) -> None:
        """Nothing more."""
        if self._position < len(self._tokens) - 1:
            raise self._error()

    def _product(self) -> Term:
        term = self._factor()
        while self._here.sign in _PRODUCTS:
            term = Operation(self.sign(_PRODUCTS), term, self._factor())
        return term

    def _factor(self) -> Term:
        token = self._here
        if token.sign in {"-", "("}:
            return self._nested_factor()
        if token.term is None:
            raise self._error()
        self._position += 1
        return token.term

    def _nested_factor(self) -> Term:
        if self._nested == _MOST_NESTED:
            raise self._error()
        self._nested += 1
        if self.sign(frozenset("-(")) == "-":
            inside: Term = Operation("-", Number(Fraction(0)), self._factor())
        else:
            inside = self.sum()
            self.sign(frozenset(")"))
        self._nested -= 1
        return inside

    @property
    def _here(self) -> _Token:
        return self._tokens[self._position]

    def _error(self) -> ExpressionError:
        return ExpressionError(self._text[self._here.start :])
