"""Targets held against their measures and baselines. A duplicate is listed only, so only its ids and dates are checked."""

from fractions import Fraction

from kpi.catalog.draft import Draft, require_known
from kpi.catalog.figure_checks import check_value
from kpi.catalog.tables import Problems, Row
from kpi.model import (
    Comparator,
    Direction,
    Extent,
    Figure,
    Kind,
    Load,
    Measure,
    Quantity,
    Severity,
    Target,
    Window,
    in_percent,
    slack,
    told_in,
)


def check_targets(draft: Draft, problems: Problems) -> None:
    """Every target by itself."""
    for row, target in draft.targets.pairs():
        require_known(draft.measures, row, "measure_id", "catalog_unknown_measure", problems)
        require_known(draft.regions, row, "region_code", "catalog_unknown_region", problems)
        require_known(draft.figures, row, "baseline_figure_id", "catalog_unknown_figure", problems)
        require_known(draft.sources, row, "source_id", "catalog_unknown_source", problems)
        if target.window and target.window.end < target.window.start:
            problems.of_cell(row, "window_end", "catalog_window_reversed")
        measure = draft.measures.items.get(target.measure_id)
        if measure and target.load is Load.PRIMARY:
            _check_period(row, target, measure, problems)
            _check_comparator(row, target, measure, problems)
            _check_baseline(row, target, measure, draft, problems)
            _check_interval(row, target, problems)
            _check_change(row, target, measure, draft, problems)
            _check_parent(row, target, draft, problems)
            for column, value in (("value", target.value), ("value_high", target.value_high)):
                check_value(row, value, told_in(target, measure), problems, column)
            if target.value is not None:
                _warn_of_holding(row, target, target.value, measure, draft, problems)


def _check_period(row: Row, target: Target, measure: Measure, problems: Problems) -> None:
    extent = target.period_type.extent
    if measure.kind is Kind.PARAMETER:
        problems.of_cell(row, "measure_id", "catalog_parameter_target")
    elif measure.kind not in target.period_type.kinds:
        problems.of_cell(row, "period_type", "catalog_period_kind", kind=str(measure.kind), measure=measure)
    if target.period_type.yearly or (extent is Extent.YEARS_OR_WINDOW and target.years):
        _check_years(row, target, problems)
    elif extent is Extent.DEADLINE and not target.deadline:
        problems.of_cell(row, "deadline", "catalog_deadline_missing")
    elif extent in (Extent.WINDOW, Extent.YEARS_OR_WINDOW) and not target.window:
        column = "window_end" if row.cells["window_start"] else "window_start"
        problems.of_cell(row, column, "catalog_window_missing")


def _check_years(row: Row, target: Target, problems: Problems) -> None:
    if not target.years:
        problems.of_cell(row, "years", "catalog_years_missing")
    elif target.period_type.extent is Extent.ONE_YEAR and len(target.years) > 1:
        problems.of_cell(row, "years", "catalog_single_year")
    elif target.window and not target.window.start.year <= target.years[0] <= target.years[-1] <= target.window.end.year:
        problems.of_cell(row, "years", "catalog_years_outside_window", window=target.window)


def _check_comparator(row: Row, target: Target, measure: Measure, problems: Problems) -> None:
    against = {Direction.LOWER: Comparator.AT_LEAST, Direction.HIGHER: Comparator.AT_MOST}
    if against.get(measure.direction) is target.comparator:
        problems.of_cell(row, "comparator", "catalog_comparator_direction", measure=measure)


def _check_baseline(row: Row, target: Target, measure: Measure, draft: Draft, problems: Problems) -> None:
    column, baseline = "baseline_figure_id", draft.figures.items.get(target.baseline_figure_id)
    if target.baseline_figure_id and not target.period_type.from_baseline:
        problems.of_cell(row, column, "catalog_baseline_period_type")
    if not baseline:
        return
    if baseline.measure_id != target.measure_id:
        problems.of_cell(row, column, "catalog_baseline_measure", figure=baseline.measure_id, measure=target.measure_id)
    elif baseline.load is not Load.PRIMARY:
        problems.of_cell(row, column, "catalog_baseline_not_loaded")
    elif baseline.region_code != target.region_code or baseline.breakdown:
        problems.of_cell(row, column, "catalog_baseline_part")
    elif target.period_type.of_change:
        _check_origin(row, target, measure, baseline, problems)
    elif baseline.as_of and target.deadline and baseline.as_of > target.deadline:
        problems.of_cell(row, column, "catalog_baseline_late", end=baseline.as_of)


def _warn_of_holding(row: Row, target: Target, goal: Fraction, measure: Measure, draft: Draft, problems: Problems) -> None:
    """维持型: a target by a date that its baseline already meets is a legal target, but seldom what was meant."""
    of_a_day = target.period_type.from_baseline and not target.period_type.of_change
    baseline = _baseline(target, draft) if of_a_day else None
    if baseline and _holds(target, goal, Fraction(baseline.value)):
        problems.of_cell(
            row,
            "value",
            "catalog_holding_target",
            Severity.WARNING,
            target=target.target_id,
            baseline=Quantity(float(baseline.value), measure, baseline.qualifier),
            goal=Quantity(float(goal), measure),
        )


def _baseline(target: Target, draft: Draft) -> Figure | None:
    """The figure the target names, or else the earliest of the whole measure by the deadline."""
    if target.baseline_figure_id:
        return draft.figures.items.get(target.baseline_figure_id)
    dated = [
        (figure.as_of, position, figure)
        for position, figure in enumerate(draft.figures.items.values())
        if figure.load is Load.PRIMARY
        and (figure.measure_id, figure.region_code) == (target.measure_id, target.region_code)
        and not figure.breakdown
        and figure.as_of
        and (not target.deadline or figure.as_of <= target.deadline)
    ]
    return min(dated)[2] if dated else None


