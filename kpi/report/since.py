"""What moved since an issued report or an earlier day, worded once for documents, slides and workbook."""

from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.model import GapReport
from kpi.report.wording import day_text, shown, verdict
from kpi.views import Moved, MovedRow, Movement, Register, Standing, TableColumn

_NAMED = (Movement.FAILED, Movement.SLIPPED, Movement.CLOSED, Movement.OPENED, Movement.WIDENED)
"""Movements whose targets a summary names; of the others it says how many."""
_MOST_NAMED = 3
_LESSER = frozenset({Movement.JUDGED, Movement.VALUE})
"""Movements that a summary short of room does not count: neither a gap nor a target reached."""


class MovedLine(NamedTuple):
    """A target that moved, with the report that tells it."""

    report: GapReport
    since: Moved
    row: MovedRow


def moved_lines(report: GapReport) -> Iterator[MovedLine]:
    """Every target that moved, the worst first; none where the report is held against nothing."""
    if report.since:
        yield from (MovedLine(report, report.since, row) for row in report.since.rows)


def then_text(words: Texts, since: Moved) -> str:
    """What the report is held against: a report by its number and day, or a day."""
    return words("since.report" if since.number else "since.day", number=since.number or 0, day=since.day)


def moved_text(words: Texts, since: Moved, *, named: bool = True, brief: bool = False) -> str:
    """How many targets moved in which way, and the first of them by name, with its full stop; `brief`: only ways that weigh."""
    there = [(way, since.by_way(way)) for way in Movement if since.by_way(way)]
    if not there:
        return words("since.nothing", then=then_text(words, since))
    weighing = [each for each in there if each[0] not in _LESSER]
    told = weighing if brief and weighing else there
    return words(
        "since.told" if told == there else "since.told_chiefly",
        then=then_text(words, since),
        ways=tuple(_counted(words, *each, named=named) for each in told),
    )


def _counted(words: Texts, way: Movement, rows: tuple[MovedRow, ...], *, named: bool) -> str:
    counted = words(f"since.count_{way}", count=len(rows))
    if way not in _NAMED or not named:
        return counted
    names = list(dict.fromkeys(row.standing.name for row in rows))
    if len(names) <= _MOST_NAMED:
        return words("since.named", counted=counted, names=words.language.listing(names, long=True))
    return words("since.named_first", counted=counted, names=words.language.long_items.join(names[:_MOST_NAMED]))


def _stood(line: MovedLine, standing: Standing | None) -> tuple[str, ...]:
    """Lamp and verdict; then the value, its date where that is not the day of its side, and what is missing."""
    words = line.report.texts
    if standing is None:
        return (words("value.none"),)
    day = line.report.as_of if standing is line.row.after else line.since.day
    value, dated = standing.current.text, standing.assessment.current_date
    if value and dated and dated != day:
        value = words("report.with_label", name=value, label=standing.counted_over or day_text(words, dated))
    if standing.gap.number is not None and standing.status is not Status.MET:
        value = words("since.short", value=value, gap=shown(words, standing.gap))
    return tuple(filter(None, (verdict(words, standing), value)))


def _in_one_line(line: MovedLine, standing: Standing | None) -> str:
    return reduce(lambda stood, value: line.report.texts("since.stands", stood=stood, value=value), _stood(line, standing))


OF_MOVED: Register[MovedLine] = Register(
    [
        TableColumn("measure", lambda line: line.row.standing.measure_name, width=30),
        TableColumn("period", lambda line: line.row.standing.period, width=16),
        TableColumn("then", lambda line: _in_one_line(line, line.row.before), width=34),
        TableColumn("this_time", lambda line: _in_one_line(line, line.row.after), width=34),
        TableColumn("change", lambda line: line.report.texts(f"since.way_{line.row.way}"), width=14),
    ]
)
"""A target then and now, and in which way it moved."""
MOVED_IN_LINES: Register[MovedLine] = Register(
    [
        TableColumn("measure", lambda line: (line.row.standing.measure_name, line.row.standing.period)),
        TableColumn("then", lambda line: _stood(line, line.row.before)),
        TableColumn("this_time", lambda line: _stood(line, line.row.after)),
    ]
)
"""The same where a cell takes several lines."""
