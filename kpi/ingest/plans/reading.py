"""A plan's workbook as tables of text, with everything that keeps a sheet from being one. It is parsed in the limited child."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from kpi.catalog import FORMATS, PlanTables, Row, Table, fingerprint_of
from kpi.i18n import Texts
from kpi.ingest.opening.containers import Parser, plan_book
from kpi.ingest.plans import cells, columns
from kpi.ingest.refusals import Refused
from kpi.ingest.serving import sandbox
from kpi.ingest.spelling import shortened
from kpi.ingest.tables.grid import Mark, Sheet, letter
from kpi.model import Problem, Severity

HEAD_ROWS = 10
"""Rows in which the headings of a sheet are looked for."""
MOST_CELLS = 2_000_000
"""Of all sheets together, empty ones between others too; a plan of 5,000 targets has a tenth."""
MOST_PLACES = 20
"""Rows that one note names."""
MOST_PROBLEMS = 500
"""That one workbook is told of; whatever is found last, the first refuses it."""
_MARKED = {Mark.FORMULA: "plan_cell_formula", Mark.ERROR: "plan_cell_error", Mark.FORMAT: "plan_cell_format"}


@dataclass(frozen=True)
class PlanSheets:
    """What was read of a workbook, and where in it each thing stands."""

    name: str
    """Of the workbook, as it was brought."""
    tables: PlanTables
    sheets: Mapping[str, str] = field(default_factory=dict)
    """By file, the name of its sheet."""
    headings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By file and column, what stands over it."""
    letters: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By file and column, the letter of the column."""

    @property
    def is_workbook(self) -> bool:
        """Whether it came as a workbook, not as files that stand for themselves."""
        return bool(self.name)

    def worded(self, message: str, words: Texts) -> str:
        """A message about files and columns as one about sheets and headings."""
        if not self.is_workbook:
            return message
        for file in _FILES:
            message = message.replace(file, f"“{self.sheets.get(file) or columns.title(file.removesuffix('.csv'), words)}”")
        return _CODES.sub(lambda code: columns.heading(*_TOLD[code[0]], words), message)

    def located(self, problem: Problem, words: Texts) -> Problem:
        """A problem of the plan's tables as one of the workbook: its sheet, its headings, its words."""
        if not self.is_workbook:
            return problem
        if problem.file not in _FILES:
            return replace(problem, file=self.name, values=_titled(problem.values, words))
        sheet, column = problem.file.removesuffix(".csv"), problem.column
        shown = self._shown(sheet, column, problem, words)
        return replace(
            problem,
            file=self.name,
            sheet=self.sheets.get(problem.file, columns.title(sheet, words)),
            column=self._heading(problem.file, column, words),
            value=columns.word(sheet, column, problem.value, words),
            values=_titled({"letter": self.letters.get((problem.file, column), ""), **problem.values, **shown}, words),
        )

    def _heading(self, file: str, column: str, words: Texts) -> str:
        missing = column in columns.own_columns(sheet := file.removesuffix(".csv"))
        return self.headings.get((file, column), columns.heading(sheet, column, words) if missing else column)

    def _shown(self, sheet: str, column: str, problem: Problem, words: Texts) -> dict[str, object]:
        """Values of a message that name columns and codes, in the words of the workbook."""
        shown: dict[str, object] = {}
        for name, value in problem.values.items():
            if name == "column":
                shown[name] = self._heading(problem.file, column, words)
            elif name in ("value", "library") and isinstance(value, str):
                shown[name] = columns.word(sheet, column, value, words)
            elif name == "choices" and isinstance(value, tuple):
                shown[name] = tuple(columns.word(sheet, column, str(code), words) for code in value)
            elif name == "kind":
                shown[name] = columns.word("measures", "kind", str(value), words)
        return shown


_TOLD = {
    "parent_code": ("regions", "parent_code"),
    "as_of": ("figures", "as_of"),
    "window_start": ("figures", "window_start"),
    "window_end": ("figures", "window_end"),
    "load": ("figures", "load"),
    "years": ("targets", "years"),
    "deadline": ("targets", "deadline"),
    "reference_measure_id": ("targets", "reference_measure_id"),
    "change_unit": ("targets", "change_unit"),
    "value_high": ("targets", "value_high"),
}
"""Columns that messages name by the codes that files have."""
_CODES = re.compile(rf"(?<![\w“])(?:{'|'.join(_TOLD)})(?![\w”])", re.ASCII)


def _titled(values: Mapping[str, object], words: Texts) -> dict[str, object]:
    """Values of a message that name sheets of a plan, by their titles."""
    title = values.get("title")
    titled: dict[str, object] = {"title": columns.title(title, words)} if title in columns.ORDER else {}
    if "titles" in values:
        titled["titles"] = tuple(columns.title(sheet, words) for sheet in columns.ORDER)
    return {**values, **titled}


_FILES = frozenset(form.name for form in FORMATS)


