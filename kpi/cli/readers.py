"""What the values of arguments mean: days, moments, settings of a scenario, answers; and what is wrong with others."""

import argparse
import re
from datetime import date, datetime

from kpi.i18n import Texts


def _iso_day(text: str) -> date:
    """2023-06-30 and nothing else: ISO has more ways of writing a day than people know. ValueError."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


def day(words: Texts, text: str) -> date:
    """A day as ISO has it."""
    try:
        return _iso_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(words("cli.bad_day", value=text)) from error


def moment(words: Texts, text: str) -> date | datetime:
    """A day, or a moment."""
    try:
        return _iso_day(text) if len(text) <= len("2023-06-30") else datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(words("cli.bad_moment", value=text)) from error


def setting_value(words: Texts, text: str) -> tuple[str, float]:
    """A name and a number, such as employed_total=540."""
    name, _, number = text.partition("=")
    if not name or not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,8})?", number, re.ASCII):
        raise argparse.ArgumentTypeError(words("cli.bad_setting", value=text))
    return name, float(number)


def settled(words: Texts, text: str) -> tuple[str, str, str]:
    """What an answer says, such as T09.window_start=2021-01-01."""
    place, _, value = text.partition("=")
    subject, _, column = place.rpartition(".")
    if not subject or not column or not value:
        raise argparse.ArgumentTypeError(words("cli.bad_answer", value=text))
    return subject, column, value
