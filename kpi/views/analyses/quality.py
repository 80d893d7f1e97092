"""数据质量 in words: identities with what rounding allows, doubts with what to check, and what is there year by year."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import isinf

from kpi.catalog import exactly
from kpi.i18n import Texts, texts
from kpi.model import Comparator, Measure, ObservationKey, Qualifier
from kpi.quality import (
    Cell,
    Completeness,
    Doubt,
    Finding,
    Review,
    beyond_their_whole,
    from_frame,
    of_region,
    reported_by,
    review,
)
from kpi.views.figures import FigureView
from kpi.views.status import Known, StatusView

_KINDS = {
    "identity_broken": "identity",
    "outlier_high": "slip",
    "outlier_low": "slip",
    "unusual_change": "unusual",
    "unusual_value": "unusual",
    "cumulative_falls": "above",
    "window_above": "above",
    "part_above": "above",
    "places_above": "above",
    "parts_differ": "sums",
    "ratio_differs": "ratio",
    "change_differs": "change",
}
"""What kind of doubt each is, as a list names it."""
_SIDES = {
    Comparator.EQUAL: "quality.right_equal",
    Comparator.AT_MOST: "quality.right_at_most",
    Comparator.AT_LEAST: "quality.right_at_least",
}


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """An identity at one place and time."""

    identity_id: str
    note: str
    """What it says, in the plan's words."""
    region: str
    period: str
    left: str
    right: str
    """With what should stand between the two: 不超过85万元."""
    difference: str
    allowed: str
    """Between what the difference may lie when every figure is rounded to its last printed digit."""
    verdict: str
    finding: Finding

    @property
    def holds(self) -> bool:
        """Whether it agrees within its tolerance."""
        return self.finding.holds


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """Something that does not fit, at the figure that is doubted."""

    code: str
    kind: str
    """Codes of one kind are doubted for one reason."""
    kind_text: str
    figure: FigureView
    sentence: str
    check: str
    """What is to be checked."""


