"""The first slides: what the report is, how many targets stand where, and by category."""

from kpi.charts import palette
from kpi.i18n import Texts
from kpi.model import Lamp
from kpi.report.model import Category, GapReport, StatusCount
from kpi.report.pictures import POINTS_PER_PIXEL, Mark, counts_mark
from kpi.report.plots import status_plot
from kpi.report.slides import fit
from kpi.report.slides.areas import PLAIN_BODY, TITLE_OF_DECK, Area
from kpi.report.slides.deck import MARK_SCALE, Deck
from kpi.report.slides.sources import headed
from kpi.report.slides.template import SlideLayout
from kpi.report.wording import basis_told, listed, shape, target_named, title_lines
from kpi.views import Standing

_TITLE_WIDTH, _TITLE_LINES = 21, 3
"""Of the first slide's title: the widest line in characters, and how many there may be."""
_CARDS_ABREAST, _MOST_ABREAST, _GAP = 5, 7, 16
"""Cards in a row: as many at best, and at most where no fewer make rows of one length."""
_CARD, LARGE_CARD = 96, 170
"""Points that cards are high: those below a picture, and those that are all there is on a slide."""


def title_slide(deck: Deck) -> None:
    """Plan, day of the figures, and whether it is a draft or issued."""
    report, words = deck.report, deck.words
    page = deck.page(report.title, layout=SlideLayout.TITLE)
    told = {words("report.subtitle_plain", day=report.as_of): 1, report.caution: 2, standing(report): 1, _made(report): 1}
    below = {text: lines for text, lines in told.items() if text}
    page.title_of_deck(_title_lines(report.title), TITLE_OF_DECK.width, _TITLE_LINES, below)
    basis = basis_told(words, report)
    page.note(report.caution, standing(report), basis)


def _title_lines(title: str) -> tuple[str, ...]:
    """Broken by sense; a title too long for that is cut, before anybody tries all ways to break it."""
    most = _TITLE_WIDTH * _TITLE_LINES
    return title_lines(title, _TITLE_WIDTH) if fit.width_of(title, 1) <= most else (title,)


def standing(report: GapReport) -> str:
    """Whether it is a draft, or who issued it when and under which number."""
    words, issue = report.texts, report.issue
    if issue is None:
        return words("slides.draft")
    return words("slides.issued", number=issue.number, user=issue.user, moment=issue.moment)


def _made(report: GapReport) -> str:
    key = "slides.made_known" if report.known_at else "slides.made"
    return report.texts(key, moment=report.moment, version=report.data_version)


def counts_slide(deck: Deck) -> None:
    """The headline, and the number of targets in each status."""
    report, words = deck.report, deck.words
    page = deck.page(words("report.heading_overview"), report.headline or words("report.no_targets"))
    if report.counts:
        page.mark(counts(report))
        areas = place_cards(len(report.counts) + 1, page.body, _CARD if report.earlier else LARGE_CARD)
        page.card(areas[0], str(len(report.counted)), words("slides.targets"), stripe=palette.LAMP_COLOURS[Lamp.GREY])
        for area, count in zip(areas[1:], report.counts, strict=True):
            lamp = _rows(report, count)[0].lamp
            label = f"{shape(words, count.status, lamp)} {count.text}"  # not a target's own which may be a person's
            page.card(area, str(count.count), label, stripe=palette.LAMP_COLOURS[lamp])
        if report.earlier:
            top = areas[-1].bottom + 18
            page.text(Area(page.body.left, top, page.body.width, page.body.bottom - top), [report.earlier])
    page.note(report.earlier, *headed(words, (_named(words, report, count) for count in report.counts)))
    page.note(*(words("report.pending_item", targets=target_named(words, row), reason=said) for row, said in _revised(report)))


def counts(report: GapReport) -> Mark:
    """The targets by status, as wide as a slide's text."""
    return counts_mark(report, round(PLAIN_BODY.width / POINTS_PER_PIXEL / MARK_SCALE))


def _revised(report: GapReport) -> list[tuple[Standing, str]]:
    """What is said of each listed target that was revised."""
    listed_rows = (row for category in report.categories for row in category.listed)
    return [(row, said) for row in listed_rows for said in row.revised]


def _rows(report: GapReport, count: StatusCount) -> list[Standing]:
    return [row for row in report.counted if row.status is count.status]


def _named(words: Texts, report: GapReport, count: StatusCount) -> str:
    names = listed(words, (target_named(words, row) for row in _rows(report, count)))
    return words("slides.status_named", status=count.text, count=count.count, targets=names)


def place_cards(number: int, area: Area, highest: float = _CARD, best: int = _CARDS_ABREAST) -> list[Area]:
    """Rows of cards, all of one length, `best` abreast if they can; if nothing divides them, the first is as high as all."""
    abreast = _even(number, best)
    if abreast is None:
        first, rest = area.split((area.width - _GAP * best) / (best + 1), _GAP)
        others = place_cards(number - 1, rest, highest, best)
        return [Area(first.left, first.top, first.width, others[-1].bottom - first.top), *others]
    lines = number // abreast
    height = min(highest, (area.height - (lines - 1) * _GAP) / lines)
    rows = [Area(area.left, area.top + line * (height + _GAP), area.width, height) for line in range(lines)]
    return [column for row in rows for column in row.columns(abreast, _GAP)]


def _even(number: int, best: int) -> int | None:
    """How many of so many cards stand abreast, so that every row has as many; None where that would be too many or one."""
    if number <= best:
        return number
    fitting = [abreast for abreast in range(_MOST_ABREAST, 1, -1) if number % abreast == 0]
    longer = next((abreast for abreast in fitting if abreast < number), None)  # one long row leaves a slide half empty
    return next((abreast for abreast in fitting if abreast <= best), longer)


def charted(report: GapReport) -> tuple[Category, ...]:
    """The categories that the chart of verdicts shows. One alone is told by the counts already."""
    return tuple(category for category in report.categories if category.counted)


def lamps_slide(deck: Deck) -> None:
    """How many targets of each category stand where, as a chart."""
    report, words = deck.report, deck.words
    plot = status_plot(report)
    if plot is None:
        return
    page = deck.page(plot.title)
    page.chart(plot, page.body, 13)
    by_category = (
        words(
            "slides.category_named",
            category=category.name,
            targets=listed(words, (_told(words, row) for row in category.counted)),
        )
        for category in charted(report)
    )
    page.note(*headed(words, by_category), *_scheme(report))


def _told(words: Texts, row: Standing) -> str:
    return words("report.plot_item", name=target_named(words, row), value=row.status_text)


def _scheme(report: GapReport) -> list[str]:
    scheme = report.scheme
    return [report.texts("slides.scheme", name=scheme.name, clock=scheme.clock), *scheme.rules] if scheme else []
