"""What loading a plan's files would write. A row is held against what the files said last time, so that a revision stays
until the files themselves change that cell; of the library a row that the plan's files do not have keeps what it says.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from kpi.catalog import FORMATS, PlanTables, Row
from kpi.model import Problem, Severity
from kpi.store.frames import SEPARATOR
from kpi.store.plan.logs import LOGS_OF, Log
from kpi.store.plan.state import Cells, Part, PartChange, PlanChange, PlanState, RowChange

FIRST_ROW = 2
"""Where the first row of a file stands."""

AGREEING = {
    "measures.csv": ("unit", "kind"),
    "figures.csv": ("measure_id",),
    "regions.csv": ("parent_code",),
    "identities.csv": ("expression",),
}
"""What a row of the library must say alike for every plan that lists it; what a file leaves empty contradicts nothing."""


JOINED = ("spellings", "aliases")
"""Columns of the library that hold ways of writing: what one plan has is not lost because another does not need it."""


@dataclass(frozen=True)
class PlanComparison:
    """Rows of files that are new, changed or gone since the plan was loaded last, and what would be written for them."""

    new: tuple[tuple[str, str], ...]
    """By file and key."""
    changed: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    shared: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Rows of the library that would read otherwise for other plans too: file, key, and those plans."""
    problems: tuple[Problem, ...]
    change: PlanChange
    in_place: bool
    """Whether the files have the columns and the order of rows that the plan would be written out with."""

    @property
    def is_nothing(self) -> bool:
        """Whether the plan reads as it does now; what its files said last may still be other words for the same."""
        return not (self.new or self.changed or self.removed or self.change.rows) and self.in_place


def compare_plan(files: PlanTables, state: PlanState) -> PlanComparison:
    """Holds a plan's files against what counts."""
    rows = dict(_keyed(files))
    new, changed, removed = _differences(rows, state)
    problems = tuple(_disagreements(rows, state))
    written = [change for place in (*new, *changed) for change in _row_changes(place, rows[place], state)]
    gone = [change for place in removed for change in _removals(place, state)]
    reordered = _reordered(rows, state)
    listed = [
        PartChange(*place, Part(row.number, row.cells)) for place, row in rows.items() if _moved(place, row, state, reordered)
    ]
    unlisted = [PartChange(*place, state.parts[place[0]][place[1]], removed=True) for place in removed]
    columns = {name: table.columns for name, table in files.tables.items() if table}
    if not state.rows.get("plan_log") and not any(file == "plan.csv" for file, _ in rows):
        written.append(RowChange(LOGS_OF["plan.csv"][0], state.plan_id, str(FIRST_ROW), FIRST_ROW, {}))
    change = PlanChange(
        state.plan_id,
        files.sha256,
        (*written, *gone),
        (*listed, *unlisted),
        columns if columns != state.columns else None,
    )
    shared = tuple(_shared(written, state))
    in_place = not reordered and columns == {name: table.columns for name, table in state.tables().tables.items() if table}
    return PlanComparison(tuple(new), tuple(changed), tuple(removed), shared, problems, change, in_place)


def _keyed(files: PlanTables) -> Iterator[tuple[tuple[str, str], Row]]:
    """Every row by file and key; a key that stands twice where it may is told apart by how often it stood before."""
    for form in FORMATS:
        table, times = files.tables.get(form.name), dict[str, int]()
        for place, row in enumerate(table.rows if table else (), FIRST_ROW):
            key = key_of(LOGS_OF[form.name][0], row.cells, place)
            times[key] = times.get(key, 0) + 1
            yield (form.name, key if times[key] == 1 else f"{key}{SEPARATOR}{times[key]}"), row


def key_of(log: Log, cells: Cells, place: int) -> str:
    """What a row is known by: its key columns, or where its file has none its place."""
    return SEPARATOR.join(cells.get(column, "") for column in log.key) if log.key else str(place)


Place = tuple[str, str]


def _differences(rows: Mapping[Place, Row], state: PlanState) -> tuple[list[Place], list[Place], list[Place]]:
    loaded = {(file, key): part for file, parts in state.parts.items() for key, part in parts.items()}
    new = [place for place in rows if place not in loaded]
    changed = [
        place
        for place, row in rows.items()
        if place in loaded and loaded[place].cells != dict(row.cells) and not _counts_already(place, row, state)
    ]
    removed = [place for place, part in loaded.items() if place not in rows and part.cells is not None]
    return new, changed, removed


