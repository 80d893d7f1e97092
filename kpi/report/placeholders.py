"""What others ask of the office's templates; what fills them in is loaded when it is first asked for, as layouts are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from kpi.errors import NotFound
from kpi.i18n import Texts
from kpi.ingest import OfficeName
from kpi.report.model import GapReport

_ROOM = "kpi.report.templates"


@dataclass(frozen=True, slots=True)
class PlaceholderRow:
    """A placeholder as it is listed."""

    name: str
    alias: str
    """The same in Chinese."""
    kind: str
    """text, number, picture or rows."""
    meaning: str
    """What stands in its place, in a few words."""
    fields: "tuple[PlaceholderRow, ...]" = ()
    """Of one of the rows."""


def template_names() -> Sequence[OfficeName]:
    """The names that templates of the office's may use."""
    names: Sequence[OfficeName] = import_module(_ROOM).NAMES
    return names


def template_placeholders(words: Texts) -> tuple[PlaceholderRow, ...]:
    """The same as they are listed, with what stands in the place of each."""
    rows: tuple[PlaceholderRow, ...] = import_module(_ROOM).listed(words)
    return rows


def template_example(kind: str, lang: str) -> bytes:
    """A template to begin with, as docx or pptx. NotFound."""
    made: Mapping[str, Callable[[str], bytes]] = import_module(_ROOM).EXAMPLES
    if kind not in made:
        raise NotFound("no_such_format", format=kind)
    return made[kind](lang)


def fill_template(report: GapReport, file: str, content: bytes, uses: Sequence[str]) -> bytes:
    """A template filled in with a report; `uses` are the names it asks for. KpiError `template_failed`."""
    filled: bytes = import_module(_ROOM).filled(report, file, content, uses)
    return filled
