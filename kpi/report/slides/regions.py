"""Regions: the towns of a city side by side, or one town's own figures with share and place."""

from kpi.charts import palette
from kpi.i18n import Texts
from kpi.model import Lamp
from kpi.report.columns import OF_VALUE_LINES, Line, lines
from kpi.report.model import GapReport
from kpi.report.plots import member_plot, share_plot
from kpi.report.slides.deck import Deck
from kpi.report.slides.overview import LARGE_CARD, place_cards
from kpi.report.slides.sources import figure_source, headed
from kpi.report.slides.tables import SlideTable
from kpi.report.wording import shown
from kpi.views import MemberColumn, Register, Room, TableColumn, ValueRow

_CHART, _GAP = 560, 24
_MOST_CARDS, _ABREAST, _UNEVEN = 6, 3, 5
"""Cards of a slide, and in a row of them; of five the last would stand alone, and is told in the notes."""
_FEWEST_COMPARED = 2


def members_column(report: GapReport) -> MemberColumn | None:
    """The column shown: the first that adds up to the whole, else the first; None where none has two values."""
    filled = [column for column in report.members if len(column.reported) >= _FEWEST_COMPARED]
    return next((column for column in filled if column.check_text), filled[0] if filled else None)


def members_slide(deck: Deck) -> None:
    """One measure over the regions below, and whether they add up."""
    report, words, column = deck.report, deck.words, members_column(deck.report)
    plot = member_plot(report, column) if column else None
    if column is None or plot is None:
        return
    page = deck.page(plot.title)
    left, right = page.body.split(_CHART, _GAP)
    page.chart(plot, left, 11)
    told = words("slides.members_shown", reported=len(column.reported), shown=len(plot.categories), count=len(column.rows))
    texts = [text for text in (column.whole_note, column.check_text, told) if text]
    page.text(right, texts)
    sources = (
        words("slides.named_source", name=member.name, value=member.amount.told, source=member.source)
        for member in column.reported
    )
    page.note(*texts, column.contribution_note, *headed(words, sources))


def values_slide(deck: Deck) -> None:
    """A region's most important figures as big numbers."""
    report, words = deck.report, deck.words
    lead = words("document.values_intro", day=report.as_of, scope=report.scope, count=len(report.values))
    only = words.language.sentences + words("document.values_only", scope=report.scope, above=report.above)
    page = deck.page(words("document.heading_values"), lead if report.counted else lead + only)
    first = report.values[: _MOST_CARDS if len(report.values) != _UNEVEN else _UNEVEN - 1]
    for area, value in zip(place_cards(len(first), page.body, LARGE_CARD, _ABREAST), first, strict=True):
        label = words("slides.dated", label=value.measure, day=value.period)
        page.card(area, shown(words, value.value), label, _place(words, report, value), stripe=palette.LAMP_COLOURS[Lamp.BLUE])
    page.note(*_sources(words, first))


def _place(words: Texts, report: GapReport, value: ValueRow) -> str:
    share = words("slides.share", above=report.above, share=value.share.text) if value.share.text else ""
    rank = words("slides.rank", rank=value.rank, count=value.ranked) if value.rank else ""
    return words("document.clauses", first=share, rest=rank) if share and rank else share or rank


def values_table_slide(deck: Deck) -> None:
    """A region's figures, each with the whole's, its share and its place."""
    report, words = deck.report, deck.words
    page = deck.page(words("document.caption_values", scope=report.scope))
    table = SlideTable.of(words, _OF_VALUES, _VALUES, lines(report, report.values), above=report.above)
    left_out = len(report.values) - page.table(page.body, table)
    page.note(*_sources(words, report.values), words("slides.left_out", count=left_out) if left_out else "")


def _rank(line: Line[ValueRow]) -> str:
    return line.report.texts("slides.rank", rank=line.row.rank, count=line.row.ranked) if line.row.rank else ""


_VALUES = {"measure": 26, "date": 18, "value": 14, "whole": 14, "share_of": 13, "rank_of": 19}
"""Shares of the width."""
_OF_VALUES: Register[Line[ValueRow]] = Register([*OF_VALUE_LINES, TableColumn("rank_of", _rank, room=Room.SHORT)])


def _sources(words: Texts, values: tuple[ValueRow, ...]) -> list[str]:
    return headed(words, (figure_source(words, figure) for value in values for figure in value.figures))


def share_slide(deck: Deck) -> None:
    """A region's shares of the whole, as a chart."""
    plot = share_plot(deck.report)
    if plot is None:
        return
    page = deck.page(plot.title)
    page.chart(plot, page.body, 13)
    page.note(*_sources(deck.words, deck.report.values))
