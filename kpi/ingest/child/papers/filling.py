"""What the child does with a template of the office's: say what is wrong with it and what it asks for, or fill it in.

What is asked and answered is JSON, with files in base64; names, values and pictures are handed over, so that nothing of the
product is in reach of a template.
"""

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError

from ..archive import Archive, Unreadable
from .language import names_of, values_of
from .package import Unfit, kind_of, parts_of, require_harmless
from .pictures import Drawn
from .tags import Fault, Reading

MOST_FILLED = 100_000_000
"""Bytes of a filled document, unpacked."""
_LONGEST_PROPERTY = 255


def read_check_template(content: bytes) -> object:
    """`{"kind", "faults", "uses"}` of a template; nothing is filled in where there are faults."""
    asked = json.loads(content)
    archive, kind = None, ""
    try:
        archive = Archive(base64.b64decode(asked["template"]))
        kind = kind_of(archive)
        require_harmless(archive)
        reading = Reading(kind, names_of(asked["names"]))
        for _, paragraphs in parts_of(archive, kind):
            reading.part(paragraphs)
        if not reading.uses and not reading.faults:
            raise Unfit("template_asks_nothing")
        return {"kind": kind, "faults": [asdict(fault) for fault in reading.faults], "uses": sorted(reading.uses)}
    except Unfit as unfit:
        return {"kind": kind, "faults": [asdict(Fault(unfit.code, "", 0, "", unfit.value[:200]))], "uses": []}


def read_fill_template(content: bytes) -> object:
    """`{"content"}` with the filled document, or `{"fault"}` with why it could not be filled in."""
    asked = json.loads(content)
    try:
        filled = _filled(asked)
    except Unfit as unfit:
        return {"fault": unfit.code}
    except TemplateSyntaxError:
        return {"fault": "template_crossed"}
    except (TemplateError, TypeError, ValueError, KeyError, AttributeError):
        return {"fault": "template_unfilled"}
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_FILLED:
            raise Unreadable("archive_too_large")
    return {"content": base64.b64encode(filled).decode("ascii")}


def _filled(asked: Mapping[str, Any]) -> bytes:
    names = names_of(asked["names"])
    pictures = {
        key: Drawn(told["alt"], told["width"], told["height"], base64.b64decode(told["png"]))
        for key, told in asked["pictures"].items()
    }
    values = values_of(names, asked["values"], pictures)
    template = base64.b64decode(asked["template"])
    archive = Archive(template)
    require_harmless(archive)
    written = io.BytesIO()
    if kind_of(archive) == "docx":
        from .word import fill_docx  # noqa: PLC0415 - each brings a library of its own

        made = fill_docx(template, values, pictures.values(), asked["must_say"])
        _describe(made.docx.core_properties, asked)
    else:
        from .slides import fill_pptx  # noqa: PLC0415 - as above

        made = fill_pptx(template, values, pictures.values(), asked["must_say"], asked["left_out"])
        _describe(made.core_properties, asked)
    made.save(written)
    return written.getvalue()


def _describe(properties: Any, asked: Mapping[str, Any]) -> None:  # noqa: ANN401  Word's and PowerPoint's
    """The properties are the report's: who once drew up the template is nobody's business."""
    moment = datetime.fromisoformat(asked["moment"])
    properties.title, properties.language = asked["title"][:_LONGEST_PROPERTY], asked["language"]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = moment
    properties.revision = 1