def read_plan_workbook(content: bytes, name: str, parse: Parser = sandbox.run) -> PlanSheets:
    """A workbook's plan, parsed in a child or by `parse`.

    Whatever keeps it from being one is in the result; nothing is raised for what a file holds.
    """
    stem = PurePath(name).stem
    try:
        sheets, hidden = plan_book(content, parse)
        _check_size(sheets)
    except Refused as refused:
        problem = Problem(Severity.ERROR, refused.code, name, values=refused.values, suggestion=refused.suggestion)
        return PlanSheets(name, PlanTables(stem, {}, "", (problem,)))
    return _Workbook(name, stem, sheets, hidden).read()


def _check_size(sheets: Iterable[Sheet]) -> None:
    count = sum(len(row) for sheet in sheets for row in sheet.rows)
    if count > MOST_CELLS:
        raise Refused("plan_too_large", cells=count, most=MOST_CELLS)


@dataclass
class _Workbook:
    """One workbook while it is read."""

    name: str
    stem: str
    book: Sequence[Sheet]
    hidden: Sequence[str]
    problems: list[Problem] = field(default_factory=list)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    """By the product's own name of each."""

    def read(self) -> PlanSheets:
        """All of it."""
        self._assign()
        readings = {
            sheet: _SheetReader(sheet, self.sheets[sheet], self.problems) for sheet in columns.ORDER if sheet in self.sheets
        }
        tables = {f"{sheet}.csv": reading.table() for sheet, reading in readings.items()}
        self._tell_examples({sheet: reading.examples for sheet, reading in readings.items()})
        tables = dict(self._without_percents(tables))
        ordered = {form.name: tables[form.name] for form in FORMATS if form.name in tables}
        plan = PlanTables(self.stem, ordered, fingerprint_of(ordered), tuple(self.problems))
        return PlanSheets(
            self.name,
            plan,
            {f"{sheet}.csv": self.sheets[sheet].name for sheet in self.sheets},
            {(f"{sheet}.csv", c): text for sheet, reading in readings.items() for c, (text, _) in reading.headings.items()},
            {(f"{sheet}.csv", c): place for sheet, reading in readings.items() for c, (_, place) in reading.headings.items()},
        )

    def _assign(self) -> None:
        """Which sheet is which; one that is none of a plan's and holds something may be one whose name is misspelt."""
        for sheet in self.book:
            known = columns.sheet_of(sheet.name)
            if known in (columns.GUIDE, columns.CHOICES) or (not known and not sheet.filled):
                continue
            if not known:
                self._of_book("plan_sheet_unknown", sheet.name, title=sheet.name, titles=columns.ORDER)
            elif known in self.sheets:
                self._of_book("plan_sheet_twice", sheet.name, title=sheet.name, other=self.sheets[known].name)
            else:
                self.sheets[known] = sheet
        for name in self.hidden:
            if columns.sheet_of(name) not in (columns.GUIDE, columns.CHOICES):
                self._of_book("plan_sheet_hidden", name, title=name)
        for form in FORMATS:
            sheet_name = form.name.removesuffix(".csv")
            if form.must_exist and sheet_name not in self.sheets:
                self.problems.append(Problem(Severity.ERROR, "plan_sheet_missing", form.name, values={"title": sheet_name}))

    def _of_book(self, code: str, sheet: str, **values: object) -> None:
        self.problems.append(Problem(Severity.ERROR, code, "", sheet, values=values))

    def _tell_examples(self, examples: Mapping[str, Sequence[int]]) -> None:
        places = tuple(f"{self.sheets[sheet].name}!{row}" for sheet, rows in examples.items() for row in rows)
        if places:
            values = {"count": len(places), "places": places[:MOST_PLACES]}
            self.problems.append(Problem(Severity.NOTE, "plan_examples_skipped", values=values))

    def _without_percents(self, tables: Mapping[str, Table | None]) -> Iterator[tuple[str, Table | None]]:
        """Numbers with a percent sign as fractions, where the measure or the way of counting is in per cent."""
        measures = tables.get("measures.csv")
        scales = (
            {row.cells.get("measure_id", ""): row.cells.get("display_scale", "") for row in measures.rows} if measures else {}
        )
        for name, table in tables.items():
            if not table or name not in ("targets.csv", "figures.csv"):
                yield name, table
                continue
            read: list[tuple[int, str, str]] = []
            rows = tuple(_in_fractions(row, scales, read) for row in table.rows)
            if read:
                row, value, fraction = read[0]
                told = {"count": len(read), "value": value, "read": fraction}
                self.problems.append(Problem(Severity.NOTE, "plan_percent_read", name, "", row, "value", value, told))
            yield name, replace(table, rows=rows)


def _in_fractions(row: Row, scales: Mapping[str, str], read: list[tuple[int, str, str]]) -> Row:
    signed = {c: text for c in ("value", "value_high") if cells.is_percent(text := row.cells.get(c, ""))}
    if not signed or not cells.counts_in_percent(row.cells, scales):
        return row
    fractions = {column: cells.hundredths(text) for column, text in signed.items()}
    read += [(row.number, text, fractions[column]) for column, text in signed.items()]
    return replace(row, cells={**row.cells, **fractions})


