"""Native charts of the workbook. What they show stands in cells: 总览 and 镇街, or the data beside the charts.

The data of the charts finds targets by their number in 指标明细, so it follows a corrected value and does not mind sorting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from kpi.analysis import WITH_VERDICT
from kpi.report.drawing.axes import year_ends_format
from kpi.report.drawing.inks import BREAK, SHADES, WHITE
from kpi.report.model import GapReport
from kpi.report.plots import Ink, Plot, PlotForm, PlotSeries, member_plot, paced_rows, path_plots, progress_plot, status_plot
from kpi.report.printable import printable
from kpi.report.workbook.cells import Formula, Percent, SheetCell, in_unit
from kpi.report.workbook.formats import Formats
from kpi.report.workbook.overview import Overview
from kpi.report.workbook.sheet import SheetTable, SheetWriter
from kpi.report.workbook.targets import linked, target_numbers
from kpi.views import Amount

Chart = Any
"""An xlsxwriter chart; xlsxwriter ships no types."""

_NAMES_OF_PATTERNS = {"large_checker_board": "large_check"}
"""Of those that xlsxwriter calls something else."""
_PAGE = (955, 592)
"""Width and height in pixels of what goes on a page."""
_QUARTER, _HALF = (470, 290), (470, 592)
_ROW_HEIGHT = 15
"""In points: 20 pixels."""
_ROWS_TO_A_PAGE = 31
_DATA_COLUMN = 20
"""Where the data of the charts begins, beyond what is printed."""
_BAR, _FRAME = 34, 130
"""Pixels for each category of bars, and for title, legend and axis."""
_ALONG = 0.001
"""Degrees: xlsxwriter takes none for its usual angle, which is across."""
_ZERO_HIDDEN = '{digits};"−"{digits};;'


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot and the cells that hold it. Names are cells too: a chart takes a text that begins with = for a formula."""

    plot: Plot
    title: str
    categories: str
    names: tuple[str, ...]
    """Of the series."""
    values: tuple[str, ...]


