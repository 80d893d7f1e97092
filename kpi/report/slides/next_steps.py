"""下一步: what is to be put right and what is due, from whom, what closing each gap takes, and what is to be settled.

It states and asks for nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.report.slides.deck import Deck
from kpi.report.slides.sources import sources_of
from kpi.report.slides.tables import SlideTable
from kpi.report.wording import listed, target_named
from kpi.views import Register, Room, Standing, TableColumn

_MOST_MATTERS, _MOST_DUE, _MOST_GAPS, _MOST_QUESTIONS = 3, 4, 4, 3
_MOST_LINES = 6
"""Of a cell, before smaller type is tried."""
_WIDTHS = {"step_kind": 11, "step_owner": 17, "step": 54, "step_by": 18}
"""Shares of the width."""


class Step(NamedTuple):
    """One thing that is to be done."""

    kind: str
    owner: str
    what: str
    by: str


_OF_STEPS: Register[Step] = Register(
    [
        TableColumn("step_kind", lambda step: step.kind, room=Room.SHORT),
        TableColumn("step_owner", lambda step: step.owner),
        TableColumn("step", lambda step: step.what),
        TableColumn("step_by", lambda step: step.by),
    ]
)


def next_slide(deck: Deck) -> None:
    """What comes next, in one table."""
    report, words = deck.report, deck.words
    told = steps(report)
    wanted = [missing.standing for missing in report.missing if missing.standing.required.text]
    counts = {"overdue": report.late.figures, "gaps": len(wanted), "holding": len(report.pending_questions)}
    there = words.tally({f"slides.count_{what}": number for what, number in counts.items()})
    lead = words("slides.next_lead", counts=there) if there else ""
    owned = any(step.owner for step in told)
    page = deck.page(words("document.heading_next"), words.paragraph((lead, "" if owned else words("slides.next_unowned"))))
    widths = {key: wide for key, wide in _WIDTHS.items() if owned or key != "step_owner"}
    if told:
        page.table(page.body, SlideTable.of(words, _OF_STEPS, widths, told), lines=_MOST_LINES, more=_left_out(report, wanted))
    page.note(*(words("report.full_stop", text=row.text) for row in report.overdue))
    page.note(*(words("slides.needed", target=target_named(words, row), required=row.required.text) for row in wanted))
    page.note(*report.pending_questions, *sources_of(report, wanted))


def steps(report: GapReport) -> list[Step]:
    """What is to be put right, what is due by unit, the gaps that can still be closed, and the first questions."""
    words = report.texts
    wanted = [missing.standing for missing in report.missing if missing.standing.required.text][:_MOST_GAPS]
    return [
        *_matters(report),
        *_due(report),
        *(
            Step(
                words("slides.step_close"),
                _owner(report, row.target.target_id),
                _needed(words, row.measure_name, row.required.text),
                row.period,
            )
            for row in wanted
        ),
        *(Step(words("slides.step_settle"), "", question, "") for question in report.pending_questions[:_MOST_QUESTIONS]),
    ]


def _left_out(report: GapReport, wanted: Sequence[Standing]) -> int:
    """How many steps there are beyond those that are told."""
    due = {_owner(report, row.target_id) for row in report.overdue}
    there = (
        (sum(each.live for each in report.matters), _MOST_MATTERS),
        (len(due), _MOST_DUE),
        (len(wanted), _MOST_GAPS),
        (len(report.pending_questions), _MOST_QUESTIONS),
    )
    return sum(max(number - most, 0) for number, most in there)


def _matters(report: GapReport) -> Iterable[Step]:
    """What is to be put right, the late first."""
    words = report.texts
    for matter in [each for each in report.matters if each.live][:_MOST_MATTERS]:
        late = words("remarks.days_over", count=matter.days_over, number=matter.days_over) if matter.overdue else ""
        due = words("remarks.due_on", day=matter.due) if matter.due else ""
        by = words.language.items.join(filter(None, (due, late)))
        what = words.language.colon.join(filter(None, (matter.name, matter.steps or matter.cause)))
        yield Step(matter.state_text, matter.unit, what, by)


def _needed(words: Texts, name: str, required: str) -> str:
    return words("report.plot_item", name=name, value=required)


def _due(report: GapReport) -> Iterable[Step]:
    """What nobody has reported, by the unit that answers for it, the longest overdue first."""
    words = report.texts
    by_owner: dict[str, dict[str, date]] = {}
    for row in sorted(report.overdue, key=lambda row: row.due):
        by_owner.setdefault(_owner(report, row.target_id), {}).setdefault(row.measure_name, row.due)
    for owner, names in list(by_owner.items())[:_MOST_DUE]:
        first, last = min(names.values()), max(names.values())
        days = words.day(first) if first == last else words("slides.step_days", first=first, last=last)
        yield Step(words("slides.step_report"), owner, listed(words, names), words("slides.step_ended", days=days))


def _owner(report: GapReport, target_id: str) -> str:
    row = next((row for row in report.rows if row.target.target_id == target_id), None)
    return row.owner if row else ""
