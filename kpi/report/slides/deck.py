"""Slides as they are written: title, lead, texts, cards, tables and charts, the speaker's notes, footer and mark.

Nothing is placed without being measured: what does not fit is shortened here, and the notes hold it whole.
"""

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from kpi.report.archive import describe, normalised
from kpi.report.drawing.charts import Box, Look, place, rgb
from kpi.report.model import GapReport
from kpi.report.pictures import POINTS_PER_PIXEL, Mark
from kpi.report.plots import Plot, PlotForm
from kpi.report.printable import printable
from kpi.report.slides import fit, tables
from kpi.report.slides.areas import FOOTER, LEAD, MARK, PLAIN_BODY, TITLE, Area
from kpi.report.slides.tables import CELL_MARGIN, LaidTable, SlideTable
from kpi.report.slides.template import EAST_ASIAN, FOOTER_SIZE, LATIN, LEAD_SIZE, SlideLayout, new_presentation
from kpi.views import Head

TEXT, QUIET, LINE, HEAD, ALARM = "1F2933", "4A5560", "A6B0BA", "E6EAEE", "B3261E"
TITLE_SIZES = (28, 24, 20)
_BOLD = 1.2
"""How much wider bold Latin letters are than those of a text."""
_FIRST_CHINESE = "\u2e80"
_LEAD_SIZES = (18, 16, 14)
_BELOW_LEAD = 18
_FOOT_SIZE, _BELOW_TABLE = 12, 6
_MOST_PER_BAR = 44
"""Points a bar takes at most, with the room round it."""
_TEXT_SIZES, _LABEL_SIZES = (18, 16, 14, 12), (13, 12, 11, 10)
_SQUARE_SIZES = (11, 10, 9, 8, 7, 6)
_CHART_TITLE_SIZE, _CHART_TITLE_LINES = 12, 2
MARK_SCALE = 1.5
"""Of marks, whose words are made for reading at a desk."""
_BELOW_MARK, _ROUND_A_RAIL, _HEAD_OF_RAILS = 14, 6, 30


@dataclass(frozen=True, slots=True)
class Ground:
    """What a square is filled with: a colour, or strokes on white."""

    colour: str
    pattern: MSO_PATTERN_TYPE | None = None
    dashed: bool = False

    def fill(self, fill: Any) -> None:  # noqa: ANN401  python-pptx has no types
        """Fills a shape."""
        if self.pattern is None:
            fill.solid()
            fill.fore_color.rgb = rgb(self.colour)
            return
        fill.patterned()
        fill.pattern = self.pattern
        fill.fore_color.rgb, fill.back_color.rgb = rgb(self.colour), rgb("FFFFFF")


def bold_room(text: str, width: float) -> float:
    """The width as a text of light letters would have it: Chinese characters are as wide in bold."""
    return width if any(letter >= _FIRST_CHINESE for letter in text) else width / _BOLD


class Deck:
    """The slides of one report."""

    def __init__(self, report: GapReport, pictures: Mapping[Mark, bytes]) -> None:
        self.report, self.words, self.pictures = report, report.texts, pictures
        self._presentation = new_presentation()
        self._pages: list[Page] = []
        self._lang = self.words("report.language")

    def page(self, title: str, lead: str = "", layout: SlideLayout | None = None) -> "Page":
        """A new slide. Title and lead stand whole in its notes."""
        chosen = layout if layout is not None else SlideLayout.LEAD if lead else SlideLayout.PLAIN
        slide = self._presentation.slides.add_slide(self._presentation.slide_layouts[chosen])
        made = Page(slide, self.report, self.pictures)
        self._pages.append(made)
        if chosen is not SlideLayout.TITLE:
            made.title(title)
        if lead and chosen is SlideLayout.LEAD:
            made.lead(lead)
        made.note(*(text for text in (title, lead) if text))
        return made

    def to_bytes(self) -> bytes:
        """The file, with all that tells when it was made taken from the report."""
        for page in self._pages:
            page.write_notes()
        describe(self._presentation.core_properties, self.report.title, self._lang, self.report.moment)
        written = io.BytesIO()
        self._presentation.save(written)
        return normalised(written.getvalue())


