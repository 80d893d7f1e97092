"""催办函: a letter to each who has not reported, on a page of its own. It asks for what is due and blames nobody.

A list that has no room between address and signature is annexed, so that whoever signs never stands on a page alone.
"""

from collections.abc import Sequence

from kpi.i18n import Texts
from kpi.report.columns import Line, lines
from kpi.report.document import form
from kpi.report.document.blocks import Block, Style
from kpi.report.document.composer import TITLE_WIDTH, Composer
from kpi.report.document.opening import issued
from kpi.report.document.room import fits_on_a_page
from kpi.report.document.typography import typography
from kpi.report.model import GapReport, ScopeKind
from kpi.report.wording import day_text, title_lines
from kpi.views import DueFigure, Letter, Register, Room, TableColumn, Tone

_OF_FIGURES: Register[Line[DueFigure]] = Register(
    [
        TableColumn("number", lambda line: line.number, room=Room.SHORT),
        TableColumn("kind.figure_due", lambda line: line.row.name),
        TableColumn("kind.figure_period", lambda line: line.row.period),
        TableColumn("kind.figure_unit", lambda line: line.row.unit, room=Room.SHORT),
        TableColumn("kind.figure_since", lambda line: day_text(line.report.texts, line.row.due)),
        TableColumn("kind.figure_deadline", lambda line: _deadline(line.report.texts, line.row)),
    ]
)
_LINES = 7
"""To whom it goes with room above, 特此函告, who signs and when with room above, and whom to ask."""
_WIDTHS = {"number": 10, "kind.figure_due": 56, "kind.figure_period": 32, "kind.figure_unit": 25}
_LAST_WIDTH = 33
"""Millimetres; a day goes on one line."""


def reminders(report: GapReport) -> tuple[Block, ...]:
    """The letters one after the other."""
    return tuple(block for letter in report.letters for block in _letter(report, letter))


def _letter(report: GapReport, letter: Letter) -> list[Block]:
    """Numbered by itself, since each goes to somebody else."""
    write, words, count = Composer(report.texts), report.texts, len(letter.figures)
    told = {"count": count, "number": count, "late": letter.late, "day": letter.on, "plan": report.plan_name}
    title, intro = _title(report), words(f"kind.reminder_{letter.tone}", **told)
    asks = words.paragraph((_needed(report, letter), words(_asks(letter), form=letter.form), words("kind.reminder_crossed")))
    annexed = not _fits(report, title, (intro, asks), letter)
    write.title(title)
    issued(write, report)
    write.paragraph(words("kind.addressee", name=letter.addressee or words("kind.addressee_open")), style=Style.ADDRESSEE)
    write.paragraph(words(f"kind.reminder_{letter.tone}_annexed", **told) if annexed else intro)
    if not annexed:
        _list(write, report, letter)
    write.paragraph(asks)
    write.paragraph(words("kind.reminder_closing"))
    form.closing(write, report, [words("kind.annex_due")] if annexed else [])
    write.paragraph(words("kind.reminder_contact"))
    if annexed:
        write.annex(1 if form.enclosed(report) else 0, words("kind.annex_due"))
        _list(write, report, letter)
    return write.blocks


def _needed(report: GapReport, letter: Letter) -> str:
    """How many of what the calendar asks for a report counts as missing, where that is not all of it, or none."""
    lacking = frozenset().union(*(each.figures for each in report.overdue))
    count = len(lacking.intersection(letter.keys))
    return report.texts("kind.reminder_needed", count=count, day=report.as_of) if 0 < count < len(letter.figures) else ""


def _title(report: GapReport) -> str:
    """With the category where it asks for that alone; whose letter it is, its first line says."""
    of = report.kind is ScopeKind.CATEGORY
    return report.texts(f"report.title_reminder{'_of' * of}", plan=report.plan_name, scope=report.scope)


def _list(write: Composer, report: GapReport, letter: Letter) -> None:
    last = "kind.figure_since" if letter.tone is Tone.BACK_THEN else "kind.figure_deadline"
    write.table("kind.caption_due", _OF_FIGURES, {**_WIDTHS, last: _LAST_WIDTH}, lines(report, letter.figures))


def _deadline(words: Texts, figure: DueFigure) -> str:
    """The day by which it is owed; what others have reported is owed by no day."""
    return day_text(words, figure.deadline) if figure.deadline else words("kind.figure_common")


def _asks(letter: Letter) -> str:
    if letter.tone is Tone.BACK_THEN:
        return "kind.reminder_asks"
    return "kind.reminder_asks_place" if letter.common else "kind.reminder_asks_calendar"


def _fits(report: GapReport, title: str, paragraphs: Sequence[str], letter: Letter) -> bool:
    """Whether the list goes on the page of the letter. A bar is reckoned with that no letter has, since programs differ."""
    words = report.texts
    rows = [[(each.name, _WIDTHS["kind.figure_due"]), (each.period, _WIDTHS["kind.figure_period"])] for each in letter.figures]
    lines = _LINES + (report.issue is not None) + len(form.enclosed(report))
    return fits_on_a_page(typography(words.lang), title_lines(title, TITLE_WIDTH), lines, paragraphs, rows, rail=0.0)
