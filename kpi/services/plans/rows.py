"""New rows of a plan, several of one kind at once, and who answers for which measure: checked by the rules of the plan's
files, each problem told by the row that was typed, and made as one revision.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from kpi.catalog import Catalog
from kpi.errors import CatalogRefused, KpiError
from kpi.i18n import LANGUAGES, Texts, texts
from kpi.ingest import as_filed, plan_columns
from kpi.model import PERIOD_TYPES, Action, Actor, Problem, Sent, Severity
from kpi.services.plans.proposing import CheckedRevision, Proposal
from kpi.services.plans.revising import NOTHING, checked, require_note
from kpi.services.plans.typed import counted_in, in_base_units
from kpi.services.workspace import Workspace
from kpi.store import (
    LOGS,
    LOGS_OF,
    NewRevision,
    Part,
    PartChange,
    PlanState,
    RevisionKind,
    RowChange,
    is_kept_in,
    key_of,
    readable_key,
)
from kpi.views import Asked, ProblemView, word_problem

ADDABLE: Mapping[str, tuple[str, ...]] = {
    "targets": (
        *("target_id", "measure_id", "region_code", "comparator", "value", "value_high", "period_type", "window_start"),
        *("window_end", "years", "deadline", "change_unit", "reference_measure_id", "baseline_figure_id", "parent_target_id"),
        *("nature", "owner", "co_owners", "source"),
    ),
    "measures": (
        *("measure_id", "name_zh", "name_en", "category", "kind", "unit", "display_unit", "display_scale", "direction"),
        *("numerator_id", "denominator_id", "change_of", "decimals", "owner", "co_owners", "definition", "source"),
    ),
    "regions": ("region_code", "name_zh", "name_en", "parent_code", "type", "active", "in_partition", "aliases"),
    "identities": ("identity_id", "kind", "expression", "tolerance", "severity", "note"),
    "breaks": ("measure_id", "date", "note"),
}
"""The kinds of rows that may be added, by the names of their files, with the columns that are asked for."""
OWNED = ("owner", "co_owners")
_OWNERS = next(log for log in LOGS if log.name == "plan_measure_log")
_NUMBERS = ("value", "value_high")

Typed = Mapping[str, str]


@dataclass(frozen=True)
class CheckedRows:
    """Rows as they were typed, checked."""

    problems: tuple[ProblemView, ...]
    """Each with the number of the typed row it is of, the first row being 1; of no row where it is of another."""
    checked: CheckedRevision | None
    """None where they are refused."""


def asked_columns(workspace: Workspace, actor: Actor, kind: str, *, lang: str = "zh") -> tuple[Asked, ...]:
    """The columns of a kind of rows with what may be chosen in them. NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    words, catalog = texts(lang), workspace.catalog
    return tuple(
        Asked(column, plan_columns.heading(kind, column, words), "", choices=_choices(catalog, kind, column, words))
        for column in ADDABLE[kind]
    )


def _choices(catalog: Catalog, kind: str, column: str, words: Texts) -> tuple[tuple[str, str], ...]:
    """Codes with their words, or ids with the names of what they are of; none where something new may be written."""
    if codes := plan_columns.choices(kind, column):
        return tuple((code, plan_columns.word(kind, column, code, words)) for code in codes)
    names = {
        "units": {unit.unit: unit.name_zh if words.lang == LANGUAGES[0] else unit.name_en for unit in catalog.units.values()},
        "measures": {measure.measure_id: measure.name(words.lang) for measure in catalog.measures.values()},
        "regions": {region.region_code: region.name(words.lang) for region in catalog.regions.values()},
        "figures": {figure.figure_id: figure.printed for figure in catalog.primary_figures},
    }
    named = names.get(plan_columns.listed(kind, column), {}) if column not in _MAY_BE_NEW else {}
    return tuple((code, " · ".join(filter(None, (code, name)))) for code, name in named.items())


_MAY_BE_NEW = frozenset({"parent_code", "parent_target_id"})
"""Columns that may name a row that is typed along with it."""


