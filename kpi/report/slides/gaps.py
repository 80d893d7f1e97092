"""What is missing most, and the pace that closing it takes."""

from kpi.report.columns import OF_MISSING_LINES, MissingLine, lines
from kpi.report.model import GapReport
from kpi.report.plots import progress_plot
from kpi.report.slides.areas import NARROWEST_CHART
from kpi.report.slides.deck import Deck
from kpi.report.slides.sources import sources_of
from kpi.report.slides.tables import SlideTable, table_fits
from kpi.views import GapRow, Register, Room, TableColumn

_MOST_GAPS, _MOST_PACES = 6, 4
_FEWEST_CHARTED = 3
_GAP = 16
_ALONE = {"measure": 24, "period": 16, "target": 15, "current": 15, "gap": 15, "share": 10, "verdict": 15}
_BESIDE_A_CHART = {"measure": 22, "target": 19, "current": 17, "gap": 17, "share": 10, "verdict": 15}
"""Shares of the width."""
_PACES = {"measure": 22, "remaining": 9, "required": 15, "average": 15, "ratio": 9, "reckoned": 40}
_OF_GAPS: Register[MissingLine] = Register(
    [
        *OF_MISSING_LINES,
        TableColumn("average", lambda line: _dated(line, line.row.average.text, line.row.average_period), room=Room.FIGURE),
        TableColumn("reckoned", lambda line: line.row.paragraph or line.row.outlook),
    ]
)
_WITH_PERIOD: Register[MissingLine] = Register(
    [
        *_OF_GAPS,
        TableColumn(
            "target",
            lambda line: _dated(line, line.row.standing.goal.text, line.row.standing.period),
            room=Room.FIGURE,
        ),
    ]
)
"""Where the period has no column of its own."""


def worst_slide(deck: Deck) -> None:
    """The targets with the most still to go, and how far they are beside the time."""
    report, words = deck.report, deck.words
    worst = report.missing[:_MOST_GAPS]
    page = deck.page(words("slides.worst"), words("slides.worst_lead", count=len(report.missing), shown=len(worst)))
    plot = progress_plot(report, [missing.standing for missing in worst])
    left, right = page.body.split(page.body.width - NARROWEST_CHART - _GAP, _GAP)
    beside = SlideTable.of(words, _WITH_PERIOD, _BESIDE_A_CHART, lines(report, worst))
    if plot and len(plot.categories) >= _FEWEST_CHARTED and table_fits(left, beside):
        page.table(left, beside, lines=3)
        page.chart(plot, right, 10)
    else:
        page.table(page.body, SlideTable.of(words, _OF_GAPS, _ALONE, lines(report, worst)), lines=3)
    page.note(*(missing.standing.sentence for missing in worst), *sources_of(report, [missing.standing for missing in worst]))


def paced(report: GapReport) -> tuple[GapRow, ...]:
    """The gaps that can still be closed in time, most missing first."""
    return tuple(missing for missing in report.missing if missing.standing.required.text)[:_MOST_PACES]


def pace_slide(deck: Deck) -> None:
    """What closing each gap takes beside what recent years brought."""
    report, words = deck.report, deck.words
    rows = paced(report)
    page = deck.page(words("slides.pace_title"))
    page.table(page.body, SlideTable.of(words, _OF_GAPS, _PACES, lines(report, rows)), lines=6, whole=True)
    page.note(
        *(text for missing in rows for text in (missing.paragraph, missing.outlook)),
        *sources_of(report, [missing.standing for missing in rows]),
    )


def _dated(line: MissingLine, text: str, day: str) -> str:
    return line.report.texts("slides.dated", label=text, day=day) if text and day else text
