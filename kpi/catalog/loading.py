"""The rows of a plan into a `Catalog`, or a refusal that lists everything wrong with them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kpi.catalog import formats, records
from kpi.catalog.catalog import Catalog
from kpi.catalog.cells import Cells
from kpi.catalog.circles import check_circles
from kpi.catalog.draft import Draft, listing
from kpi.catalog.expressions import part_reference
from kpi.catalog.figure_checks import check_figures
from kpi.catalog.measure_checks import check_measures, check_regions, split_member
from kpi.catalog.other_checks import check_breaks, check_identities, check_lamps, check_questions
from kpi.catalog.plan_tables import PlanTables, read_folder
from kpi.catalog.tables import Format, Problems, Row
from kpi.catalog.target_checks import check_targets
from kpi.errors import CatalogRefused
from kpi.model import BLANK_FORM, UNSAID, Bilingual, Member, OfficialForm, Problem, Severity

_CHECKS = (
    check_regions,
    check_measures,
    check_targets,
    check_figures,
    check_circles,
    check_identities,
    check_breaks,
    check_lamps,
    check_questions,
)


def load_catalog(folder: Path) -> Catalog:
    """The catalog in `folder`. CatalogRefused with every error there is, if there is one."""
    return build_catalog(read_folder(folder))


def build_catalog(plan: PlanTables) -> Catalog:
    """The catalog of a plan, wherever its rows come from. CatalogRefused with every error there is, if there is one."""
    problems = Problems(list(plan.problems))
    draft = _read(plan, problems)
    for check in _CHECKS:
        check(draft, problems)
    errors = problems.of_severity(Severity.ERROR)
    if errors:
        raise CatalogRefused(sorted(errors, key=_place))
    return _catalog(plan, draft, problems)


def _place(problem: Problem) -> tuple[int, int]:
    names = [form.name for form in formats.FORMATS]
    return names.index(problem.file) if problem.file in names else -1, problem.row or 0


def _read(plan: PlanTables, problems: Problems) -> Draft:
    def rows(form: Format) -> Sequence[Row] | None:
        if form.name in plan.tables:
            table = plan.tables[form.name]
            return table.rows if table else None
        return None if form.must_exist or form is formats.BREAKDOWNS else ()

    units = listing(rows(formats.UNITS), _cell("unit"), records.read_unit, problems)
    regions = listing(rows(formats.REGIONS), _cell("region_code"), records.read_region, problems)
    plan_region = next((region.region_code for region in regions.items.values() if not region.parent_code), "")
    return Draft(
        units=units,
        regions=regions,
        measures=listing(
            rows(formats.MEASURES), _cell("measure_id"), lambda cells: records.read_measure(cells, units.items), problems
        ),
        targets=listing(
            rows(formats.TARGETS), _cell("target_id"), lambda cells: records.read_target(cells, plan_region), problems
        ),
        figures=listing(
            rows(formats.FIGURES), _cell("figure_id"), lambda cells: records.read_figure(cells, plan_region), problems
        ),
        members=listing(rows(formats.BREAKDOWNS), _member_key, records.read_member, problems),
        identities=listing(rows(formats.IDENTITIES), _cell("identity_id"), records.read_identity, problems),
        sources=listing(rows(formats.SOURCES), _cell("source_id"), records.read_source, problems),
        breaks=listing(rows(formats.BREAKS), _number, records.read_break, problems),
        lamps=listing(rows(formats.LAMPS), _number, records.read_lamp_rule, problems),
        questions=listing(rows(formats.QUESTIONS), _cell("question_id"), records.read_question, problems),
        plan=listing(rows(formats.PLAN), _number, records.read_plan_name, problems),
    )


def _cell(column: str) -> Callable[[Row], str]:
    return lambda row: row.cells.get(column, "")


def _number(row: Row) -> int:
    return row.number


def _member_key(row: Row) -> tuple[str, str]:
    return row.cells.get("breakdown", ""), row.cells.get("member", "")


def _catalog(plan: PlanTables, draft: Draft, problems: Problems) -> Catalog:
    return Catalog(
        plan_id=plan.plan_id,
        measures=draft.measures.items,
        targets=draft.targets.items,
        figures=draft.figures.items,
        units=draft.units.items,
        regions=draft.regions.items,
        members=_members(draft),
        breakdown_names=_breakdown_names(draft),
        identities=tuple(draft.identities.items.values()),
        sources=draft.sources.items,
        breaks=tuple(draft.breaks.items.values()),
        lamp_rules=tuple(draft.lamps.items.values()),
        questions=tuple(draft.questions.items.values()),
        warnings=problems.of_severity(Severity.WARNING),
        sha256=plan.sha256,
        names=next(iter(draft.plan.items.values()), UNSAID),
        least_coverage=next(map(_least_coverage, draft.plan.rows.values()), None),
        form=next(map(_form, draft.plan.rows.values()), BLANK_FORM),
        approval=any(row.cells.get("approval") == "yes" for row in draft.plan.rows.values()),
        is_default=any(row.cells.get("default") == "yes" for row in draft.plan.rows.values()),
    )


def _least_coverage(row: Row) -> float | None:
    share = Cells(row, Problems()).optional_number("least_coverage")
    return None if share is None else float(share)


def _form(row: Row) -> OfficialForm:
    return OfficialForm.of(row.cells)


def _members(draft: Draft) -> dict[tuple[str, str], Member]:
    """The listed members, and those that figures join with ×. A plan without breakdowns.csv has what its files mention."""
    members = dict(draft.members.items)
    for pair in _mentioned(draft):
        parts = [members.get(part, Member(*part, part[1], part[1])) for part in split_member(*pair)]
        further = {lang: " · ".join(part.names.in_(lang) for part in parts) for part in parts for lang, _ in part.further}
        names = "·".join(part.name_zh for part in parts), " · ".join(part.name_en for part in parts)
        joined = Member(*pair, *names, tuple(further.items()))
        members.setdefault(pair, joined)
    return members


def _mentioned(draft: Draft) -> Iterator[tuple[str, str]]:
    """Breakdown and member of every figure and every part of a ratio that has them."""
    for figure in draft.figures.items.values():
        if figure.breakdown:
            yield figure.breakdown, figure.member
    for measure in draft.measures.items.values():
        for text in filter(None, (measure.numerator_id, measure.denominator_id)):
            _, breakdown, member = part_reference(text)
            if breakdown:
                yield breakdown, member


def _breakdown_names(draft: Draft) -> dict[str, Bilingual]:
    names: dict[str, Bilingual] = {}
    for row, member in draft.members.pairs():
        name = Cells(row, Problems()).named("breakdown")
        if name.zh or name.en:
            names.setdefault(member.breakdown, replace(name, zh=name.zh or name.en))
    return names
