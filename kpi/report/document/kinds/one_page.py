"""一页摘要: how the plan stands, what is worst and what is needed, on one A4 page and never on two.

How high everything will be is reckoned before it is set; what does not fit is left out by a fixed order, the last rows first,
and only where nothing else makes room for it is a long name cut short.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kpi.model import Status
from kpi.report.document.blocks import Block, Cell, Group, Paragraph, Strip, Style, Table, Title
from kpi.report.document.columns import evened
from kpi.report.document.gap.collecting import Waiting, waiting, wanted_of
from kpi.report.document.gap.summary import values_told
from kpi.report.document.gap.values import values_alone
from kpi.report.document.kinds.cells import verdict_cell
from kpi.report.document.typography import ON_ONE_PAGE, PAPER, TABLE_SIZE, TYPE_AREA, Typography, typography
from kpi.report.model import GapReport
from kpi.report.pictures import POINTS_PER_PIXEL, Mark, counts_mark, mark_of
from kpi.report.since import moved_text
from kpi.report.wording import basis_told, cut_short, half_widths, title_lines, widest
from kpi.views import BoardView, CardView, Head, Standing

_WORST = (Status.MISSED, Status.FAR_BEHIND, Status.BEHIND)
_WIDTH, _FIRST = TYPE_AREA[0], 34
_BAR, _RAIL = 588, 448
"""Pixels: as wide as the type area, and as the columns beside the first one."""
_POINTS = 72 / 25.4
_LATIN_WORD = re.compile(r"[!-~]{2,}")
_LATIN_ALONE, _LATIN_AMONG_CHINESE = 0.95, 1.3
"""Half characters a Latin letter takes at most on average: those of Chinese fonts are wider."""
_ROOM = (PAPER[1] - sum(ON_ONE_PAGE)) * _POINTS * 0.985
"""Points that may be filled: word processors differ by a little."""
_TITLE_WIDTH, _MOST_TITLE_LINES, _MOST_LINES = 20, 3, 6
_LINES_OF_A_VALUE = 4
_COMPACT_LETTER = 6.0
_CAPTION, _TABLE_LINE, _ROW, _MARK, _STRIP = 26.0, 12.5, 3.5, 5.0, 12.0
"""Points: of a caption with its room, a line in a table, the room of a row, of a mark in it, and of the bar."""


class _Extent(NamedTuple):
    """How much is shown."""

    worst: int
    rails: int
    """Of those how many with their rail."""
    needs: int
    cards: bool = True
    names: int = 2
    """Lines that a measure's name may take."""


_WHOLE_NAME = 4
_EXTENTS = (
    *(_Extent(3, rails, needs, names=_WHOLE_NAME) for rails in (3, 2) for needs in (6, 4, 3)),
    *(_Extent(3, 1, needs, names=_WHOLE_NAME) for needs in (6, 5, 4, 3, 2)),
    *(_Extent(3, 0, needs, names=_WHOLE_NAME) for needs in (6, 5, 4, 3, 2)),
    *(_Extent(3, rails, needs) for rails in (3, 2, 1, 0) for needs in (6, 4, 3, 2)),
    _Extent(3, 0, 1, names=_WHOLE_NAME),
    _Extent(3, 0, 1),
    _Extent(2, 0, 2),
    _Extent(1, 0, 2),
    _Extent(3, 0, 2, cards=False),
    _Extent(1, 0, 2, cards=False),
    _Extent(1, 0, 0, cards=False),
)
"""From the most to the least: the first that fits is taken, and the last always does."""


def one_page(report: GapReport) -> tuple[Block, ...]:
    """The page; of a region without targets its figures, as many as go on it."""
    made: tuple[Block, ...] = ()
    ruler = _Ruler(typography(report.lang, one_page=True))
    if report.board is None or not report.counted:
        for most in range(len(report.values), -1, -1):
            made = tuple(_without_targets(report, most))
            if ruler.height(made) <= _ROOM:
                break
        return made
    for extent in _EXTENTS:
        made = tuple(_Page(report, report.board, extent).blocks())
        if ruler.height(made) <= _ROOM:
            return made
    return made


def _opening(report: GapReport) -> Iterator[Block]:
    lines = title_lines(report.title, _TITLE_WIDTH)
    if len(lines) > _MOST_TITLE_LINES or any(half_widths(line) > 2 * _TITLE_WIDTH for line in lines):
        lines = title_lines(cut_short(report.title, 2 * _TITLE_WIDTH * _MOST_TITLE_LINES - 6), _TITLE_WIDTH)[:_MOST_TITLE_LINES]
        lines = tuple(cut_short(line, 2 * _TITLE_WIDTH) for line in lines)
    yield Title(lines)


