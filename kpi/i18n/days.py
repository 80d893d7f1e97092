"""A day as people say it: the last one of a year is its end."""

from datetime import date

from kpi.i18n.wording import Texts
from kpi.model import ends_year


def day_alone(words: Texts, day: date) -> str:
    """A day that stands on its own."""
    return words("board.year_end", year=day.year) if ends_year(day) else words.day(day)


def day_inside(words: Texts, day: date) -> str:
    """The same in the middle of a phrase: since the end of 2024."""
    return words("service.year_end", year=day.year) if ends_year(day) else words.day(day)


def day_short(words: Texts, day: date) -> str:
    """The same in few words, where names of days stand side by side."""
    return words("mark.year_end", year=day.year) if ends_year(day) else words.day(day)
