"""Units, measures and regions held against each other."""

from collections.abc import Iterator
from decimal import Decimal

from kpi.catalog.draft import Draft, require_known
from kpi.catalog.expressions import ExpressionError, part_reference
from kpi.catalog.tables import Problems, Row
from kpi.model import Kind, Measure, Severity, Tile, Unit

_SCALES = {
    "万亿": Decimal(10) ** 12,
    "亿": Decimal(10) ** 8,
    "百万": Decimal(10) ** 6,
    "万": Decimal(10) ** 4,
    "千": Decimal(1000),
    "million": Decimal(10) ** 6,
    "thousand": Decimal(1000),
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
}
"""What a display unit may begin with, and the display_scale this means."""


_LEVELS = frozenset({Kind.STOCK, Kind.FLOW, Kind.RATIO})
"""Kinds that a change may be of."""


def check_regions(draft: Draft, problems: Problems) -> None:
    """One plan region, and every other below it."""
    regions = draft.regions
    if not regions.usable:
        return
    roots = [row for row, region in regions.pairs() if not region.parent_code]
    if not roots:
        problems.of_file("regions.csv", "catalog_region_root")
    for row in roots[1:]:
        problems.of_cell(row, "parent_code", "catalog_region_second_root", first=roots[0].number)
    for row, region in regions.pairs():
        known = require_known(regions, row, "parent_code", "catalog_unknown_region", problems)
        if known and region.region_code in _above(region.region_code, draft):
            problems.of_cell(row, "parent_code", "catalog_region_circle")
    _check_tiles(draft, problems)


def _check_tiles(draft: Draft, problems: Problems) -> None:
    """No two regions below one another's parent stand on one square: only one of them would be seen."""
    taken: dict[tuple[str, Tile], Row] = {}
    for row, region in draft.regions.pairs():
        if region.tile is None:
            continue
        first = taken.setdefault((region.parent_code, region.tile), row)
        if first is not row:
            problems.of_cell(row, "tile_row", "catalog_tile_taken", first=first.number)


def _above(code: str, draft: Draft) -> set[str]:
    """The codes above a region; the region itself is among them if it lies on a circle."""
    seen: set[str] = set()
    region = draft.regions.items.get(code)
    while region and region.parent_code and region.parent_code not in seen:
        seen.add(region.parent_code)
        region = draft.regions.items.get(region.parent_code)
    return seen


def check_measures(draft: Draft, problems: Problems) -> None:
    """Units that exist and fit, parts that exist, names that mean one measure."""
    for row in draft.measures.rows.values():
        require_known(draft.units, row, "unit", "catalog_unknown_unit", problems)
    for row, measure in draft.measures.pairs():
        _check_display_unit(row, measure, draft, problems)
        _check_parts(row, measure, draft, problems)
        _check_level(row, measure, draft, problems)
    _check_names(draft, problems)


def _check_display_unit(row: Row, measure: Measure, draft: Draft, problems: Problems) -> None:
    scales = _stated_scales(measure.display_unit, measure.unit)
    if scales and measure.display_scale not in scales:
        problems.of_cell(row, "display_scale", "catalog_scale_mismatch", unit=measure.display_unit, scale=f"{scales[0]:f}")
    elif not scales and any(_stated_scales(measure.display_unit, unit) for unit in draft.units.items.values()):
        problems.of_cell(row, "display_unit", "catalog_unit_mismatch", unit=measure.unit)
    elif not scales:
        problems.of_cell(row, "display_unit", "catalog_unit_unlisted", Severity.WARNING, unit=measure.unit)


def _stated_scales(display_unit: str, unit: Unit) -> list[Decimal]:
    """What `display_unit` may mean if it is a way of writing `unit`: 万人次 is 10000 of 人次, % is 0.01 of a share."""
    scales = []
    if _is_spelling(display_unit, unit) and display_unit not in _SCALES:
        scales.append(Decimal(1))
    for prefix, scale in _SCALES.items():
        word = display_unit.removeprefix(prefix).strip()
        if display_unit.startswith(prefix) and _is_spelling(word or prefix, unit):
            scales.append(scale)
    return scales


def _is_spelling(word: str, unit: Unit) -> bool:
    return word in {unit.unit, unit.name_zh, unit.name_en, *unit.spellings}


def _check_parts(row: Row, measure: Measure, draft: Draft, problems: Problems) -> None:
    parts = {"numerator_id": measure.numerator_id, "denominator_id": measure.denominator_id}
    given = [column for column, text in parts.items() if text]
    if given and measure.kind is not Kind.RATIO:
        problems.of_cell(row, given[0], "catalog_parts_not_ratio")
    elif len(given) == 1:
        problems.of_cell(row, given[0], "catalog_parts_incomplete")
    for column in given:
        _check_part(row, column, draft, problems)


def _check_level(row: Row, measure: Measure, draft: Draft, problems: Problems) -> None:
    """What changes has a level, and is not a change itself."""
    column = "change_of"
    if measure.change_of and measure.kind is not Kind.CHANGE:
        problems.of_cell(row, column, "catalog_change_of_level")
    elif require_known(draft.measures, row, column, "catalog_unknown_measure", problems):
        level = draft.measures.items.get(measure.change_of)
        if level and level.kind not in _LEVELS:
            problems.of_cell(row, column, "catalog_change_of_kind", kind=str(level.kind), measure=level)


def _check_part(row: Row, column: str, draft: Draft, problems: Problems) -> None:
    try:
        measure_id, breakdown, member = part_reference(row.cells[column])
    except ExpressionError:
        problems.of_cell(row, column, "catalog_bad_part")
        return
    require_known(draft.measures, row, column, "catalog_unknown_measure", problems, key=measure_id)
    if breakdown:
        check_member(row, column, breakdown, member, draft, problems)


def check_member(row: Row, column: str, breakdown: str, member: str, draft: Draft, problems: Problems) -> None:
    """Whether the members of a breakdown, or of several joined by ×, are listed."""
    for pair in split_member(breakdown, member):
        if not draft.members.has(pair):
            problems.of_cell(row, column, "catalog_unknown_member", wanted=f"{pair[0]}={pair[1]}")


def split_member(breakdown: str, member: str) -> Iterator[tuple[str, str]]:
    """The pairs in `award_level×award_type`, `national×gold`; one that lacks its partner has an empty text in its place."""
    breakdowns, members = breakdown.split("×"), member.split("×")
    for index in range(max(len(breakdowns), len(members))):
        yield "".join(breakdowns[index : index + 1]).strip(), "".join(members[index : index + 1]).strip()


def _check_names(draft: Draft, problems: Problems) -> None:
    first: dict[str, tuple[Row, str]] = {}
    for row, measure in draft.measures.pairs():
        for name in dict.fromkeys((measure.name_zh, *measure.aliases)):
            other, measure_id = first.setdefault(name, (row, measure.measure_id))
            if other is not row:
                problems.of_cell(row, "name_zh", "catalog_name_twice", Severity.WARNING, name=name, other=measure_id)
