"""Expressions of identities: what is read, how it is computed, what is refused."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalog import (
    ExpressionError,
    FigureReference,
    MeasureReference,
    Number,
    Operation,
    TargetReference,
    half_printed_digit,
    parse_expression,
    part_reference,
)
from kpi.model import Bilingual, Comparator, Direction, Kind, Measure, Unit
from tests.unit.catalog.reckoning import sides

VALUES = {
    MeasureReference("total"): Fraction(205),
    MeasureReference("total", "level", "national"): Fraction(5),
    MeasureReference("total", "level", "provincial"): Fraction(11),
    MeasureReference("total", "level", "municipal"): Fraction(189),
    FigureReference("F_1"): Fraction("0.3414"),
    TargetReference("T25"): Fraction(1, 3),
}


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("total = total[level=national] + total[level=provincial] + total[level=municipal]", 205, 205),
        ("10 − 4 − 3 = 2 × 3 ÷ 6", 3, 1),
        ("2 + 3 × 4 = (2 + 3) * 4", 14, 20),
        ("100 / 10 / 5 = 100 ÷ (10 ÷ 5)", 2, 50),
        ("figure:F_1 >= target:T25", Fraction("0.3414"), Fraction(1, 3)),
        ("target:T25 = 1/3", Fraction(1, 3), Fraction(1, 3)),
        ("-10 = 0 - (4 + 6)", -10, -10),
        ("--2 = 2", 2, 2),
        ("0.1 + 0.2 = 0.3", Fraction(3, 10), Fraction(3, 10)),
        (" total [ level = national ]=5", 5, 5),
    ],
)
def test_sides_are_computed_exactly(text, left, right):
    assert sides(text, VALUES.get) == (left, right)


@pytest.mark.parametrize(("sign", "comparator"), [("=", "="), ("<=", "<="), ("≤", "<="), (">=", ">="), ("≥", ">=")])
def test_comparators(sign, comparator):
    assert parse_expression(f"total {sign} 1").comparator is Comparator(comparator)


def test_references_are_listed_once_from_left_to_right():
    expression = parse_expression("figure:F_1 × total[a×b=c×d] >= target:T25 + total + figure:F_1")
    assert expression.references == (
        FigureReference("F_1"),
        MeasureReference("total", "a×b", "c×d"),
        TargetReference("T25"),
        MeasureReference("total"),
    )


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("", ""),
        ("total", ""),
        ("total =", ""),
        ("= total", "= total"),
        ("a = b = c", "= c"),
        ("a = b c", "c"),
        ("a = (b + c", ""),
        ("a = b)", ")"),
        ("a + = b", "= b"),
        ("a < b", "< b"),
        ("a = b[level]", "[level]"),
        ("a = b[=x]", "[=x]"),
        ("a = figure:", ":"),
        ("a = 1.2.3", ".3"),
        ("a = 1e5", "1e5"),
        ("a = 5%", "%"),
        ("a = b; c", "; c"),
    ],
)
def test_what_is_no_relation_is_refused_with_the_place(text, near):
    with pytest.raises(ExpressionError) as refused:
        parse_expression(text)
    assert refused.value.near == near


@pytest.mark.parametrize("text", ["(" * 400 + "a", "-" * 400 + "a = b", "a" * 501 + " = 1", "1+" * 300 + "1 = 1"])
def test_depth_and_length_are_bounded(text):
    with pytest.raises(ExpressionError):
        parse_expression(text)


def test_the_longest_chain_can_still_be_computed():
    chain = "+".join(["1"] * 240)
    assert sides(f"{chain} = 240", VALUES.get) == (240, 240)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("total", ("total", "", "")),
        (" total ", ("total", "", "")),
        ("total[level=national]", ("total", "level", "national")),
        ("total[ a×b = c×d ]", ("total", "a×b", "c×d")),
    ],
)
def test_parts_of_a_ratio(text, parts):
    assert part_reference(text) == parts


@pytest.mark.parametrize("text", ["", " ", "total[", "total[level]", "total[level=]", "total[ =x]", "[a=b]", "a[b=c]d", "a=b"])
def test_what_is_no_part_is_refused(text):
    with pytest.raises(ExpressionError):
        part_reference(text)


names = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name not in {"figure", "target"})
leaves = st.one_of(
    st.decimals(0, 10**6, places=3).map(lambda value: Number(Fraction(value))),
    st.builds(MeasureReference, names),
    st.builds(MeasureReference, names, names, names),
    st.builds(FigureReference, names),
    st.builds(TargetReference, names),
)
terms = st.recursive(leaves, lambda inner: st.builds(Operation, st.sampled_from("+-*/"), inner, inner), max_leaves=8)


def written(term):
    """A term as a person writes it, with every bracket."""
    match term:
        case Number(value):
            return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
        case MeasureReference(measure_id, "", ""):
            return measure_id
        case MeasureReference(measure_id, breakdown, member):
            return f"{measure_id}[{breakdown}={member}]"
        case FigureReference(figure_id):
            return f"figure:{figure_id}"
        case TargetReference(target_id):
            return f"target:{target_id}"
        case _:
            return f"({written(term.left)} {term.operator} {written(term.right)})"


@pytest.mark.slow
@given(left=terms, right=terms, comparator=st.sampled_from([Comparator(sign) for sign in ("=", "<=", ">=")]))
def test_what_is_written_is_read_back(left, right, comparator):
    expression = parse_expression(f"{written(left)} {comparator} {written(right)}")
    assert (expression.left, expression.comparator, expression.right) == (left, comparator, right)


@given(term=terms)
def test_typographic_and_plain_signs_mean_the_same(term):
    text = written(term)
    typographic = text.replace("*", "×").replace("/", "÷").replace("-", "−")
    assert parse_expression(f"{typographic} = 1") == parse_expression(f"{text} = 1")


@given(
    numbers=st.lists(st.integers(0, 1000), min_size=1, max_size=6),
    signs=st.lists(st.sampled_from("+-*"), min_size=5, max_size=5),
)
def test_precedence_is_that_of_arithmetic(numbers, signs):
    text = str(numbers[0]) + "".join(sign + str(number) for sign, number in zip(signs, numbers[1:], strict=False))
    assert sides(f"{text} = 0", VALUES.get) == (eval(text), 0)  # noqa: S307 - Python's own arithmetic on digits and signs made above


@given(text=st.text(alphabet="ab[]=<>+-*/÷×−().: 019figuretarget", max_size=40))
def test_any_text_is_read_or_refused(text):
    with suppress(ExpressionError):
        assert isinstance(parse_expression(text).references, tuple)


def measure(display_scale, decimals, *, integer):
    unit = Unit("u", "u", "u", (), integer=integer)
    scale = Decimal(display_scale)
    return Measure("m", "m", "m", Bilingual(), Kind.STOCK, unit, "u", scale, Direction.HIGHER, decimals)


@pytest.mark.parametrize(
    ("value", "printed", "scale", "decimals", "integer", "half"),
    [
        ("1376000", "137.6万人", "10000", 2, True, "500"),
        ("130000", "约13万人", "10000", 2, True, "5000"),
        ("0.3414", "34.14%", "0.01", 2, False, "0.00005"),
        ("0.98", "98%以上", "0.01", 2, False, "0.005"),
        ("205", "205个", "1", 0, True, "0"),
        ("10500", "10,500人次", "10000", 2, True, "0"),
        ("1376000", "１３７.６万人", "10000", 2, True, "500"),
        ("300000", "15-30万元", "10000", 2, False, "5000"),
        ("12", "1+8+3", "1", 0, True, "0"),
        ("420", "", "1", 1, False, "0.05"),
        ("10", "十大", "1", 0, True, "0"),
        ("98700", "", "10000", 2, True, "50"),
    ],
)
def test_half_a_printed_digit(value, printed, scale, decimals, integer, half):
    found = half_printed_digit(Decimal(value), printed, measure(scale, decimals, integer=integer))
    assert found == Decimal(half)
