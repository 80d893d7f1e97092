"""The office's own documents with placeholders, as whoever has them checked and filled in sees it: all of it in the child.

What a template may name is told by whoever has values for it; what is wrong is told as problems, all of them at once.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from kpi.errors import KpiError
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.serving import sandbox
from kpi.model import Message, Problem, Severity

MOST_TEMPLATE_MEGABYTES = 10
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SAVE_ANEW = frozenset({"archive_damaged", "reader_died", "template_not_office", "template_damaged"})
_NAMED_OTHERWISE = {"archive_damaged": "template_damaged", "not_a_document": "template_not_office"}
"""Refusals of the child that speak of uploads, by what they are called of templates."""


@dataclass(frozen=True, slots=True)
class OfficeName:
    """A name that templates may use: in English and in Chinese, and what it stands for."""

    name: str
    alias: str
    kind: str = "text"
    """text, number, picture or rows."""
    fields: tuple["OfficeName", ...] = ()
    """Of one of the rows."""


@dataclass(frozen=True, slots=True)
class CheckedTemplate:
    """What is wrong with a template, and what it asks for."""

    kind: str
    """docx or pptx; empty where it is neither."""
    problems: tuple[Problem, ...]
    uses: frozenset[str] = frozenset()
    """Names: `title`, `targets`, `targets.measure`."""


@dataclass(frozen=True, slots=True)
class OfficePicture:
    """A picture that may be put into a template."""

    alt: str
    width: int
    height: int
    """Both in pixels, 96 to the inch."""
    png: bytes = b""
    """Empty where it could not be drawn: then what it shows is told."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a template is filled with."""

    names: Sequence[OfficeName]
    values: Mapping[str, object]
    """By English name; rows as lists of the same, a picture as its key."""
    pictures: Mapping[str, OfficePicture]
    title: str
    language: str
    moment: datetime
    """Of Greenwich, without a zone: when the file was made, as its properties say it."""
    must_say: Sequence[str] = ()
    """Sentences that are put first where the template does not say them."""
    left_out: str = ""
    """What stands in a slide's table, with {count}, where rows had no room."""


def check_template(file: str, content: bytes, names: Iterable[OfficeName]) -> CheckedTemplate:
    """Everything that is wrong with a template and what it asks for. Never raises for what a file holds."""
    try:
        _require_package(content)
        asked = {"template": base64.b64encode(content).decode("ascii"), "names": [_told(name) for name in names]}
        answer = cast("Mapping[str, Any]", sandbox.run("check_template", json.dumps(asked).encode()))
    except Refused as refused:
        return CheckedTemplate("", (_problem(file, {"code": refused.code}, refused.values),))
    problems = tuple(_problem(file, fault) for fault in answer["faults"])
    return CheckedTemplate(answer["kind"], problems, frozenset(answer["uses"]))


def fill_template(file: str, content: bytes, filling: Filling) -> bytes:
    """A template with its placeholders filled in, as the file it is. KpiError `template_failed` where that is not to be had."""
    asked = {
        "template": base64.b64encode(content).decode("ascii"),
        "names": [_told(name) for name in filling.names],
        "values": filling.values,
        "pictures": {
            key: {
                "alt": picture.alt,
                "width": picture.width,
                "height": picture.height,
                "png": base64.b64encode(picture.png).decode("ascii"),
            }
            for key, picture in filling.pictures.items()
        },
        "title": filling.title,
        "language": filling.language,
        "moment": filling.moment.isoformat(),
        "must_say": list(filling.must_say),
        "left_out": filling.left_out,
    }
    try:
        answer = cast("Mapping[str, str]", sandbox.run("fill_template", json.dumps(asked).encode()))
    except Refused as refused:
        raise _failed(file, refused.code) from refused
    if "fault" in answer:
        raise _failed(file, answer["fault"])
    return base64.b64decode(answer["content"])


def _require_package(content: bytes) -> None:
    if len(content) > MOST_TEMPLATE_MEGABYTES * 1024 * 1024:
        raise Refused("file_too_large", megabytes=MOST_TEMPLATE_MEGABYTES)
    if content.startswith(_OLE):
        raise Refused("template_old" if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0" not in content else "encrypted")
    if not content.startswith(_ZIP):
        raise Refused("template_not_office")


def _told(name: OfficeName) -> dict[str, object]:
    return {"name": name.name, "alias": name.alias, "kind": name.kind, "fields": [_told(field) for field in name.fields]}


def _failed(file: str, code: str) -> KpiError:
    called = _NAMED_OTHERWISE.get(code, code)
    return KpiError("template_failed", file=file, cause=Message(f"problem.{called}", {"row": "", "value": "", "part": ""}))


def _problem(file: str, fault: Mapping[str, Any], values: Mapping[str, object] | None = None) -> Problem:
    code = _NAMED_OTHERWISE.get(fault["code"], fault["code"])
    called, _, number = str(fault.get("part", "")).partition(" ")
    part = Message(f"office.{called}", {"number": number}) if called else ""
    found, near = fault.get("value", ""), fault.get("near", "")
    return Problem(
        Severity.ERROR,
        code,
        file=file,
        row=fault.get("paragraph") or None,
        value=fault.get("tag", ""),
        values={"part": part, "found": found, **(values or {})},
        suggestion=_advice(code, near),
    )


def _advice(code: str, near: str) -> Message | None:
    if near:
        return advice("template_near", near=near)
    if code in _SAVE_ANEW:
        return advice("template_save_anew")
    if code == "template_external":
        return advice("template_link")
    return advice("encrypted") if code == "encrypted" else None