def owners(workspace: Workspace, actor: Actor) -> dict[str, dict[str, str]]:
    """Who answers for each measure, by its id. NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    rows = workspace.plans.state(workspace.plan_id).rows[_OWNERS.name]
    said = {measure_id: rows[measure_id].cells if measure_id in rows else {} for measure_id in workspace.catalog.measures}
    return {measure_id: {column: cells.get(column, "") for column in OWNED} for measure_id, cells in said.items()}


def check_rows(
    workspace: Workspace, actor: Actor, kind: str, rows: Sequence[Typed], *, document: str = "", note: str, lang: str = "zh"
) -> CheckedRows:
    """What new rows would change. KpiError `rows_none`, `revision_note_missing`; NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    require_note(note)
    typed = [(number, row) for number, row in enumerate(rows, start=1) if any(text.strip() for text in row.values())]
    if not typed:
        raise KpiError("rows_none")
    found = _Adding(workspace, kind, texts(lang)).checked(typed, document.strip(), note)
    if found.checked is None:
        return found
    said = {"kind": kind, "rows": [dict(row) for row in rows], "document": document.strip(), "note": note}
    return replace(found, checked=replace(found.checked, asked=Proposal(Sent.ROWS, said)))


class _Adding:
    """Rows of one kind on their way into the tables of a plan."""

    def __init__(self, workspace: Workspace, kind: str, words: Texts) -> None:
        self._workspace = workspace
        self._kind = kind
        self._file = f"{kind}.csv"
        self._words = words
        self._state = workspace.plans.state(workspace.plan_id)
        self._listed = self._state.parts.get(self._file, {})
        self._first = max((part.position for part in self._listed.values()), default=1) + 1

    def checked(self, typed: Sequence[tuple[int, Typed]], document: str, note: str) -> CheckedRows:
        numbers = dict(zip(count(self._first), (number for number, _ in typed), strict=False))
        problems: list[Problem] = []
        keyed = [self._keyed(number, row, problems) for number, row in typed]
        problems += self._repeated([(number, key) for (number, _), (key, _) in zip(typed, keyed, strict=True)])
        if problems:
            return CheckedRows(self._worded(problems, {}), None)
        placed = [(key, cells, place) for (key, cells), place in zip(keyed, numbers, strict=True)]
        rows = [change for key, cells, place in placed for change in self._changes(key, cells, place)]
        parts = [PartChange(self._file, key, Part(place, None)) for key, _, place in placed]
        new = NewRevision(RevisionKind.REVISE, self._named([key for key, _ in keyed]), NOTHING, note, document)
        try:
            made = checked(self._workspace, self._state, rows, new, self._words.lang, parts=parts)
        except CatalogRefused as refused:
            return CheckedRows(self._worded(refused.problems, numbers), None)
        return CheckedRows(self._worded(self._new_warnings(made.catalog), numbers), made)

    def _named(self, keys: Sequence[str]) -> str:
        return f"{self._file} {' '.join(readable_key(key) for key in keys)}"

    def _keyed(self, number: int, typed: Typed, problems: list[Problem]) -> tuple[str, dict[str, str]]:
        """A row's key and its cells as the table has them."""
        cells = {column: as_filed(self._kind, column, text.strip()) for column, text in typed.items() if text.strip()}
        try:
            cells |= self._numbers(typed, cells)
        except KpiError as error:
            problems.append(
                Problem(Severity.ERROR, "plan_row_number", self._file, "", number, "value", values=error.message.values)
            )
        key = key_of(LOGS_OF[self._file][0], cells, 0)
        problems += self._in_the_way(number, key, cells)
        return key, cells

    def _numbers(self, typed: Typed, cells: Mapping[str, str]) -> dict[str, str]:
        """The numbers of a target in base units, as far as its measure is known."""
        measure = self._workspace.catalog.measures.get(cells.get("measure_id", "")) if self._kind == "targets" else None
        if measure is None:
            return {}
        counted = counted_in(measure, PERIOD_TYPES.get(cells.get("period_type", "")), cells.get("change_unit", ""))
        return {column: in_base_units(typed[column], counted) for column in _NUMBERS if typed.get(column, "").strip()}

    def _in_the_way(self, number: int, key: str, cells: Mapping[str, str]) -> Iterator[Problem]:
        """A row of this key that the plan has, or that the library has otherwise."""
        if key in self._listed:
            yield Problem(Severity.ERROR, "plan_row_exists", self._file, "", number, "", readable_key(key))
            return
        for log in LOGS_OF[self._file]:
            known = self._state.rows[log.name].get(key)
            for column in log.columns if known and not log.of_plan else ():
                ours, theirs = cells.get(column, ""), known.cells.get(column, "") if known else ""
                if ours and ours != theirs:
                    yield self._contradiction(number, key, column, ours, theirs)

    def _contradiction(self, number: int, key: str, column: str, ours: str, theirs: str) -> Problem:
        """The library says what it says for every plan that lists the row."""
        plans = self._state.others.get((self._file, key), ())
        values = {"column": column, "value": ours, "key": readable_key(key), "library": theirs, "plans": plans}
        return Problem(Severity.ERROR, "plan_library_disagrees", self._file, "", number, column, ours, values)

    def _repeated(self, keys: Sequence[tuple[int, str]]) -> Iterator[Problem]:
        seen: set[str] = set()
        for number, key in keys:
            if key in seen:
                yield Problem(Severity.ERROR, "plan_row_twice", self._file, "", number, "", readable_key(key))
            seen.add(key)

    def _changes(self, key: str, cells: Mapping[str, str], place: int) -> Iterator[RowChange]:
        """What the logs are told; a row that the library has already is only listed."""
        for log in LOGS_OF[self._file]:
            if key not in self._state.rows[log.name]:
                own = {column: text for column, text in cells.items() if is_kept_in(log, column)}
                yield RowChange(log, self._state.plan_id if log.of_plan else "", key, place, own)

    def _new_warnings(self, catalog: Catalog) -> list[Problem]:
        known = {(warning.code, warning.file, warning.row) for warning in self._workspace.catalog.warnings}
        return [warning for warning in catalog.warnings if (warning.code, warning.file, warning.row) not in known]

    def _worded(self, problems: Sequence[Problem], numbers: Mapping[int, int]) -> tuple[ProblemView, ...]:
        """Problems in words, with the number of the typed row and the heading of its column."""
        return tuple(self._worded_one(problem, numbers) for problem in problems)

    def _worded_one(self, problem: Problem, numbers: Mapping[int, int]) -> ProblemView:
        own = problem.file == self._file and (not numbers or problem.row in numbers)
        number = numbers.get(problem.row or 0, problem.row) if own else None
        heading = plan_columns.heading(self._kind, problem.column, self._words) if own and problem.column else ""
        values = {**problem.values, "column": heading or problem.column}
        return word_problem(self._words, replace(problem, row=number, column=heading, values=values))


