"""较上期变化: what moved since an issued report or an earlier day, in a sentence and in a table."""

from collections.abc import Iterator
from itertools import groupby

from kpi.i18n import Texts
from kpi.report.document.blocks import Group, Style
from kpi.report.document.composer import Composer
from kpi.report.model import GapReport
from kpi.report.since import MOVED_IN_LINES, MovedLine, moved_lines, moved_text, then_text

_WIDTHS = {"measure": 44, "then": 56, "this_time": 56}
"""Millimetres; together as wide as the type area."""


_MOST = 6
"""Rows of a table in a text that has annexes; of more the text tells the ways, and an annex has the table."""


def sentence(write: Composer, report: GapReport, *, named: bool) -> None:
    """How many targets moved in which way, in one paragraph; none where the report is held against nothing."""
    if report.since:
        write.paragraph(moved_text(write.words, report.since, named=named))


def goes_on(report: GapReport) -> bool:
    """Whether more moved than the text of a report with annexes has room for."""
    return report.since is not None and len(report.since.rows) > _MOST


def section(write: Composer, report: GapReport) -> None:
    """A part of the text with each target that moved, then and now, and by what that came about."""
    if report.since:
        write.heading(write.words("since.heading"))
        listing(write, report)


def in_short(write: Composer, report: GapReport, annex: str, *, named_before: bool) -> None:
    """The same where an annex has the table: which targets moved in what way, unless that has been told."""
    if report.since is None:
        return
    words, then = write.words, then_text(write.words, report.since)
    write.heading(words("since.heading"))
    count = len(report.since.rows)
    if named_before:
        write.paragraph(words("since.in_annex", then=then, count=count, annex=annex))
    else:
        write.paragraph(moved_text(words, report.since), words("since.in_annex_too", count=count, annex=annex))


def listing(write: Composer, report: GapReport) -> None:
    """The same without a heading, for a text that has none."""
    if not report.since:
        return
    words, then = write.words, then_text(write.words, report.since)
    if not report.since.rows:
        write.paragraph(words("since.nothing", then=then))
        return
    write.paragraph(words("since.intro", then=then, count=len(report.since.rows), table=write.next_table))
    table(write, report)


def table(write: Composer, report: GapReport) -> None:
    """Every target that moved, then and now, and by what that came about."""
    if report.since:
        words, then = write.words, then_text(write.words, report.since)
        write.table("since.caption", MOVED_IN_LINES, _WIDTHS, _by_movement(words, report), then=then)
        if report.since.causes:
            write.paragraph(words("since.causes", causes=report.since.causes), style=Style.NOTE)


def _by_movement(words: Texts, report: GapReport) -> Iterator[MovedLine | Group]:
    """Every target that moved, under the way it did."""
    for way, together in groupby(moved_lines(report), key=lambda line: line.row.way):
        lines = tuple(together)
        yield Group(words("since.group", way=words(f"since.way_{way}"), count=len(lines)))
        yield from lines
