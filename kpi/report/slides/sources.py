"""Where the numbers of a slide come from, as lines of its notes, and the documents and files behind a whole report."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.report.wording import target_named
from kpi.views import FigureView, Standing


def sources_of(report: GapReport, rows: Iterable[Standing]) -> list[str]:
    """The source of each target and of every figure it rests on, each once, under a heading."""
    words, lines = report.texts, []
    for row in rows:
        lines.append(words("slides.target_source", target=target_named(words, row), source=row.source))
        lines.extend(figure_source(words, figure) for figure in report.figures_of(row))
    return headed(words, lines)


def figure_source(words: Texts, figure: FigureView) -> str:
    """A figure with the place it stands in: document, section and printed form, or file, row, uploader and time."""
    name = words("report.with_label", name=figure.measure_name, label=figure.label) if figure.label else figure.measure_name
    key = "slides.figure_loaded" if figure.file and figure.loaded_at else "slides.figure_source"
    return words(key, name=name, period=figure.period, value=figure.amount.told, source=figure.source, moment=figure.loaded_at)


def headed(words: Texts, lines: Iterable[str]) -> list[str]:
    """The lines, each once, under the heading of sources; nothing if there are none."""
    sources = list(dict.fromkeys(line for line in lines if line))
    return [words("slides.sources"), *sources] if sources else []


@dataclass(frozen=True, slots=True)
class Origin:
    """A document, or one loading of a file, and how much comes from it."""

    text: str
    targets: int
    figures: int


def origins(report: GapReport) -> tuple[Origin, ...]:
    """Every document and file of a report, in the order they are met."""
    words = report.texts
    targets = [row.document for row in report.counted]
    texts = [_text(words, figure) for figure in report.shown_figures]
    met = dict.fromkeys(text for text in (*targets, *texts) if text)
    return tuple(Origin(text, targets.count(text), texts.count(text)) for text in met)


def _text(words: Texts, figure: FigureView) -> str:
    if figure.document or not figure.file:
        return figure.document
    return words("slides.origin_file", file=figure.file, user=figure.user, moment=figure.loaded_at, batch=figure.batch_id)
