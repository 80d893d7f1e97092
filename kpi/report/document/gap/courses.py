"""The headline measures over time: figures in the text, or in an annex where it would be too long with them."""

from kpi.report.document import since
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import label
from kpi.report.model import GapReport
from kpi.report.plots import Ink, Plot, path_plots
from kpi.report.wording import listed

_FEWEST_POINTS = 2
"""A chart of one day compares nothing."""
_FEWEST_RUN = 3
"""Figures that are named as a run, and not one by one."""


def annex_of(report: GapReport) -> str:
    """The annex that has the figures where the text has no room for them: with what moved, or with every target."""
    return "changes" if since.goes_on(report) else "detail"


def figures(write: Composer, report: GapReport) -> None:
    """The figures. In the text they stand behind the table of what is open, which they would cut into pieces."""
    if report.counted:
        for plot in _courses(report):
            write.figure(plot)


def figures_told(write: Composer, report: GapReport, *, annexed: bool) -> None:
    """By their numbers, which they have further on."""
    words, first, there = write.words, write.next_figure, len(_courses(report))
    if not there:
        return
    if there >= _FEWEST_RUN:
        named = words("document.figures_named", first=first, last=first + there - 1)
    else:
        named = listed(words, (words("document.figure_named", number=first + place) for place in range(there)))
    if annexed:
        named = words("document.figures_in_annex", annex=label(words, report, annex_of(report)), figures=named)
    write.paragraph(words("document.see_path", count=there, figures=named))


def _courses(report: GapReport) -> list[Plot]:
    return [plot for plot in path_plots(report) if _has_course(plot)]


def _has_course(plot: Plot) -> bool:
    reported = (series.values for series in plot.series if series.ink is Ink.VALUE)
    return sum(value is not None for values in reported for value in values) >= _FEWEST_POINTS
