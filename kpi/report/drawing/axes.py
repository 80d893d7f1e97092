"""Axes of days, as workbooks and charts number and name them."""

from datetime import date

from kpi.i18n import texts


def serial_day(day: date) -> int:
    """As workbooks and charts number days."""
    return (day - date(1899, 12, 30)).days


def year_ends_format(lang: str) -> str:
    """The number format in which the last day of a year is told: 2025年底."""
    before, after = texts(lang)("mark.year_end", year="|").split("|")
    return "yyyy".join(f'"{text}"' if text else "" for text in (before, after))
