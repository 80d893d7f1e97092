"""The last slides: what has no verdict and why, what measures mean, where everything comes from."""

from kpi.report.slides.deck import Deck
from kpi.report.slides.sources import headed, origins, sources_of
from kpi.report.slides.tables import SlideHead
from kpi.report.wording import listed, made_told, shown, target_named, verdict
from kpi.views import Face, heading


def open_slide(deck: Deck) -> None:
    """How many targets have no verdict, by cause, and which."""
    report, words = deck.report, deck.words
    rows = [row for group in report.pending for row in group.rows]
    lead = words("report.pending_intro", count=len(rows)) if rows else words("report.nothing_pending")
    due = words("slides.open_more", overdue=len(report.overdue), questions=len(report.questions))
    page = deck.page(words("report.heading_pending"), words.paragraph((lead, due)))
    heads = [
        SlideHead(heading(words, "cause", Face.SLIDES), 12, True),
        SlideHead(heading(words, "count", Face.SLIDES), 7, True),
        SlideHead(heading(words, "targets", Face.SLIDES), 42),
        SlideHead(heading(words, "example", Face.SLIDES), 39),
    ]
    cells = [
        [
            group.text,
            str(len(group.rows)),
            listed(words, dict.fromkeys(row.measure_name for row in group.rows)),
            group.rows[0].paper.reason,
        ]
        for group in report.pending
    ]
    if cells:
        page.table(page.body, heads, cells, lines=4)
    page.note(*(words("report.pending_item", targets=target_named(words, row), reason=row.paper.reason) for row in rows))
    page.note(*report.pending_questions, *(words("report.full_stop", text=row.text) for row in report.overdue))
    page.note(*sources_of(report, rows))


def targets_slide(deck: Deck) -> None:
    """Every target of a small scope."""
    report, words = deck.report, deck.words
    page = deck.page(words("report.annex_detail"))
    keys = ("measure", "period", "target", "current", "gap", "verdict")
    heads = [
        SlideHead(heading(words, key, Face.SLIDES), share, key != "measure")
        for key, share in zip(keys, (34, 16, 14, 14, 16, 16), strict=True)
    ]
    cells = [
        [
            row.measure_name,
            row.period,
            *(shown(words, amount) for amount in (row.goal, row.current, row.gap)),
            verdict(words, row),
        ]
        for row in report.counted
    ]
    number = page.table(page.body, heads, cells)
    page.note(*(row.sentence for row in report.counted))
    if number < len(cells):
        page.note(words("slides.left_out", count=len(cells) - number))
    page.note(*sources_of(report, report.counted))


def definitions_slide(deck: Deck) -> None:
    """What the measures mean."""
    report, words = deck.report, deck.words
    page = deck.page(words("document.heading_definitions"))
    heads = [
        SlideHead(heading(words, "measure", Face.SLIDES), 24),
        SlideHead(heading(words, "unit", Face.SLIDES), 9, True),
        SlideHead(heading(words, "definition", Face.SLIDES), 40),
        SlideHead(heading(words, "formula", Face.SLIDES), 27),
    ]
    rows = report.explained
    cells = [[row.measure, row.unit, shown(words, row.definition), shown(words, row.formula)] for row in rows]
    page.table(page.body, heads, cells, lines=3)
    for row in rows:
        page.note(words("slides.definition", measure=row.measure, definition=row.definition or row.formula), row.source)


def sources_slide(deck: Deck) -> None:
    """The documents and files that targets and figures come from."""
    report, words = deck.report, deck.words
    met = origins(report)
    page = deck.page(words("slides.sources_title"), words("slides.sources_lead"))
    heads = [
        SlideHead(heading(words, "origin", Face.SLIDES), 74),
        SlideHead(heading(words, "target_number", Face.SLIDES), 13, True),
        SlideHead(heading(words, "figure_number", Face.SLIDES), 13, True),
    ]
    cells = [[origin.text, str(origin.targets), str(origin.figures)] for origin in met]
    if cells:
        page.table(page.body, heads, cells)
    page.note(made_told(words, report))
    page.note(*headed(words, (origin.text for origin in met)))
