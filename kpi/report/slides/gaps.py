"""What is missing most, and the pace that closing it takes."""

from kpi.report.columns import OF_MISSING_LINES, MissingLine, lines
from kpi.report.model import GapReport
from kpi.report.pictures import Mark, mark_of
from kpi.report.slides.deck import Deck
from kpi.report.slides.sources import sources_of
from kpi.report.slides.tables import SlideTable
from kpi.views import GapRow, Register, Room, TableColumn

_MOST_GAPS, _MOST_PACES = 6, 4
_RAIL = 400
"""Pixels, before it is made larger for a slide."""
_ALONE = {"measure": 24, "period": 16, "target": 15, "current": 15, "gap": 15, "share": 10, "verdict": 15}
_WITH_A_RAIL = {"measure": 20, "rail": 52, "gap": 14, "verdict": 14}
"""Shares of the width."""
_PACES = {"measure": 22, "remaining": 9, "required": 15, "average": 15, "ratio": 9, "reckoned": 40}
_OF_GAPS: Register[MissingLine] = Register(
    [
        *OF_MISSING_LINES,
        TableColumn("average", lambda line: _dated(line, line.row.average.text, line.row.average_period), room=Room.FIGURE),
        TableColumn("reckoned", lambda line: line.row.paragraph or line.row.outlook),
    ]
)
_WITH_RAIL: Register[MissingLine] = Register([*_OF_GAPS, TableColumn("rail", lambda _: " ")])


def rails(report: GapReport) -> list[Mark]:
    """How far the first targets of the list of gaps are."""
    return [mark_of(report, missing.standing, _RAIL) for missing in report.missing[:_MOST_GAPS]]


def worst_slide(deck: Deck) -> None:
    """The first targets of the list of gaps, the worst verdict first, and how far they are beside the time."""
    report, words = deck.report, deck.words
    worst = report.missing[:_MOST_GAPS]
    lead = "slides.worst_lead_all" if len(worst) == len(report.missing) else "slides.worst_lead"
    page = deck.page(words("slides.worst"), words(lead, count=len(report.missing), shown=len(worst)))
    drawn = rails(report)
    if page.draws(drawn):
        page.rails(page.body, SlideTable.of(words, _WITH_RAIL, _WITH_A_RAIL, lines(report, worst)), "rail", drawn)
    else:
        page.table(page.body, SlideTable.of(words, _OF_GAPS, _ALONE, lines(report, worst)), lines=3)
    page.note(*(missing.standing.sentence for missing in worst), *sources_of(report, [missing.standing for missing in worst]))


def paced(report: GapReport) -> tuple[GapRow, ...]:
    """The gaps that can still be closed in time, in the order of the list."""
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
