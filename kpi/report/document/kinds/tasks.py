"""责任单位任务清单: what each unit answers for in one table, and annexed, across the page, each target.

With it stand the 措施 that were answered, or room for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kpi.i18n import Texts
from kpi.report.columns import Line
from kpi.report.document import form, since
from kpi.report.document.blocks import Block, Group, Style
from kpi.report.document.composer import Composer
from kpi.report.document.kinds.cells import current_cell, goal_cell, verdict_cell
from kpi.report.document.opening import opened
from kpi.report.duties import Duty, Helped, UnitDuties, duties_by_unit, helped_by_unit, nothing_to_do
from kpi.report.matters import answered, steps_cell
from kpi.report.model import GapReport, ScopeKind
from kpi.report.wording import day_text
from kpi.views import Register, Room, TableColumn

_OfHelpers = Sequence[tuple[str, Sequence[Helped]]]
_OF_UNITS: Register[Line[UnitDuties]] = Register(
    [
        TableColumn("owner", lambda line: named(line.report.texts, line.row.unit)),
        TableColumn("total", lambda line: line.row.total, room=Room.SHORT),
        TableColumn("kind.open_tasks", lambda line: len(line.row.open), room=Room.SHORT),
        TableColumn("kind.wanted_tasks", lambda line: sum(duty.wanted for duty in line.row.open), room=Room.SHORT),
        TableColumn("kind.met_tasks", lambda line: len(line.row.met), room=Room.SHORT),
        TableColumn("kind.unassessed_tasks", lambda line: len(line.row.unassessed), room=Room.SHORT),
    ]
)
_UNIT_WIDTHS = {
    "owner": 56,
    "total": 20,
    "kind.open_tasks": 20,
    "kind.wanted_tasks": 20,
    "kind.met_tasks": 20,
    "kind.unassessed_tasks": 20,
}
_STANDING: tuple[TableColumn[Line[Any], Any], ...] = (
    TableColumn("number", lambda line: line.number, room=Room.SHORT),
    TableColumn("measure", lambda line: line.row.standing.measure_name),
    TableColumn("target", lambda line: goal_cell(line.row.standing)),
    TableColumn("current", lambda line: current_cell(line.report, line.row.standing)),
    TableColumn("gap", lambda line: line.row.standing.gap),
    TableColumn("verdict", lambda line: verdict_cell(line.report, line.row.standing), room=Room.SHORT),
)
"""How a target stands, whoever answers for it."""
_OF_DUTIES: Register[Line[Duty]] = Register(
    [
        *_STANDING,
        TableColumn("kind.monthly", lambda line: (line.row.monthly, line.row.since) if line.row.since else ""),
        TableColumn("kind.due_day", lambda line: _due(line.report.texts, line.row)),
        TableColumn("kind.steps", lambda line: steps_cell(line.report, line.row.standing) or "\N{IDEOGRAPHIC SPACE}"),
    ]
)
_DUTY_WIDTHS = {
    "number": 9,
    "measure": 36,
    "target": 25,
    "current": 28,
    "gap": 22,
    "verdict": 22,
    "kind.monthly": 29,
    "kind.due_day": 28,
    "kind.steps": 26,
}
"""Millimetres; together as wide as the type area of a sheet turned."""
_OF_HELPED: Register[Line[Helped]] = Register(
    [
        *_STANDING,
        TableColumn("kind.due_day", lambda line: day_text(line.report.texts, line.row.due) or line.report.texts("value.none")),
        TableColumn("owner", lambda line: line.report.texts.language.items.join(line.row.owners)),
    ]
)
_HELPED_WIDTHS = {
    "number": 9,
    "measure": 45,
    "target": 29,
    "current": 29,
    "gap": 27,
    "verdict": 25,
    "kind.due_day": 27,
    "owner": 34,
}
_ROOM_FOR_DUE = 8
_ANSWERED_WIDTHS = {"measure": 34, "target": 24, "current": 26, "gap": 21, "kind.monthly": 28, "kind.steps": 33}


def task_list(report: GapReport) -> tuple[Block, ...]:
    """The text with how much each unit has to do, and annexed the list, with what units help others with."""
    write, words, units, helped = Composer(report.texts), report.texts, duties_by_unit(report), helped_by_unit(report)
    opened(write, report)
    form.addressee(write, report)
    write.paragraph(report.caution)
    if not (units or helped):
        write.paragraph(nothing_to_do(report))
        form.closing(write, report)
        form.copy_to(write, report)
        return tuple(write.blocks)
    still = len({duty.standing.key for unit in units for duty in unit.open})
    write.paragraph(_intro(report, units, still) if units else words("kind.none_owned", unit=report.scope))
    write.paragraph(words("kind.tasks_several") if _shared(units) else "")
    write.paragraph(_helping(report, helped))
    since.sentence(write, report, named=True)
    if any(unit.unit for unit in units):
        write.table("kind.caption_units", _OF_UNITS, _UNIT_WIDTHS, (Line(report, unit) for unit in units))
    since.listing(write, report)
    annex = words("kind.annex_tasks")
    form.closing(write, report, [annex] if still or helped else [])
    if still or helped:
        write.annex(1 if form.enclosed(report) else 0, annex, landscape=True)
        _annexed(write, report, units, helped)
    form.copy_to(write, report)
    return tuple(write.blocks)


def _annexed(write: Composer, report: GapReport, units: Sequence[UnitDuties], helped: _OfHelpers) -> None:
    """What each has to do, and what each helps with."""
    if any(unit.open for unit in units):
        widths = _widths(report, units)
        write.paragraph(report.texts("kind.note_tasks" if "kind.monthly" in widths else "kind.note_steps"), style=Style.NOTE)
        write.table("kind.caption_tasks", _OF_DUTIES, widths, _rows(report, units))
    if helped:
        write.table("kind.caption_helped", _OF_HELPED, _HELPED_WIDTHS, _helped_rows(report, helped))


def _helping(report: GapReport, helped: _OfHelpers) -> str:
    """How much units help with, which is counted with those who answer for it."""
    count = len({row.standing.key for _, rows in helped for row in rows})
    if not count:
        return ""
    key = "kind.helped_own" if report.kind is ScopeKind.OWNER else "kind.helped"
    return report.texts(key, count=count, number=count, unit=helped[0][0])


def _helped_rows(report: GapReport, helped: _OfHelpers) -> Iterator[Line[Helped] | Group]:
    for unit, rows in helped:
        yield Group(report.texts("kind.unit_tasks", unit=unit, count=len(rows)))
        yield from (Line(report, row, number) for number, row in enumerate(rows, start=1))


def _intro(report: GapReport, units: Sequence[UnitDuties], still: int) -> str:
    """How much is to be done: of one unit, of all of them, or of nobody the plan names."""
    words, names = report.texts, [unit.unit for unit in units if unit.unit]
    if report.kind is ScopeKind.OWNER and len(names) == 1:
        return words("kind.tasks_own", count=still, number=still, unit=names[0], total=units[0].total)
    if names and not still:
        return words("kind.no_tasks")
    if busy := sum(bool(unit.unit and unit.open) for unit in units):
        return words("kind.tasks_intro", count=still, number=still, units=busy)
    return words("kind.tasks_unnamed", count=still, number=still)


def named(words: Texts, unit: str) -> str:
    """A unit; that the plan names none."""
    return unit or words("kind.no_owner")


def _rows(report: GapReport, units: Sequence[UnitDuties]) -> Iterator[Line[Duty] | Group]:
    for unit in units:
        if unit.open:
            yield Group(report.texts("kind.unit_tasks", unit=named(report.texts, unit.unit), count=len(unit.open)))
        for number, duty in enumerate(unit.open, start=1):
            yield Line(report, duty, number)


def _widths(report: GapReport, units: Sequence[UnitDuties]) -> Mapping[str, float]:
    """Where nothing is needed by the month, its room goes to steps and days; to steps answered, some of every other's."""
    widths = _DUTY_WIDTHS
    if any(answered(report, duty.standing) for unit in units for duty in unit.open):
        widths = widths | _ANSWERED_WIDTHS
    if any(duty.since for unit in units for duty in unit.open):
        return widths
    kept = {key: width for key, width in widths.items() if key != "kind.monthly"}
    for key, room in (("kind.due_day", _ROOM_FOR_DUE), ("kind.steps", widths["kind.monthly"] - _ROOM_FOR_DUE)):
        kept[key] += room
    return kept


def _due(words: Texts, duty: Duty) -> tuple[str, ...]:
    return day_text(words, duty.due) or words("value.none"), *duty.told_late(words)


def _shared(units: Sequence[UnitDuties]) -> bool:
    """Whether a target is a duty of several units."""
    keys = [duty.standing.key for unit in units for duty in unit.open]
    return len(set(keys)) < len(keys)
