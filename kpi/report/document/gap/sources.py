"""Annex 2: where every number comes from and what it means: documents and files, definitions, lamps, and the place of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kpi.i18n import Texts
from kpi.report.columns import OF_FIGURE_LINES, SET_TARGETS, FigureLine, Line, TargetLine, lines
from kpi.report.document.blocks import Style
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import begin, named_figure
from kpi.report.model import GapReport
from kpi.report.wording import made_told
from kpi.views import OF_DEFINITIONS, FigureView, Register, SchemeRow, Standing, TableColumn

_DEFINITION_WIDTHS = {"measure": 38, "unit": 20, "definition": 57, "formula": 41}
_TARGET_SOURCE_WIDTHS = {"number": 10, "measure": 48, "period": 33, "target": 27, "place": 38}
_FIGURE_SOURCE_WIDTHS = {"number": 10, "measure": 48, "date": 33, "value": 27, "place": 38}


def sources(write: Composer, report: GapReport) -> None:
    """数据来源与口径, each part that has something to tell under a heading of its own."""
    words = write.words
    begin(write, report, "sources")
    figures = report.shown_figures
    origins = _Origins.of(report.counted, figures)
    if origins.numbers:
        write.heading(words("document.heading_origins"))
        for text in origins.described(words):
            write.paragraph(text, style=Style.ITEM)
    if report.explained:
        write.heading(words("document.heading_definitions"))
        write.table("document.caption_definitions", OF_DEFINITIONS, _DEFINITION_WIDTHS, report.explained)
    if report.scheme and report.counted:
        write.heading(words("document.heading_scheme"))
        _scheme(write, report.scheme)
    if report.counted:
        write.heading(words("document.heading_target_sources"))
        targets: Register[TargetLine] = Register([*SET_TARGETS, TableColumn("place", origins.of_target)])
        write.table("report.caption_target_sources", targets, _TARGET_SOURCE_WIDTHS, lines(report, report.listed))
    if figures:
        write.heading(words("document.heading_figure_sources"))
        register: Register[FigureLine] = Register(
            [*OF_FIGURE_LINES, TableColumn("measure", named_figure), TableColumn("place", origins.of_figure)]
        )
        write.paragraph(words("report.note_sources"), made_told(words, report), style=Style.NOTE)
        numbered = (Line(report, figure, report.numbered_figures[figure]) for figure in figures)
        write.table("report.caption_figure_sources", register, _FIGURE_SOURCE_WIDTHS, numbered)
    else:
        write.paragraph(made_told(words, report), style=Style.NOTE)


def _scheme(write: Composer, scheme: SchemeRow) -> None:
    """亮灯规则, line by line in the order they are tried."""
    write.paragraph(write.words("document.scheme", name=scheme.name, clock=scheme.clock))
    for rule in scheme.rules:
        write.paragraph(rule, style=Style.ITEM)


class _Origin(NamedTuple):
    """A document, or one loading of a file."""

    document: str
    file: str = ""
    batch_id: int = 0

    @classmethod
    def of(cls, figure: FigureView) -> "_Origin":
        return cls(figure.document) if figure.document else cls("", figure.file, figure.batch_id)


@dataclass(frozen=True)
class _Origins:
    """Documents and files that targets and figures come from, numbered in the order they are met."""

    numbers: Mapping[_Origin, int]
    examples: Mapping[_Origin, FigureView]
    """A figure of each, which knows who loaded it and when."""

    @classmethod
    def of(cls, rows: Iterable[Standing], figures: Sequence[FigureView]) -> "_Origins":
        met = dict.fromkeys([*(_Origin(row.document) for row in rows), *(_Origin.of(figure) for figure in figures)])
        named = [origin for origin in met if origin.document or origin.file]
        return cls(
            {origin: number for number, origin in enumerate(named, start=1)}, {_Origin.of(figure): figure for figure in figures}
        )

    def described(self, words: Texts) -> list[str]:
        """Each document by title and number, each file with who loaded it and when."""
        return [
            words("report.origin", number=number, text=self._described(words, origin))
            for origin, number in self.numbers.items()
        ]

    def place(self, words: Texts, origin: _Origin, where: str) -> str:
        """Number of the origin and the place in it."""
        if origin not in self.numbers:
            return where
        return words("report.place" if where else "report.place_whole", number=self.numbers[origin], where=where)

    def of_target(self, line: TargetLine) -> tuple[str, str]:
        """Where a target is set, and how it is printed there."""
        words, row = line.report.texts, line.row
        place = self.place(words, _Origin(row.document), row.target.section) if row.document else row.source
        return place, _quoted(words, row.target.printed)

    def of_figure(self, line: FigureLine) -> tuple[str, str]:
        """Where a figure stands, whether it is preliminary or final, and how it is printed there."""
        words, figure, where = line.report.texts, line.row, line.row.section
        if figure.file:
            where = words("report.row_of_sheet" if figure.sheet else "report.row_of_file", sheet=figure.sheet, row=figure.row)
        where = words("service.within").join(filter(None, (where, figure.state)))
        return self.place(words, _Origin.of(figure), where), _quoted(words, figure.printed)

    def _described(self, words: Texts, origin: _Origin) -> str:
        loaded = self.examples.get(origin)
        if origin.document or loaded is None or loaded.loaded_at is None:
            return words("report.full_stop", text=origin.document or origin.file)
        return words("report.origin_file", file=loaded.file, user=loaded.user, moment=loaded.loaded_at, batch=loaded.batch_id)


def _quoted(words: Texts, printed: str) -> str:
    return words("report.printed", text=printed) if printed else ""
