"""A report in a template of the office's: the values of all placeholders it asks for, put in by the limited child."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.ingest import Filling, OfficePicture, fill_template
from kpi.report.archive import made, normalised
from kpi.report.model import GapReport
from kpi.report.pictures import Mark, pictures
from kpi.report.printable import printable
from kpi.report.templates.register import NAMES, PICTURE, PLACEHOLDERS, ROWS, Placeholder


def filled(report: GapReport, file: str, content: bytes, uses: Iterable[str]) -> bytes:
    """The template `file` filled in with a report; `uses` are the names it asks for. Equal reports give equal bytes.

    Where the figures are made up, or too few for a report, it says so even if the template does not. KpiError
    `template_failed`.
    """
    words, values = report.texts, _Values(report, frozenset(uses))
    told = values.of(PLACEHOLDERS, report)
    drawn = pictures(values.marks)
    filling = Filling(
        names=NAMES,
        values=told,
        pictures={
            key: OfficePicture(printable(mark.alt), mark.width, mark.height, drawn.get(mark, b""))
            for mark, key in values.marks.items()
        },
        title=report.title,
        language=words("report.language"),
        moment=made(report.moment),
        must_say=[text for text in (words("report.demo") if report.demo else "", report.caution) if text],
        left_out=words("office.left_out"),
    )
    return normalised(fill_template(file, content, filling))


@dataclass
class _Values:
    """Makes values, of those names alone that are asked for, and gathers the marks among them."""

    report: GapReport
    uses: frozenset[str]
    marks: dict[Mark, str] = field(default_factory=dict)
    """With the key each is handed over by."""

    def of(self, placeholders: Iterable[Placeholder[Any]], row: object, path: str = "") -> Mapping[str, object]:
        """What stands for each placeholder, of a row."""
        return {each.name: self._value(each, row, f"{path}{each.name}") for each in placeholders}

    def _value(self, placeholder: Placeholder[Any], row: object, path: str) -> object:
        if path not in self.uses:
            return [] if placeholder.kind == ROWS else ""
        value = placeholder.make(self.report, row)
        if placeholder.kind == ROWS:
            return [self.of(placeholder.fields, each, f"{path}.") for each in value]
        if placeholder.kind == PICTURE:
            return self.marks.setdefault(value, f"{len(self.marks)}")
        return printable(value) if isinstance(value, str) else value
