"""需收集的数据和需明确的事项: what open targets wait for, in one table; what else keeps some from a verdict."""

from functools import partial
from itertools import groupby

from kpi.i18n import Texts
from kpi.report.document.blocks import Group, Style
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import label
from kpi.report.document.gap.collecting import Wanted, to_settle, wanted_of
from kpi.report.model import GapReport
from kpi.report.wording import listed, target_in_sentence, target_named
from kpi.views import Register, Room, Standing, TableColumn

_WIDTHS = {"number": 8, "measure": 31, "target": 27, "at_hand": 44, "to_collect": 24, "until": 22}
_WITH_OWNER = {"number": 8, "measure": 28, "target": 24, "at_hand": 35, "to_collect": 22, "until": 18, "owner": 21}
"""Millimetres; together as wide as the type area."""


def open_matters(write: Composer, report: GapReport) -> None:
    """A plan of what to collect, by cause; then what a decision, or time, has to settle."""
    words, wanted, settled = write.words, wanted_of(report), to_settle(report)
    write.heading(words("document.heading_open"))
    if not wanted and not settled:
        write.paragraph(words("report.nothing_pending"))
        return
    if wanted:
        due = sum(each.is_due for each in wanted)
        key = f"document.collect{'_all' * (due == len(wanted))}{'_due' * bool(due)}"
        intro = words(key, count=len(wanted), due=due, table=write.next_table)
        write.paragraph(intro)
        _table(write, wanted)
    if settled:
        asked = {"annex": label(words, report, "questions")} if report.pending_questions else {}
        write.paragraph(words("document.settle_asked" if asked else "document.settle", count=len(settled), **asked))
        write.items(_settled(words, settled))


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
            TableColumn("until", partial(Wanted.by_when, words=words)),
            TableColumn("owner", lambda each: words.language.items.join(each.owners)),
        ]
    )
    write.table("document.caption_collect", register, _WITH_OWNER if owned else _WIDTHS, rows)
    write.paragraph(words("document.note_until" if owned else "document.note_owner_open"), style=Style.NOTE)


def _settled(words: Texts, rows: tuple[Standing, ...]) -> list[str]:
    """Targets with the same reason, and revised alike if they were, in one item."""
    by_reason: dict[str, list[Standing]] = {}
    for row in rows:
        reason = row.paper.reason or words("report.full_stop", text=row.status_text)
        by_reason.setdefault(words.paragraph((reason, *row.revised)), []).append(row)
    return [
        words("report.pending_item", targets=listed(words, (_named(words, row) for row in group)), reason=reason)
        for reason, group in by_reason.items()
    ]


def _named(words: Texts, row: Standing) -> str:
    """A target with what there is beside it, where there is something."""
    if not row.current.text:
        return target_named(words, row)
    key = "document.target_and_value" if row.goal.number is not None else "document.milestone_and_value"
    target = target_in_sentence(words, row)
    return words(key, measure=row.measure_name, period=row.period, target=target, current=row.current.told)
