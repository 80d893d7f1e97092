"""催办函: a letter to each who has not reported, on a page of its own. It asks for what is due and blames nobody."""

from kpi.report.columns import Line, lines
from kpi.report.document import form
from kpi.report.document.blocks import Block, Style
from kpi.report.document.composer import Composer
from kpi.report.document.opening import issued
from kpi.report.model import GapReport
from kpi.report.wording import day_text
from kpi.views import DueFigure, Letter, Register, Room, TableColumn

_OF_FIGURES: Register[Line[DueFigure]] = Register(
    [
        TableColumn("number", lambda line: line.number, room=Room.SHORT),
        TableColumn("kind.figure_due", lambda line: line.row.name),
        TableColumn("kind.figure_period", lambda line: line.row.period),
        TableColumn("unit", lambda line: line.row.unit, room=Room.SHORT),
        TableColumn("kind.figure_since", lambda line: day_text(line.report.texts, line.row.due)),
    ]
)
_WIDTHS = {"number": 10, "kind.figure_due": 57, "kind.figure_period": 38, "unit": 20, "kind.figure_since": 31}


def reminders(report: GapReport) -> tuple[Block, ...]:
    """The letters one after the other."""
    write = Composer(report.texts)
    for letter in report.letters:
        _letter(write, report, letter)
    return tuple(write.blocks)


def _letter(write: Composer, report: GapReport, letter: Letter) -> None:
    words, count = write.words, len(letter.figures)
    write.title(words("report.title_reminder", plan=report.plan_name))
    issued(write, report)
    write.paragraph(words("kind.addressee", name=letter.addressee or words("kind.addressee_open")), style=Style.ADDRESSEE)
    write.paragraph(words("kind.reminder_intro", count=count, number=count, day=letter.on, plan=report.plan_name))
    write.table("kind.caption_due", _OF_FIGURES, _WIDTHS, lines(report, letter.figures))
    write.paragraph(words("kind.reminder_asks", form=letter.form), words("kind.reminder_crossed"))
    write.paragraph(words("kind.reminder_closing"))
    write.paragraph(words("kind.reminder_contact"))
    form.closing(write, report)