def check_owners(
    workspace: Workspace, actor: Actor, said: Mapping[str, Typed], *, document: str = "", note: str, lang: str = "zh"
) -> CheckedRevision:
    """What other owners of measures, by id, would change. KpiError `rows_none`, `revision_note_missing`; NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    require_note(note)
    state = workspace.plans.state(workspace.plan_id)
    rows = [row for measure_id, owned in said.items() if (row := _owned(state, measure_id, owned))]
    if not rows:
        raise KpiError("rows_none")
    name = f"{_OWNERS.file} {' '.join(row.key for row in rows)}"
    found = checked(workspace, state, rows, NewRevision(RevisionKind.REVISE, name, NOTHING, note, document.strip()), lang)
    asked = {"owners": {key: dict(typed) for key, typed in said.items()}, "document": document.strip(), "note": note}
    return replace(found, asked=Proposal(Sent.OWNERS, asked))


def _owned(state: PlanState, measure_id: str, owned: Typed) -> RowChange | None:
    """The row of a measure with other owners; None where nobody is another."""
    logged = state.rows[_OWNERS.name].get(measure_id)
    before = logged.cells if logged else {}
    given = {column: text.strip() for column, text in owned.items() if text.strip() != before.get(column, "")}
    if not given:
        return None
    place = state.parts[_OWNERS.file][measure_id].position
    return RowChange(_OWNERS, state.plan_id, measure_id, place, {"measure_id": measure_id, **before, **given})
