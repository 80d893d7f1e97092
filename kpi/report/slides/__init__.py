"""The report as slides to talk to: six to ten, each with the full sentences and the sources of its numbers in the notes."""

from collections.abc import Callable
from functools import partial

from kpi.report.model import GapReport
from kpi.report.pictures import pictures
from kpi.report.slides import closing, gaps, measures, overview, regions
from kpi.report.slides.deck import Deck
from kpi.report.slides.sources import origins

_FEWEST, _MOST = 6, 10
Slide = Callable[[Deck], None]


def render_pptx(report: GapReport) -> bytes:
    """The report as a .pptx file; equal reports give equal bytes."""
    drawn = (
        [overview.counts(report), *(measures.rail(report, row) for row in measures.chosen(report))] if report.counted else []
    )
    deck = Deck(report, pictures(drawn))
    for slide in _slides(report):
        slide(deck)
    return deck.to_bytes()


def _slides(report: GapReport) -> list[Slide]:
    """What the report has something to say for. Fewer than six are filled up, of more than ten the sources go to the notes."""
    slides: list[Slide] = [overview.title_slide]
    if report.counted or not report.values:
        slides.append(overview.counts_slide)
    if report.counted:
        if len(overview.charted(report)) > 1:
            slides.append(overview.lamps_slide)
        slides.extend(partial(measures.measure_slide, row=row) for row in measures.chosen(report))
    if report.values:
        slides.append(regions.values_slide)
    if report.missing:
        slides.append(gaps.worst_slide)
    if gaps.paced(report):
        slides.append(gaps.pace_slide)
    if regions.members_column(report):
        slides.append(regions.members_slide)
    if report.pending:
        slides.append(closing.open_slide)
    for slide in _fillers(report):
        if len(slides) + 1 < _FEWEST:
            slides.append(slide)
    return slides if len(slides) >= _MOST or not origins(report) else [*slides, closing.sources_slide]


def _fillers(report: GapReport) -> list[Slide]:
    """What a small scope has room for."""
    fillers: list[Slide] = []
    if report.values:
        fillers.extend([regions.values_table_slide, regions.share_slide])
    if report.counted:
        fillers.append(closing.targets_slide)
    if report.explained:
        fillers.append(closing.definitions_slide)
    if report.counted and not report.pending:
        fillers.append(closing.open_slide)
    if len(overview.charted(report)) == 1:
        fillers.append(overview.lamps_slide)
    return fillers
