"""Texts out of .po files: keys with what is said, as gettext writes them down.

Every process begins with them, and Babel, which keeps comments, places and flags too, takes five times as long.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from babel.messages.plurals import get_plural

_ENTRY = re.compile(r'(?:(msgid|msgid_plural|msgstr)(?:\[(\d+)\])? +)?"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_MEANS = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_PLURAL = re.compile(r"^Plural-Forms:.*?plural=(.+?);?$", re.MULTILINE)
Text: TypeAlias = str | tuple[str, ...]
"""A text, or the forms of one that stands with a count."""


def read_folder(folder: Path, lang: str) -> tuple[Mapping[str, Text], str]:
    """Every text of a folder, and the rule that chooses the form for a count. ValueError for a file that is no .po."""
    told: dict[str, Text] = {}
    rules = set()
    for path in sorted(folder.glob("*.po")):
        entries = dict(_entries(path))
        rule = _PLURAL.search(str(entries.pop("", "")))
        rules.add(rule[1] if rule else get_plural(lang).plural_expr)
        told |= entries
    (rule_of_all,) = rules
    return told, rule_of_all


def _entries(path: Path) -> Iterator[tuple[str, Text]]:
    key, forms, place, plural = "", [""], None, False
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not line.strip() or line[0] == "#":
            continue
        found = _ENTRY.fullmatch(line.strip())
        if not found:
            raise ValueError(f"{path.name}:{number}: {line!r}")
        word, form, quoted = found.groups()
        text = _ESCAPED.sub(_meant, quoted) if "\\" in quoted else quoted
        if word == "msgid":
            if place is not None:
                yield key, tuple(forms) if plural else forms[0]
            key, forms, place, plural = text, [], -1, False
        elif word == "msgid_plural":
            plural, place = True, None
        elif word == "msgstr":
            forms.append(text)
            place = int(form or 0)
        elif place == -1:
            key += text
        elif place is not None:
            forms[-1] += text
    if place is not None:
        yield key, tuple(forms) if plural else forms[0]


def _meant(found: re.Match[str]) -> str:
    return _MEANS.get(found[1], found[0])
