"""The workbook inside a chart, which opens when somebody edits it: the same bytes for the same plot, and text is only text."""

import io
from datetime import datetime

import xlsxwriter
from pptx.chart.data import CategoryChartData

from kpi.report.plots import Plot
from kpi.report.printable import TEXT_STAYS_TEXT, printable

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook's properties know no time zone
"""The moment every embedded workbook bears: it is part of the chart and has none of its own."""
_FIRST_COLUMN_WIDTH = 32


class ChartData(CategoryChartData):  # type: ignore[misc]  # python-pptx is not typed throughout
    """A plot as python-pptx wants it, with a workbook of our own writing: its writer would stamp the time of day."""

    def __init__(self, plot: Plot, number_format: str) -> None:
        super().__init__(number_format=number_format)
        self._plot = plot
        self.categories = plot.days if plot.years else [printable(name) for name in plot.categories]
        for series in plot.series:
            self.add_series(printable(series.name), series.values)

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook: names across, categories down, as the references of the chart expect them."""
        return workbook_of(self._plot, str(self.number_format))


def workbook_of(plot: Plot, number_format: str) -> bytes:
    """Categories in column A, one series in each column after it, names in the first row."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **TEXT_STAYS_TEXT}) as workbook:
        workbook.set_properties({"author": "", "created": _MADE})
        sheet, shown = workbook.add_worksheet("Sheet1"), workbook.add_format({"num_format": number_format})
        sheet.set_column(0, 0, _FIRST_COLUMN_WIDTH)
        days = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for line, name in enumerate(plot.categories, start=1):
            if plot.years:
                sheet.write_datetime(line, 0, plot.days[line - 1], days)
            else:
                sheet.write_string(line, 0, printable(name))
        for column, series in enumerate(plot.series, start=1):
            sheet.write_string(0, column, printable(series.name))
            for line, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(line, column, value, shown)
    return buffer.getvalue()
