"""What a person must look at before new figures are loaded: a value far off its history, a whole that its parts contradict,
an identity that no longer holds, and a year closed long ago that is revised, which may be right but takes a reason. Each is a
problem at the row it comes from.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pandas as pd

from kpi.catalog import Catalog, FigureReference, MeasureReference, exactly, parse_expression
from kpi.model import Comparator, Kind, Measure, Message, Observation, ObservationKey, Problem, Severity, Window, same
from kpi.progress import Piece, unequal_wholes
from kpi.quality.derived import changes_against_levels, ratios_against_parts
from kpi.quality.identities import CONTEXT, Finding, evaluate_identities
from kpi.quality.outliers import outliers
from kpi.quality.records import Doubt, KnownFigures, after_upload, at_new_rows, by_part, from_frame, from_upload, of_measures
from kpi.quality.wholes import windows_above

YEARS_OPEN = 2
"""A closed year may be revised without a word for so long."""
CLOSED_YEAR = "closed_year"


def closed_year_revisions(
    catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame, today: date
) -> tuple[Problem, ...]:
    """A warning `closed_year` for each uploaded row that changes a figure of a year more than two years back."""
    known = {figure.key: figure for figure in from_frame(of_measures(current, new))}
    doubts: list[Doubt] = []
    for row in from_upload(new):
        before = known.get(row.key)
        if before and today.year - row.end.year > YEARS_OPEN and _differs(before, row):
            measure = catalog.measures[row.part[0]]
            values = {
                "year": row.end.year,
                "old": exactly(before.value, measure, before.qualifier),
                "new": exactly(row.value, measure, row.qualifier),
            }
            doubts.append(Doubt(CLOSED_YEAR, (row,), values))
    return at_new_rows(doubts)


def _differs(before: KnownFigures, row: KnownFigures) -> bool:
    return before.qualifier is not row.qualifier or not same(before.value, row.value)


_RELATIONS = {
    Comparator.EQUAL: "relation.equal",
    Comparator.AT_MOST: "relation.at_most",
    Comparator.AT_LEAST: "relation.at_least",
}


Told = frozenset[frozenset[ObservationKey]]
"""The figures of each identity that was told as broken."""


def upload_warnings(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """All of the below for uploaded rows, in the order of their files and rows; `current` is the observation frame so far.

    An identity is as severe as the catalog says, so an error among them refuses the upload.
    """
    broken, told = identity_warnings(catalog, new, current)
    problems = (
        *outliers(catalog, new, current),
        *window_warnings(catalog, new, current),
        *broken,
        *ratios_against_parts(catalog, new, current, told),
        *changes_against_levels(catalog, new, current),
    )
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.sheet, problem.row or 0)))


def identity_warnings(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[tuple[Problem, ...], Told]:
    """Identities that do not hold where one of their figures is new, and the figures of all that are told so."""
    broken = [finding for finding in evaluate_identities(catalog, after_upload(new, current)) if not finding.holds]
    severe = (finding for finding in broken if finding.identity.severity is not Severity.NOTE)
    told = frozenset(frozenset(figure.key for figure in finding.figures) for finding in severe)
    return at_new_rows(map(broken_identity, broken)), told


def window_warnings(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """Windows that do not fit others of their part, where one of them is new."""
    return (*parts_against_whole(catalog, new, current), *_windows_above(catalog, new, current))


def parts_against_whole(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """Windows whose own parts are there too but add up to something else, where one of them is new."""
    parts = by_part(after_upload(new, of_measures(current, new)))
    touched = dict.fromkeys(row.part for row in from_upload(new))
    return at_new_rows(doubt for part in touched for doubt in whole_doubts(catalog.measures[part[0]], parts[part]))


def _windows_above(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """Windows with more in them than a longer one around them, where one of the two is new."""
    parts = by_part(after_upload(new, of_measures(current, new)))
    touched = dict.fromkeys(row.part for row in from_upload(new))
    return at_new_rows(doubt for part in touched for doubt in windows_above(catalog.measures[part[0]], parts[part]))


def whole_doubts(measure: Measure, figures: Iterable[KnownFigures]) -> Iterator[Doubt]:
    """Windows of one part whose own parts add up to something else."""
    if measure.kind is Kind.CHANGE:
        return  # changes multiply
    windows = [figure for figure in figures if isinstance(figure.span, Window)]
    pieces = [Piece(_span(f), f.value, *f.bounds(measure), f.half_digit(measure)) for f in windows]
    for unequal in unequal_wholes(pieces):
        whole, inside = windows[unequal.whole], [windows[position] for position in unequal.parts]
        values = {
            "window": whole.span,
            "whole": exactly(whole.value, measure, whole.qualifier),
            "parts": exactly(unequal.total, measure),
        }
        yield Doubt("parts_differ", (whole, *inside), values)


def broken_identity(finding: Finding) -> Doubt:
    """An identity that does not hold."""
    measure = finding.measure
    sides = [exactly(side, measure) if measure else side for side in (finding.left, finding.right)]
    values = {
        "identity": finding.identity.identity_id,
        "period": finding.period,
        "left": sides[0],
        "right": sides[1],
        "relation": Message(_RELATIONS[finding.comparator]),
        "measures": finding.measures,
    }
    return Doubt("identity_broken", finding.figures, values, finding.identity.severity)


def _span(figure: KnownFigures) -> tuple[int, int]:
    start, end, _ = figure.period
    return (start or date.min).toordinal(), (end or date.min).toordinal()


def measures_in_identities(catalog: Catalog) -> frozenset[str]:
    """The measures whose figures an identity may be about."""
    references = [
        reference
        for identity in catalog.identities
        if identity.kind != CONTEXT
        for reference in parse_expression(identity.expression).references
    ]
    stated = {catalog.figures[each.figure_id].measure_id for each in references if isinstance(each, FigureReference)}
    return frozenset(stated | {each.measure_id for each in references if isinstance(each, MeasureReference)})
