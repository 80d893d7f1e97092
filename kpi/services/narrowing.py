"""What somebody whose roles are for units or regions sees of a plan: their own targets and figures, and what words them.

Measures, regions, units and documents stay whole: a definition is no secret, and a figure without them could not be read.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import chain, product

import pandas as pd

from kpi.catalog import Catalog, FigureReference, TargetReference, parse_expression
from kpi.model import Grant, Identity, Place
from kpi.quality import CONTEXT
from kpi.services.reach import place_of_measure, place_of_target

Reach = frozenset[Grant]
"""The grants that let somebody look."""


def narrowed(catalog: Catalog, plan_id: str, reach: Reach) -> Catalog:
    """A plan with the targets and figures within reach, and the identities of these. A target keeps the figure that it starts
    from, if it is its own.
    """
    seen = _seeing(reach)
    targets = {
        target_id: target for target_id, target in catalog.targets.items() if seen(place_of_target(catalog, plan_id, target_id))
    }
    figures = {
        figure_id: figure
        for figure_id, figure in catalog.figures.items()
        if seen(place_of_measure(catalog, plan_id, figure.measure_id, figure.region_code))
    }
    starts = {target.baseline_figure_id for target in targets.values()} & catalog.figures.keys()
    figures = {each: figure for each, figure in catalog.figures.items() if each in figures or each in starts}
    return replace(
        catalog,
        targets=targets,
        figures=figures,
        identities=tuple(identity for identity in catalog.identities if _named(identity) <= figures.keys() | targets.keys()),
        questions=(),
        judgements=tuple(judgement for judgement in catalog.judgements if judgement.target_id in targets),
    )


def narrowed_frame(frame: pd.DataFrame, whole: Catalog, plan_id: str, reach: Reach) -> pd.DataFrame:
    """The rows of an observation frame within reach."""
    seen = _seeing(reach)
    pairs = frame[["measure_id", "region_code"]].drop_duplicates()
    within = [seen(place_of_measure(whole, plan_id, measure, region)) for measure, region in pairs.itertuples(index=False)]
    shown = pairs[pd.Series(within, index=pairs.index, dtype=bool)]
    kept: pd.DataFrame = frame.merge(shown, on=["measure_id", "region_code"], how="inner")
    return kept


Looked = tuple[Collection[str] | None, Collection[str] | None]
"""Measures and regions; None: all of them."""


def within(catalog: Catalog, plan_id: str, reach: Reach | None, *, alone: bool) -> Iterator[Looked]:
    """The measures and regions whose figures are within reach, a grant after the other; None: within everybody's.

    A plan that is `alone` in its database goes by all there is.
    """
    if reach is None:
        yield (None, None) if alone else (catalog.measures.keys(), catalog.regions.keys())
    for grant in reach or ():
        places = {name: replace(place_of_measure(catalog, plan_id, name, ""), region=None) for name in catalog.measures}
        own = [name for name, place in places.items() if grant.covers(place, helping=True)]
        regions = [code for code in grant.regions if alone or code in catalog.regions]
        yield own, regions if grant.regions else (None if alone else catalog.regions.keys())


def pairs_within(catalog: Catalog, plan_id: str, reach: Reach | None) -> frozenset[tuple[str, str]]:
    """The same, each measure with each region of it."""
    looked = within(catalog, plan_id, reach, alone=False)
    return frozenset(chain.from_iterable(product(measures or (), regions or ()) for measures, regions in looked))


def covers_all(places: frozenset[tuple[str, str]], catalog: Catalog, plan_id: str, reach: Reach) -> bool:
    """Whether figures, by measure and region, are all within reach."""
    seen = _seeing(reach)
    return all(seen(place_of_measure(catalog, plan_id, measure, region)) for measure, region in places)


def _named(identity: Identity) -> set[str]:
    """The figures and targets that an identity names by their ids: without one of them it cannot be worked out."""
    named: set[str] = set()
    if identity.kind == CONTEXT:  # it is only shown, and need not be an expression
        return named
    for reference in parse_expression(identity.expression).references:
        if isinstance(reference, FigureReference):
            named.add(reference.figure_id)
        elif isinstance(reference, TargetReference):
            named.add(reference.target_id)
    return named


def _seeing(reach: Reach) -> Callable[[Place], bool]:
    return lambda place: any(grant.covers(place, helping=True) for grant in reach)
