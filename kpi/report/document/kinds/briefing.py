"""进度通报: one table of places, units or targets with lamps and what changed; who comes first, who last, who has not reported.

Nothing is ranked where too few have reported, and that is said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kpi.i18n import Texts
from kpi.model import Kind, Status
from kpi.report.columns import Line
from kpi.report.document import form, since
from kpi.report.document.blocks import Block, Group, Style
from kpi.report.document.columns import evened
from kpi.report.document.composer import Composer
from kpi.report.document.kinds.cells import current_cell, goal_cell, verdict_cell
from kpi.report.document.opening import opened
from kpi.report.league import Across, Unit, across, ends_of, enough, is_ranked, ranked_columns, units
from kpi.report.model import UNITS, GapReport, ScopeKind
from kpi.report.pictures import counts_mark
from kpi.report.wording import listed
from kpi.views import MemberColumn, MemberRow, Register, Room, ScoreRow, TableColumn, ValueRow

_BAR = 588
_COUNTED = frozenset({Kind.STOCK, Kind.FLOW})
_SHOWN = (Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED)


def _turns(line: Line[Across]) -> str:
    """By how many measures a place did better or worse than before; that nothing is known where nothing is."""
    words, place = line.report.texts, line.row
    told = {"better": place.better, "worse": place.worse, "unchanged": place.unchanged}
    parts = [words(f"kind.turn_{turn}", number=number) for turn, number in told.items() if number]
    return words.word(tuple(parts)) if parts else words("place.nothing_before")


_OF_ACROSS: Register[Line[Across]] = Register(
    [
        TableColumn("rank", lambda line: line.row.rank, room=Room.SHORT),
        TableColumn("kind.place", lambda line: line.row.name),
        TableColumn("kind.reported", lambda line: line.row.reported, room=Room.SHORT),
        TableColumn("kind.times_first", lambda line: line.row.first, room=Room.SHORT),
        TableColumn("kind.times_last", lambda line: line.row.last, room=Room.SHORT),
        TableColumn("kind.change", _turns),
    ]
)
_ACROSS_WIDTHS = {
    "rank": 14,
    "kind.place": 40,
    "kind.reported": 22,
    "kind.times_first": 22,
    "kind.times_last": 22,
    "kind.change": 36,
}


def briefing(report: GapReport) -> tuple[Block, ...]:
    """The whole of it."""
    write, words = Composer(report.texts), report.texts
    opened(write, report)
    form.addressee(write, report)
    if report.counted:
        write.heading(words("report.heading_overview"))
        write.strip(counts_mark(report, _BAR))
        write.paragraph(report.caution, report.headline)
        since.sentence(write, report, named=True)
    own = report.kind is ScopeKind.OWNER
    columns, by_unit = (
        ranked_columns(report),
        () if own else units(report),
    )  # of the others it knows what they share with this one
    if report.values:
        _own_values(write, report)
    elif columns and any(map(enough, columns)):
        _places(write, report, columns)
    elif by_unit:
        _too_few(write, columns)
        _units(write, report, by_unit)
    else:
        _too_few(write, columns)
        write.paragraph(words("kind.nothing_ranked") if not own and (not columns or report.ranked == UNITS) else "")
        _targets(write, report)
    if report.counted:
        since.section(write, report)
    form.closing(write, report)
    form.copy_to(write, report)
    return tuple(write.blocks)


def _too_few(write: Composer, columns: Sequence[MemberColumn]) -> None:
    """That too few places have reported to be ranked, and which have."""
    for column in columns[:1]:
        told = (write.words("report.with_label", name=row.name, label=row.amount.text) for row in column.reported)
        names = listed(write.words, told)
        counts = {"reported": len(column.reported), "places": len(column.rows)}
        key = "kind.too_few" if column.reported else "kind.too_few_silent"
        write.paragraph(
            write.words(key, count=len(column.reported), measure=column.name, period=column.period_name, **counts),
            write.words("kind.those", names=names) if column.reported else "",
        )


def _places(write: Composer, report: GapReport, columns: Sequence[MemberColumn]) -> None:
    words = write.words
    write.heading(words("kind.heading_places", members=report.members_name))
    if len(columns) == 1:
        _one_measure(write, report, columns[0])
    else:
        measures = listed(words, (column.name for column in columns))
        write.paragraph(words("kind.across_intro", count=len(columns), measures=measures))
        places = across(columns, report.changes)
        turned = any(place.better or place.worse or place.unchanged for place in places)
        widths = _ACROSS_WIDTHS if turned else _unchanged(_ACROSS_WIDTHS)
        rows = (Line(report, place) for place in places)
        write.table("kind.caption_across", _OF_ACROSS, widths, rows, members=report.members_name)
        write.paragraph(words("kind.note_across"), words("kind.note_turns") if turned else "", style=Style.NOTE)
    reported = {row.code for column in columns for row in column.reported}
    silent = {row.code: row.name for column in columns for row in column.rows if row.code not in reported}
    if silent:
        told = "kind.silent" if len(columns) == 1 else "kind.silent_across"
        write.paragraph(words(told, count=len(silent), names=listed(words, silent.values())))
    _lists(write, columns)


def _one_measure(write: Composer, report: GapReport, column: MemberColumn) -> None:
    """Every place that has reported by rank, with its verdict where it has a target of its own."""
    words, named = write.words, {"measure": column.name, "period": column.period_name}
    counts = {"reported": len(column.reported), "places": len(column.rows)}
    write.paragraph(words("kind.measure_intro", count=len(column.reported), **named, **counts), column.whole_note)
    changes = {each.code: each.text for each in report.changes if each.measure_id == column.measure.measure_id}
    changed = _compared(write.words, changes.values())
    register: Register[Line[MemberRow]] = Register(
        [
            TableColumn("rank", _rank, room=Room.SHORT),
            TableColumn("kind.place", lambda line: line.row.name),
            TableColumn("value", lambda line: line.row.amount),
            TableColumn("kind.change", lambda line: changes.get(line.row.code, "")),
            TableColumn(
                "verdict",
                lambda line: verdict_cell(report, line.row.standing) if line.row.standing else "",
                room=Room.SHORT,
            ),
        ]
    )
    judged = any(row.standing for row in column.reported)
    widths: dict[str, float] = {"rank": 18, "kind.place": 40, "value": 32, "kind.change": 66}
    if judged:
        widths |= {"kind.change": 44, "verdict": 22}
    if not changed:
        widths = _unchanged(widths)
    rows = (Line(report, row) for row in column.reported)
    write.table("kind.caption_places", register, widths, rows, measure=column.name, period=column.period_name)
    size = words("kind.note_size") if column.measure.kind in _COUNTED and is_ranked(column) else ""
    write.paragraph(words("kind.note_ties"), words("kind.note_change") if changed else "", size, style=Style.NOTE)


def _lists(write: Composer, columns: Sequence[MemberColumn]) -> None:
    """红榜 and 黑榜 by measure; that there are none where nobody stands out."""
    words, told = write.words, []
    write.heading(words("kind.heading_lists"))
    for column in columns:
        ends = ends_of(column)
        for side, rows in (("first", ends.first), ("last", ends.last)):
            if rows:
                values = evened(words, [row.amount for row in rows])
                named = (
                    words("report.with_label", name=row.name, label=value) for row, value in zip(rows, values, strict=True)
                )
                names = listed(words, named)
                told.append(words(f"kind.list_{side}", measure=column.name, period=words.amid(column.period_name), names=names))
    if not told:
        write.paragraph(words("kind.no_lists"))
        return
    write.paragraph(_by_what(words, [column for column in columns if any(ends_of(column)[:2])]))
    write.items(told)


def _by_what(words: Texts, columns: Sequence[MemberColumn]) -> str:
    """Whether the lists rest on verdicts or on ranks; of both, which on verdicts."""
    judged = [column.name for column in columns if ends_of(column).judged]
    if len(judged) in (0, len(columns)):
        return words("kind.lists_by_verdict" if judged else "kind.lists_by_rank")
    return words("kind.lists_mixed", measures=listed(words, judged))


def _units(write: Composer, report: GapReport, by_unit: Sequence[Unit]) -> None:
    """Units by their verdicts, then what changed target by target."""
    words = write.words
    write.heading(words("kind.heading_units"))
    counts = (TableColumn(f"status.{status}", _count(status), room=Room.SHORT) for status in _SHOWN)
    register: Register[Line[Unit]] = Register(
        [
            TableColumn("rank", lambda line: line.row.rank, room=Room.SHORT),
            TableColumn("owner", lambda line: line.row.name),
            TableColumn("total", lambda line: line.row.total, room=Room.SHORT),
            *counts,
            TableColumn("kind.open_verdicts", lambda line: line.row.open, room=Room.SHORT),
        ]
    )
    widths = {"rank": 13, "owner": 45, "total": 14}
    widths |= {f"status.{status}": 14 for status in _SHOWN} | {"kind.open_verdicts": 14}
    write.table("kind.caption_ranked_units", register, widths, (Line(report, unit) for unit in by_unit))
    write.paragraph(words("kind.note_units"), style=Style.NOTE)
    write.heading(words("kind.heading_lists"))
    good = [unit.name for unit in by_unit if unit.rank == 1 and not unit.open and not _bad(unit, Status.BEHIND)]
    bad = [unit.name for unit in by_unit if _bad(unit)]
    write.paragraph(words("kind.units_first", names=listed(words, good)) if good else words("kind.units_none_first"))
    write.paragraph(words("kind.units_last", names=listed(words, bad)) if bad else words("kind.units_none_last"))
    _targets(write, report)


def _count(status: Status) -> Callable[[Line[Unit]], int | None]:
    return lambda line: line.row.counts[status] or None


def _bad(unit: Unit, *further: Status) -> bool:
    return any(unit.counts[status] for status in (Status.MISSED, Status.FAR_BEHIND, *further))


def _targets(write: Composer, report: GapReport) -> None:
    """Every target, the worst first, with what changed where anything compares; under its unit where there are units."""
    words = write.words
    rows = [row for row in report.scores if row.standing.counted]
    if not rows:
        return
    changed = any(row.change for row in rows)
    write.heading(words("kind.heading_targets" if changed else "kind.heading_standing"))
    own = report.kind is ScopeKind.OWNER
    owners = [] if own else list(dict.fromkeys(owner for row in rows for owner in row.standing.owners))
    grouped: list[Line[ScoreRow] | Group] = []
    for owner in owners:
        grouped += [Group(owner), *(Line(report, row) for row in rows if owner in row.standing.owners)]
    rest = [Line(report, row) for row in rows if own or not row.standing.owners]
    grouped += [*([Group(words("kind.no_owner"))] if owners and rest else []), *rest]
    if changed:
        write.table("kind.caption_scores", _OF_SCORES, _SCORE_WIDTHS, grouped)
    else:
        write.table("kind.caption_standing", _OF_SCORES, _UNCHANGED_WIDTHS, grouped)


def _own_values(write: Composer, report: GapReport) -> None:
    """Of a place: its figures with their places among the others."""
    words = write.words
    write.heading(words("kind.heading_own", scope=report.scope))
    changed = _compared(words, (_place_change(report, value.measure_id) for value in report.values))
    rows = [Line(report, value) for value in report.values]
    if changed:
        write.table("kind.caption_own", _OF_VALUES, _VALUE_WIDTHS, rows, scope=report.scope)
    else:
        write.table("kind.caption_own_ranks", _OF_VALUES, _unchanged(_VALUE_WIDTHS), rows, scope=report.scope)
    write.paragraph(words("kind.note_ties"), words("kind.note_change") if changed else "", style=Style.NOTE)
    _targets(write, report)


def _compared(words: Texts, changes: Iterable[str]) -> bool:
    """Whether any figure has one before it that it is held against; a column of nothing else says nothing."""
    return any(change not in ("", words("place.nothing_before")) for change in changes)


def _unchanged(widths: Mapping[str, float]) -> dict[str, float]:
    """Without the column of changes, whose room goes to the name in front."""
    name = next(key for key in widths if key in ("kind.place", "measure"))
    return {key: width + (widths["kind.change"] if key == name else 0) for key, width in widths.items() if key != "kind.change"}


def _own_rank(line: Line[ValueRow]) -> str:
    value = line.row
    return line.report.texts("kind.rank_of", rank=value.rank, count=value.ranked) if value.rank is not None else ""


def _place_change(report: GapReport, measure_id: str) -> str:
    return next((each.text for each in report.changes if each.measure_id == measure_id), "")


def _rank(line: Line[MemberRow]) -> str:
    """1, or 1—3 where the marks of figures leave more than one open."""
    if not line.row.ranks:
        return ""
    best, worst = line.row.ranks
    return str(best) if best == worst else line.report.texts("place.ranks", best=best, worst=worst)


def _change(line: Line[ScoreRow]) -> tuple[str, str] | str:
    change = line.row.change
    if change:
        return change.text, change.since
    return line.report.texts("place.nothing_before" if line.row.standing.current.text else "value.none")


_OF_SCORES: Register[Line[ScoreRow]] = Register(
    [
        TableColumn("measure", lambda line: line.row.standing.measure_name),
        TableColumn("target", lambda line: goal_cell(line.row.standing)),
        TableColumn("current", lambda line: current_cell(line.report, line.row.standing)),
        TableColumn("kind.change", _change),
        TableColumn("verdict", lambda line: verdict_cell(line.report, line.row.standing), room=Room.SHORT),
    ]
)
_SCORE_WIDTHS = {"measure": 42, "target": 29, "current": 31, "kind.change": 32, "verdict": 22}
_UNCHANGED_WIDTHS = {"measure": 60, "target": 36, "current": 38, "verdict": 22}
_OF_VALUES: Register[Line[ValueRow]] = Register(
    [
        TableColumn("measure", lambda line: line.row.measure),
        TableColumn("value", lambda line: line.row.value),
        TableColumn("date", lambda line: line.row.period),
        TableColumn("rank", _own_rank, room=Room.SHORT),
        TableColumn("kind.change", lambda line: _place_change(line.report, line.row.measure_id)),
    ]
)
_VALUE_WIDTHS = {"measure": 44, "value": 26, "date": 30, "rank": 18, "kind.change": 38}
