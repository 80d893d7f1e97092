"""Tables of the Word report: fixed widths in millimetres, a header row repeated on every page, rows never split.

A row with a mark is two: below the texts the mark, beside what the first column names.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from docx.oxml.ns import qn

from kpi.report.document import Cell, Group, Table, head_lines
from kpi.report.pictures import Mark
from kpi.report.word.drawings import WordDrawings
from kpi.report.word.elements import Element, add, add_paragraph, keep_with_next, twips
from kpi.views import Head

_MOST_ROWS_ON_ONE_PAGE, _MOST_OF_A_GROUP = 10, 4
"""Tables of no more rows are not divided between pages, nor are groups: no head of a table says again on the next page whose
rows go on. Of longer ones, and of a table that is kept with what follows it, the first two rows stay together with
the names of groups above them, and the last two."""


_Row = Mapping[str, Cell] | Group


def add_table(
    body: Element, block: Table, drawings: WordDrawings, room: int = 0, below: Sequence[Callable[[Element], None]] = ()
) -> None:
    """A table at the end of `body`, each row with its mark if it has one.

    What `below` writes, notes and who signs, is a last row without lines, and `room` is kept free below that, in twentieths of
    a point: a table that goes over the page is bound to no paragraph that LibreOffice would know of.
    """
    heads, rows = block.heads, block.marked_rows
    table = add(body, "tbl")
    _properties(table, heads)
    header = _row(table, repeated=True)
    for head in heads:
        _fill(_cell(header, head.width), head_lines(head), "TableHead")
    added = _line_beside if block.marks_beside else _line
    lines = [[header], *(added(table, heads, row, mark, drawings) for row, mark in rows)]
    held = bool(room or below or block.kept)
    few = not held and sum(map(len, lines[1:])) <= _MOST_ROWS_ON_ONE_PAGE
    bound = set(range(len(lines))) if few else _bound([isinstance(row, Group) for row, _ in rows])
    for place, line in enumerate(lines):
        _keep(line if (place in bound and place < len(rows)) or (held and place == len(rows)) else line[:-1])
    if below:
        cell = _free(table, heads)
        for write in below:
            write(cell)
        if room:
            _keep([cell])
    if room:
        cell = _free(table, heads, room)
        add_paragraph(cell, "", "TableText")


def _bound(groups: Sequence[bool]) -> set[int]:
    """Which lines stay with the next, the head being line 0; `groups` says of each row whether it is the name of a group."""
    named = [place for place, group in enumerate(groups, start=1) if group]
    told = [place for place, group in enumerate(groups, start=1) if not group]
    bound = {0, *range(told[0] + 1 if told else 0), *range(*told[-2:])} if len(told) > 1 else {0, *named, *told}
    for name, end in pairwise((*named, len(groups) + 1)):
        few = end - name - 1 <= _MOST_OF_A_GROUP
        bound |= set(range(name, end - 1)) if few else {name, name + 1, end - 2}
    return bound


def _free(table: Element, heads: Sequence[Head], height: int = 0) -> Element:
    """The cell of a row without lines, but for the one above it, and without margins; of that height if there is one."""
    row = _row(table)
    if height:
        add(row[0], "trHeight", val=height, hRule="exact")
    cell = _cell(row, sum(head.width for head in heads), span=len(heads))
    borders, margins = add(cell[0], "tcBorders"), add(cell[0], "tcMar")
    cell[0].append(cell[0].find(qn("w:vAlign")))
    for side in ("left", "bottom", "right"):
        add(borders, side, val="nil")
    for side in ("left", "right"):
        add(margins, side, w=0, type="dxa")
    return cell


def _line(table: Element, heads: Sequence[Head], row: _Row, mark: Mark | None, drawings: WordDrawings) -> list[Element]:
    """A row of texts, and below it that of its mark if it has one and there is a picture of it."""
    line = _row(table)
    if isinstance(row, Group):
        add_paragraph(_cell(line, sum(head.width for head in heads), span=len(heads)), row.text, "TableGroup")
        return [line]
    drawn = mark if mark and drawings.draws(mark) else None
    for head in heads:
        joined = "restart" if drawn and head is heads[0] else ""
        _fill(_cell(line, head.width, joined=joined), row[head.key], "TableNumber" if head.centred else "TableText")
    return [line, _mark(_row(table), heads, drawn, drawings)] if drawn else [line]


def _line_beside(table: Element, heads: Sequence[Head], row: _Row, mark: Mark | None, drawings: WordDrawings) -> list[Element]:
    """A row whose mark stands in its last cell."""
    lines = _line(table, heads, row, None, drawings)
    if mark and drawings.draws(mark):
        cell = lines[0][-1]
        cell.remove(cell[-1])
        drawings.mark(add_paragraph(cell, "", "TableMark"), mark)
    return lines


def _mark(line: Element, heads: Sequence[Head], mark: Mark, drawings: WordDrawings) -> Element:
    """The line below a row's texts: its first cell is that of the row, the others are one."""
    add_paragraph(_cell(line, heads[0].width, joined="continue"), "", "TableText")
    rest = _cell(line, sum(head.width for head in heads[1:]), span=len(heads) - 1)
    drawings.mark(add_paragraph(rest, "", "TableMark"), mark)
    return line


def _keep(lines: Sequence[Element]) -> None:
    """Rows stay on one page with the next if all their paragraphs do."""
    for paragraph in (each for line in lines for each in line.iter(qn("w:p"))):
        keep_with_next(paragraph)


def _properties(table: Element, heads: Sequence[Head]) -> None:
    properties = add(table, "tblPr")
    add(properties, "tblStyle", val="ReportTable")
    add(properties, "tblW", w=twips(sum(head.width for head in heads)), type="dxa")
    add(properties, "jc", val="center")
    add(properties, "tblLayout", type="fixed")
    add(properties, "tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
    grid = add(table, "tblGrid")
    for head in heads:
        add(grid, "gridCol", w=twips(head.width))


def _row(table: Element, *, repeated: bool = False) -> Element:
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if repeated:
        add(properties, "tblHeader")
    return row


def _cell(row: Element, width: float, span: int = 1, joined: str = "") -> Element:
    """`joined`: restart or continue, of a cell that goes on in the next row."""
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", w=twips(width), type="dxa")
    if span > 1:
        add(properties, "gridSpan", val=span)
    if joined:
        add(properties, "vMerge", val=joined)
    add(properties, "vAlign", val="center")
    return cell


def _fill(cell: Element, content: Cell, style: str) -> None:
    for line in (content,) if isinstance(content, str) else tuple(filter(None, content)) or ("",):
        add_paragraph(cell, line, style)
