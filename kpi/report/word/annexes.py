"""Annex 1 lists every target with all its numbers, annex 2 where each number comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.model import GapReport
from kpi.report.rows import FigureRow, ReportRow
from kpi.report.word.composer import Composer
from kpi.report.word.tables import Cell, Group, heads
from kpi.report.wording import day_text, ranges, shown, verdict

_DETAIL_WIDTHS = {
    "rank": 9,
    "measure": 37,
    "target": 27,
    "baseline": 31,
    "current": 31,
    "gap": 27,
    "progress": 14,
    "time": 14,
    "verdict": 22,
    "figures": 13,
}
_TARGET_SOURCE_WIDTHS = {"rank": 10, "measure": 48, "period": 33, "target": 27, "place": 38}
_FIGURE_SOURCE_WIDTHS = {"rank": 10, "measure": 48, "date": 33, "value": 27, "place": 38}
_CENTRED = frozenset({"rank", "progress", "time", "verdict", "figures"})


def annex_list(write: Composer) -> None:
    """Below the text, what is annexed."""
    write.space()
    write.paragraph(write.words("report.annexes_first", text=write.words("report.annex_detail")), style="AnnexList")
    write.paragraph(write.words("report.annexes_next", text=write.words("report.annex_sources")), style="AnnexListMore")


def detail(write: Composer, report: GapReport) -> None:
    """附件1: every target, for every one of its years that has begun or stands for it."""
    words = write.words
    write.annex(1, words("report.annex_detail"), landscape=True)
    write.paragraph(words("report.note_detail"), style="Note")
    rows: list[tuple[Cell, ...] | Group] = []
    number = 0
    for category in report.categories:
        begun = [row for row in category.rows if row.counted or row.status is not Status.NOT_STARTED]
        rows += [Group(category.name)] if begun else []
        for row in begun:
            number += 1
            rows.append(_detail_cells(words, report, number, row))
    if rows:
        write.table(words("report.caption_detail"), heads(words, _DETAIL_WIDTHS, _CENTRED), rows)


def sources(write: Composer, report: GapReport) -> None:
    """附件2: the documents and files, then the place of every target and of every figure the report rests on or names."""
    words = write.words
    write.annex(2, words("report.annex_sources"))
    figures = report.cited_figures or report.figures
    origins = _Origins.of(report.counted, figures)
    if origins.numbers:
        write.paragraph(words("report.origins"))
        for text in origins.described(words):
            write.paragraph(text, style="ListItem")
    if report.counted:
        rows = [_target_source(words, origins, number, row) for number, row in enumerate(report.counted, start=1)]
        write.table(words("report.caption_target_sources"), heads(words, _TARGET_SOURCE_WIDTHS, _CENTRED), rows)
    if figures:
        rows = [_figure_source(words, origins, report.numbered_figures[figure], figure) for figure in figures]
        write.table(words("report.caption_figure_sources"), heads(words, _FIGURE_SOURCE_WIDTHS, _CENTRED), rows)
    made = words("report.made", moment=report.generated, version=report.data_version)
    write.paragraph(words("report.note_sources"), made, style="Note")


def _detail_cells(words: Texts, report: GapReport, number: int, row: ReportRow) -> tuple[Cell, ...]:
    return (
        str(number),
        row.measure,
        (row.target.text, row.period),
        (shown(words, row.baseline), day_text(words, row.baseline_date)),
        (shown(words, row.current), day_text(words, row.current_date)),
        shown(words, row.gap),
        shown(words, row.progress),
        shown(words, row.time),
        verdict(words, row),
        shown(words, ranges(report.numbered_figures[figure] for figure in report.figures_of(row))),
    )


class _Origin(NamedTuple):
    """A document, or one loading of a file."""

    document: str
    file: str = ""
    batch_id: int = 0

    @classmethod
    def of(cls, figure: FigureRow) -> "_Origin":
        return cls(figure.document) if figure.document else cls("", figure.file, figure.batch_id)


@dataclass(frozen=True)
class _Origins:
    """Documents and files that targets and figures come from, numbered in the order they are met."""

    numbers: Mapping[_Origin, int]
    examples: Mapping[_Origin, FigureRow]
    """A figure of each, which knows who loaded it and when."""

    @classmethod
    def of(cls, rows: Iterable[ReportRow], figures: Sequence[FigureRow]) -> "_Origins":
        met = dict.fromkeys([*(_Origin(row.document) for row in rows), *(_Origin.of(figure) for figure in figures)])
        named = [origin for origin in met if origin.document or origin.file]
        return cls(
            {origin: number for number, origin in enumerate(named, start=1)}, {_Origin.of(each): each for each in figures}
        )

    def described(self, words: Texts) -> list[str]:
        """Each document by title and number, each file with who loaded it and when."""
        return [
            words("report.origin", number=number, text=self._described(words, origin))
            for origin, number in self.numbers.items()
        ]

    def place(self, words: Texts, origin: _Origin, where: str) -> str:
        """Number of the origin and the place in it."""
        return words("report.place", number=self.numbers[origin], where=where) if origin in self.numbers else where

    def _described(self, words: Texts, origin: _Origin) -> str:
        loaded = self.examples.get(origin)
        if origin.document or loaded is None or loaded.loaded_at is None:
            return words("report.full_stop", text=origin.document or origin.file)
        return words("report.origin_file", file=loaded.file, user=loaded.user, moment=loaded.loaded_at, batch=loaded.batch_id)


def _target_source(words: Texts, origins: _Origins, number: int, row: ReportRow) -> tuple[Cell, ...]:
    place = origins.place(words, _Origin(row.document), row.section) if row.document else row.source
    return str(number), row.measure, row.period, row.target.text, (place, _quoted(words, row.printed))


def _figure_source(words: Texts, origins: _Origins, number: int, figure: FigureRow) -> tuple[Cell, ...]:
    name = words("report.with_label", name=figure.measure, label=figure.label) if figure.label else figure.measure
    where = figure.section
    if figure.file:
        where = words("report.row_of_sheet" if figure.sheet else "report.row_of_file", sheet=figure.sheet, row=figure.row)
    place = origins.place(words, _Origin.of(figure), where)
    return str(number), name, figure.period, figure.value.text, (place, _quoted(words, figure.printed))


def _quoted(words: Texts, printed: str) -> str:
    return words("report.printed", text=printed) if printed else ""
