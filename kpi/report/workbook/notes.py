"""Notes on cells: where a number is from, down to the printed form, or to the row of a file, who uploaded it and when."""

from collections.abc import Sequence

from kpi.report.model import GapReport
from kpi.views import FigureView, Standing

_MOST_FIGURES = 6
"""That a note names; of more it says how many."""


def figures_note(report: GapReport, figures: Sequence[FigureView], period: str = "") -> str:
    """The figures a number rests on, one to a paragraph, under what period it is of."""
    words = report.texts
    lines = [period] if period else []
    lines += [_figure(report, figure) for figure in figures[:_MOST_FIGURES]]
    if len(figures) > _MOST_FIGURES:
        lines.append(words("xlsx.note_more", number=len(figures) - _MOST_FIGURES))
    return "\n".join(lines)


def _figure(report: GapReport, figure: FigureView) -> str:
    words, number = report.texts, report.numbered_figures.get(figure)
    text = words("xlsx.note_figure", period=figure.period, value=figure.amount.told, source=figure.source)
    if figure.file and figure.loaded_at:
        text = words("xlsx.joined", first=text, second=words("xlsx.note_loaded", moment=figure.loaded_at))
    if number is None:
        return text
    listed = words("xlsx.note_number", sheet=words("report.sheet_figures"), number=number)
    return words("xlsx.joined", first=text, second=listed)


def target_note(report: GapReport, row: Standing) -> str:
    """Where a target is set."""
    return report.texts("xlsx.note_target", source=row.source)
