"""指标数值与位次: the figures of a region below the plan's own, with its share of the whole and its place, without verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kpi.i18n import Texts
from kpi.report.columns import OF_VALUE_LINES, Line
from kpi.report.document.blocks import Style, Table
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import grouped, label
from kpi.report.model import GapReport
from kpi.report.wording import runs
from kpi.views import Register, Room, TableColumn, ValueRow

_OF_VALUES: Register[Line[ValueRow]] = Register(
    [
        *OF_VALUE_LINES,
        TableColumn("rank_of", lambda line: _rank(line.report.texts, line.row), room=Room.SHORT),
        TableColumn("figures", lambda line: runs(line.report.texts, line.report.numbers_of(line.row.figures)), room=Room.SHORT),
    ]
)
_WIDTHS = {"measure": 30, "date": 31, "value": 23, "share_of": 15, "whole": 24, "rank_of": 22, "figures": 11}
_WITHOUT_SOURCES = {"measure": 41, "date": 31, "value": 23, "share_of": 15, "whole": 24, "rank_of": 22}


def values(write: Composer, report: GapReport) -> None:
    """Every measure in one table, by category."""
    words = write.words
    write.heading(words("document.heading_values"))
    _table(write, report, report.values, _WIDTHS)
    write.paragraph(words("document.note_ranks", annex=label(words, report, "sources")), style=Style.NOTE)


def values_alone(report: GapReport, most: int) -> Table:
    """The first so many of them where there is no annex to name sources in and no other table to number it among."""
    write = Composer(report.texts)
    _table(write, report, report.values[:most], _WITHOUT_SOURCES)
    (made,) = (block for block in write.blocks if isinstance(block, Table))
    return replace(made, caption=report.texts("document.caption_values", scope=report.scope, above=report.above))


def _table(write: Composer, report: GapReport, rows: Sequence[ValueRow], widths: Mapping[str, float]) -> None:
    by_category: dict[str, list[Line[ValueRow]]] = {}
    for value in rows:
        by_category.setdefault(value.category, []).append(Line(report, value, group=value.category))
    lines = grouped(chain.from_iterable(by_category.values()))
    write.table("document.caption_values", _OF_VALUES, widths, lines, scope=report.scope, above=report.above)


def _rank(words: Texts, value: ValueRow) -> tuple[str, str] | None:
    if value.rank is None:
        return None
    return words("document.rank_of", rank=value.rank), words("document.ranked_of", count=value.ranked)
