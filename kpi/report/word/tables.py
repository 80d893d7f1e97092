"""Tables of the Word report: fixed widths in millimetres, a header row repeated on every page, rows never split."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from docx.oxml.ns import qn

from kpi.i18n import Texts
from kpi.report.word.elements import Element, add, add_paragraph, keep_with_next, twips
from kpi.report.word.typography import CELL_MARGIN, TABLE_SIZE
from kpi.report.writer import Cell, Group, Head
from kpi.views import Face, heading

__all__ = ["Cell", "Group", "Head", "add_table", "heads"]

_LATIN_WORD = re.compile(r"[!-~]+")
_LETTER = 0.55
"""Width of a Latin letter in a heading, in sizes of the type: a little more than most take."""
_ROOM_FOR_ENGLISH = 3
_MOST_ROWS_ON_ONE_PAGE = 10
"""Tables of no more rows are not divided between pages. Of longer ones the first two rows stay together, and the last two."""


def heads(words: Texts, widths: Mapping[str, float], centred: Collection[str], **names: str) -> list[Head]:
    """Columns by the keys of their headings. English gaps need room (percentage points); Chinese ones leave it to names.

    `names` fill headings that name something.
    """
    widths = dict(widths)
    if words.lang == "zh" and {"gap", "measure"} <= widths.keys():
        widths["gap"] -= _ROOM_FOR_ENGLISH
        widths["measure"] += _ROOM_FOR_ENGLISH
    columns = ((heading(words, key, Face.DOCUMENT, **names), key, width) for key, width in widths.items())
    return fitted([Head(text, width, centred=key in centred) for text, key, width in columns])


def fitted(heads: Sequence[Head]) -> list[Head]:
    """Columns of the same width together, none narrower than the longest Latin word of its heading."""
    needed = [_longest_word(head.text) for head in heads]
    spare = [max(head.width - need, 0) for head, need in zip(heads, needed, strict=True)]
    lacking = sum(max(need - head.width, 0) for head, need in zip(heads, needed, strict=True))
    part = min(lacking / sum(spare), 1) if lacking else 0
    return [
        replace(head, width=max(head.width, need) - room * part) for head, need, room in zip(heads, needed, spare, strict=True)
    ]


def _longest_word(text: str) -> float:
    """Millimetres that a column needs so as not to break a word of its heading."""
    letters = max(map(len, _LATIN_WORD.findall(text)), default=0)
    return (letters * _LETTER * TABLE_SIZE / 2 + CELL_MARGIN / 10) / 72 * 25.4 if letters else 0


def add_table(body: Element, heads: Sequence[Head], rows: Sequence[Sequence[Cell] | Group]) -> None:
    """A table at the end of `body`."""
    table = add(body, "tbl")
    _properties(table, heads)
    header = _row(table, repeated=True)
    for head in heads:
        _fill(_cell(header, head.width), head_lines(head), "TableHead")
    for row in rows:
        if isinstance(row, Group):
            _add_group(table, heads, row)
        else:
            _add_row(table, heads, row)
    lines = table.findall(qn("w:tr"))[:-1]
    for line in lines if len(rows) <= _MOST_ROWS_ON_ONE_PAGE else (*lines[:2], lines[-1]):
        _keep_with_next(line)


def _keep_with_next(row: Element) -> None:
    """Word keeps a row on one page with the next if all its paragraphs stay with the next."""
    for paragraph in row.iter(qn("w:p")):
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


def _cell(row: Element, width: float, span: int = 1) -> Element:
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", w=twips(width), type="dxa")
    if span > 1:
        add(properties, "gridSpan", val=span)
    add(properties, "vAlign", val="center")
    return cell


def _add_row(table: Element, heads: Sequence[Head], cells: Sequence[Cell]) -> None:
    row = _row(table)
    for head, content in zip(heads, cells, strict=True):
        _fill(_cell(row, head.width), content, "TableNumber" if head.centred else "TableText")


def _fill(cell: Element, content: Cell, style: str) -> None:
    for line in (content,) if isinstance(content, str) else tuple(filter(None, content)) or ("",):
        add_paragraph(cell, line, style)


def head_lines(head: Head) -> Cell:
    """A heading in Chinese that is too wide for its column in two halves; Latin words break at their blanks."""
    room = twips(head.width) - 2 * CELL_MARGIN
    if head.text.isascii() or len(head.text) * TABLE_SIZE * 10 <= room:
        return head.text
    return head.text[: len(head.text) // 2], head.text[len(head.text) // 2 :]


def _add_group(table: Element, heads: Sequence[Head], group: Group) -> None:
    cell = _cell(_row(table), sum(head.width for head in heads), span=len(heads))
    add_paragraph(cell, group.text, "TableGroup")
