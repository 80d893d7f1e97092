"""The document as plain data for the template: texts stay texts, and numbers of sources lead to the row of the source."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import takewhile, zip_longest
from typing import Any

from kpi.i18n import Texts
from kpi.report.document import (
    Annex,
    Block,
    Cell,
    CopyTo,
    Group,
    Paragraph,
    Picture,
    SectionHeading,
    Signature,
    Strip,
    Table,
    Title,
    head_lines,
)
from kpi.report.document import typography as gbt
from kpi.report.model import GapReport, Genre
from kpi.report.pdf.charts import plot_data
from kpi.report.pictures import POINTS_PER_PIXEL, Mark
from kpi.report.wording import half_widths
from kpi.views import Head

_TABLE_LINE = 12.5
_MOST_LINES_KEPT = 20
"""Of a row that is kept on one page; a higher one might be higher than the page."""
_CHART_ROOM = 595
"""Points of a page's height that a chart may take: its caption stands below it."""
_FEWEST_DIVIDED = 3
"""Rows: a table of no more is not worth dividing."""
_POINTS_PER_MILLIMETRE = 72 / 25.4
_NUMBER = re.compile(r"(\d+)")
Data = dict[str, Any]


def document_data(report: GapReport, blocks: Sequence[Block]) -> Data:
    """All the template needs but the fonts."""
    words = report.texts
    marks = [
        *([words("report.demo")] if report.demo else []),
        *([words("pdf.issued", number=report.issue.number)] if report.issue else []),
    ]
    return {
        "title": report.title,
        "description": report.headline or report.title,
        "lang": report.lang,
        "region": words.language.locale.partition("-")[2].lower(),
        "marks": marks,
        "type": _type_data(gbt.typography(report.lang, one_page=report.genre is Genre.SUMMARY)),
        "sections": _sections(words, blocks),
    }


def _type_data(type_: gbt.Typography) -> Data:
    """Sizes in points, margins in millimetres, indents in characters."""
    return {
        "body": type_.body_size / 2,
        "line": type_.body_line / 20,
        "title": type_.title_size / 2,
        "title-line": type_.title_line / 20,
        "character": type_.character,
        "characters": type_.characters,
        "indent": type_.indent / 100,
        "annex-indent": type_.annex_indent / 100,
        "after": type_.after / 20,
        "before-heading": type_.before_heading / 20,
        "tracking": type_.tracking / 20,
        "justified": type_.justified,
        "caption": gbt.CAPTION_SIZE / 2,
        "compact-line": type_.compact_line / 20,
        "table": gbt.TABLE_SIZE / 2,
        "table-line": _TABLE_LINE,
        "cell-margin": gbt.CELL_MARGIN / 20,
        "copy-to": gbt.COPY_TO_SIZE / 2,
        "copy-to-line": gbt.COPY_TO_LINE / 20,
        "rule": gbt.RULE / 8,
        "number": gbt.PAGE_NUMBER_SIZE / 2,
        "page-number-below": gbt.PAGE_NUMBER_BELOW,
        "margins": [type_.top, gbt.FORE_EDGE, type_.bottom, gbt.BINDING],
        "title-weight": "regular",
        "first-weight": "bold" if type_.bold_headings else "regular",
        "second-weight": "bold" if type_.bold_headings else "regular",
    }


def _sections(words: Texts, blocks: Sequence[Block]) -> list[Data]:
    """The text and each annex are sections of their own; an annex may lie across. A further title's pages count from 1."""
    sections: list[Data] = [{"landscape": False, "numbered-anew": False, "blocks": []}]
    anchors = {f"figure-{number}" for block in blocks if _lists_figures(block) for number in _row_numbers(block)}
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Annex | Title):
            landscape = isinstance(block, Annex) and block.landscape
            sections.append({"landscape": landscape, "numbered-anew": isinstance(block, Title), "blocks": []})
        sections[-1]["blocks"].append(_block(words, block, anchors) | {"goes-on": _goes_on(block, following)})
    for section in sections:
        _give_room(section["blocks"])
    return [section for section in sections if section["blocks"]]


def _give_room(blocks: Sequence[Data]) -> None:
    """A table that is kept knows what stands below it; its end is held on one page with room for that."""
    for place, block in enumerate(blocks):
        if block.get("bound"):
            block["below"] = list(takewhile(lambda each: each["kind"] in ("signature", "copyto"), blocks[place + 1 :]))


def _goes_on(block: Block, following: Block | None) -> bool:
    """Whether the next paragraph is of the same style, so that no space is needed between them."""
    return isinstance(block, Paragraph) and isinstance(following, Paragraph) and block.style == following.style