def _without_targets(report: GapReport, most: int) -> Iterator[Block]:
    words = report.texts
    yield from _opening(report)
    yield _compact(words.paragraph(values_told(words, report)))
    if most:
        yield values_alone(report, most)
    if most < len(report.values):
        yield _compact(words("kind.values_more", count=len(report.values) - most))
    yield _based_on(report)


def _based_on(report: GapReport) -> Paragraph:
    words, issued = report.texts, report.issue
    number = words("document.issued", number=issued.number, user=issued.user, moment=issued.moment) if issued else ""
    return Paragraph(cut_short(words.paragraph((basis_told(words, report), number)), 190), Style.NOTE)


def _compact(text: str) -> Paragraph:
    room = _WIDTH * _POINTS / _COMPACT_LETTER * _MOST_LINES
    return Paragraph(cut_short(text, math.floor(room) - 12), Style.COMPACT)


class _Page:
    """The page of one extent."""

    def __init__(self, report: GapReport, board: BoardView, extent: _Extent) -> None:
        self._report, self._board, self._extent, self._words = report, board, extent, report.texts

    def blocks(self) -> Iterator[Block]:
        report, words = self._report, self._words
        yield from _opening(report)
        yield _compact(words.paragraph((report.caution, report.headline)))
        if report.since:
            yield _compact(moved_text(words, report.since, named=False, brief=True))
        yield Strip(counts_mark(report, _BAR))
        if self._extent.cards and self._board.cards:
            yield self._cards(self._board.cards)
        worst = [row for row in self._board.listed if row.counted and row.status in _WORST][: self._extent.worst]
        if worst:
            yield self._worst(worst)
        else:
            yield _compact(words("kind.none_behind"))
        needs = list(self._needs(worst))[: self._extent.needs]
        if needs:
            yield Paragraph(words("kind.needed"), Style.COMPACT_HEAD)
        yield from (_compact(need) for need in needs)
        yield _based_on(report)

    def _cards(self, cards: Sequence[CardView]) -> Table:
        """The headline measures side by side: value, target, verdict, gap."""
        words, width = self._words, _WIDTH / len(cards)
        heads = tuple(_head(str(place), self._name(card.standing, width), width) for place, card in enumerate(cards))
        told: tuple[Callable[[CardView], tuple[str, ...]], ...] = (
            lambda card: (_whole(_value(card), width), _whole(card.when, width)),
            lambda card: (_whole(card.standing.goal.text, width), _whole(card.standing.period, width)),
            lambda card: (_whole(verdict_cell(self._report, card.standing), width), _whole(card.note, width)),
        )
        rows = tuple({str(place): line(card) for place, card in enumerate(cards)} for line in told)
        return Table("kind.caption_cards", words("kind.caption_cards"), heads, rows)

    def _worst(self, worst: Sequence[Standing]) -> Table:
        words, report = self._words, self._report
        widths = {"measure": _FIRST, "target": 32, "current": 32, "gap": 30, "verdict": _WIDTH - _FIRST - 94}
        goals, values, gaps = (
            evened(words, amounts) for amounts in zip(*((row.goal, row.current, row.gap) for row in worst), strict=True)
        )
        rows: tuple[Mapping[str, Cell], ...] = tuple(
            {
                "measure": self._name(row, widths["measure"]),
                "target": (_whole(goal, widths["target"]), _whole(row.period, widths["target"])),
                "current": (_whole(value, widths["current"]), _whole(self._day(row), widths["current"])),
                "gap": _whole(gap, widths["gap"]),
                "verdict": _whole(verdict_cell(report, row), widths["verdict"]),
            }
            for row, goal, value, gap in zip(worst, goals, values, gaps, strict=True)
        )
        heads = tuple(_head(key, words(f"column.{key}"), width, centred=key == "verdict") for key, width in widths.items())
        marks = tuple(mark_of(report, row, _RAIL) if place < self._extent.rails else None for place, row in enumerate(worst))
        caption = words("kind.caption_worst", count=len(worst))
        return Table("kind.caption_worst", caption, heads, rows, marks if any(marks) else ())

    def _name(self, row: Standing, width: float) -> str:
        """A measure's name, with what kind of target it is where all of that goes on two lines."""
        whole = _cut(row.measure_name, width, 2)
        return whole if whole == row.measure_name else _cut(row.measure.name(self._words.lang), width, self._extent.names)

    def _day(self, row: Standing) -> str:
        day = row.assessment.current_date
        return row.counted_over or (self._words.day(day) if day else "")

    def _needs(self, worst: Sequence[Standing]) -> Iterator[str]:
        """What the worst must bring, what is to be reported, what is to be settled."""
        words, lacking = self._words, {row.standing.key: row for row in self._report.missing}
        for row in worst:
            pace = lacking[row.key].catch_up.pace_short if row.key in lacking else ""
            if pace:
                yield words("kind.need_pace", name=row.name, pace=words.amid(pace))
        wanted = wanted_of(self._report)
        yield from self._reports(waiting(self._report, wanted))
        open_still = [row for each in wanted if not each.needs_figures for row in each.rows if row.counted]
        for key, statuses in (("kind.need_settle", (Status.NOT_ASSESSED,)), ("kind.need_begin", (Status.NOT_STARTED,))):
            rows = [row for row in open_still if row.status in statuses]
            if rows:
                yield self._some(key, len(rows), tuple(dict.fromkeys(row.measure.name(words.lang) for row in rows)))

    def _reports(self, reporting: Waiting) -> Iterator[str]:
        """What is overdue and what is to be collected; in one sentence where these are of the same measures."""
        overdue, figures = self._report.overdue, self._report.late.figures
        late = tuple(dict.fromkeys(each.measure_name for each in overdue))
        counted = {"targets": reporting.targets, "figures": figures}
        alike = bool(reporting.measures) and set(late) == set(reporting.measures)
        if late and not alike:
            yield self._some("kind.need_overdue", figures, late)
        if reporting.measures:
            key = "kind.need_report_all_due" if alike else "kind.need_report"
            yield self._some(key, len(reporting.measures), reporting.measures, **counted)

    def _some(self, key: str, count: int, names: Sequence[str], **further: int) -> str:
        """A need with the first few it is about."""
        words, shown = self._words, [cut_short(name, 56) for name in names[:2]]
        language = words.language
        between = language.long_items if any(", " in name for name in shown) else language.items
        told = words("kind.and_more", names=between.join(shown)) if len(names) > len(shown) else words.listing(shown)
        return words(key, count=count, number=count, **further, names=told)


