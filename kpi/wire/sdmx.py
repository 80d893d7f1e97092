"""The figures of a measure as SDMX-CSV 2.0, which statistical offices read. Base units; a share is a fraction.

A figure whose window begins nobody knows when has no place there: SDMX knows no period without a beginning.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from kpi.views import FigureView, MeasureView

SDMX_TYPE = "application/vnd.sdmx.data+csv;version=2.0.0"
_FLOW = ("dataflow", "KPI:FIGURES(1.0)", "I")
"""What is sent, by which structure, and that it is for information."""
_ALL = "_T"
"""Of a dimension: the whole."""
_COLUMNS = (
    *("STRUCTURE", "STRUCTURE_ID", "ACTION", "MEASURE", "REF_AREA", "BREAKDOWN", "MEMBER", "TIME_PERIOD", "OBS_VALUE"),
    *("UNIT_MEASURE", "UNIT_MULT", "COMMENT_OBS"),
)
_MONTHS_OF_A_QUARTER = 3


def measure_sdmx(view: MeasureView) -> bytes:
    """The figures that count, as a file. The mark of a figure (约, ≥) stands in its comment."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    figures = (*view.series, *(part for group in view.breakdowns for part in group.parts))
    writer.writerows(_lines(view.measure.unit.unit, figures))
    return buffer.getvalue().encode()


def _lines(unit: str, figures: tuple[FigureView, ...]) -> Iterator[tuple[str, ...]]:
    for figure in figures:
        if period := _period(figure):
            place = (figure.measure_id, figure.region_code, figure.breakdown or _ALL, figure.member or _ALL)
            yield (*_FLOW, *place, period, _number(figure.value), unit, "0", figure.amount.mark)


def _number(value: float) -> str:
    """In digits alone: an amount of yuan has fifteen of them."""
    return format(Decimal(f"{value:.15g}"), "f")


def _period(figure: FigureView) -> str:
    """A day, year, quarter or month, else a first day and how many there are; empty where the first day is not known."""
    if figure.end is None:
        return ""
    if figure.dated:
        return figure.end.isoformat()
    return _span(figure.start, figure.end) if figure.start else ""


def _span(start: date, end: date) -> str:
    after = end + timedelta(days=1)
    if start.day == after.day == 1:
        months = (after.year - start.year) * 12 + after.month - start.month
        if months == 12 and start.month == 1:
            return f"{start.year}"
        if months == _MONTHS_OF_A_QUARTER and start.month % _MONTHS_OF_A_QUARTER == 1:
            return f"{start.year}-Q{(start.month + 2) // _MONTHS_OF_A_QUARTER}"
        if months == 1:
            return f"{start:%Y-%m}"
    return f"{start.isoformat()}/P{(after - start).days}D"
