"""较上期变化: what moved since an issued report or an earlier day, the worst first."""

from kpi.report.since import OF_MOVED, moved_lines, moved_text, then_text
from kpi.report.slides.deck import Deck
from kpi.report.slides.tables import SlideTable

_WIDTHS = {"measure": 23, "period": 12, "then": 26, "this_time": 26, "change": 13}
"""Shares of the width."""
_MOST = 8
"""Rows: more could not be read across a room."""


def since_slide(deck: Deck) -> None:
    """How many targets moved in which way, and those that come first."""
    report, words = deck.report, deck.words
    if report.since is None:
        return
    page = deck.page(words("since.heading"), moved_text(words, report.since))
    rows = list(moved_lines(report))
    if rows:
        shown = page.table(page.body, SlideTable.of(words, OF_MOVED, _WIDTHS, rows[:_MOST]), lines=2, more=len(rows[_MOST:]))
        if shown < len(rows):
            page.note(words("slides.left_out", count=len(rows) - shown))
    page.note(words("since.caption", then=then_text(words, report.since)), *report.since.causes)
