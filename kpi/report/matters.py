"""What is to be put right, as reports word it: a matter in a sentence, and what was answered about a target in a cell."""

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.views import MatterView, Standing

_ENDS = "。；;.，, "


def matter_text(words: Texts, matter: MatterView) -> str:
    """One matter in sentences: how far it is, why it came to that, what is done about it, by whom and until when."""
    late = words("remarks.days_over", count=matter.days_over, number=matter.days_over) if matter.overdue else ""
    state = words("remarks.state_late", state=matter.state_text, late=late) if late else matter.state_text
    who = " ".join(filter(None, (matter.unit, matter.person)))
    parts = [
        words("remarks.in_report", name=matter.name, state=state),
        _said(words, "cause", matter.cause),
        _said(words, "steps", matter.steps),
        _said(words, "who", who),
        _said(words, "due", words.day(matter.due)) if matter.due else words("remarks.report_no_due"),
    ]
    return words.paragraph(parts)


def _said(words: Texts, what: str, text: str) -> str:
    return words(f"remarks.report_{what}", text=text.rstrip(_ENDS)) if text.rstrip(_ENDS) else ""


def answered(report: GapReport, standing: Standing) -> tuple[MatterView, ...]:
    """What units have answered about a target with a measure, and what is still to be put right about it; nothing settled."""
    own = (matter for matter in report.matters if matter.key == standing.key and not matter.settled_on)
    return tuple(matter for matter in own if matter.steps or matter.live)


def steps_cell(report: GapReport, standing: Standing) -> tuple[str, ...]:
    """The measures that were answered about a target, each with its day and how far it is, each on a line of its own."""
    words, told = report.texts, []
    for matter in answered(report, standing):
        told += [matter.steps] if matter.steps else []
        due = words("remarks.due_on", day=matter.due) if matter.due else ""
        late = words("remarks.days_over", count=matter.days_over, number=matter.days_over) if matter.overdue else ""
        told.append(words.language.items.join(filter(None, (matter.state_text if matter.live else "", due, late))))
    return tuple(filter(None, told))
