"""What a request may say beside its address: each parameter once, read as strictly as it is described.

A name that nobody knows, or one said twice, is refused: a misspelt day must not be answered with another one's figures.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl

from kpi import services
from kpi.analysis import Grouping
from kpi.i18n import LANGUAGES
from kpi.server.api.problems import usage
from kpi.services import Genre
from kpi.wire import Json

MOST_OF_A_PAGE = 1000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEARS = re.compile(r"^(19|2[01])[0-9]{2}-")
"""From 1900 to 2199: rules that look some years back or ahead stay within what a calendar has."""
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; what it is for is the text `api.about_…`."""

    name: str
    schema: Json
    read: Callable[[str], Any]
    """ValueError where it is not as described."""
    where: str = "query"
    example: str = ""


def _text(said: str) -> str:
    if not 0 < len(said) <= _MOST_LETTERS:
        raise ValueError
    return said


def _day(said: str) -> date:
    if not _DAY.fullmatch(said):
        raise ValueError
    return date.fromisoformat(_in_our_years(said))


def _in_our_years(said: str) -> str:
    if not _YEARS.match(said):
        raise ValueError
    return said


def _moment(said: str) -> datetime:
    return services.moment_from(_in_our_years(said))


def _point(said: str) -> services.Point:
    return services.point_from(said if said.isdecimal() else _in_our_years(said))


def _one_of(*known: str) -> Callable[[str], str]:
    def read(said: str) -> str:
        if said not in known:
            raise ValueError
        return said

    return read


def _count(said: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", said, re.ASCII) or int(said) > MOST_OF_A_PAGE:
        raise ValueError
    return int(said)


def _place_in_list(said: str) -> tuple[int, int]:
    if not re.fullmatch(r"\d{1,9}-\d{1,9}", said, re.ASCII):
        raise ValueError
    version, _, start = said.partition("-")
    return int(version), int(start)


def _part(said: str) -> tuple[Grouping, str]:
    kind, _, name = _text(said).partition(":")
    if kind not in ("category", "owner") or not name:
        raise ValueError
    return Grouping(kind), name


_DAY_SCHEMA: Json = {"type": "string", "format": "date", "pattern": _YEARS.pattern}
_MOMENT: Json = {"type": "string", "format": "date-time", "pattern": _YEARS.pattern}
_MOMENT_SCHEMA: Json = {"anyOf": [_DAY_SCHEMA, _MOMENT]}
_TEXT_SCHEMA: Json = {"type": "string", "minLength": 1, "maxLength": _MOST_LETTERS}
_POINT_SCHEMA: Json = {"anyOf": [{"type": "string", "pattern": "^[0-9]{1,9}$"}, _DAY_SCHEMA, _MOMENT]}
_CURSOR_SCHEMA: Json = {"type": "string", "pattern": "^[0-9]{1,9}-[0-9]{1,9}$"}
_SIZE_SCHEMA: Json = {"type": "integer", "minimum": 1, "maximum": MOST_OF_A_PAGE}

PLAN = Parameter("plan", _TEXT_SCHEMA, _text)
AS_OF = Parameter("as_of", _DAY_SCHEMA, _day, example="2024-06-30")
KNOWN_AT = Parameter("known_at", _MOMENT_SCHEMA, _moment, example="2024-07-01T09:00:00+08:00")
REGION = Parameter("region", _TEXT_SCHEMA, _text)
LAMPS = Parameter("lamps", _TEXT_SCHEMA, _text)
TARGETS = Parameter("targets", {"type": "string", "enum": ["original", "revised"]}, _one_of("original", "revised"))
LANG = Parameter("lang", {"type": "string", "enum": list(LANGUAGES)}, _one_of(*LANGUAGES), example="en")
LIMIT = Parameter("limit", _SIZE_SCHEMA, _count)
CURSOR = Parameter("cursor", _CURSOR_SCHEMA, _place_in_list)
FROM = Parameter("from", _POINT_SCHEMA, _point, example="2024-06-30")
TO = Parameter("to", _POINT_SCHEMA, _point)
MEASURE = Parameter("measure_id", _TEXT_SCHEMA, _text, "path")
FORMAT = Parameter(
    "format",
    {"type": "string", "enum": list(services.REPORT_MEDIA_TYPES)},
    _one_of(*services.REPORT_MEDIA_TYPES),
    "path",
    "xlsx",
)
KIND = Parameter("kind", {"type": "string", "enum": [str(kind) for kind in Genre]}, Genre)
PART = Parameter("part", {**_TEXT_SCHEMA, "pattern": "^(category|owner):."}, _part)

OF_A_VIEW = (PLAN, AS_OF, KNOWN_AT, REGION, LAMPS, TARGETS, LANG)
OF_A_LIST = (LIMIT, CURSOR)


def read(known: Sequence[Parameter], query: bytes, path: Mapping[str, str]) -> dict[str, Any]:
    """What a request says, by the names of the parameters. Refused with status 400."""
    try:
        asked = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=50, errors="strict")
    except ValueError as error:
        raise usage("query_unreadable") from error
    by_name = {parameter.name: parameter for parameter in known}
    said: dict[str, Any] = {}
    for name, text in [*path.items(), *asked]:
        parameter = by_name.get(name)
        if parameter is None:
            raise usage("no_such_parameter", name=name[:_MOST_LETTERS], known=tuple(by_name))
        if name in said:
            raise usage("parameter_twice", name=name)
        try:
            said[name] = parameter.read(text)
        except (ValueError, OverflowError) as error:
            raise usage("parameter_unreadable", name=name, value=text[:_MOST_LETTERS]) from error
    return said
