"""镇街: the regions below, measure by measure, with share and rank as formulas; 本地区数据: the same of one of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kpi.report.model import GapReport
from kpi.report.wording import ranges
from kpi.report.workbook import cells
from kpi.report.workbook.cells import Formula, Noted, SheetCell, live
from kpi.report.workbook.notes import figures_note
from kpi.report.workbook.sheet import SheetField, SheetTable, SheetWriter
from kpi.views import MemberColumn, MemberRow, ValueRow


class TownLine(NamedTuple):
    """One region's value of one measure."""

    report: GapReport
    column: MemberColumn
    member: MemberRow
    rank: SheetCell


class ValueSheetLine(NamedTuple):
    """One value of the region reported on."""

    report: GapReport
    value: ValueRow


def write_towns(sheet: SheetWriter, report: GapReport) -> SheetTable:
    """镇街, best first within each measure, unreported last."""
    about = [_about(report, column) for column in report.members]
    lines = [line for column in report.members for line in _lines(report, column)]
    return sheet.table(_TOWNS, lines, frozen=3, below=about)


def _about(report: GapReport, column: MemberColumn) -> str:
    """How a measure's whole and gaps come about, on one line."""
    told = [text for text in (column.whole_note, column.check_text, column.contribution_note if _lacks(column) else "") if text]
    notes = report.texts.paragraph(told)
    return report.texts("xlsx.about_members", measure=column.name, period=column.period_name, notes=notes)


def _lacks(column: MemberColumn) -> bool:
    return any(each.lacking.number is not None for each in column.rows)


def _lines(report: GapReport, column: MemberColumn) -> Iterator[TownLine]:
    """The members of a measure; their ranks as formulas if one direction gives all of them."""
    unique = sum(each.name.casefold() == column.name.casefold() for each in report.members) == 1
    better = next((sign for sign in "><" if unique and _ranks_by(column.rows, sign)), "")
    for member in column.rows:
        rank = Formula(_RANK.format(better=better), member.rank) if better and member.rank is not None else member.rank
        yield TownLine(report, column, member, rank)


_RANK = "=SUMPRODUCT(({{all_measure}}={{measure}})*ISNUMBER({{all_value}})*({{all_value}}{better}{{value}}))+1"
"""How many of the same measure are better, plus one: right in whatever order the list is sorted, which RANK is not."""


def _ranks_by(members: Sequence[MemberRow], sign: str) -> bool:
    """Whether counting the better ones gives every rank. Text that is no number is left out, as ISNUMBER does."""
    numbers = [each.amount.number for each in members if each.amount.number is not None]
    ranked = [(each.rank, each.amount.number) for each in members if each.rank is not None]
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
    return Noted(value, note)


def _town_share(line: TownLine) -> SheetCell:
    return live(line.member.share, cells.SHARE, value=line.member.amount, whole=line.column.whole)


_TOWNS: tuple[SheetField[TownLine], ...] = (
    SheetField("measure", 28, lambda line: line.column.name),
    SheetField("period", 16, lambda line: line.column.period_name),
    SheetField("region", 16, lambda line: line.member.name),
    SheetField("value", 12, _town_value),
    SheetField("unit", 13, lambda line: line.column.unit),
    SheetField("whole", 12, lambda line: line.column.whole),
    SheetField("share_of_whole", 11, _town_share),
    SheetField("rank_of_all", 8, lambda line: line.rank),
    SheetField("lacking", 13, lambda line: line.member.lacking),
    SheetField(
        "lacking_unit", 13, lambda line: line.column.contribution_unit if line.member.lacking.number is not None else ""
    ),
    SheetField("in_whole", 10, lambda line: line.report.texts("report.yes" if line.member.counted else "report.no")),
    SheetField("verdict", 11, lambda line: line.member.standing.status_text if line.member.standing else ""),
    SheetField("source", 60, lambda line: line.member.source),
)


def write_values(sheet: SheetWriter, report: GapReport) -> SheetTable:
    """本地区数据."""
    return sheet.table(_VALUES, [ValueSheetLine(report, each) for each in report.values], frozen=1)


def _own_value(line: ValueSheetLine) -> SheetCell:
    value = line.value
    return Noted(value.value, figures_note(line.report, value.figures, value.period))


def _own_share(line: ValueSheetLine) -> SheetCell:
    return live(line.value.share, cells.SHARE, value=line.value.value, whole=line.value.whole)


def _numbers(line: ValueSheetLine) -> str:
    numbered = line.report.numbered_figures
    return ranges(numbered[each] for each in line.value.figures if each in numbered)


def _ranked(line: ValueSheetLine) -> int | None:
    return line.value.ranked or None


def _source(line: ValueSheetLine) -> str:
    return line.report.texts.word(tuple(each.source for each in line.value.figures))


_VALUES: tuple[SheetField[ValueSheetLine], ...] = (
    SheetField("measure", 34, lambda line: line.value.measure),
    SheetField("category", 13, lambda line: line.value.category),
    SheetField("period", 18, lambda line: line.value.period),
    SheetField("value", 12, _own_value),
    SheetField("unit", 13, lambda line: line.value.unit),
    SheetField("whole", 12, lambda line: line.value.whole),
    SheetField("share_of_whole", 11, _own_share),
    SheetField("rank_of_all", 8, lambda line: line.value.rank),
    SheetField("ranked", 9, _ranked),
    SheetField("figures", 9, _numbers),
    SheetField("source", 60, _source),
)
