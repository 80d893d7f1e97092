"""Everything that can be doubted about the figures of a plan up to a day, and what of them is there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from kpi.catalog import Catalog
from kpi.model import Severity
from kpi.quality.completeness import Completeness, Reported, completeness
from kpi.quality.derived import change_doubts, ratio_doubts
from kpi.quality.history import unusual
from kpi.quality.identities import Finding, evaluate_identities
from kpi.quality.outliers import slips
from kpi.quality.records import Book, Doubt, KnownFigures, by_part, by_period
from kpi.quality.warnings import broken_identity, whole_doubts
from kpi.quality.wholes import members_above, places_above, windows_above


@dataclass(frozen=True, slots=True)
class Review:
    """What was looked at and what was found."""

    identities: tuple[Finding, ...]
    """Every identity wherever it could be evaluated; those that do not hold first."""
    doubts: tuple[Doubt, ...]
    """Everything that does not fit, the identities that do not hold among it."""
    completeness: Completeness


def review(
    catalog: Catalog,
    figures: Sequence[KnownFigures],
    region_code: str,
    as_of: date,
    *,
    below: Sequence[KnownFigures] = (),
    reported: Reported | None = None,
) -> Review:
    """The figures up to a day held against each other; those of a measure that the plan has no more are left out.

    Where `figures` are of one region, those `below` are only held against it, and `reported` tells what places there have.
    """
    known, parts = (
        [figure for figure in those if figure.end <= as_of and figure.part[0] in catalog.measures] for those in (figures, below)
    )
    book = by_period(known)
    found = evaluate_identities(catalog, known, None if reported is None else region_code)
    told = {
        frozenset(figure.key for figure in finding.figures)
        for finding in found
        if not finding.holds and finding.identity.severity is not Severity.NOTE
    }
    broken = (broken_identity(finding) for finding in found if not finding.holds)
    ratios = (doubt for doubt in ratio_doubts(catalog, book) if doubt.key not in told)
    together = by_period([*known, *parts]) if parts else book
    histories, wholes = _of_histories(catalog, known), _of_wholes(catalog, known, together)
    return Review(
        tuple(sorted(found, key=lambda finding: finding.holds)),
        tuple(chain(broken, histories, wholes, ratios, change_doubts(catalog, book))),
        completeness(catalog, book, region_code, as_of, reported),
    )


def _of_histories(catalog: Catalog, known: Iterable[KnownFigures]) -> Iterator[Doubt]:
    """Slips of a digit or unit, and of all others what its history does not lead up to."""
    days = {
        measure_id: [each.date for each in catalog.breaks if each.measure_id == measure_id] for measure_id in catalog.measures
    }
    for (measure_id, *_), figures in by_part(known).items():
        measure = catalog.measures[measure_id]
        slipped = list(slips(measure, figures))
        yield from slipped
        told = {doubt.figures[0].key for doubt in slipped}
        yield from unusual(measure, [figure for figure in figures if figure.key not in told], days[measure_id])


def _of_wholes(catalog: Catalog, known: Iterable[KnownFigures], book: Book) -> Iterator[Doubt]:
    """Parts that are more than their whole, or add up to something else."""
    for (measure_id, *_), figures in by_part(known).items():
        measure = catalog.measures[measure_id]
        yield from windows_above(measure, figures)
        yield from whole_doubts(measure, figures)
    yield from members_above(catalog, book)
    yield from places_above(catalog, book)
