"""A day typed as people type it, applied at once, and kept in the address.

Streamlit's own date field keeps what is typed to itself until it is left, and takes the click that leaves it for itself. A
text field hands over what it holds on Enter, on Tab and on any click, which then does what it was meant to.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from unicodedata import normalize

import streamlit as st

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
_LETTERS = 30
_DAY = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月](?:(\d{1,2})日?)?)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(\d{4})年?底?末?")


def read_day(typed: str) -> date | None:
    """The day that is meant; a month or a year means its last day. None for what is no day, or none of ours."""
    text = "".join(normalize("NFKC", typed).split())
    day = _numbers(text) or _in_english(typed)
    return day if day and EARLIEST <= day <= LATEST else None


def _numbers(text: str) -> date | None:
    if year := _YEAR.fullmatch(text):
        return _day(year[1], "12", "31")
    written = _PACKED.fullmatch(text) or _DAY.fullmatch(text)
    return _day(*written.groups()) if written else None


def _day(year: str, month: str, day: str | None) -> date | None:
    try:
        return date(int(year), int(month), int(day) if day else monthrange(int(year), int(month))[1])
    except ValueError:  # the month may be the 13th too, which monthrange has an error of its own for
        return None


def _in_english(typed: str) -> date | None:
    """30 June 2025, as our English pages write it."""
    for pattern in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(" ".join(typed.split()), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def day_field(label: str, name: str, help_text: str, unset: str, letters: int = _LETTERS) -> None:
    """A field for the day, or moment, called `name`; empty for none, which is then said. What is no day stays as it is."""
    follow_day(name)
    key = f"{name}_typed"
    st.session_state[key] = st.session_state.get(name, "")
    st.text_input(
        label,
        key=key,
        placeholder=unset,
        max_chars=letters,
        help=help_text,
        on_change=_keep,
        args=(name, key),
    )


def follow_day(name: str) -> None:
    """Makes the state what the address says, or the address, which a change of page empties, what the state says."""
    given = st.query_params.get(name)
    if given is not None:
        day = read_day(given)
        st.session_state[name] = day.isoformat() if day else given
    elif st.session_state.get(name):
        st.query_params[name] = st.session_state[name]


def chosen_day(name: str) -> date | None:
    """The day that is asked for, if it is one."""
    return read_day(st.session_state.get(name) or st.query_params.get(name) or "")


def _keep(name: str, key: str) -> None:
    typed = st.session_state[key].strip()
    day = read_day(typed)
    st.session_state[name] = day.isoformat() if day else typed
    if typed:
        st.query_params[name] = st.session_state[name]
    else:
        st.query_params.pop(name, None)
