"""What is missing most, and the pace that closing it takes."""

from collections.abc import Mapping, Sequence

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.report.plots import progress_plot
from kpi.report.slides.areas import NARROWEST_CHART
from kpi.report.slides.deck import Deck
from kpi.report.slides.sources import sources_of
from kpi.report.slides.tables import SlideHead, table_fits
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
    plot = progress_plot(report, [missing.standing for missing in worst])
    left, right = page.body.split(page.body.width - NARROWEST_CHART - _GAP, _GAP)
    beside = _table(words, worst, _BESIDE_A_CHART)
    if plot and len(plot.categories) >= _FEWEST_CHARTED and table_fits(left, *beside):
        page.table(left, *beside, lines=3)
        page.chart(plot, right, 10)
    else:
        page.table(page.body, *_table(words, worst, _ALONE), lines=3)
    page.note(*(missing.standing.sentence for missing in worst), *sources_of(report, [missing.standing for missing in worst]))


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
    return tuple(missing for missing in report.missing if missing.standing.required.text)[:_MOST_PACES]


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
    cells = [[missing.standing.measure_name, *_pace(deck, missing), missing.paragraph or missing.outlook] for missing in rows]
    page.table(page.body, heads, cells, lines=6, whole=True)
    page.note(
        *(text for missing in rows for text in (missing.paragraph, missing.outlook)),
        *sources_of(report, [missing.standing for missing in rows]),
    )


def _pace(deck: Deck, missing: GapRow) -> list[str]:
    words = deck.words
    average = shown(words, missing.average)
    if missing.average.text and missing.average_period:
        average = words("slides.dated", label=missing.average.text, day=missing.average_period)
    return [shown(words, missing.remaining), shown(words, missing.standing.required), average, shown(words, missing.ratio)]
