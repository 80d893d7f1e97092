"""The report as slides to talk to: six to ten, each with the full sentences and the sources of its numbers in the notes."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from kpi.report.model import GapReport
from kpi.report.pictures import pictures
from kpi.report.slides import closing, gaps, maps, measures, next_steps, overview, regions, since
from kpi.report.slides.deck import Deck
from kpi.report.slides.sources import origins

_FEWEST, _MOST = 6, 10
Slide = Callable[[Deck], None]


def render_pptx(report: GapReport) -> bytes:
    """The report as a .pptx file; equal reports give equal bytes."""
    drawn = (
        [overview.counts(report), *(measures.rail(report, row) for row in measures.chosen(report)), *gaps.rails(report)]
        if report.counted
        else []
    )
    deck = Deck(report, pictures(drawn))
    for slide in _slides(report):
        slide(deck)
    return deck.to_bytes()


def _slides(report: GapReport) -> list[Slide]:
    """What the report has something to say for; fewer than six are filled up, of more than ten some are left out."""
    slides = [*_first(report), *_regions(report), *_last(report)]
    for slide in _fillers(report):
        if len(slides) + 1 < _FEWEST:
            slides.append(slide)
    if origins(report):
        slides.append(closing.sources_slide)
    for slide in _LEFT_OUT:
        if len(slides) > _MOST and slide in slides:
            slides.remove(slide)
    return slides


def _first(report: GapReport) -> Iterator[Slide]:
    """What the report is, where its targets stand, and the measures that matter most."""
    yield overview.title_slide
    if report.counted or not report.values:
        yield overview.counts_slide
    if report.since:
        yield since.since_slide
    if len(overview.charted(report)) > 1:
        yield overview.lamps_slide
    if report.counted:
        yield from (partial(measures.measure_slide, row=row) for row in measures.chosen(report))


def _regions(report: GapReport) -> Iterator[Slide]:
    """A region's own figures, what is missing most, and the regions below: as a map where one says something."""
    if report.values:
        yield regions.values_slide
    if report.missing:
        yield gaps.worst_slide
    if gaps.paced(report):
        yield gaps.pace_slide
    drawn = maps.map_shown(report)
    if drawn:
        yield partial(maps.map_slide, view=drawn)
    elif regions.members_column(report):
        yield regions.members_slide


def _last(report: GapReport) -> Iterator[Slide]:
    """What is open, and what comes next."""
    if report.pending:
        yield closing.open_slide
    if next_steps.steps(report):
        yield next_steps.next_slide


_LEFT_OUT: Sequence[Slide] = (closing.sources_slide, gaps.pace_slide, overview.lamps_slide)
"""What a deck of more than ten does without, in this order: the notes and the next steps say it too."""


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
    return fillers
