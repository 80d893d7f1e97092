"""目录: what each sheet holds, and whether it is printed with the workbook."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from kpi.report.model import GapReport
from kpi.report.workbook.cells import SheetColumn
from kpi.report.workbook.sheet import SheetWriter
from kpi.views import TableColumn


class _Line(NamedTuple):
    """A sheet."""

    name: str
    about: str
    printed: str


_COLUMNS: tuple[SheetColumn[_Line], ...] = (
    TableColumn("sheet", lambda line: line.name, width=22),
    TableColumn("sheet_about", lambda line: line.about, width=76),
    TableColumn("sheet_printed", lambda line: line.printed, width=30),
)


def write_contents(sheet: SheetWriter, report: GapReport, sheets: Mapping[str, str], annexed: Collection[str]) -> None:
    """A line for each sheet, by the keys of which `annexed` are not printed; its name leads there."""
    words = report.texts

    def printed(key: str) -> str:
        own = f"xlsx.printed_{key}"
        return words("xlsx.printed_not" if key in annexed else own if own in words else "xlsx.printed")

    listed = [_Line(name, words(f"xlsx.holds_{key}"), printed(key)) for key, name in sheets.items()]
    table = sheet.table(_COLUMNS, listed, frozen=1, below=[words("xlsx.about_print")])
    for line, each in enumerate(listed, start=table.first - 1):
        sheet.link(line, 0, each.name)
