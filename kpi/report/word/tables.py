"""Tables of the Word report: fixed widths in millimetres, a header row repeated on every page, rows never split."""

from collections.abc import Mapping, Sequence

from docx.oxml.ns import qn

from kpi.report.document import Cell, Group, head_lines
from kpi.report.word.elements import Element, add, add_paragraph, keep_with_next, twips
from kpi.views import Head

_MOST_ROWS_ON_ONE_PAGE = 10
"""Tables of no more rows are not divided between pages. Of longer ones the first two rows stay together, and the last two."""


def add_table(body: Element, heads: Sequence[Head], rows: Sequence[Mapping[str, Cell] | Group]) -> None:
    """A table at the end of `body`."""
    table = add(body, "tbl")
    _properties(table, heads)
    header = _row(table, repeated=True)
    for head in heads:
        _fill(_cell(header, head.width), head_lines(head), "TableHead")
    for row in rows:
        line = _row(table)
        if isinstance(row, Group):
            add_paragraph(_cell(line, sum(head.width for head in heads), span=len(heads)), row.text, "TableGroup")
            continue
        for head in heads:
            _fill(_cell(line, head.width), row[head.key], "TableNumber" if head.centred else "TableText")
    lines = table.findall(qn("w:tr"))[:-1]
    for line in lines if len(rows) <= _MOST_ROWS_ON_ONE_PAGE else (*lines[:2], lines[-1]):
        for paragraph in line.iter(qn("w:p")):  # a row stays on one page with the next if all its paragraphs do
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


def _fill(cell: Element, content: Cell, style: str) -> None:
    for line in (content,) if isinstance(content, str) else tuple(filter(None, content)) or ("",):
        add_paragraph(cell, line, style)
