"""指标数值与位次: the figures of a region below the plan's own, with its share of the whole and its place, without verdicts."""

from functools import reduce

from kpi.i18n import Texts
from kpi.report.document.annexes import label
from kpi.report.document.blocks import Cell, Group, Style
from kpi.report.document.composer import Composer
from kpi.report.model import GapReport
from kpi.report.wording import runs, shown
from kpi.views import ValueRow

_WIDTHS = {"measure": 30, "date": 31, "value": 23, "share_of": 15, "whole": 24, "rank_of": 22, "figures": 11}


def values(write: Composer, report: GapReport) -> None:
    """By category, each measure in a sentence; then all of them in a table."""
    words = write.words
    write.heading(words("document.heading_values"))
    for category in _categories(report):
        write.subheading(category)
        write.items([_sentence(words, report, value) for value in report.values if value.category == category])
    write.table("document.caption_values", _WIDTHS, _rows(words, report), scope=report.scope, above=report.above)
    write.paragraph(words("document.note_ranks", annex=label(words, report, "sources")), style=Style.NOTE)


def _categories(report: GapReport) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.category for value in report.values))


def _sentence(words: Texts, report: GapReport, value: ValueRow) -> str:
    clauses = [words("document.value", measure=value.measure, value=value.value.told, period=value.period)]
    if value.share.text:
        told = {"above": report.above, "whole": value.whole.told, "share": value.share.text}
        clauses.append(words("document.value_share", **told))
    if value.rank is not None:
        clauses.append(words("document.value_rank", rank=value.rank, count=value.ranked))
    joined = reduce(lambda first, rest: words("document.clauses", first=first, rest=rest), clauses)
    return words("report.full_stop", text=joined)


def _rows(words: Texts, report: GapReport) -> list[tuple[Cell, ...] | Group]:
    rows: list[tuple[Cell, ...] | Group] = []
    for category in _categories(report):
        rows.append(Group(category))
        rows += [_cells(words, report, value) for value in report.values if value.category == category]
    return rows


def _cells(words: Texts, report: GapReport, value: ValueRow) -> tuple[Cell, ...]:
    rank = (words("document.rank_of", rank=value.rank), words("document.ranked_of", count=value.ranked))
    return (
        value.measure,
        value.period,
        shown(words, value.value),
        shown(words, value.share),
        shown(words, value.whole),
        rank if value.rank is not None else words("value.none"),
        shown(words, runs(words, [report.numbered_figures[figure] for figure in value.figures])),
    )
