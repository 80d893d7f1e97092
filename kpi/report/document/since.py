"""较上期变化: what moved since an issued report or an earlier day, in a sentence and in a table."""

from collections.abc import Iterator
from datetime import date

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.document.blocks import Cell, Group, Style
from kpi.report.document.composer import Composer
from kpi.report.model import GapReport
from kpi.report.wording import day_text, listed, shown, verdict
from kpi.views import Moved, MovedRow, Movement, Register, Standing, TableColumn

_WIDTHS = {"measure": 44, "before": 56, "after": 56}
"""Millimetres; together as wide as the type area."""
_Moved = tuple[MovedRow, date]
"""A row with the day of the earlier side."""
_NAMED = (Movement.FAILED, Movement.SLIPPED, Movement.CLOSED, Movement.OPENED, Movement.WIDENED)
"""Ways whose targets a summary names; of the others it says how many."""
_MOST_NAMED = 3


def sentence(write: Composer, report: GapReport) -> None:
    """How many targets moved in which way, in one paragraph; none where the report is held against nothing."""
    if report.since:
        write.paragraph(told(write.words, report.since))


def section(write: Composer, report: GapReport) -> None:
    """Each target that moved, then and now, and by what that came about."""
    if not report.since:
        return
    words, then = write.words, since_text(write.words, report.since)
    write.heading(words("since.heading"))
    if not report.since.rows:
        write.paragraph(words("since.nothing", then=then))
        return
    write.paragraph(words("since.intro", then=then, count=len(report.since.rows), table=write.next_table))
    write.table("since.caption", _register(report), _WIDTHS, _by_movement(words, report.since), then=then)
    if report.since.causes:
        write.paragraph(words("since.causes", causes=report.since.causes), style=Style.NOTE)


def since_text(words: Texts, since: Moved) -> str:
    """What the report is held against: a report by its number and day, or a day."""
    return words("since.report" if since.number else "since.day", number=since.number or 0, day=since.day)


def told(words: Texts, since: Moved) -> str:
    """How many targets moved in which way, with its full stop."""
    there = [(way, since.by_way(way)) for way in Movement if since.by_way(way)]
    if not there:
        return words("since.nothing", then=since_text(words, since))
    return words("since.told", then=since_text(words, since), ways=tuple(_counted(words, way, rows) for way, rows in there))


def _counted(words: Texts, way: Movement, rows: tuple[MovedRow, ...]) -> str:
    counted = words(f"since.count_{way}", count=len(rows))
    if way not in _NAMED:
        return counted
    names = list(dict.fromkeys(row.standing.name for row in rows))
    key = "since.named" if len(names) <= _MOST_NAMED else "since.named_first"
    return words(key, counted=counted, names=listed(words, names[:_MOST_NAMED]))


def _by_movement(words: Texts, since: Moved) -> Iterator[_Moved | Group]:
    """Every target that moved, under the way it did."""
    for way in Movement:
        if rows := since.by_way(way):
            yield Group(words("since.group", way=words(f"since.way_{way}"), count=len(rows)))
            yield from ((row, since.day) for row in rows)


def _register(report: GapReport) -> Register[_Moved]:
    words = report.texts
    return Register(
        [
            TableColumn("measure", lambda line: (line[0].standing.measure_name, line[0].standing.period)),
            TableColumn("before", lambda line: _stood(words, line[0].before, line[1])),
            TableColumn("after", lambda line: _stood(words, line[0].after, report.as_of)),
        ]
    )


def _stood(words: Texts, standing: Standing | None, day: date) -> Cell:
    """Lamp and verdict; then the value, its date where that is not the day of its side, and what is missing."""
    if standing is None:
        return words("value.none")
    told, dated = standing.current.text, standing.assessment.current_date
    if told and dated and dated != day:
        told = words("report.with_label", name=told, label=day_text(words, dated))
    if standing.gap.number is not None and standing.status is not Status.MET:
        told = words("since.short", value=told, gap=shown(words, standing.gap))
    return tuple(filter(None, (verdict(words, standing), told)))