def _block(words: Texts, block: Block, anchors: set[str]) -> Data:
    match block:
        case Table():
            return _table(block, anchors)
        case Picture():
            return {"kind": "figure", "caption": block.caption, "plot": plot_data(block.plot, words.lang), "room": _CHART_ROOM}
        case Strip():
            return {"kind": "strip", "mark": _mark(block.mark)}
        case SectionHeading():
            level = block.level + block.annexed
            return {
                "kind": "heading",
                "text": block.text,
                "level": level,
                "first": block.level == 1,
                "new-page": block.new_page,
            }
        case Title() | Paragraph() | Annex() | Signature() | CopyTo():
            return {"kind": type(block).__name__.lower()} | asdict(block)


def _table(table: Table, anchors: set[str]) -> Data:
    prefix = "figure-" if _lists_figures(table) else ""
    rows = [
        {"group": row.text, "lines": 1, "tall": False}
        if isinstance(row, Group)
        else _row(table.heads, row, prefix, anchors) | _height(table, row, mark)
        for row, mark in table.marked_rows
    ]
    return _kept_together(rows, bound=table.kept) | {
        "kind": "table",
        "bound": table.kept,
        "below": [],
        "caption": table.caption,
        "beside": table.marks_beside,
        "heads": [{"lines": _lines(head_lines(head)), "width": head.width, "centred": head.centred} for head in table.heads],
        "rows": rows,
    }


def _kept_together(rows: Sequence[Data], *, bound: bool) -> Data:
    """How many rows stay on one page with the head of their table, names of groups among them, and how many at its end.

    They are the first two and the last two, so that no page has a single row of a table that goes on or has gone on. If all
    stay together at the end, they stay with the head as well.
    """
    divided, first = len(rows) > _FEWEST_DIVIDED, next((place for place, row in enumerate(rows) if "group" not in row), 0)
    lead = first + 2 if divided and _whole(rows[first : first + 2]) else 0
    ends = (2, 1) if bound else (2,) if divided else ()
    told = [place for place, row in enumerate(rows) if "group" not in row]
    tails = (len(rows) - told[-count] for count in ends if count <= len(told))
    tail = next((count for count in tails if _whole([row for row in rows[-count:] if "group" not in row])), 0)
    if 0 < tail < len(rows) and "group" in rows[-tail - 1]:
        tail += 1
    return {"lead": len(rows) if tail == len(rows) else lead, "tail": tail}


def _whole(rows: Sequence[Data]) -> bool:
    """Whether rows are such as stay on one page: none is the name of a group, or so high that a page might not hold it."""
    return bool(rows) and not any("group" in row or row["tall"] for row in rows)


def _row(heads: Sequence[Head], row: Mapping[str, Cell], prefix: str, anchors: set[str]) -> Data:
    """The numbers of figures lead to them, and a figure that is listed can be found by its own."""
    texts = {head.key: _lines(row[head.key]) for head in heads}
    cells = [[_linked(line, anchors) for line in lines] if key == "figures" else lines for key, lines in texts.items()]
    return {"cells": cells, "anchor": f"{prefix}{row['number']}" if prefix else ""}


def _mark(mark: Mark | None) -> Data | None:
    """A mark as the template takes it, its size in points."""
    return {"svg": mark.svg, "alt": mark.alt, "width": mark.width * POINTS_PER_PIXEL} if mark else None


def _height(table: Table, row: Mapping[str, Cell], mark: Mark | None) -> Data:
    """Its mark, about how many lines a row needs with it, and whether it may have to go on over the page."""
    lines = max(sum(_lines_in(head, line) for line in _lines(row[head.key])) for head in table.heads)
    if mark:
        drawn = math.ceil(mark.height * POINTS_PER_PIXEL / _TABLE_LINE)
        lines = max(lines, drawn) if table.marks_beside else lines + drawn
    return {"mark": _mark(mark), "lines": lines, "tall": lines > _MOST_LINES_KEPT}


def _lines_in(head: Head, text: str) -> int:
    """Lines of a text in a column, reckoned by characters: Chinese ones are as wide as high, Latin ones half of that."""
    room = head.width * _POINTS_PER_MILLIMETRE - 2 * gbt.CELL_MARGIN / 20
    return max(math.ceil(half_widths(text) * gbt.TABLE_SIZE / 4 / room), 1)


def _lines(cell: Cell) -> list[str]:
    return [cell] if isinstance(cell, str) else [line for line in cell if line] or [""]


def _linked(line: str, anchors: set[str]) -> list[Mapping[str, str]]:
    """A line in parts; the numbers of figures lead to their rows."""
    parts = [part for part in _NUMBER.split(line) if part]
    return [{"text": part, "to": f"figure-{part}" if f"figure-{part}" in anchors else ""} for part in parts]


def _lists_figures(block: Block) -> bool:
    """Whether a block is the table of annex 2 whose rows are the numbered figures."""
    return isinstance(block, Table) and block.key == "report.caption_figure_sources"


def _row_numbers(block: Block) -> list[str]:
    rows = block.rows if isinstance(block, Table) else ()
    return [str(row["number"]) for row in rows if not isinstance(row, Group)]
