"""较上期变化: what moved since an issued report or an earlier day, in a sentence and in a table."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpi.i18n import Texts
from kpi.report.document.blocks import Group, Style
from kpi.report.document.composer import Composer
from kpi.report.model import GapReport
from kpi.report.since import MOVED_IN_LINES, MovedLine, moved_lines, moved_text, then_text

_WIDTHS = {"measure": 44, "then": 56, "this_time": 56}
"""Millimetres; together as wide as the type area."""


_MOST, _FIRST = 10, 6
"""Rows that a text with annexes has at most, and how many of more stay in it; the rest goes into an annex."""


def sentence(write: Composer, report: GapReport, *, named: bool) -> None:
    """How many targets moved in which way, in one paragraph; none where the report is held against nothing."""
    if report.since:
        write.paragraph(moved_text(write.words, report.since, named=named))


def goes_on(report: GapReport) -> bool:
    """Whether more moved than the text of a report with annexes has room for."""
    return report.since is not None and len(report.since.rows) > _MOST


def section(write: Composer, report: GapReport, annex: str = "") -> None:
    """A part of the text with each target that moved, then and now, and by what that came about.

    With an `annex` only the first of them: it has the rest.
    """
    if report.since:
        write.heading(write.words("since.heading"))
        listing(write, report, annex)


def listing(write: Composer, report: GapReport, annex: str = "") -> None:
    """The same without a heading, for a text that has none."""
    if not report.since:
        return
    words, then, lines = write.words, then_text(write.words, report.since), tuple(moved_lines(report))
    if not lines:
        write.paragraph(words("since.nothing", then=then))
        return
    if annex:
        told = {"shown": _FIRST, "rest": len(lines) - _FIRST, "annex": annex}
        write.paragraph(words("since.intro_first", then=then, count=len(lines), table=write.next_table, **told))
        lines = lines[:_FIRST]
    else:
        write.paragraph(words("since.intro", then=then, count=len(lines), table=write.next_table))
    write.table("since.caption", MOVED_IN_LINES, _WIDTHS, _by_movement(words, report, lines), then=then)
    if report.since.causes:
        write.paragraph(words("since.causes", causes=report.since.causes), style=Style.NOTE)


def rest(write: Composer, report: GapReport) -> None:
    """What the text left to an annex."""
    if report.since:
        lines, then = tuple(moved_lines(report))[_FIRST:], then_text(write.words, report.since)
        write.table("since.caption", MOVED_IN_LINES, _WIDTHS, _by_movement(write.words, report, lines), then=then)


def _by_movement(words: Texts, report: GapReport, lines: Sequence[MovedLine]) -> Iterator[MovedLine | Group]:
    """Targets that moved, under the way they did, with how many did in all."""
    for way, together in groupby(lines, key=lambda line: line.row.way):
        count = len(report.since.by_way(way)) if report.since else 0
        yield Group(words("since.group", way=words(f"since.way_{way}"), count=count))
        yield from together
