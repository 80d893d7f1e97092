"""总览: the sentences of the headline, and targets by category and status, counted by formulas over 指标明细."""

import re

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from kpi.report.model import GapReport, StatusCount
from kpi.report.workbook.sheet import SheetTable, SheetWriter
from kpi.views import Face, heading

_FIRST, _OTHER, _LEAST = 20.0, 11.5, 10
"""Widths of the first and the other columns, and how many there are at least."""
WIDTH = 960
"""Of the charts below the counts, in pixels."""
_LONGEST_CRITERION = 255
_READ_AS_MORE = re.compile(r"^[=<>]|[*?~]")
"""What COUNTIFS would read as a comparison or as a pattern, where we mean just that text."""


class Overview:
    """The sheet while it is written."""

    def __init__(self, sheet: SheetWriter, report: GapReport) -> None:
        self._sheet, self._report, self._words = sheet, report, report.texts
        self._groups = [(category.name, category.counted) for category in report.categories if category.counted]
        self.head = 0
        """Line of the heads of the counts, from 0."""

    def write(self, targets: SheetTable | None) -> int:
        """Everything but charts; gives the first line below."""
        report, sheet = self._report, self._sheet
        sheet.title(report.title)
        width = max(len(self._report.counts) + 2, _LEAST)
        sheet.raw.set_column(0, 0, _FIRST)
        sheet.raw.set_column(1, width - 1, _OTHER)
        widths = [_FIRST, *[_OTHER] * (width - 1)]
        told = (report.caution, report.headline or self._words("report.no_targets"), report.earlier)
        sentences = [text for text in told if text]
        if report.values:
            sentences.append(self._words("xlsx.see_values", sheet=self._words("xlsx.sheet_values")))
        for line, sentence in enumerate(sentences, start=2):
            sheet.paragraph(line, sentence, "lead", widths)
        self.head = 2 + len(sentences) + 1
        sheet.raw.fit_to_pages(1, 1)
        sheet.print_header()
        if not self._groups or targets is None:
            return self.head
        self._counts(targets)
        return self.head + len(self._groups) + 3

    def count_cells(self, group: int, first: int, last: int) -> str:
        """The counts of a category for some statuses, all counted from 0, as other sheets refer to them."""
        line = self.head + 1 + group
        start, end = (xl_rowcol_to_cell(line, 1 + place, row_abs=True, col_abs=True) for place in (first, last))
        return f"{quote_sheetname(self._sheet.name)}!{start}" + (f":{end}" if last > first else "")

    def _counts(self, targets: SheetTable) -> None:
        """Targets by category and status; totals are sums of what is above and beside them."""
        words, sheet = self._words, self._sheet
        heads = [
            heading(words, "category", Face.LIST),
            *(count.text for count in self._report.counts),
            heading(words, "total", Face.LIST),
        ]
        sheet.heads([(head, _OTHER) for head in heads], self.head)
        for line, (name, rows) in enumerate(self._groups, start=self.head + 1):
            sheet.text(line, name, "text")
            for place, status in enumerate(self._report.counts, start=1):
                self._count(line, place, name, status, sum(row.status is status.status for row in rows), targets)
            self._sum(line, len(heads) - 1, "count", (line, 1), (line, len(heads) - 2), len(rows))
        last = self.head + len(self._groups)
        sheet.text(last + 1, heading(words, "total", Face.LIST), "total_text")
        totals = [*(count.count for count in self._report.counts), len(self._report.counted)]
        for place, total in enumerate(totals, start=1):
            self._sum(last + 1, place, "total", (self.head + 1, place), (last, place), total)

    def _count(self, line: int, place: int, name: str, status: StatusCount, number: int, targets: SheetTable) -> None:
        """How many of a category stand at a status, as a formula unless the two texts cannot be looked for by one."""
        if number != self._found(name, status.text):
            self._sheet.raw.write_number(line, place, number, self._sheet.formats["count"])
            return
        formula = (
            f"=COUNTIFS({targets.column('category')},$A{line + 1},"
            f"{targets.column('verdict')},{xl_rowcol_to_cell(self.head, place, row_abs=True)},"
            f'{targets.column("counted")},"{self._words("report.yes")}")'
        )
        self._sheet.raw.write_formula(line, place, formula, self._sheet.formats["count"], number)

    def _found(self, name: str, status: str) -> int | None:
        """How many lines COUNTIFS finds, which does not mind case; None where it would take a text for something else."""
        if any(not text or len(text) > _LONGEST_CRITERION or _READ_AS_MORE.search(text) for text in (name, status)):
            return None
        rows = [
            row
            for category in self._report.categories
            if category.name.casefold() == name.casefold()
            for row in category.counted
        ]
        return sum(row.status_text.casefold() == status.casefold() for row in rows)

    def _sum(self, line: int, place: int, kind: str, first: tuple[int, int], last: tuple[int, int], total: int) -> None:
        formula = f"=SUM({xl_rowcol_to_cell(*first)}:{xl_rowcol_to_cell(*last)})"
        self._sheet.raw.write_formula(line, place, formula, self._sheet.formats[kind], total)