def _holds(target: Target, low: Fraction, value: Fraction) -> bool:
    high = low if target.value_high is None else target.value_high
    reaches, stays = value >= low - slack(value, low), value <= high + slack(value, high)
    return {Comparator.AT_LEAST: reaches, Comparator.AT_MOST: stays}.get(target.comparator, reaches and stays)


def _check_interval(row: Row, target: Target, problems: Problems) -> None:
    """An upper edge where the comparator asks for one, above the lower one."""
    between = target.comparator is Comparator.BETWEEN
    if between and target.value_high is None:
        problems.of_cell(row, "value_high", "catalog_high_missing")
    elif target.value_high is not None and not between:
        problems.of_cell(row, "value_high", "catalog_high_alone")
    elif target.value_high is not None and target.value is not None and target.value_high <= target.value:
        problems.of_cell(row, "value_high", "catalog_high_too_low")


def _check_change(row: Row, target: Target, measure: Measure, draft: Draft, problems: Problems) -> None:
    """In what a change is counted, and what it is held against."""
    units = target.period_type.change_units
    if target.change_unit and target.change_unit not in units:
        problems.of_cell(row, "change_unit", "catalog_change_unit")
    elif not target.change_unit and len(units) > 1:
        problems.of_cell(row, "change_unit", "catalog_change_unit_missing", choices=tuple(map(str, sorted(units))))
    _check_reference(row, target, measure, draft, problems)
    reference = draft.measures.items.get(target.reference_measure_id)
    for column, counted in (("measure_id", measure), ("reference_measure_id", reference)):
        if counted and units:
            _check_counted(row, column, target, counted, problems)


def _check_reference(row: Row, target: Target, measure: Measure, draft: Draft, problems: Problems) -> None:
    column, compares = "reference_measure_id", target.period_type.compares
    if not compares:
        if target.reference_measure_id and target.period_type.extent is not Extent.NOTHING:
            problems.of_cell(row, column, "catalog_reference_alone")
        return
    if not target.reference_measure_id:
        problems.of_cell(row, column, "catalog_value_missing")
    elif require_known(draft.measures, row, column, "catalog_unknown_measure", problems):
        reference = draft.measures.items.get(target.reference_measure_id)
        if target.reference_measure_id == measure.measure_id:
            problems.of_cell(row, column, "catalog_reference_itself")
        elif reference and reference.kind not in target.period_type.kinds:
            problems.of_cell(row, column, "catalog_reference_kind", kind=str(reference.kind), measure=reference)
    if target.comparator not in (Comparator.AT_LEAST, Comparator.AT_MOST):
        problems.of_cell(row, "comparator", "catalog_margin_comparator")


def _check_counted(row: Row, column: str, target: Target, measure: Measure, problems: Problems) -> None:
    """Percentages multiply only as shares; a flow has a level only of whole years."""
    if measure.kind is Kind.CHANGE and not target.absolute and not in_percent(measure):
        problems.of_cell(row, column, "catalog_change_not_share", measure=measure)
    if measure.kind is Kind.FLOW and target.window and not _whole_years(target.window):
        problems.of_cell(row, "window_start", "catalog_whole_years", measure=measure)


def _check_origin(row: Row, target: Target, measure: Measure, baseline: Figure, problems: Problems) -> None:
    """The level that a change starts from: of a flow a whole year, and not later than the window."""
    window = Window(baseline.window_start, baseline.window_end) if baseline.window_start and baseline.window_end else None
    last = baseline.as_of or baseline.window_end
    if measure.kind is Kind.CHANGE:
        problems.of_cell(row, "baseline_figure_id", "catalog_baseline_of_change")
    elif measure.kind is Kind.FLOW and not (window and window.start.year == window.end.year and _whole_years(window)):
        problems.of_cell(row, "baseline_figure_id", "catalog_baseline_no_year")
    elif target.window and last and last > target.window.end:
        problems.of_cell(row, "baseline_figure_id", "catalog_baseline_late", end=last)


def _whole_years(window: Window) -> bool:
    return (window.start.month, window.start.day, window.end.month, window.end.day) == (1, 1, 12, 31)


def _check_parent(row: Row, target: Target, draft: Draft, problems: Problems) -> None:
    """A parent that is there, judged, of the same region, and not below the target itself."""
    column = "parent_target_id"
    if not require_known(draft.targets, row, column, "catalog_unknown_target", problems):
        return
    parent = draft.targets.items.get(target.parent_target_id)
    if parent is None:
        return
    above = _above(target, draft)
    if target.target_id in above:
        if target.target_id == next(key for key in draft.targets.items if key in above):  # a circle is told once
            problems.of_cell(row, column, "catalog_parent_circle")
    elif parent.region_code != target.region_code:
        problems.of_cell(row, column, "catalog_parent_other", region=parent.region_code)
    elif parent.load is not Load.PRIMARY:
        problems.of_cell(row, column, "catalog_parent_not_judged")


def _above(target: Target, draft: Draft) -> set[str]:
    """The ids of the targets above one; its own is among them if it lies on a circle."""
    seen: set[str] = set()
    above: Target | None = target
    while above and above.parent_target_id and above.parent_target_id not in seen:
        seen.add(above.parent_target_id)
        above = draft.targets.items.get(above.parent_target_id)
    return seen
