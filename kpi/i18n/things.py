"""A point of a straight line between two counts, told in whole things: nobody is asked for a fifth of a school."""

from kpi.i18n.wording import Texts
from kpi.model import Kind, Measure


def in_whole_things(words: Texts, told: str, value: float, measure: Measure) -> str:
    """`told` as it is; of things that are whole 不足1所 instead of 0.2所, and 超过1所 instead of 1.2所."""
    if not splits(words, value, measure):
        return told
    number = words.gap_number(abs(value), measure)
    key = "value.under_one" if number < 1 else "value.and_part"
    return words(key, value=words.gap(max(int(number), 1), measure))


def splits(words: Texts, value: float, measure: Measure) -> bool:
    """Whether a value, as it is shown, would have a part of a thing that is whole: what says so takes other words."""
    number = words.gap_number(abs(value), measure)
    whole = measure.unit.integer and measure.kind is not Kind.RANK and words.scale(measure).divisor == 1
    return whole and number != int(number)
