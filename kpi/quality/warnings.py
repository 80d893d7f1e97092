"""What a person must look at before new figures are loaded: a value far off its history, a whole that its parts contradict,
an identity that no longer holds. Each is a problem at the row it comes from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Comparator, Kind, Measure, Message, Observation, Problem, Qualifier, Quantity, Severity, Window
from kpi.progress import Piece, unequal_wholes
from kpi.quality.identities import Finding, evaluate_identities
from kpi.quality.records import Known, Part, after_upload, from_frame, from_upload

FAR_OFF = 50.0
"""A slip of 100 or 10,000 shows as this or more, whatever happened in between; years of honest growth do not."""
_RELATIONS = {
    Comparator.EQUAL: "relation.equal",
    Comparator.AT_MOST: "relation.at_most",
    Comparator.AT_LEAST: "relation.at_least",
}


def upload_warnings(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """All of the below for uploaded rows, in the order of their files and rows; `current` is the observation frame so far.

    An identity is as severe as the catalog says, so an error among them refuses the upload.
    """
    found = (
        *outliers(catalog, new, current),
        *parts_against_whole(catalog, new, current),
        *broken_identities(catalog, new, current),
    )
    return tuple(sorted(found, key=lambda problem: (problem.file, problem.sheet, problem.row or 0)))


def outliers(catalog: Catalog, new: Sequence[Observation], history: pd.DataFrame) -> tuple[Problem, ...]:
    """New values fifty times more or less than the figure of their part nearest in time, flows compared by the day."""
    known = _by_part(from_frame(_of_measures(history, new)))
    problems = []
    for row in from_upload(new):
        kind = catalog.measures[row.part[0]].kind
        figures = [figure for figure in known.get(row.part, []) if _rate(figure, kind) > 0]
        if kind in (Kind.RANK, Kind.MILESTONE) or _rate(row, kind) <= 0 or not figures:
            continue
        nearest = min(figures, key=lambda figure: abs((figure.end - row.end).days))
        ratio = _rate(row, kind) / _rate(nearest, kind)
        if not 1 / FAR_OFF < ratio < FAR_OFF:
            problems.append(_outlier(catalog, row, nearest, ratio))
    return tuple(problems)


def parts_against_whole(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """Windows whose own parts are there too but add up to something else, where one of them is new."""
    problems = []
    parts = _by_part(after_upload(new, _of_measures(current, new)))
    for part in dict.fromkeys(row.part for row in from_upload(new)):
        figures = [figure for figure in parts[part] if isinstance(figure.span, Window)]
        measure = catalog.measures[part[0]]
        pieces = [Piece(_span(f), f.value, *f.bounds(measure), f.half_digit(measure)) for f in figures]
        for unequal in unequal_wholes(pieces):
            whole, inside = figures[unequal.whole], [figures[position] for position in unequal.parts]
            values = {
                "window": whole.span,
                "whole": _precisely(whole.value, measure, whole.qualifier),
                "parts": _precisely(unequal.total, measure),
            }
            problems += _at_new_row("parts_differ", Severity.WARNING, (whole, *inside), values)
    return tuple(problems)


def broken_identities(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """Identities that do not hold and rest on a new figure, as severe as the catalog says."""
    findings = evaluate_identities(catalog, after_upload(new, current))
    return tuple(problem for finding in findings if not finding.holds for problem in _broken(finding))


def _broken(finding: Finding) -> list[Problem]:
    measure = finding.measure
    sides = [_precisely(side, measure) if measure else side for side in (finding.left, finding.right)]
    values = {
        "identity": finding.identity.identity_id,
        "period": finding.period,
        "left": sides[0],
        "right": sides[1],
        "relation": Message(_RELATIONS[finding.comparator]),
        "measures": finding.measures,
    }
    return _at_new_row("identity_broken", finding.identity.severity, finding.figures, values)


def _precisely(value: float, measure: Measure, qualifier: Qualifier = Qualifier.EQ) -> Quantity:
    """A value with the digits that tell it from another one; rounded as usual the two might look the same."""
    return Quantity(value, replace(measure, decimals=measure.decimals + 4), qualifier)


def _outlier(catalog: Catalog, row: Known, nearest: Known, ratio: float) -> Problem:
    measure = catalog.measures[row.part[0]]
    values = {
        "value": Quantity(row.value, measure, row.qualifier),
        "before": Quantity(nearest.value, measure, nearest.qualifier),
        "period": nearest.span,
        "times": round(max(ratio, 1 / ratio)),
    }
    return _at_new_row("outlier_high" if ratio > 1 else "outlier_low", Severity.WARNING, (row,), values)[0]


def _at_new_row(code: str, severity: Severity, figures: Sequence[Known], values: Mapping[str, object]) -> list[Problem]:
    """The problem at the first of the figures that is uploaded; none where all were there before."""
    rows = [figure.upload for figure in figures if figure.upload]
    suggestion = Message(f"suggestion.{code}")
    return [Problem(severity, code, r.file, r.sheet, r.row, "", r.printed, values, suggestion) for r in rows[:1]]


def _of_measures(frame: pd.DataFrame, new: Sequence[Observation]) -> pd.DataFrame:
    return frame[frame["measure_id"].isin({observation.measure_id for observation in new})]


def _by_part(figures: Sequence[Known]) -> dict[Part, list[Known]]:
    groups: dict[Part, list[Known]] = {}
    for figure in figures:
        groups.setdefault(figure.part, []).append(figure)
    return groups


def _rate(figure: Known, kind: Kind) -> float:
    """A flow by the day, anything else as it is; 0 for a flow of which nobody knows since when it is counted."""
    start, end, _ = figure.period
    if kind is not Kind.FLOW:
        return figure.value
    return figure.value / Window(start, end).days if start and end else 0.0


def _span(figure: Known) -> tuple[int, int]:
    start, end, _ = figure.period
    return (start or date.min).toordinal(), (end or date.min).toordinal()
