"""Figures held against their measures, parents, sources and each other. What is not loaded is checked for its ids alone."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from kpi.catalog.draft import Draft, require_known
from kpi.catalog.measure_checks import check_member
from kpi.catalog.printed import half_printed_digit, last_printed_digit
from kpi.catalog.tables import Problems, Row
from kpi.model import Figure, Kind, Load, Measure, ObservationKey, Partition, Qualifier, in_percent

_INFINITE = Decimal("Infinity")


def check_figures(draft: Draft, problems: Problems) -> None:
    """Every figure by itself, then keys that stand twice and partitions that do not sum."""
    for row, figure in draft.figures.pairs():
        _check_ids(row, figure, draft, problems)
        measure = draft.measures.items.get(figure.measure_id)
        if figure.window_start and figure.window_end and figure.window_end < figure.window_start:
            problems.of_cell(row, "window_end", "catalog_window_reversed")
        if measure:
            check_value(row, Fraction(figure.value), measure, problems)
        if measure and figure.load is Load.PRIMARY:
            _check_period(row, figure, measure, problems)
            _check_source_date(row, figure, draft, problems)
    _check_keys(draft, problems)
    _check_partitions(draft, problems)


def _check_ids(row: Row, figure: Figure, draft: Draft, problems: Problems) -> None:
    require_known(draft.measures, row, "measure_id", "catalog_unknown_measure", problems)
    require_known(draft.regions, row, "region_code", "catalog_unknown_region", problems)
    require_known(draft.figures, row, "parent_figure_id", "catalog_unknown_figure", problems)
    require_known(draft.sources, row, "source_id", "catalog_unknown_source", problems)
    if require_known(draft.figures, row, "vintage_of", "catalog_unknown_figure", problems) and figure.vintage_of:
        _check_vintage(row, figure, draft.figures.items[figure.vintage_of], problems)
    if figure.breakdown or figure.member:
        check_member(row, "member", figure.breakdown, figure.member, draft, problems)


def _check_vintage(row: Row, figure: Figure, counting: Figure, problems: Problems) -> None:
    """What was published earlier is of the same thing and period as what counts, and is not loaded beside it."""
    if figure.key != counting.key:
        problems.of_cell(row, "vintage_of", "catalog_vintage_of_another", wanted=figure.vintage_of)
    elif figure.load is Load.PRIMARY or counting.load is not Load.PRIMARY:
        problems.of_cell(row, "vintage_of", "catalog_vintage_loaded", wanted=figure.vintage_of)


def check_value(row: Row, value: Fraction | None, measure: Measure, problems: Problems, column: str = "value") -> None:
    """Whether a value is one the measure's unit can have. What is no value is left alone; a change may be a fall."""
    if value is None:
        return
    if measure.kind is Kind.CHANGE and in_percent(measure) and value < -1:
        problems.of_cell(row, column, "catalog_falls_below_nothing")
    elif measure.unit.integer and value.denominator != 1:
        problems.of_cell(row, column, "catalog_not_integer", unit=measure.unit)
    elif measure.unit.integer and value < 0 and measure.kind is not Kind.CHANGE:
        problems.of_cell(row, column, "catalog_negative", unit=measure.unit)
    elif measure.kind is Kind.MILESTONE and value not in {0, 1}:
        problems.of_cell(row, column, "catalog_not_done_or_open")
    elif _is_ratio_in_percent(measure) and not 0 <= value <= 1:
        problems.of_cell(row, column, "catalog_share_out_of_range")


def _is_ratio_in_percent(measure: Measure) -> bool:
    """Whether values are parts of a whole: a ratio shown with %, and not a change in per cent, which may be anything."""
    return measure.kind is Kind.RATIO and in_percent(measure)


def _check_period(row: Row, figure: Figure, measure: Measure, problems: Problems) -> None:
    """A flow or change has a window (whose start may be unknown), a ratio or milestone that or a day, the rest a day."""
    if figure.as_of and (figure.window_start or figure.window_end):
        problems.of_cell(row, "as_of", "catalog_two_periods")
    elif measure.kind in {Kind.FLOW, Kind.CHANGE} and not figure.window_end:
        problems.of_cell(row, "window_end", "catalog_needs_window")
    elif measure.kind in {Kind.RATIO, Kind.MILESTONE} and not (figure.as_of or figure.window_end):
        problems.of_cell(row, "as_of", "catalog_needs_period")
    elif measure.kind in {Kind.STOCK, Kind.RANK, Kind.PARAMETER} and not figure.as_of:
        problems.of_cell(row, "as_of", "catalog_needs_date")


def _check_source_date(row: Row, figure: Figure, draft: Draft, problems: Problems) -> None:
    """A figure cannot be later than its source: one whose period ends after the issue date is a plan."""
    source = draft.sources.items.get(figure.source_id)
    end = figure.as_of or figure.window_end
    if source and source.issued and end and end > source.issued:
        column = "as_of" if figure.as_of else "window_end"
        problems.of_cell(row, column, "catalog_later_than_source", end=end, source=source.title, issued=source.issued)


def _check_keys(draft: Draft, problems: Problems) -> None:
    first: dict[ObservationKey, Row] = {}
    for row, figure in _primary(draft):
        other = first.setdefault(figure.key, row)
        if other is not row:
            problems.of_cell(row, "figure_id", "catalog_key_twice", first=other.number)


def _check_partitions(draft: Draft, problems: Problems) -> None:
    """Parts with one parent and one breakdown must add up to it, as far as their printed digits say."""
    parts: dict[tuple[str, str], list[tuple[Row, Figure]]] = defaultdict(list)
    for row, figure in _primary(draft):
        if figure.partition is Partition.YES and figure.parent_figure_id:
            parts[figure.parent_figure_id, figure.breakdown].append((row, figure))
    for (parent_id, _), group in parts.items():
        parent = draft.figures.items.get(parent_id)
        measure = draft.measures.items.get(parent.measure_id) if parent else None
        if parent and measure and parent.load is Load.PRIMARY and not _sums(group, parent, measure):
            total = sum((figure.value for _, figure in group), Decimal(0))
            problems.of_cell(
                group[0][0],
                "value",
                "catalog_partition_sum",
                parent=parent_id,
                total=f"{total:f}",
                expected=f"{parent.value:f}",
            )


def _sums(group: Sequence[tuple[Row, Figure]], parent: Figure, measure: Measure) -> bool:
    bounds = [_bounds(figure, measure) for _, figure in group]
    low, high = sum((bound[0] for bound in bounds), Decimal(0)), sum((bound[1] for bound in bounds), Decimal(0))
    parent_low, parent_high = _bounds(parent, measure)
    return low <= parent_high and parent_low <= high


def _bounds(figure: Figure, measure: Measure) -> tuple[Decimal, Decimal]:
    """Least and greatest value a figure may stand for; one whose printed form does not show it is taken as exact."""
    is_printed = last_printed_digit(figure.value, figure.printed) is not None
    half = half_printed_digit(figure.value, figure.printed, measure) if is_printed else Decimal(0)
    down = figure.qualifier in {Qualifier.LE, Qualifier.LT}
    up = figure.qualifier in {Qualifier.GE, Qualifier.GT}
    return -_INFINITE if down else figure.value - half, _INFINITE if up else figure.value + half


def _primary(draft: Draft) -> list[tuple[Row, Figure]]:
    return [(row, figure) for row, figure in draft.figures.pairs() if figure.load is Load.PRIMARY]
