"""Lays the blocks of a document out in Word, each in the style of its kind."""

from collections import deque
from collections.abc import Sequence
from functools import partial
from itertools import islice, takewhile

from docx.oxml.ns import qn

from kpi.report.document import Annex, Block, CopyTo, Paragraph, Picture, SectionHeading, Signature, Strip, Style, Table, Title
from kpi.report.word.drawings import WordDrawings
from kpi.report.word.elements import Element, add, add_break, add_paragraph, add_run, keep_with_next, on_new_page
from kpi.report.word.form import add_copy_to, add_signature, height_of
from kpi.report.word.pages import Pages
from kpi.report.word.tables import add_table


def lay_out(blocks: Sequence[Block], pages: Pages, drawings: WordDrawings) -> None:
    """Writes every block to the end of the document's body."""
    places = iter(range(len(blocks)))
    for place in places:
        before, block = blocks[place - 1] if place else None, blocks[place]
        match block:
            case Title():
                if len(pages.body) > 0:
                    add_paragraph(pages.body, "", "SectionEnd")
                    pages.turn(landscape=False, numbered_anew=True)
                _title(pages, block.lines, "Title")
            case SectionHeading():
                heading = add_paragraph(pages.body, block.text, "AnnexHeading" if block.annexed else f"Heading{block.level}")
                if block.new_page:
                    on_new_page(heading)
            case Paragraph():
                _paragraph(pages, block, apart=block.style is Style.ADDRESSEE and isinstance(before, Title))
            case Table():
                add_paragraph(pages.body, block.caption, "Caption")
                below = list(takewhile(_goes_with_a_table, blocks[place + 1 :]))
                following = blocks[place + len(below) + 1 :][:1]
                room = sum(height_of(each, pages.width) for each in following if isinstance(each, CopyTo))
                add_table(pages.body, block, drawings, room, [partial(_below, pages, each) for each in below])
                deque(islice(places, len(below)), 0)
            case Strip() if drawings.draws(block.mark):
                drawings.mark(add_paragraph(pages.body, "", "Figure"), block.mark)
            case Picture():
                drawings.chart(add_paragraph(pages.body, "", "Figure"), block.plot)
                add_paragraph(pages.body, block.caption, "FigureCaption")
            case Signature():
                add_signature(pages.body, block, pages.type)
            case CopyTo():
                has_room = pages.body[-1].tag == qn("w:tbl")
                add_copy_to(pages.body, block, pages.width, drawings.next_number, has_room=has_room)
            case Annex():
                add_paragraph(pages.body, "", "SectionEnd")
                pages.turn(landscape=block.landscape)
                add_paragraph(pages.body, block.label, "AnnexLabel")
                _title(pages, block.lines, "AnnexTitle")
    pages.finish()


def _goes_with_a_table(block: Block) -> bool:
    """Whether it stands on the page with the last row of a table before it: its notes, names of annexes, and who signs."""
    return isinstance(block, Signature) or (
        isinstance(block, Paragraph) and block.style in (Style.NOTE, Style.ANNEX_LIST, Style.ANNEX_LIST_MORE)
    )


def _below(pages: Pages, block: Block, cell: Element) -> None:
    """What goes with a table, in its last cell."""
    if isinstance(block, Signature):
        add_signature(cell, block, pages.type)
    elif isinstance(block, Paragraph):
        add_paragraph(cell, block.text, block.style)


def _paragraph(pages: Pages, block: Paragraph, *, apart: bool) -> None:
    """`apart`: with an empty line before it."""
    paragraph = add_paragraph(pages.body, block.text, block.style)
    if block.kept:
        keep_with_next(paragraph)
    if apart:
        add(paragraph[0], "spacing", before=pages.type.body_line)


def _title(pages: Pages, lines: Sequence[str], style: str) -> Element:
    paragraph = add_paragraph(pages.body, lines[0], style)
    for line in lines[1:]:
        add_break(paragraph)
        add_run(paragraph, line)
    return paragraph