class Page:
    """One slide."""

    def __init__(self, slide: Any, report: GapReport, pictures: Mapping[Mark, bytes]) -> None:  # noqa: ANN401  python-pptx has no types
        self._slide, self._report, self.words = slide, report, report.texts
        self._pictures = pictures
        self._notes: list[str] = []
        self._title = ""
        self.body = PLAIN_BODY
        """What is left of the slide below title and lead."""
        self._footer()
        if report.demo:
            self._mark()

    def title(self, text: str) -> None:
        """The title, in its placeholder."""
        self._title = text
        shown, size = fit.largest(text, bold_room(text, TITLE.width), TITLE_SIZES)
        self._fill(self._slide.shapes.title.text_frame, [shown], size)

    def title_of_deck(self, lines: Sequence[str], width: float, most_lines: int, below: Mapping[str, int]) -> None:
        """The title of the first slide, broken by sense, and the texts below it, each on so many lines at most."""
        size = next(
            (size for size in (38, 34, 30, 26, 22) if len(lines) == sum(fit.lines_of(x, width, size) for x in lines)), 22
        )
        shown = [fit.shortened(line, width, size) for line in lines][:most_lines]
        frame = self._slide.shapes.title.text_frame
        self._fill(frame, shown, size)
        told = [fit.shortened(text, width, LEAD_SIZE, most) for text, most in below.items()]
        self._fill(self._slide.placeholders[1].text_frame, told, LEAD_SIZE)

    def lead(self, text: str) -> None:
        """What the slide says, in whole sentences, in its placeholder."""
        for size in _LEAD_SIZES:
            most = int(LEAD.height // (size * fit.LINE))
            if fit.lines_of(text, LEAD.width, size) <= most:
                break
        shown = fit.whole_sentences(text, LEAD.width, size, most)
        self._fill(self._slide.placeholders[1].text_frame, [shown], size)
        top = LEAD.top + fit.height_of([shown], LEAD.width, size) + _BELOW_LEAD
        self.body = Area(PLAIN_BODY.left, top, PLAIN_BODY.width, PLAIN_BODY.bottom - top)

    def note(self, *lines: str) -> None:
        """Adds lines to the speaker's notes."""
        self._notes.extend(line for line in lines if line)

    def write_notes(self) -> None:
        """Puts the notes into the file, once they are complete."""
        self._slide.notes_slide.notes_text_frame.text = "\n".join(self._notes)

    def text(self, area: Area, texts: Sequence[str]) -> None:
        """Paragraphs one below the other in the largest type that fits; of those that do not, whole sentences, then none."""
        fitting = (size for size in _TEXT_SIZES if fit.height_of(texts, area.width, size) <= area.height)
        size = next(fitting, _TEXT_SIZES[-1])
        shown, left = [], int(area.height // (size * fit.LINE))
        for text in texts:
            if left < 1:
                break
            shown.append(fit.whole_sentences(text, area.width, size, left))
            left -= fit.lines_of(shown[-1], area.width, size)
        if shown:
            self._fill(self._box(area).text_frame, shown, size, colour=TEXT)

    def card(self, area: Area, value: str, label: str, below: str = "", *, stripe: str = LINE) -> None:
        """A number with what it is of; the stripe at its side has the colour of its lamp."""
        bar = self._slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(area.left), Pt(area.top), Pt(5), Pt(area.height))
        bar.fill.solid()
        bar.fill.fore_color.rgb = rgb(stripe)
        bar.line.fill.background()
        _plain(bar)
        inner = Area(area.left + 14, area.top, area.width - 16, area.height)
        labels = 1 if area.height < 70 else 2
        (label, label_size), below_size = fit.largest(label, inner.width, _LABEL_SIZES, labels), 12
        below_height = below_size * fit.LINE if below else 0
        value_height = inner.height - labels * label_size * fit.LINE - below_height
        sizes = [size for size in (36, 30, 26, 22, 18, 15, 13, 11) if size * fit.LINE <= value_height]
        shown, size = fit.largest(value, bold_room(value, inner.width), sizes or (12,))
        parts = [(label, label_size, False, QUIET), (shown, size, True, TEXT)]
        if below:
            parts.append((fit.shortened(below, inner.width, below_size), below_size, False, QUIET))
        frame = self._box(inner, anchor=MSO_ANCHOR.MIDDLE).text_frame
        for place_, (text, points, bold, colour) in enumerate(parts):
            self._paragraph(frame, place_, text, points, bold=bold, colour=colour)

    def mark(self, mark: Mark) -> None:
        """A mark on top of what is left of the slide, in the middle; nothing where there is no picture of it."""
        if mark not in self._pictures:
            return
        width, height = (pixels * POINTS_PER_PIXEL * MARK_SCALE for pixels in (mark.width, mark.height))
        area, self.body = self.body.below(height + _BELOW_MARK)
        self._picture(mark, Area(area.left + (area.width - width) / 2, area.top, width, height))

    def _picture(self, mark: Mark, area: Area) -> None:
        place_ = area.left, area.top, area.width, area.height
        drawn = self._slide.shapes.add_picture(io.BytesIO(self._pictures[mark]), *map(Pt, place_))
        drawn._element.nvPicPr.cNvPr.set("descr", printable(mark.alt))

    def table(self, area: Area, table: SlideTable, *, lines: int = 2, whole: bool = False, more: int = 0) -> int:
        """As many rows as fit, in the largest type that takes them all; how many that are. Below them stands how many do not,
        and how many `more` there are.

        Cells keep to `lines` lines if they can, then take as many as there is room for. What is still too long is cut to
        `lines`, by sentences if `whole` is asked for.
        """
        laid = tables.laid_out(area, table, lines, whole=whole)
        if more or len(laid.lines) <= len(table.rows):
            foot = _FOOT_SIZE * fit.LINE + _BELOW_TABLE
            laid = tables.laid_out(replace(area, height=area.height - foot), table, lines, whole=whole)
            below = Area(area.left, area.top + sum(laid.heights) + _BELOW_TABLE, area.width, foot)
            left_out = self.words("slides.left_out", count=more + len(table.rows) + 1 - len(laid.lines))
            self._fill(self._box(below).text_frame, [left_out], _FOOT_SIZE, colour=QUIET)
        self._draw_table(area, table.heads, laid)
        return len(laid.lines) - 1

    def rails(self, area: Area, table: SlideTable, key: str, marks: Sequence[Mark]) -> None:
        """A table with a mark in each row, in the column `key`: its rows are as high as the highest mark."""
        scale = min(
            MARK_SCALE, (table.widths(area)[key] - 2 * CELL_MARGIN) / (max(mark.width for mark in marks) * POINTS_PER_PIXEL)
        )
        highest = max(mark.height for mark in marks) * POINTS_PER_PIXEL
        scale = min(scale, ((area.height - _HEAD_OF_RAILS) / len(marks) - _ROUND_A_RAIL) / highest)
        high = highest * scale
        laid = tables.laid_out(area, replace(table, least=high + _ROUND_A_RAIL), 2, whole=False)
        self._draw_table(area, table.heads, laid)
        keys = list(laid.widths)
        left = area.left + sum(laid.widths[each] for each in keys[: keys.index(key)]) + CELL_MARGIN
        tops = accumulate(laid.heights[:-1], initial=area.top)
        for mark, top, height in zip(marks, list(tops)[1:], laid.heights[1:], strict=False):
            own = mark.height * POINTS_PER_PIXEL * scale
            self._picture(mark, Area(left, top + (height - own) / 2, mark.width * POINTS_PER_PIXEL * scale, own))

    def draws(self, marks: Sequence[Mark]) -> bool:
        """Whether there are pictures of all of them."""
        return bool(marks) and all(mark in self._pictures for mark in marks)

    def line(self, area: Area, text: str, size: float) -> None:
        """A text on as many lines as the area is high for, at least one, cut where it is longer."""
        shown = fit.shortened(text, area.width, size, max(int(area.height // (size * fit.LINE)), 1))
        self._fill(self._box(area, MSO_ANCHOR.MIDDLE).text_frame, [shown], size, colour=TEXT)

    def square(self, area: Area, texts: Sequence[str], ground: Ground, told: str = "") -> None:
        """A place on a map, or the sample of its ground beside the map's key: texts in the middle of a square."""
        shape = self._slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Pt, (area.left, area.top, area.width, area.height)))
        _plain(shape)
        ground.fill(shape.fill)
        shape.line.color.rgb, shape.line.width = rgb(QUIET), Pt(0.75)
        if ground.dashed:
            shape.line.dash_style = MSO_LINE_DASH_STYLE.SQUARE_DOT
        shape._element.nvSpPr.cNvPr.set("descr", printable(told))
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap, frame.vertical_anchor = False, MSO_ANCHOR.MIDDLE
        lines = [(line, text == texts[0]) for text in texts for line in _by_words(text, area.width - 2)]
        sizes = [size for size in _SQUARE_SIZES if size * fit.LINE * len(lines) <= area.height] or _SQUARE_SIZES[-1:]
        for place_, (text, bold) in enumerate(lines):
            shown, size = fit.largest(text, bold_room(text, area.width - 2) if bold else area.width - 2, sizes)
            self._paragraph(frame, place_, shown, size, bold=bold, colour=TEXT)
            frame.paragraphs[place_].alignment = PP_ALIGN.CENTER

    def chart(self, plot: Plot, area: Area, size: float = 12) -> None:
        """A native chart, its summary in the notes; its title with the unit above it where that of the slide is another."""
        if plot.title != self._title:
            lines = min(fit.lines_of(plot.title, area.width, _CHART_TITLE_SIZE), _CHART_TITLE_LINES)
            head, area = area.below(lines * _CHART_TITLE_SIZE * fit.LINE + 4)
            shown = fit.shortened(plot.title, head.width, _CHART_TITLE_SIZE, lines)
            self._fill(self._box(head).text_frame, [shown], _CHART_TITLE_SIZE, colour=QUIET)
        height = area.height
        if plot.form is not PlotForm.LINES:
            bars = len(plot.categories) * (len(plot.series) if plot.form is PlotForm.BARS else 1)
            height = min(height, (bars + 1) * _MOST_PER_BAR)
        box = Box(*(Pt(length) for length in (area.left, area.top, area.width, height)))
        look = Look(names=size, labels=size, legend=size, east_asian=EAST_ASIAN, latin=LATIN)
        place(self._slide, plot, box, self._report.lang, look)
        self.note(plot.summary)

    def _draw_table(self, area: Area, heads: Sequence[Head], laid: LaidTable) -> None:
        box = Pt(area.left), Pt(area.top), Pt(area.width), Pt(sum(laid.heights))
        frame = self._slide.shapes.add_table(len(laid.lines), len(heads), *box)
        table = frame.table
        table.horz_banding = False
        for column, head in zip(table.columns, heads, strict=True):
            column.width = Pt(laid.widths[head.key])
        for place_, (row, line, height) in enumerate(zip(table.rows, laid.lines, laid.heights, strict=True)):
            row.height = Pt(height)
            for cell, head in zip(row.cells, heads, strict=True):
                cell.margin_left = cell.margin_right = Pt(CELL_MARGIN)
                cell.margin_top = cell.margin_bottom = Pt(2)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(HEAD if place_ == 0 else "FFFFFF")
                self._fill(cell.text_frame, [line[head.key]], laid.size, bold=place_ == 0, colour=TEXT)
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER if head.centred or place_ == 0 else PP_ALIGN.LEFT
                rule(cell)

    def _box(self, area: Area, anchor: Any = MSO_ANCHOR.TOP) -> Any:  # noqa: ANN401
        box = self._slide.shapes.add_textbox(Pt(area.left), Pt(area.top), Pt(area.width), Pt(area.height))
        frame = box.text_frame
        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return box

    def _fill(self, frame: Any, texts: Sequence[str], size: float, *, bold: bool | None = None, colour: str = "") -> None:  # noqa: ANN401
        for place_, text in enumerate(texts):
            self._paragraph(frame, place_, text, size, bold=bold, colour=colour)

    def _paragraph(self, frame: Any, place_: int, text: str, size: float, *, bold: bool | None, colour: str) -> None:  # noqa: ANN401
        paragraph = frame.paragraphs[0] if place_ == 0 else frame.add_paragraph()
        paragraph.line_spacing = Pt(size * fit.LINE)
        paragraph.space_before = paragraph.space_after = Pt(0)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), bold
        if colour:
            run.font.color.rgb = rgb(colour)
        run._r.get_or_add_rPr().set("lang", self.words("report.language"))
        run._r.get_or_add_rPr().set("altLang", "en-US")

    def _footer(self) -> None:
        """Plan, day and data version at the foot, and the slide's number, in their placeholders."""
        report, words = self._report, self.words
        tail = words("slides.footer", day=report.as_of, version=report.data_version)
        room = FOOTER.width - fit.width_of(tail, FOOTER_SIZE) - FOOTER_SIZE
        plan = fit.shortened(report.plan_name, max(room, 5 * FOOTER_SIZE), FOOTER_SIZE)
        number = str(len(self._slide.part.package.presentation_part.presentation.slides))
        for shape in self._slide.slide_layout.placeholders:
            kind = shape._element.find(".//" + qn("p:ph")).get("type")
            if kind in {"ftr", "sldNum"}:
                self._copy(shape, f"{plan}{tail}" if kind == "ftr" else number)

    def _copy(self, shape: Any, text: str) -> None:  # noqa: ANN401
        """A placeholder of the layout on the slide. Of footers and numbers python-pptx makes none by itself."""
        element = deepcopy(shape._element)
        element.find(qn("p:nvSpPr")).find(qn("p:cNvPr")).set("id", str(self._slide.shapes._next_shape_id))
        properties, body = element.find(qn("p:spPr")), element.find(qn("p:txBody"))
        for child in (*list(properties), *list(body.find(qn("a:lstStyle")))):
            child.getparent().remove(child)
        field = body.find(".//" + qn("a:fld"))
        self._slide.shapes._spTree.append(element)
        if field is not None:
            field.find(qn("a:t")).text = text
        else:
            self._slide.shapes[-1].text_frame.text = text

    def _mark(self) -> None:
        text = self.words("report.demo")
        shown, size = fit.largest(text, MARK.width - 8, (14, 12, 10))
        box = self._box(MARK, MSO_ANCHOR.MIDDLE)
        box.line.color.rgb = rgb(ALARM)
        self._fill(box.text_frame, [shown], size, bold=True, colour=ALARM)
        box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _by_words(text: str, width: float) -> list[str]:
    """A text on one line, or where that would take small type with its words below one another."""
    first, _, rest = text.partition(" ")
    if not rest or fit.width_of(text, _SQUARE_SIZES[-3]) <= bold_room(text, width):
        return [text]
    return [first, *_by_words(rest, width)]


def _plain(shape: Any) -> None:  # noqa: ANN401
    """Takes a shape's style away, which brings a shadow and white letters."""
    shape._element.remove(shape._element.find(qn("p:style")))


def rule(cell: Any) -> None:  # noqa: ANN401
    """Hairlines above and below a cell, for which python-pptx has no words."""
    properties = cell._tc.get_or_add_tcPr()
    for place_, side in enumerate(("a:lnT", "a:lnB")):
        line = properties.makeelement(qn(side), {"w": "6350"})
        fill = line.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:srgbClr"), {"val": LINE}))
        line.append(fill)
        properties.insert(place_, line)
