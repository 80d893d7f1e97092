"""What is missing most, and the pace that closing it takes."""

from kpi.report.model import GapReport
from kpi.report.plots import progress_plot
from kpi.report.slides.deck import Deck, SlideHead
from kpi.report.slides.sources import sources_of
from kpi.report.wording import shown, verdict
from kpi.views import GapRow

_MOST_GAPS, _MOST_PACES = 6, 4
_FEWEST_CHARTED = 3
_TABLE_WIDTH, _GAP = 620, 16


def worst_slide(deck: Deck) -> None:
    """The targets with the most still to go, and how far they are beside the time."""
    report, words = deck.report, deck.words
    worst = report.missing[:_MOST_GAPS]
    page = deck.page(words("slides.worst"), words("slides.worst_lead", count=len(report.missing), shown=len(worst)))
    plot = progress_plot(report, [each.standing for each in worst])
    heads = [
        SlideHead(words("report.column_measure"), 24),
        SlideHead(words("report.column_period"), 16, True),
        SlideHead(words("report.column_target"), 15, True),
        SlideHead(words("report.column_current"), 15, True),
        SlideHead(words("report.column_gap"), 15, True),
        SlideHead(words("report.column_share"), 10, True),
        SlideHead(words("report.column_verdict"), 15, True),
    ]
    rows = [_cells(deck, each) for each in worst]
    left, right = page.body.split(_TABLE_WIDTH, _GAP)
    charted = plot is not None and len(plot.categories) >= _FEWEST_CHARTED
    page.table(left if charted else page.body, heads, rows, lines=3)
    if plot and charted:
        page.chart(plot, right, 10)
    page.note(*(each.standing.sentence for each in worst), *sources_of(report, [each.standing for each in worst]))


def _cells(deck: Deck, each: GapRow) -> list[str]:
    row, words = each.standing, deck.words
    amounts = (row.goal, row.current, row.gap, each.share)
    return [row.measure_name, row.period, *(shown(words, amount) for amount in amounts), verdict(words, row)]


def paced(report: GapReport) -> tuple[GapRow, ...]:
    """The gaps that can still be closed in time, most missing first."""
    return tuple(each for each in report.missing if each.standing.required.text)[:_MOST_PACES]


def pace_slide(deck: Deck) -> None:
    """What closing each gap takes beside what recent years brought."""
    report, words = deck.report, deck.words
    rows = paced(report)
    page = deck.page(words("slides.pace_title"))
    heads = [
        SlideHead(words("report.column_measure"), 22),
        SlideHead(words("report.column_remaining"), 9, True),
        SlideHead(words("report.column_required"), 15, True),
        SlideHead(words("report.column_average"), 15, True),
        SlideHead(words("report.column_ratio"), 9, True),
        SlideHead(words("slides.column_reckoned"), 40),
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
