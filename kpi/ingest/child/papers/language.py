"""What a template may say: names that are given to it, loops over given rows and conditions. Nothing is called or worked out.

Three walls: `tags` lets only these expressions through, the environment below reaches keys of dictionaries and nothing of
Python's, and the process has limits of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

LOOP = ("index", "first", "last", "length")
"""What a loop tells of itself."""
MILLIMETRES = ("mm", "毫米")
FILTERS = frozenset({"default", "length", "upper", "lower", "trim", *MILLIMETRES})
_LIKE_ESCAPES = re.compile(r"\{_[{%]|[}%]_\}")
"""Docxtpl makes {{ of {_{ once all is filled in: of its own escapes, but also in a text that only looks like one."""


@dataclass(frozen=True)
class Name:
    """One name a template may use: what it is called in Chinese besides, and what it stands for."""

    name: str
    alias: str
    kind: str
    """text, number, picture or rows."""
    fields: Mapping[str, "Name"]
    """Of one of the rows, by either of their names."""


def names_of(told: Sequence[Mapping[str, Any]]) -> dict[str, Name]:
    """Names as they are handed over, by either of what they are called."""
    known: dict[str, Name] = {}
    for each in told:
        name = Name(each["name"], each["alias"], each["kind"], names_of(each.get("fields", ())))
        known |= {name.name: name, name.alias: name}
    return known


def values_of(names: Mapping[str, Name], told: Mapping[str, Any], pictures: Mapping[str, object]) -> dict[str, object]:
    """What the names stand for, under both of what they are called; a picture is told by its key."""
    values: dict[str, object] = {}
    for called, name in names.items():
        if name.name != called:
            values[called] = values[name.name]
        elif name.kind == "rows":
            values[called] = [values_of(name.fields, row, pictures) for row in told[called]]
        elif name.kind == "picture":
            values[called] = pictures.get(str(told[called]), "")
        else:
            values[called] = told[called]
    return values


class Language(SandboxedEnvironment):
    """Jinja that reaches the keys of dictionaries and the few words a loop tells of itself, and escapes all it writes."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_as_it_stands)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS - {*MILLIMETRES}} | dict.fromkeys(MILLIMETRES, _wide)

    def getattr(self, obj: object, attribute: str) -> object:
        """What stands under a key."""
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return cast("object", getattr(obj, attribute))
        return self._under(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """The same."""
        return self._under(obj, argument)

    def _under(self, obj: object, key: object) -> object:
        if isinstance(obj, dict) and key in obj:
            return obj[key]
        return self.undefined(obj=obj, name=str(key))


@dataclass(frozen=True)
class Sized:
    """A picture that a template wants so many millimetres wide."""

    picture: object
    millimetres: float

    def __html__(self) -> str:
        """What stands in its place."""
        at = getattr(self.picture, "at", None)
        return str(at(self.millimetres)) if at else str(escape(self.picture))


def _wide(value: object, millimetres: float) -> object:
    return value if isinstance(value, str | Undefined) else Sized(value, float(millimetres))


def _as_it_stands(value: object) -> object:
    """A text as text, whatever it looks like; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup) and _LIKE_ESCAPES.search(value):
        return Markup(str(escape(value)).replace("_", "&#95;"))  # noqa: S704 - escaped in the same breath
    return value
