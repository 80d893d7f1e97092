"""What makes a report an official document beside its text (公文格式): 主送机关, 附件说明, 署名, 成文日期, 版记.

What nobody said is printed as a place to fill in; what was said to be a dash is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpi.i18n import Texts
from kpi.report.document.blocks import Block, CopyTo, Paragraph, Signature, Style, Table
from kpi.report.document.composer import Composer
from kpi.report.document.typography import typography
from kpi.report.model import GapReport
from kpi.report.wording import half_widths

_LEFT_OUT = frozenset({"-", "—", "——"})
_BETWEEN = re.compile("[;；]")
_FULL_STOPS = "。.．"
_MOST_KEPT, _KEPT = 5, 2
"""Names of annexes that stay on one page with who signs and the end of the text; of more of them the last ones."""
_RIGHT_OF_THE_DAY = 4
"""Characters that stay empty right of 成文日期."""


def addressee(write: Composer, report: GapReport) -> None:
    """主送机关, below the title, flush left with a colon at its end."""
    names = said(write.words, report.form.addressee.rstrip(":："), "document.addressee_blank")
    if names:
        write.paragraph(write.words("document.addressee", names=names), style=Style.ADDRESSEE)


def closing(write: Composer, report: GapReport, annexed: Sequence[str] = ()) -> None:
    """附件说明, 署名 and 成文日期, which end the text; `annexed` are the titles of the annexes that the report has itself.

    The end of the text stays with who signs, so that no page holds nothing else; of many annexes the last names do.
    """
    words, form, titles = write.words, report.form, [*annexed, *enclosed(report)]
    if isinstance(last := write.blocks[-1], Paragraph | Table) and len(titles) <= _MOST_KEPT:
        write.blocks[-1] = replace(last, kept=True)
    _annex_list(write, titles)
    day = words.day(form.signed_on) if form.signed_on else words("document.signed_blank")
    lines = tuple(filter(None, (said(words, form.signatory, "document.signatory_blank"), day)))
    write.blocks.append(Signature(lines, _centre(words, lines)))


def copy_to(write: Composer, report: GapReport) -> None:
    """版记 with 抄送机关, at the foot of the document's last page: behind the annexes, as GB/T 9704 has it."""
    words = write.words
    names = said(words, report.form.copy_to.rstrip(_FULL_STOPS), "document.copy_to_blank")
    if names:
        _bind(write.blocks)
        write.blocks.append(CopyTo(words("document.copy_to"), words("report.full_stop", text=names)))


def _bind(blocks: list[Block]) -> None:
    """What stands last goes with 版记, so that no page holds nothing else: of notes below a table, the table's end too."""
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if isinstance(block, Paragraph | Signature | Table):
            blocks[place] = replace(block, kept=True)
        if not (isinstance(block, Paragraph) and block.style is Style.NOTE):
            return


def said(words: Texts, text: str, blank: str) -> str:
    """What was said, a place to fill in where nothing was, or nothing where it is to be left out."""
    said = text.strip()
    return "" if said in _LEFT_OUT else said or words(blank)


def enclosed(report: GapReport) -> tuple[str, ...]:
    """Names of what is enclosed besides, without book title marks around them and full stops behind."""
    return tuple(_enclosed(report.form.annex_note))


def _enclosed(note: str) -> Iterator[str]:
    for part in _BETWEEN.split(note):
        name = part.strip().rstrip(_FULL_STOPS).strip()
        whole = name.startswith("《") and name.find("》") == len(name) - 1
        if (name := name[1:-1] if whole else name) and name not in _LEFT_OUT:
            yield name


def _annex_list(write: Composer, titles: Sequence[str]) -> None:
    """The annexes by their numbers; a single one has none."""
    words = write.words
    for number, title in enumerate(titles, start=1):
        first = "document.annexes_first" if len(titles) > 1 else "document.annexes_only"
        key, style = (first, Style.ANNEX_LIST) if number == 1 else ("document.annexes_next", Style.ANNEX_LIST_MORE)
        kept = len(titles) <= _MOST_KEPT or number > len(titles) - _KEPT
        write.blocks.append(Paragraph(words(key, number=number, text=title), style, kept))


def _centre(words: Texts, lines: Sequence[str]) -> float:
    """Where the lines have their middle, in characters from the right edge: the last, a day, ends four characters from it.

    Each line is centred on the other; one that is too long for that takes the room right of the day too.
    """
    widths = [half_widths(line) / 2 for line in lines]
    middle = max(_RIGHT_OF_THE_DAY + widths[-1] / 2, (max(widths) + 1) / 2)
    return min(middle, typography(words.lang).characters / 2)
