"""What is missing most, and the pace that closing it takes."""

from collections.abc import Mapping, Sequence

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.report.plots import progress_plot
from kpi.report.slides.areas import NARROWEST_CHART
from kpi.report.slides.deck import Deck, SlideHead, table_fits
from kpi.report.slides.sources import sources_of
from kpi.report.wording import shown, verdict
from kpi.views import Face, GapRow, heading

_MOST_GAPS, _MOST_PACES = 6, 4
_FEWEST_CHARTED = 3
_GAP = 16
_ALONE = {"measure": 24, "period": 16, "target": 15, "current": 15, "gap": 15, "share": 10, "verdict": 15}
_BESIDE_A_CHART = {"measure": 22, "target": 19, "current": 17, "gap": 17, "share": 10, "verdict": 15}
"""Shares of the width."""


def worst_slide(deck: Deck) -> None:
    """The targets with the most still to go, and how far they are beside the time."""
    report, words = deck.report, deck.words
    worst = report.missing[:_MOST_GAPS]
    page = deck.page(words("slides.worst"), words("slides.worst_lead", count=len(report.missing), shown=len(worst)))
    plot = progress_plot(report, [each.standing for each in worst])
    left, right = page.body.split(page.body.width - NARROWEST_CHART - _GAP, _GAP)
    beside = _table(words, worst, _BESIDE_A_CHART)
    if plot and len(plot.categories) >= _FEWEST_CHARTED and table_fits(left, *beside):
        page.table(left, *beside, lines=3)
        page.chart(plot, right, 10)
    else:
        page.table(page.body, *_table(words, worst, _ALONE), lines=3)
    page.note(*(each.standing.sentence for each in worst), *sources_of(report, [each.standing for each in worst]))


def _table(words: Texts, rows: Sequence[GapRow], shares: Mapping[str, float]) -> tuple[list[SlideHead], list[list[str]]]:
    """Columns by the keys of their headings, and their cells."""
    heads = [SlideHead(heading(words, key, Face.SLIDES), share, key != "measure") for key, share in shares.items()]
    return heads, [[_cells(words, missing, apart="period" in shares)[key] for key in shares] for missing in rows]


def _cells(words: Texts, missing: GapRow, *, apart: bool) -> dict[str, str]:
    """By key; the period stands with the target if it is not `apart` from it."""
    row = missing.standing
    return {
        "measure": row.measure_name,
        "period": row.period,
        "target": row.goal.text if apart else words("slides.dated", label=row.goal.text, day=row.period),
        "current": shown(words, row.current),
        "gap": shown(words, row.gap),
        "share": shown(words, missing.share),
        "verdict": verdict(words, row),
    }


def paced(report: GapReport) -> tuple[GapRow, ...]:
    """The gaps that can still be closed in time, most missing first."""
    return tuple(each for each in report.missing if each.standing.required.text)[:_MOST_PACES]


def pace_slide(deck: Deck) -> None:
    """What closing each gap takes beside what recent years brought."""
    report, words = deck.report, deck.words
    rows = paced(report)
    page = deck.page(words("slides.pace_title"))
    heads = [
        SlideHead(heading(words, "measure", Face.SLIDES), 22),
        SlideHead(heading(words, "remaining", Face.SLIDES), 9, True),
        SlideHead(heading(words, "required", Face.SLIDES), 15, True),
        SlideHead(heading(words, "average", Face.SLIDES), 15, True),
        SlideHead(heading(words, "ratio", Face.SLIDES), 9, True),
        SlideHead(heading(words, "reckoned", Face.SLIDES), 40),
    ]
    cells = [[each.standing.measure_name, *_pace(deck, each), each.paragraph or each.outlook] for each in rows]
    page.table(page.body, heads, cells, lines=6, whole=True)
    page.note(
        *(text for each in rows for text in (each.paragraph, each.outlook)), *sources_of(report, [x.standing for x in rows])
    )


def _pace(deck: Deck, each: GapRow) -> list[str]:
    words = deck.words
    average = shown(words, each.average)
    if each.average.text and each.average_period:
        average = words("slides.dated", label=each.average.text, day=each.average_period)
    return [shown(words, each.remaining), shown(words, each.standing.required), average, shown(words, each.ratio)]
