"""镇街: the regions below, measure by measure, with share and rank as formulas; 本地区数据: the same of one of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kpi.report.columns import OF_VALUE_LINES, Line, lines
from kpi.report.model import GapReport
from kpi.report.workbook import cells
from kpi.report.workbook.cells import Formula, Noted, Percent, SheetCell, SheetColumn, in_unit, live
from kpi.report.workbook.notes import figures_note
from kpi.report.workbook.sheet import SheetTable, SheetWriter
from kpi.views import OF_MEMBER_COLUMNS, OF_MEMBERS, MemberColumn, MemberRow, TableColumn, ValueRow


class TownLine(NamedTuple):
    """One region's value of one measure."""

    report: GapReport
    column: MemberColumn
    member: MemberRow
    rank: SheetCell


def write_towns(sheet: SheetWriter, report: GapReport) -> SheetTable:
    """镇街, best first within each measure, unreported last."""
    about = [_about(report, column) for column in report.members]
    towns = [line for column in report.members for line in _lines(report, column)]
    return sheet.table(_TOWNS, towns, frozen=3, below=about)


def _about(report: GapReport, column: MemberColumn) -> str:
    """How a measure's whole and gaps come about, on one line."""
    lacks = any(member.lacking.number is not None for member in column.rows)
    told = [text for text in (column.whole_note, column.check_text, column.contribution_note if lacks else "") if text]
    notes = report.texts.paragraph(told)
    return report.texts("xlsx.about_members", measure=column.name, period=column.period_name, notes=notes)


def _lines(report: GapReport, column: MemberColumn) -> Iterator[TownLine]:
    """The members of a measure; their ranks as formulas if one direction gives all of them."""
    unique = sum(other.name.casefold() == column.name.casefold() for other in report.members) == 1
    better = next((sign for sign in "><" if unique and _ranks_by(column.rows, sign)), "")
    for member in column.rows:
        rank = Formula(_RANK.format(better=better), member.rank) if better and member.rank is not None else member.rank
        yield TownLine(report, column, member, rank)


_RANK = "=SUMPRODUCT(({{all_measure}}={{measure}})*ISNUMBER({{all_value}})*({{all_value}}{better}{{value}}))+1"
"""How many of the same measure are better, plus one: right in whatever order the list is sorted, which RANK is not."""


def _ranks_by(members: Sequence[MemberRow], sign: str) -> bool:
    """Whether counting the better ones gives every rank. Text that is no number is left out, as ISNUMBER does."""
    numbers = [member.amount.number for member in members if member.amount.number is not None]
    ranked = [(member.rank, member.amount.number) for member in members if member.rank is not None]
    return all(
        number is not None and rank == 1 + sum(other > number if sign == ">" else other < number for other in numbers)
        for rank, number in ranked
    )


def _town_value(line: TownLine) -> SheetCell:
    value = line.member.amount
    if not value.text and value.number is None:
        return line.report.texts("analysis.not_reported")
    words = line.report.texts
    note = words("xlsx.note_member", period=line.column.period_name, value=value.told, source=line.member.source)
    return Noted(in_unit(value, line.column.unit), note)


_TOWNS: tuple[SheetColumn[TownLine], ...] = (
    *(column.of(lambda line: line.column) for column in OF_MEMBER_COLUMNS.choose("measure", "period")),
    OF_MEMBERS["region"].of(lambda line: line.member),
    TableColumn("value", _town_value, width=12),
    OF_MEMBER_COLUMNS["unit"].of(lambda line: line.column),
    TableColumn("whole", lambda line: in_unit(line.column.whole, line.column.unit), width=12),
    TableColumn(
        "share_of_whole",
        lambda line: live(Percent(line.member.share), cells.SHARE, value=line.member.amount, whole=line.column.whole),
        width=11,
    ),
    TableColumn("rank_of_all", lambda line: line.rank, width=8),
    OF_MEMBERS["lacking"].of(lambda line: line.member),
    TableColumn(
        "lacking_unit",
        lambda line: line.column.contribution_unit if line.member.lacking.number is not None else "",
        width=13,
    ),
    *(column.of(lambda line: line.member) for column in OF_MEMBERS.choose("in_whole", "verdict", "source")),
)


def write_values(sheet: SheetWriter, report: GapReport) -> SheetTable:
    """本地区数据."""
    return sheet.table(_VALUES, lines(report, report.values), frozen=1)


def _own_value(line: Line[ValueRow]) -> SheetCell:
    value = line.row
    return Noted(in_unit(value.value, value.unit), figures_note(line.report, value.figures, value.period))


_VALUES: tuple[SheetColumn[Line[ValueRow]], ...] = (
    *OF_VALUE_LINES.choose("measure", "category", "period"),
    TableColumn("value", _own_value, width=12),
    *OF_VALUE_LINES.choose("unit"),
    TableColumn("whole", lambda line: in_unit(line.row.whole, line.row.unit), width=12),
    TableColumn(
        "share_of_whole",
        lambda line: live(Percent(line.row.share), cells.SHARE, value=line.row.value, whole=line.row.whole),
        width=11,
    ),
    *OF_VALUE_LINES.choose("rank_of_all"),
    TableColumn("ranked", lambda line: line.row.ranked or None, width=9),
    *OF_VALUE_LINES.choose("figures", "source"),
)
