"""指标数值与位次: the figures of a region below the plan's own, with its share of the whole and its place, without verdicts."""

from itertools import chain

from kpi.i18n import Texts
from kpi.report.columns import OF_VALUE_LINES, Line
from kpi.report.document.blocks import Style
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


def values(write: Composer, report: GapReport) -> None:
    """Every measure in one table, by category."""
    words = write.words
    write.heading(words("document.heading_values"))
    by_category: dict[str, list[Line[ValueRow]]] = {}
    for value in report.values:
        by_category.setdefault(value.category, []).append(Line(report, value, group=value.category))
    write.table(
        "document.caption_values",
        _OF_VALUES,
        _WIDTHS,
        grouped(chain.from_iterable(by_category.values())),
        scope=report.scope,
        above=report.above,
    )
    write.paragraph(words("document.note_ranks", annex=label(words, report, "sources")), style=Style.NOTE)


def _rank(words: Texts, value: ValueRow) -> tuple[str, str] | None:
    if value.rank is None:
        return None
    return words("document.rank_of", rank=value.rank), words("document.ranked_of", count=value.ranked)
