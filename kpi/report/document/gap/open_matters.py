"""需收集的数据和需明确的事项: what open targets wait for, in one table; what else keeps some from a verdict."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

from kpi.i18n import Texts
from kpi.report.document.blocks import Group, Style
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import label
from kpi.report.document.gap.collecting import Wanted, lacking, waiting, wanted_of
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
    there, (count, earlier) = waiting(report, wanted), _counts(wanted)
    key = "document.collect_due" if there.due else "document.collect"
    asked = label(words, report, "questions") if report.pending_questions else ""
    write.paragraph(
        words(key, count=count, due=there.due, table=write.next_table, lacking=lacking(words, there)),
        words("document.collect_earlier", count=earlier) if earlier else "",
        words("document.collect_rows", count=len(wanted)) if len(wanted) != count + earlier else "",
        words("document.see_questions", annex=asked) if asked else "",
    )
    _table(write, wanted)


def _counts(wanted: Iterable[Wanted]) -> tuple[int, int]:
    """How many targets the headline counts, and how many of earlier years stand beside them."""
    rows = {row.key: row.counted for each in wanted for row in each.rows}
    return sum(rows.values()), len(rows) - sum(rows.values())


def _group(words: Texts, together: Sequence[Wanted]) -> str:
    """A status with how many have it, those of earlier years apart: who counts arrives at what the paragraph tells."""
    status, (count, earlier) = words(f"status.{together[0].status}"), _counts(together)
    if not count:
        return words("document.earlier_group", status=status, count=earlier)
    key = "document.group_and_earlier" if earlier else "report.pending_group"
    return words(key, status=status, count=count, earlier=earlier)


def _table(write: Composer, wanted: tuple[Wanted, ...]) -> None:
    words, owned = write.words, any(each.owners for each in wanted)
    rows: list[Wanted | Group] = []
    for _, group in groupby(wanted, key=lambda each: each.status):
        together = list(group)
        rows += [Group(_group(words, together)), *together]
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