class SheetCharts:
    """The sheet of charts while it is written."""

    def __init__(self, workbook: Workbook, formats: Formats, report: GapReport, sheet: SheetWriter) -> None:
        self._workbook, self._formats, self._report, self._sheet = workbook, formats, report, sheet
        self._line = 2
        """The next free line of the data."""

    def gather(
        self, overview: Overview, targets: SheetTable | None, towns: SheetTable | None
    ) -> tuple[list[Drawn], list[Drawn]]:
        """The plots with their cells: those that go on 总览, and the rest."""
        report = self._report
        front = [self._status(plot, overview) for plot in [status_plot(report)] if plot and targets]
        rest = [self._progress(plot, targets) for plot in [progress_plot(report)] if plot and targets]
        rest += [self._path(plot) for plot in path_plots(report)]
        rest += self._members(towns) if towns else []
        return front, rest

    def lay_out(self, drawn: Sequence[Drawn]) -> None:
        """The sheet itself: a page for many bars, then four charts to a page; the data at the right is not printed."""
        self._sheet.title(self._sheet.name)
        raw = self._sheet.raw
        raw.set_default_row(_ROW_HEIGHT)
        pages = list(_pages(drawn))
        for number, page in enumerate(pages):
            top = 2 + number * _ROWS_TO_A_PAGE
            for place, chart in enumerate(page):
                size = _SIZES[chart.plot.name]
                across, down = place % 2, place // 2
                offsets = {"x_offset": 5 + across * (_QUARTER[0] + 15), "y_offset": 5 + down * (_QUARTER[1] + 12)}
                raw.insert_chart(top, 0, self.draw(chart, size), offsets | alternative(chart.plot))
        raw.set_h_pagebreaks([2 + number * _ROWS_TO_A_PAGE for number in range(1, len(pages))])
        raw.print_area(0, 0, max(1 + len(pages) * _ROWS_TO_A_PAGE, 2), _DATA_COLUMN - 3)
        raw.set_print_scale(88)
        raw.freeze_panes(2, 0)
        self._sheet.print_header()

    def draw(self, drawn: Drawn, size: tuple[int, int]) -> Chart:
        """One chart."""
        plot = drawn.plot
        chart = self._workbook.add_chart(_KINDS[plot.form])
        for series, name, values in zip(plot.series, drawn.names, drawn.values, strict=True):
            cells = {"name": name, "categories": drawn.categories, "values": values}
            chart.add_series(cells | self._look(plot, series))
        self._frame(chart, drawn, size)
        return chart

    def _look(self, plot: Plot, series: PlotSeries) -> dict[str, object]:
        labels: dict[str, object] = {"value": True, "font": self._font(8)}
        if plot.form is PlotForm.LINES:
            return _line(series.ink) | {"data_labels": labels | self._on_line(plot, series)}
        if not series.marks:  # else each label is written as its cell is
            digits = self._digits(plot, plot.decimals)
            labels["num_format"] = _ZERO_HIDDEN.format(digits=digits)
        stacked = plot.form is PlotForm.STACKED
        inside = "center" if stacked else "inside_end" if plot.broken(series) else ""
        place = {"position": inside, "fill": {"color": WHITE}} if inside else {"position": "outside_end"}
        bars = {"gap": 45, "overlap": 100 if stacked else 0}
        return _area(series.ink) | _broken(plot, series) | {"data_labels": labels | place} | bars

    def _on_line(self, plot: Plot, series: PlotSeries) -> dict[str, object]:
        """Where the labels of a line stand; no number twice. Those with marks are written as their cells are."""
        number = plot.series.index(series)
        places = [
            {"delete": True}
            if plot.is_told(number, place)
            else {"position": "below", "font": self._font(8)}
            if plot.stands_below(number, place)
            else None
            for place in range(len(series.values))
        ]
        digits = self._digits(plot, plot.decimals)
        written = {} if series.marks else {"num_format": f'{digits};"−"{digits}'}
        return {"position": "above"} | written | ({"custom": places} if any(places) else {})

    def _digits(self, plot: Plot, decimals: int) -> str:
        """The number format of a plot, whose percentages the cells hold as shares of one."""
        return self._formats.digits(decimals) + ("%" if plot.unit == "%" else "")

    def _frame(self, chart: Chart, drawn: Drawn, size: tuple[int, int]) -> None:
        plot = drawn.plot
        axis = {"num_font": self._font(8), "line": {"color": "#8c97a4"}}
        chart.set_title({"name": drawn.title, "name_font": self._font(11) | {"bold": True}, "overlay": False})
        chart.set_size({"width": size[0], "height": size[1]})
        chart.set_legend({"none": True} if len(plot.series) == 1 else {"position": "bottom", "font": self._font(9)})
        chart.show_blanks_as("span")
        numbers = axis | {
            "num_format": self._digits(plot, 0),
            "major_gridlines": {"visible": True, "line": {"color": "#d9dee3"}},
        }
        if plot.form is PlotForm.LINES:
            least, most = (end / 100 if plot.unit == "%" else end for end in plot.reach)
            chart.set_x_axis(axis | {"label_position": "low"} | self._days(plot))
            bare = {"label_position": "none", "line": {"none": True}, "major_tick_mark": "none"}
            chart.set_y_axis({"min": least, "max": most, "major_gridlines": {"visible": False}, **bare})
        else:
            chart.set_y_axis(axis | {"label_position": "low", "reverse": True, "interval_unit": 1, "crossing": "max"})
            ends = {"max": plot.longest / 100} if plot.longest is not None else {}
            positive = all(value is None or value >= 0 for series in plot.series for value in series.values)
            chart.set_x_axis(numbers | ends | ({"min": 0} if ends or positive else {}))

    def _days(self, plot: Plot) -> dict[str, object]:
        """Days where they are, and the ends of years named; nothing where they are even steps apart."""
        if not plot.years:
            return {}
        first, last = plot.years
        told = year_ends_format(self._report.texts.lang)
        ends = {"min": first, "max": last, "major_unit": 1, "major_unit_type": "years"}
        days = {"date_axis": True, "num_format": told, **ends}
        others = printable(plot.within_years(self._report.texts))
        return days | ({"name": others, "name_font": self._font(8) | {"bold": False}} if others else {})

    def _font(self, size: int) -> dict[str, object]:
        return {"name": self._report.texts.language.sheet_font, "size": size}

    def _status(self, plot: Plot, overview: Overview) -> Drawn:
        """Counts by link from 总览; those without a verdict are the sum of several statuses."""
        judged = [place for place, count in enumerate(self._report.counts) if count.status in WITH_VERDICT]
        columns = [(place, place) for place in judged]
        if len(plot.series) > len(judged):
            columns.append((len(judged), len(self._report.counts) - 1))
        rows: list[list[SheetCell]] = []
        for group, name in enumerate(plot.categories):
            counts = [
                Formula(f"=SUM({overview.count_cells(group, *span)})", int(series.values[group] or 0))
                for span, series in zip(columns, plot.series, strict=True)
            ]
            rows.append([name, *counts])
        return self._block(plot, rows)

    def _progress(self, plot: Plot, targets: SheetTable) -> Drawn:
        numbers = target_numbers(self._report)
        rows: list[list[SheetCell]] = []
        for name, row in zip(plot.categories, paced_rows(self._report.counted), strict=True):
            number = numbers[row.key]
            cell = [
                Formula(linked(targets, key, str(number)), amount)
                for key, amount in (("progress_pct", Percent(row.progress)), ("time_pct", Percent(row.time)))
            ]
            rows.append([name, *cell])
        return self._block(plot, rows)

    def _path(self, plot: Plot) -> Drawn:
        rows: list[list[SheetCell]] = []
        for place, name in enumerate(plot.categories):
            told = [(series.values[place], series.mark(place)) for series in plot.series]
            amounts = (None if number is None else Amount("", number, plot.decimals, mark) for number, mark in told)
            day = plot.days[place] if plot.years else name
            rows.append([day, *(amount and in_unit(amount, plot.unit) for amount in amounts)])
        return self._block(plot, rows)

    def _block(self, plot: Plot, rows: Sequence[Sequence[SheetCell]]) -> Drawn:
        """Writes the data of a plot under its title and gives the cells."""
        sheet, title, head = self._sheet, self._title(plot), self._line
        columns = range(_DATA_COLUMN + 1, _DATA_COLUMN + 1 + len(plot.series))
        for place, series in zip(columns, plot.series, strict=True):
            sheet.raw.write_string(head, place, series.name, self._formats["head"])
        for line, cells in enumerate(rows, start=head + 1):
            for place, cell in enumerate(cells, start=_DATA_COLUMN):
                if cell is not None:  # a blank cell that is written is kept as 0 in the chart
                    sheet.write(line, place, cell, {})
        last = head + len(rows)
        self._line = last + 2
        return Drawn(
            plot,
            title,
            categories=self._range(head + 1, last, _DATA_COLUMN),
            names=tuple(self._range(head, head, place) for place in columns),
            values=tuple(self._range(head + 1, last, place) for place in columns),
        )

    def _title(self, plot: Plot) -> str:
        """Writes the title of a plot and gives the cell."""
        self._sheet.text(self._line, plot.title, "section", _DATA_COLUMN)
        self._line += 1
        return self._range(self._line - 1, self._line - 1, _DATA_COLUMN)

    def _range(self, first: int, last: int, column: int) -> str:
        start, end = (xl_rowcol_to_cell(line, column, row_abs=True, col_abs=True) for line in (first, last))
        return f"={quote_sheetname(self._sheet.name)}!{start}" + (f":{end}" if last > first else "")

    def _members(self, towns: SheetTable) -> Iterator[Drawn]:
        """Straight from 镇街, where the members of a measure stand best first."""
        first = 0
        for column in self._report.members:
            plot = member_plot(self._report, column)
            if plot and all(member.amount.number is not None for member in column.rows[: len(plot.categories)]):
                last = first + len(plot.categories) - 1
                title, name = self._title(plot), towns.cells("measure", first, first)
                yield Drawn(plot, title, towns.cells("region", first, last), (name,), (towns.cells("value", first, last),))
            first += len(column.rows)


