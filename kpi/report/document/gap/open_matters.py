"""需收集的数据和需明确的事项: what open targets wait for, in one table; what else keeps some from a verdict."""

from functools import partial
from itertools import groupby

from kpi.report.document.blocks import Group, Style
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import label
from kpi.report.document.gap.collecting import Wanted, waiting, wanted_of
from kpi.report.model import GapReport
from kpi.views import Register, Room, TableColumn

_WIDTHS = {"number": 8, "measure": 31, "target": 27, "at_hand": 44, "to_collect": 24, "period_end": 22}
_WITH_OWNER = {"number": 8, "measure": 28, "target": 24, "at_hand": 35, "to_collect": 21, "period_end": 20, "owner": 20}
"""Millimetres; together as wide as the type area. The end of a period, 2025年3月底, takes a line and no more."""


def open_matters(write: Composer, report: GapReport) -> None:
    """A plan of what to collect, by cause, and what a decision, or time, has to settle."""
    words, wanted = write.words, wanted_of(report)
    write.heading(words("document.heading_open"))
    if not wanted:
        write.paragraph(words("report.nothing_pending"))
        return
    due = waiting(wanted, words.lang).due
    count = len({row.key for each in wanted for row in each.rows if row.counted})
    key = "document.collect_due" if due else "document.collect"
    asked = label(words, report, "questions") if report.pending_questions else ""
    write.paragraph(
        words(key, count=count, due=due, table=write.next_table),
        words("document.see_questions", annex=asked) if asked else "",
    )
    _table(write, wanted)


def _table(write: Composer, wanted: tuple[Wanted, ...]) -> None:
    words, owned = write.words, any(each.owners for each in wanted)
    rows: list[Wanted | Group] = []
    for _, group in groupby(wanted, key=lambda each: each.status):
        together = list(group)
        counted = len({row.key for each in together for row in each.rows if row.counted})
        key = "report.pending_group" if counted else "document.earlier_group"
        rows += [Group(words(key, status=words(f"status.{together[0].status}"), count=counted)), *together]
    register: Register[Wanted] = Register(
        [
            TableColumn("number", lambda each: each.number, room=Room.SHORT),
            TableColumn("measure", lambda each: each.rows[0].measure_name),
            TableColumn("target", partial(Wanted.targets, words=words)),
            TableColumn("at_hand", partial(Wanted.at_hand, words=words)),
            TableColumn("to_collect", partial(Wanted.to_collect, words=words)),
            TableColumn("period_end", partial(Wanted.by_when, words=words)),
            TableColumn("owner", lambda each: words.language.items.join(each.owners)),
        ]
    )
    write.table("document.caption_collect", register, _WITH_OWNER if owned else _WIDTHS, rows)
    write.paragraph(words("document.note_until" if owned else "document.note_owner_open"), style=Style.NOTE)