@dataclass
class _SheetReader:
    """One sheet while it is read."""

    sheet: str
    grid: Sheet
    problems: list[Problem]
    headings: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By column, its heading as it is written, and its letter."""
    examples: list[int] = field(default_factory=list)
    """Rows that are only examples."""
    twice: bool = False
    """Whether two columns have one heading."""

    def table(self) -> Table | None:
        """The rows below the headings; None, which is a problem, if these cannot be used."""
        head = self._head()
        if head is None:
            self._problem("plan_sheet_empty")
            return None
        named = self._columns(head)
        if not self._has_required(head, named.values()) or self.twice:
            return None
        self._check_merged(head, named)
        key = next((place for place, column in named.items() if column == columns.key_of(self.sheet)), None)
        rows = []
        for index in range(head + 1, len(self.grid.rows)):
            texts = [text.strip() for text in self.grid.rows[index]]
            if key is not None and columns.is_example("".join(texts[key : key + 1])):
                self.examples.append(index + 1)
            elif any(texts):
                rows.append(self._row(index, texts, named))
        self._tell_hidden(head)
        return Table(tuple(named.values()), tuple(rows))

    def _head(self) -> int | None:
        """The first row with two headings of a plan; else the first that is not empty."""
        filled = [index for index, row in enumerate(self.grid.rows) if any(text.strip() for text in row)]
        for index in filled:
            known = [text for text in self.grid.rows[index] if text.strip() and columns.understood(self.sheet, text)]
            if index < HEAD_ROWS and len(known) > 1:
                return index
        return filled[0] if filled else None

    def _columns(self, head: int) -> dict[int, str]:
        """By place, what each column is."""
        named: dict[int, str] = {}
        kept = []
        for place, text in enumerate(map(str.strip, self.grid.rows[head])):
            if not text or self.grid.mark(head, place) is Mark.MERGED:
                continue
            column = columns.column_of(self.sheet, text)
            if column in named.values():
                values = {"column": text}
                self._problem("catalog_column_twice", row=head + 1, column=column, values=values)
                self.twice = True
                continue
            named[place] = column
            self.headings[column] = text, letter(place)
            if column not in columns.own_columns(self.sheet) and not (column.isascii() and column.islower()):
                kept.append(text)
        if kept:
            self._problem("plan_headings_kept", Severity.NOTE, row=head + 1, headings=tuple(kept))
        return named

    def _has_required(self, head: int, named: Collection[str]) -> bool:
        form = next(form for form in FORMATS if form.name == f"{self.sheet}.csv")
        missing = [column for column in form.required if column not in named]
        for column in missing:
            self._problem("catalog_column_missing", row=head + 1, column=column, values={"column": column})
        return not missing

    def _row(self, index: int, texts: Sequence[str], named: Mapping[int, str]) -> Row:
        said, sound = {column: texts[place] if place < len(texts) else "" for place, column in named.items()}, True
        for place, text in enumerate(texts):
            mark = self.grid.mark(index, place)
            if text and place not in named:
                if mark is not Mark.MERGED:
                    values = {"letter": letter(place), "value": shortened(text, 40)}
                    self._problem("plan_heading_missing", row=index + 1, values=values)
            elif mark in _MARKED:
                values = {"letter": letter(place), "value": shortened(text, 40)}
                self._problem(_MARKED[mark], row=index + 1, column=named[place], values=values)
                sound = False
        key = columns.key_of(self.sheet)
        if (inner := columns.within(said.get(key, ""))) is not None:
            said[key] = inner
        filed = {column: cells.as_filed(self.sheet, column, text) if text else "" for column, text in said.items()}
        self._warn_of_separators(index, filed)
        return Row(f"{self.sheet}.csv", index + 1, filed, fits=sound)

    def _warn_of_separators(self, index: int, filed: Mapping[str, str]) -> None:
        for column in columns.LISTS & filed.keys():
            if "；" in filed[column]:
                values = {"value": filed[column]}
                self._problem("plan_list_separator", Severity.WARNING, row=index + 1, column=column, values=values)

    def _check_merged(self, head: int, named: Mapping[int, str]) -> None:
        """A cell that spans columns says something of each, or of only one: nobody knows."""
        for top, left, bottom, right in self.grid.merged:
            if bottom > head and right > left and any(place in named for place in range(left, right + 1)):
                self._problem("plan_cells_merged", row=top + 1, values={"letter": letter(left)})

    def _tell_hidden(self, head: int) -> None:
        rows = tuple(index + 1 for index in self.grid.hidden_rows if index > head)
        if rows:
            self._problem("plan_rows_hidden", Severity.NOTE, row=rows[0], values={"rows": rows[:MOST_PLACES]})

    def _problem(
        self,
        code: str,
        severity: Severity = Severity.ERROR,
        *,
        row: int | None = None,
        column: str = "",
        values: Mapping[str, object] | None = None,
        **more: object,
    ) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            return
        told = {**(values or {}), **more}
        value = str(told.get("value", ""))
        self.problems.append(Problem(severity, code, f"{self.sheet}.csv", "", row, column, value, told))
