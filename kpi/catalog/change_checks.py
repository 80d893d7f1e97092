"""Targets that count a change, lie between two values, or belong to another target: whether what they name fits together."""

from kpi.catalog.draft import Draft, require_known
from kpi.catalog.tables import Problems, Row
from kpi.model import Comparator, Extent, Figure, Kind, Load, Measure, Target, Window, in_percent


def check_interval(row: Row, target: Target, problems: Problems) -> None:
    """An upper edge where the comparator asks for one, above the lower one."""
    between = target.comparator is Comparator.BETWEEN
    if between and target.value_high is None:
        problems.of_cell(row, "value_high", "catalog_high_missing")
    elif target.value_high is not None and not between:
        problems.of_cell(row, "value_high", "catalog_high_alone")
    elif target.value_high is not None and target.value is not None and target.value_high <= target.value:
        problems.of_cell(row, "value_high", "catalog_high_too_low")


def check_change(row: Row, target: Target, measure: Measure, draft: Draft, problems: Problems) -> None:
    """In what a change is counted, and what it is held against."""
    units = target.period_type.change_units
    if target.change_unit and target.change_unit not in units:
        problems.of_cell(row, "change_unit", "catalog_change_unit")
    elif not target.change_unit and len(units) > 1:
        problems.of_cell(row, "change_unit", "catalog_change_unit_missing", choices=tuple(map(str, sorted(units))))
    _check_reference(row, target, measure, draft, problems)
    reference = draft.measures.items.get(target.reference_measure_id)
    for column, each in (("measure_id", measure), ("reference_measure_id", reference)):
        if each and units:
            _check_counted(row, column, target, each, problems)


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


def check_origin(row: Row, target: Target, measure: Measure, baseline: Figure, problems: Problems) -> None:
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


def check_parent(row: Row, target: Target, draft: Draft, problems: Problems) -> None:
    """A parent that is there, judged, of the same region, and not below the target itself."""
    column = "parent_target_id"
    if not require_known(draft.targets, row, column, "catalog_unknown_target", problems):
        return
    parent = draft.targets.items.get(target.parent_target_id)
    if parent is None:
        return
    if target.target_id in _above(target, draft):
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