@dataclass(frozen=True, slots=True)
class YearCells:
    """A measure, and what there is of it in each year."""

    measure_id: str
    measure: str
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceCells:
    """A place below, and of how many measures it has a figure of each year."""

    region_code: str
    region: str
    counts: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many doubts there are of a kind."""

    kind: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class QualityView:
    """What can be doubted about the figures of a plan, and what of them is there."""

    status: StatusView
    sentence: str
    identities: tuple[IdentityRow, ...]
    """Those that do not hold first."""
    doubts: tuple[DoubtRow, ...]
    counts: tuple[KindCount, ...]
    """Of the kinds of doubt there are."""
    years: tuple[int, ...]
    measures: tuple[YearCells, ...]
    places: tuple[PlaceCells, ...]
    """Places below; none where no place below has a figure."""
    totals: tuple[str, ...]
    """Of each year, how many measures have their figure of those that should have it by now; empty where none should."""
    due: int
    """Years of measures that targets cover and that are over."""
    there: int
    """Those of them that have a figure."""
    reach: str = ""
    """How far it looks, where that is not all that is below the region."""

    @property
    def broken(self) -> int:
        """Identities that do not hold."""
        return sum(not row.holds for row in self.identities)


def _checked(words: Texts, identities: int, broken: int, doubts: int) -> str:
    """What was held against each other and what came of it; nothing of identities where a plan has none."""
    found = words("quality.doubts_found", count=doubts) if doubts else words("quality.no_doubts")
    if not identities:
        return words("quality.doubts_alone", count=doubts) if doubts else ""
    held = words(f"quality.identities_{'broken' if broken else 'hold'}", count=identities, identities=identities, broken=broken)
    return words("quality.checked", identities=held, doubts=found)


def quality_of(known: Known, view: StatusView) -> QualityView:
    """The figures of a plan held against each other, as of the day of a view."""
    words, asked = texts(view.query.lang), _region_and_below(known, view)
    found, places = _looked_at(known, view, asked)
    identities = [finding for finding in found.identities if finding.region_code in asked]
    broken = sum(not finding.holds for finding in identities)
    reach = _reach(words, known, view)
    doubts = _doubts(known, words, found, places)
    counts = Counter(row.kind for row in doubts)
    whole = found.completeness
    return QualityView(
        status=view,
        sentence=words.paragraph(
            (
                reach,
                _checked(words, len(identities), broken, len(doubts) - counts["identity"]),
                words("quality.on_record" if whole.there else "quality.none_on_record", due=whole.due, there=whole.there)
                if whole.due
                else "",
            )
        ),
        identities=tuple(_identity(known, words, finding) for finding in identities),
        doubts=doubts,
        counts=tuple(KindCount(kind, words(f"quality.kind_{kind}"), counts[kind]) for kind in counts),
        years=whole.years,
        measures=_measures(words, whole),
        places=_places(known, words, whole),
        totals=tuple(words("quality.of", there=there, all=due) if due else "" for there, due in whole.by_year),
        due=whole.due,
        there=whole.there,
        reach=reach,
    )


def _looked_at(known: Known, view: StatusView, asked: frozenset[str]) -> tuple[Review, Mapping[ObservationKey, int]]:
    """What is found, and where the figures of the region and below it stand that were looked at.

    Where not all figures can be held: the region's own against each other, and those below against them.
    """
    code = view.region.region_code
    if known.regions is None:
        figures = from_frame(known.frame)
        places = {figure.key: place for place, figure in enumerate(figures) if figure.part[1] in asked}
        return review(known.catalog, figures, code, view.as_of), places
    below = known.regions - {code}
    rows = of_region(known.frame, code), beyond_their_whole(known.frame, code, below)
    own, parts = (from_frame(known.frame.iloc[where]) for where in rows)
    reported = reported_by(known.catalog, known.frame, below, view.as_of)
    found = review(known.catalog, own, code, view.as_of, below=parts, reported=reported)
    figures, where = [*own, *parts], [*rows[0].tolist(), *rows[1].tolist()]
    return found, {figure.key: place for figure, place in zip(figures, where, strict=True)}


def _reach(words: Texts, known: Known, view: StatusView) -> str:
    """How far it looks, where not all figures can be held."""
    if known.regions is None:
        return ""
    below = len(known.regions) - 1
    name = view.region.name(words.lang)
    return words("quality.reach", region=name, count=below) if below else words("quality.reach_own", region=name)


def _region_and_below(known: Known, view: StatusView) -> frozenset[str]:
    regions = known.catalog.regions
    return frozenset(code for code in regions if view.region in known.catalog.region_chain(code))


def _doubts(known: Known, words: Texts, found: Review, places: Mapping[ObservationKey, int]) -> tuple[DoubtRow, ...]:
    """Each at its first figure that is loaded: an identity may rest on targets and on figures that are only listed."""
    loaded = ((doubt, next((each.key for each in doubt.figures if each.key in places), None)) for doubt in found.doubts)
    told = [(doubt, places[key]) for doubt, key in loaded if key]
    figures = known.figures(words).views(known.frame, [place for _, place in told])
    return tuple(_doubt(words, doubt, figure) for (doubt, _), figure in zip(told, figures, strict=True))


def _doubt(words: Texts, doubt: Doubt, figure: FigureView) -> DoubtRow:
    kind = _KINDS[doubt.code]
    own = f"doubt.{doubt.code}"
    key = own if own in words else f"problem.{doubt.code}"  # what an upload is warned of has its words there
    sentence = words("service.closed", text=words(key, **doubt.values))
    check = words("service.closed", text=words(f"check.{doubt.code}"))
    return DoubtRow(doubt.code, kind, words(f"quality.kind_{kind}"), figure, sentence, check)


def _identity(known: Known, words: Texts, finding: Finding) -> IdentityRow:
    measure, differences = _measure(finding), (finding.difference, finding.low, finding.high)
    sides = zip((finding.left, finding.right), finding.marks, strict=True)
    left, right = (_number(words, value, measure, qualifier) for value, qualifier in sides)
    difference, low, high = (_difference(words, value, measure) for value in differences)
    verdict = "holds" if finding.holds else "explained" if finding.explained else "broken"
    return IdentityRow(
        identity_id=finding.identity.identity_id,
        note=finding.identity.note.in_(words.lang),
        region=known.catalog.regions[finding.region_code].name(words.lang),
        period=words.word(finding.period),
        left=left,
        right=words(_SIDES[finding.comparator], value=right),
        difference=difference,
        allowed=low if low == high else words("quality.range", low=low, high=high),
        verdict=words(f"quality.{verdict}"),
        finding=finding,
    )


def _measure(finding: Finding) -> Measure | None:
    """Whose unit the numbers are in; where the sides are of several measures, any of them if all have one unit."""
    units = {(measure.unit.unit, measure.display_unit) for measure in finding.measures}
    return finding.measure or (finding.measures[0] if len(units) == 1 else None)


def _number(words: Texts, value: float, measure: Measure | None, qualifier: Qualifier) -> str:
    """A side in the unit of its measure; as it is where there is none."""
    if measure is None:
        return words.word(float(f"{value:.6g}"))
    exact = exactly(value, measure)
    return words.quantity(value, exact.measure, qualifier)


def _difference(words: Texts, value: float, measure: Measure | None) -> str:
    if isinf(value):
        return "∞" if value > 0 else "−∞"
    if measure is None:
        return words.word(float(f"{value:.6g}"))
    return words.gap(value, exactly(value, measure).measure)


def _measures(words: Texts, whole: Completeness) -> tuple[YearCells, ...]:
    return tuple(
        YearCells(
            row.measure.measure_id,
            row.measure.name(words.lang),
            row.cells,
            tuple("" if cell is Cell.OUTSIDE else words(f"quality.mark_{cell}") for cell in row.cells),
        )
        for row in whole.rows
    )


def _places(known: Known, words: Texts, whole: Completeness) -> tuple[PlaceCells, ...]:
    return tuple(
        PlaceCells(
            place.region_code,
            known.catalog.regions[place.region_code].name(words.lang),
            place.counts,
            tuple(
                words("quality.of", there=there, all=every) if every else ""
                for there, every in zip(place.counts, whole.of_places, strict=True)
            ),
        )
        for place in whole.places
    )