def _head(key: str, text: str, width: float, *, centred: bool = True) -> Head:
    return Head(key, text, width, centred)


def _room(width: float) -> int:
    """Half characters that go on a line of a column so many millimetres wide."""
    return math.floor((width * _POINTS - 5) / (TABLE_SIZE / 4))


def _value(card: CardView) -> str:
    """The large text of a card: a value as it stands everywhere, or words."""
    return card.large if card.spoken else card.standing.current.text


def _whole(text: str, width: float) -> str:
    """A value or period, which no row cuts short unless nobody could have meant it for one."""
    return _cut(text, width, _LINES_OF_A_VALUE)


def _cut(text: str, width: float, lines: int = 1) -> str:
    return cut_short(text, _room(width) * lines - (2 if lines > 1 else 0))


class _Ruler:
    """Reckons by characters how high blocks will be; a little too high rather than too low."""

    def __init__(self, type_: Typography) -> None:
        self._type = type_
        self._latin = _LATIN_AMONG_CHINESE if type_.character_grid else _LATIN_ALONE

    def height(self, blocks: Sequence[Block]) -> float:
        """Points that blocks will take."""
        return sum(map(self._of, blocks))

    def _of(self, block: Block) -> float:
        match block:
            case Title():
                lines = sum(self._lines(line, 2 * _TITLE_WIDTH + 4) for line in block.lines)
                return lines * self._type.title_line / 20 + self._type.body_line / 20
            case Strip():
                return block.mark.height * POINTS_PER_PIXEL + _STRIP
            case Table():
                head = max(self._cell(head.text, head.width) for head in block.heads)
                rows = sum(self._row(block.heads, row, mark) for row, mark in block.marked_rows)
                return _CAPTION + head * _TABLE_LINE + _ROW + rows
            case Paragraph(style=Style.NOTE):
                return self._lines(block.text, _room(_WIDTH)) * _TABLE_LINE + 12
            case Paragraph():
                return (
                    self._lines(block.text, math.floor(_WIDTH * _POINTS / _COMPACT_LETTER) - 5) * self._type.compact_line / 20
                    + 2
                )
        return 0.0

    def _row(self, heads: Sequence[Head], row: Mapping[str, Cell] | Group, mark: Mark | None) -> float:
        """A row with its mark, which lies below all of its cells but the first: that one spans both."""
        if isinstance(row, Group):
            return _TABLE_LINE + _ROW
        first, *others = (self._cell(row[head.key], head.width) * _TABLE_LINE + _ROW for head in heads)
        return max(first, max(others) + mark.height * POINTS_PER_PIXEL + _MARK) if mark else max(first, *others)

    def _cell(self, cell: Cell, width: float) -> int:
        texts = (cell,) if isinstance(cell, str) else cell
        return sum(self._lines(text, _room(width)) for text in texts) or 1

    def _lines(self, text: str, room: int) -> int:
        """Lines of so many half characters; where words break at blanks, a line ends half a word earlier."""
        wide = widest(text, self._latin)
        if wide <= room:
            return 1
        longest = max((widest(word, self._latin) for word in _LATIN_WORD.findall(text)), default=0)
        return math.ceil(wide / (room - min(longest // 2, room // 4)))
