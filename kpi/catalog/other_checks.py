"""Identities, breaks, questions and lamp schemes: whether they say something that can be read about things that are there, and
whether every line of a scheme can ever give a lamp. Thresholds out of order leave a line that never does.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise, product

from kpi.catalog import expressions
from kpi.catalog.draft import Draft, require_known
from kpi.catalog.measure_checks import check_member
from kpi.catalog.tables import Problems, Row
from kpi.model import LampRule, Nature, Severity, Status

_SHOWN = 40
"""Characters of an expression that a problem quotes."""


def check_identities(draft: Draft, problems: Problems) -> None:
    """Evaluated ones must parse; of a context one that does not parse only a warning is due, since it is only shown."""
    for row, identity in draft.identities.pairs():
        if not identity.expression:
            continue
        try:
            expression = expressions.parse_expression(identity.expression)
        except expressions.ExpressionError as error:
            severity = Severity.WARNING if identity.kind == "context" else Severity.ERROR
            near = (error.near or identity.expression)[:_SHOWN]
            problems.of_cell(row, "expression", "catalog_bad_expression", severity, near=near)
            continue
        for reference in expression.references:
            _check_reference(row, reference, draft, problems)


def _check_reference(row: Row, reference: expressions.Reference, draft: Draft, problems: Problems) -> None:
    column = "expression"
    match reference:
        case expressions.FigureReference(figure_id):
            require_known(draft.figures, row, column, "catalog_unknown_figure", problems, key=figure_id)
        case expressions.TargetReference(target_id):
            require_known(draft.targets, row, column, "catalog_unknown_target", problems, key=target_id)
        case expressions.MeasureReference(measure_id, breakdown, member):
            require_known(draft.measures, row, column, "catalog_unknown_measure", problems, key=measure_id)
            if breakdown:
                check_member(row, column, breakdown, member, draft, problems)


def check_breaks(draft: Draft, problems: Problems) -> None:
    """A break is of a measure that is there, and between two days that its figures and targets speak of."""
    for row, change in draft.breaks.pairs():
        if require_known(draft.measures, row, "measure_id", "catalog_unknown_measure", problems):
            days = _days_of(draft, change.measure_id)
            if days and not min(days) < change.date <= max(days):
                code = "catalog_break_outside"
                problems.of_cell(row, "date", code, Severity.WARNING, first=min(days), last=max(days))


def _days_of(draft: Draft, measure_id: str) -> list[date]:
    """First and last days of the figures and targets of a measure, and of the ratios it is a part of."""
    ratios = {
        measure.measure_id
        for measure in draft.measures.items.values()
        if measure_id
        in {expressions.part_reference(part)[0] for part in (measure.numerator_id, measure.denominator_id) if part}
    }
    figures = [figure for figure in draft.figures.items.values() if figure.measure_id in {measure_id, *ratios}]
    targets = [target for target in draft.targets.items.values() if target.measure_id in {measure_id, *ratios}]
    days = [day for figure in figures for day in (figure.window_start, figure.window_end, figure.as_of)]
    days += [target.deadline for target in targets]
    days += [day for target in targets if target.window for day in (target.window.start, target.window.end)]
    days += [date(year, month, day) for target in targets for year in target.years for month, day in ((1, 1), (12, 31))]
    return [day for day in days if day is not None]


def check_questions(draft: Draft, problems: Problems) -> None:
    """A question is about measures, targets, figures, regions or sources that are there."""
    listings = (draft.measures, draft.targets, draft.figures, draft.regions, draft.sources)
    for row, question in draft.questions.pairs():
        for subject in filter(None, (part.strip() for part in question.subject.split(";"))):
            if not any(listing.has(subject) for listing in listings):
                problems.of_cell(row, "subject", "catalog_unknown_subject", wanted=subject)


_Line = tuple[Row, LampRule]
_Probe = tuple[Status, float | None, Nature | None]


def check_lamps(draft: Draft, problems: Problems) -> None:
    """Bounds that leave room, lines that an earlier one does not swallow, one clock for a scheme."""
    lines = sorted(draft.lamps.pairs(), key=lambda line: line[1].scheme)
    for _, group in groupby(lines, key=lambda line: line[1].scheme):
        scheme = list(group)
        sound = [line for line in scheme if _leaves_room(line, problems)]
        _check_order(sound, problems)
        _check_clock(scheme, problems)


def _leaves_room(line: _Line, problems: Problems) -> bool:
    """Whether any lead lies between the line's bounds."""
    row, rule = line
    lows = [bound for bound in (rule.lead_from, rule.lead_above) if bound is not None]
    if rule.lead_below is None or not lows or max(lows) < rule.lead_below:
        return True
    problems.of_cell(row, "lead_below", "catalog_lamp_bounds", low=max(lows), high=rule.lead_below)
    return False


def _check_order(lines: Sequence[_Line], problems: Problems) -> None:
    """A line that no status and lead reaches first is a mistake in the order or the thresholds."""
    rules = [rule for _, rule in lines]
    probes = list(_probes(rules))
    reached = {next((place for place, rule in enumerate(rules) if rule.fits(*probe)), None) for probe in probes}
    for place, (row, rule) in enumerate(lines):
        if place not in reached:
            earlier = next(other for other, before in lines if _swallows(before, rule, probes))
            problems.of_cell(row, "", "catalog_lamp_unreachable", scheme=rule.scheme, earlier=earlier.number)


def _swallows(before: LampRule, rule: LampRule, probes: Sequence[_Probe]) -> bool:
    """Whether the earlier line takes something the later one is for."""
    return any(before.fits(*probe) and rule.fits(*probe) for probe in probes)


def _probes(rules: Sequence[LampRule]) -> Iterator[_Probe]:
    """Every status with no lead, and with leads on, between and beyond all the bounds; for targets of every nature."""
    bounds = sorted(
        {bound for rule in rules for bound in (rule.lead_from, rule.lead_above, rule.lead_below) if bound is not None}
    )
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    beyond = [bounds[0] - 1, bounds[-1] + 1] if bounds else [0.0]
    natures = (None, *Nature) if any(rule.nature for rule in rules) else (None,)
    yield from product(Status, (None, *bounds, *between, *beyond), natures)


def _check_clock(lines: Sequence[_Line], problems: Problems) -> None:
    said = [(row, rule.clock) for row, rule in lines if rule.clock]
    for row, clock in said:
        if clock is not said[0][1]:
            problems.of_cell(row, "clock", "catalog_lamp_clocks", first=said[0][0].number)
