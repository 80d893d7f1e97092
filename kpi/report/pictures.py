"""The marks of a report: the same as on screen, in the colours of paper; as pixels where a format takes no drawing.

All that a report needs are drawn in one run of typst, which takes neither a browser nor a network, and the same marks give the
same pixels. They are words as well as lines, so a machine without a Chinese font gives none: boxes are no picture.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

import typst

from kpi.charts import marks
from kpi.report.fonts import has_chinese, is_chinese, machine_fonts
from kpi.report.model import GapReport
from kpi.views import Standing

Mark = marks.Mark
POINTS_PER_PIXEL = 0.75
"""Marks are drawn for screens of 96 pixels to the inch."""
DENSITY = 150
"""Pixels to the inch, of a mark in its own size."""
_MOST_KEPT = 300
"""Pictures that stay in memory, of about 10 KB each."""
_ONE_A_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#for each in json(bytes(sys.inputs.marks)) { page(image(bytes(each.svg), format: "svg", width: each.width * 1pt)) }"""


def mark_of(report: GapReport, row: Standing, width: int) -> Mark:
    """How far a target is, so many pixels wide; or why that cannot be said."""
    return marks.mark_of(row, report.texts, width=width, paint=marks.Paint.PAPER)


def counts_mark(report: GapReport, width: int) -> Mark:
    """Every target that is counted, by status."""
    counts = {count.status: count.count for count in report.counts}
    return marks.status_bar(counts, report.texts, width=width, paint=marks.Paint.PAPER)


def pictures(drawn: Iterable[Mark], fonts: typst.Fonts | None = None) -> Mapping[Mark, bytes]:
    """Each mark as .png; none where they are in Chinese and the machine has no font for it."""
    there, found = fonts or machine_fonts(), list(dict.fromkeys(drawn))
    if not found or (is_chinese("".join(mark.svg for mark in found)) and not has_chinese(there)):
        return {}
    known = {mark: picture for mark in found if (picture := _kept.get(mark)) and not fonts}
    new = _drawn([mark for mark in found if mark not in known], there)
    if not fonts:
        _keep(new)
    pictures_of = known | new
    return {mark: pictures_of[mark] for mark in found}


def _drawn(marks: Sequence[Mark], fonts: typst.Fonts) -> dict[Mark, bytes]:
    if not marks:
        return {}
    told = json.dumps([{"svg": mark.svg, "width": mark.width * POINTS_PER_PIXEL} for mark in marks], ensure_ascii=False)
    made = typst.compile(_ONE_A_PAGE, font_paths=fonts, format="png", ppi=DENSITY, sys_inputs={"marks": told})
    return dict(zip(marks, made if isinstance(made, list) else [made or b""], strict=True))


_kept: dict[Mark, bytes] = {}
"""The same target is drawn alike in a report, in the next version of it and in those of its unit and its category."""


def _keep(new: Mapping[Mark, bytes]) -> None:
    if len(_kept) + len(new) > _MOST_KEPT:
        _kept.clear()
    _kept.update(new)