def _counts_already(place: Place, row: Row, state: PlanState) -> bool:
    """Whether a row says what counts, by another way than its file."""
    counting = state.cells(*place)
    return all(counting.get(column, "") == text for column, text in row.cells.items())


def _reordered(rows: Mapping[Place, Row], state: PlanState) -> Set[str]:
    """The files that list other rows than before, or in another order; empty rows between them change nothing."""
    before = {file: [key for key, _ in sorted(parts.items(), key=_position)] for file, parts in state.parts.items()}
    now: dict[str, list[str]] = {}
    for file, key in rows:
        now.setdefault(file, []).append(key)
    return {file for file, keys in now.items() if keys != before.get(file)}


def _position(listed: tuple[str, Part]) -> int:
    return listed[1].position


def _moved(place: Place, row: Row, state: PlanState, reordered: Set[str]) -> bool:
    """Whether a file lists the row elsewhere than before, or otherwise."""
    part = state.parts.get(place[0], {}).get(place[1])
    if part is None or part.cells != row.cells:
        return True
    return place[0] in reordered and part.position != row.number


def _row_changes(place: Place, row: Row, state: PlanState) -> Iterator[RowChange]:
    """What the logs must be told of a row: only what its file changed, and only where that is not what counts already."""
    file, key = place
    part = state.parts.get(file, {}).get(key)
    before: Cells = (part.cells or {}) if part else {}
    fresh = {column: text for column, text in row.cells.items() if before.get(column) != text}
    dropped = {column for column in before if column not in row.cells}
    for log in LOGS_OF[file]:
        logged = state.rows.get(log.name, {}).get(key)
        counting = logged.cells if logged else {}
        kept = {c: text for c, text in counting.items() if c not in dropped or not log.of_plan}
        cells = {**kept, **{c: text for c, text in fresh.items() if is_kept_in(log, c)}}
        if place in state.others:
            cells |= {column: _joined(counting.get(column, ""), cells[column]) for column in JOINED if cells.get(column)}
        if file == "regions.csv" and not cells.get("parent_code") and counting.get("parent_code"):
            cells["parent_code"] = counting["parent_code"]
        if logged is None or cells != dict(counting):
            yield RowChange(log, state.plan_id if log.of_plan else "", key, row.number, cells)


def _joined(before: str, fresh: str) -> str:
    """Texts with `;` between them, those there were first."""
    return ";".join(dict.fromkeys(item.strip() for item in f"{before};{fresh}".split(";") if item.strip()))


def is_kept_in(log: Log, column: str) -> bool:
    """Whether a column of a file goes into one of the logs that its rows go into."""
    of_another = any(column in other.column_set for other in LOGS_OF[log.file] if other is not log)
    return column in log.column_set or (log.keeps_others and not of_another)


def _removals(place: Place, state: PlanState) -> Iterator[RowChange]:
    """A row of the library stays as long as another plan lists it."""
    file, key = place
    for log in LOGS_OF[file]:
        logged = state.rows.get(log.name, {}).get(key)
        if logged and (log.of_plan or place not in state.others):
            position = state.parts[file][key].position
            yield RowChange(log, state.plan_id if log.of_plan else "", key, position, logged.cells, removed=True)


def _shared(changes: list[RowChange], state: PlanState) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for change in changes:
        plans = state.others.get((change.log.file, change.key), ())
        if plans and not change.log.of_plan and change.key in state.rows.get(change.log.name, {}):
            yield change.log.file, change.key, plans


def _disagreements(rows: Mapping[Place, Row], state: PlanState) -> Iterator[Problem]:
    """What another plan's row of the library says otherwise, and one library cannot say twice."""
    for (file, key), row in rows.items():
        if (file, key) in state.others:
            counting = state.cells(file, key)
            for column in AGREEING.get(file, ()):
                ours, theirs = row.cells.get(column, ""), counting.get(column, "")
                if ours and theirs and ours != theirs:
                    yield _disagreement(row, column, key, theirs, state.others[file, key])


def _disagreement(row: Row, column: str, key: str, theirs: str, plans: tuple[str, ...]) -> Problem:
    ours = row.cells.get(column, "")
    values = {"column": column, "value": ours, "key": key, "library": theirs, "plans": plans}
    return Problem(Severity.ERROR, "plan_library_disagrees", row.file, "", row.number, column, ours, values)
