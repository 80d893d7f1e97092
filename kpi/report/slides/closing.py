"""The last slides: what has no verdict and why, what measures mean, where everything comes from."""

from kpi.report.columns import SET_TARGETS, Line, lines
from kpi.report.model import GapReport, PendingGroup
from kpi.report.slides.deck import Deck
from kpi.report.slides.sources import Origin, headed, origins, sources_of
from kpi.report.slides.tables import SlideTable
from kpi.report.wording import listed, made_told, target_named
from kpi.views import OF_DEFINITIONS, Register, Room, TableColumn

_TARGETS = {"measure": 34, "period": 16, "target": 14, "current": 14, "gap": 16, "verdict": 16}
_DEFINITIONS = {"measure": 24, "unit": 9, "definition": 40, "formula": 27}
_GROUPS = {"cause": 12, "count": 8, "targets": 48, "example": 32}
_ORIGINS = {"origin": 74, "target_number": 13, "figure_number": 13}
"""Shares of the width."""
_OF_GROUPS: Register[Line[PendingGroup]] = Register(
    [
        TableColumn("cause", lambda line: line.row.text, room=Room.SHORT),
        TableColumn("count", lambda line: len(line.row.rows), room=Room.SHORT),
        TableColumn("targets", lambda line: _named(line.report, line.row)),
        TableColumn("example", lambda line: line.row.rows[0].paper.reason),
    ]
)
_OF_ORIGINS: Register[Origin] = Register(
    [
        TableColumn("origin", lambda origin: origin.text),
        TableColumn("target_number", lambda origin: origin.targets, room=Room.SHORT),
        TableColumn("figure_number", lambda origin: origin.figures, room=Room.SHORT),
    ]
)


def open_slide(deck: Deck) -> None:
    """How many targets have no verdict, by cause, and which."""
    report, words = deck.report, deck.words
    rows = [row for group in report.pending for row in group.rows]
    more = words.tally({"slides.count_overdue": report.late.figures, "slides.count_questions": len(report.questions)})
    due = words("slides.open_more", counts=more) if more else ""
    page = deck.page(words("report.heading_pending"), words.paragraph((*_open_lead(report), due)))
    if rows:
        page.table(page.body, SlideTable.of(words, _OF_GROUPS, _GROUPS, lines(report, _groups(report))), lines=4)
    page.note(*(words("report.pending_item", targets=target_named(words, row), reason=row.paper.reason) for row in rows))
    page.note(*report.pending_questions, *(words("report.full_stop", text=row.text) for row in report.overdue))
    page.note(*sources_of(report, rows))


def _open_lead(report: GapReport) -> tuple[str, ...]:
    """How many are without a verdict: as many as the headline counts, and beside them those of earlier years."""
    words, rows = report.texts, [row for group in report.pending for row in group.rows]
    counted = sum(row.counted for row in rows)
    earlier = len(rows) - counted
    if not counted:
        return (words("slides.pending_only_earlier", count=earlier) if earlier else words("report.nothing_pending"),)
    lead = words("report.pending_intro", count=counted)
    return (lead, words("slides.pending_earlier", count=earlier)) if earlier else (lead,)


def _groups(report: GapReport) -> list[PendingGroup]:
    """By cause what the headline counts, then by itself what is open of earlier years."""
    now = [(group, group.text, tuple(row for row in group.rows if row.counted)) for group in report.pending]
    before = [(group, _earlier(report, group), tuple(row for row in group.rows if not row.counted)) for group in report.pending]
    return [PendingGroup(group.status, text, rows) for group, text, rows in (*now, *before) if rows]


def _named(report: GapReport, group: PendingGroup) -> str:
    """The measures that its targets are of, with how many these are where several targets are of one."""
    words, names = report.texts, dict.fromkeys(row.measure_name for row in group.rows)
    told = listed(words, names)
    return told if len(names) == len(group.rows) else words("slides.of_measures", count=len(names), names=told)


def _earlier(report: GapReport, group: PendingGroup) -> str:
    return report.texts("slides.earlier_group", status=group.text)


def targets_slide(deck: Deck) -> None:
    """Every target of a small scope."""
    report, words = deck.report, deck.words
    page = deck.page(words("report.annex_detail"))
    number = page.table(page.body, SlideTable.of(words, SET_TARGETS, _TARGETS, lines(report, report.counted)))
    page.note(*(row.sentence for row in report.counted))
    if number < len(report.counted):
        page.note(words("slides.left_out", count=len(report.counted) - number))
    page.note(*sources_of(report, report.counted))


def definitions_slide(deck: Deck) -> None:
    """What the measures mean."""
    report, words = deck.report, deck.words
    page = deck.page(words("document.heading_definitions"))
    page.table(page.body, SlideTable.of(words, OF_DEFINITIONS, _DEFINITIONS, report.explained), lines=3)
    for row in report.explained:
        page.note(words("slides.definition", measure=row.measure, definition=row.definition or row.formula), row.source)


def sources_slide(deck: Deck) -> None:
    """The documents and files that targets and figures come from."""
    report, words = deck.report, deck.words
    met = origins(report)
    page = deck.page(words("slides.sources_title"), words("slides.sources_lead"))
    if met:
        page.table(page.body, SlideTable.of(words, _OF_ORIGINS, _ORIGINS, met))
    page.note(made_told(words, report))
    page.note(*headed(words, (origin.text for origin in met)))
