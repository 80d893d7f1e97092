"""较上期变化: what moved since an issued report or an earlier day, in a sentence and in a table."""

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.document.blocks import Cell, Style
from kpi.report.document.composer import Composer
from kpi.report.model import GapReport
from kpi.report.wording import day_text, listed, shown, verdict
from kpi.views import Moved, MovedRow, Movement, Register, Standing, TableColumn

_WIDTHS = {"measure": 36, "before": 40, "after": 40, "moved": 40}
"""Millimetres; together as wide as the type area."""
_NAMED = (Movement.FAILED, Movement.SLIPPED, Movement.CLOSED, Movement.OPENED, Movement.WIDENED)
"""Ways whose targets a summary names; of the others it says how many."""
_MOST_NAMED = 5


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
    write.table("since.caption", _register(words), _WIDTHS, report.since.rows, then=then)
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


def _register(words: Texts) -> Register[MovedRow]:
    return Register(
        [
            TableColumn("measure", lambda row: (row.standing.measure_name, row.standing.period)),
            TableColumn("before", lambda row: _stood(words, row.before)),
            TableColumn("after", lambda row: _stood(words, row.after)),
            TableColumn("moved", lambda row: words(f"since.way_{row.way}")),
        ]
    )


def _stood(words: Texts, standing: Standing | None) -> Cell:
    """Lamp and verdict, the value with its day, and what is missing."""
    if standing is None:
        return words("value.none")
    lines = [verdict(words, standing)]
    if standing.current.text:
        day = day_text(words, standing.assessment.current_date)
        lines.append(words("report.with_label", name=standing.current.text, label=day) if day else standing.current.text)
    if standing.gap.number is not None and standing.status is not Status.MET:
        lines.append(words("since.gap", gap=shown(words, standing.gap)))
    return tuple(lines)