_KINDS = {
    PlotForm.BARS: {"type": "bar"},
    PlotForm.STACKED: {"type": "bar", "subtype": "stacked"},
    PlotForm.LINES: {"type": "line"},
}


def is_charted(report: GapReport) -> bool:
    """Whether there is anything to draw: one bar alone is no chart."""
    members = any(member_plot(report, column) for column in report.members)
    return bool(members or path_plots(report) or status_plot(report) or progress_plot(report))


def alternative(plot: Plot) -> dict[str, object]:
    """What stands for the chart where it cannot be seen."""
    return {"description": plot.summary, "object_position": 2}


def front_size(plot: Plot, width: int) -> tuple[int, int]:
    """A chart on 总览: as high as its bars need."""
    return width, _FRAME + _BAR * len(plot.categories)


def _pages(drawn: Sequence[Drawn]) -> Iterator[Sequence[Drawn]]:
    """Charts by page: one of many bars alone, lines in fours, members in pairs; no last page has many fewer than the others."""
    for name, most in (("progress", 1), ("path", 4), ("members", 2)):
        alike = [chart for chart in drawn if chart.plot.name == name]
        pages = -(-len(alike) // most)
        ends = [-(-len(alike) * page // pages) for page in range(pages + 1)] if pages else []
        yield from (alike[start:end] for start, end in pairwise(ends))


_SIZES = {"progress": _PAGE, "path": _QUARTER, "members": _HALF}


def _area(ink: Ink) -> dict[str, object]:
    shade = SHADES[ink]
    border: dict[str, object] = {"border": {"color": shade.colour, "width": 0.75}}
    if shade.pattern is None:
        return border | {"fill": {"color": shade.colour}}
    name = shade.pattern.lower()
    return border | {
        "pattern": {"pattern": _NAMES_OF_PATTERNS.get(name, name), "fg_color": shade.colour, "bg_color": shade.ground}
    }


def _broken(plot: Plot, series: PlotSeries) -> dict[str, object]:
    """Of bars that go further than they are drawn: a gap before the end, and the number behind it, on white."""
    colour, cut = SHADES[series.ink].colour, set(plot.broken(series))
    if not cut:
        return {}
    colours = [colour, colour, WHITE, WHITE, colour, colour]
    stops = [0, *(round(share * 100) for share in (BREAK[0], *BREAK, BREAK[1])), 100]
    gap = {"gradient": {"colors": colours, "positions": stops, "type": "linear", "angle": _ALONG}, "border": {"color": colour}}
    return {"points": [gap if place in cut else None for place in range(len(series.values))]}


def _line(ink: Ink) -> dict[str, object]:
    shade = SHADES[ink]
    line = {"color": shade.colour, "width": 2.0} | ({"dash_type": shade.dash.lower()} if shade.dash else {})
    fill = {"color": WHITE if shade.hollow else shade.colour}
    kind = shade.marker.lower()
    return {"line": line, "marker": {"type": kind, "size": 7, "fill": fill, "border": {"color": shade.colour}}}
