"""How a plan's targets stand in many places at once: worked out where the figures lie, as far as these are simple."""

from collections.abc import Iterable, Sequence
from datetime import date

from kpi import progress
from kpi.catalog import Catalog
from kpi.model import Target
from kpi.progress import Days, Ends, PlaceRows, Reduced, Standings, Stretches
from kpi.store import Store, Wanted, Worked

MOST_PLACES = 100
"""So many places' figures are looked at one by one at a time: memory stays that of these."""


def stand(store: Store, catalog: Catalog, targets: Iterable[Target], places: Sequence[str], as_of: date) -> Standings:
    """Every target held against every place's figures as they count now."""
    of = progress.place_rows(catalog, targets, places, as_of)
    found = progress.standings(of, reduced(store, of))
    for measures, some in found.waiting(MOST_PLACES):
        found.settle(store.current(some, measures), some)
    return found


def reduced(store: Store, of: PlaceRows) -> Reduced:
    """What the places' figures come to."""
    needs = progress.needs_of(of)
    wanted: dict[Worked, list[Wanted]] = {
        Worked.STRETCHES: [Wanted(slot, needs.slots[slot], (first, last)) for slot, first, last in needs.stretches],
        Worked.STATED: [Wanted(slot, needs.slots[slot], (first, last)) for slot, first, last in needs.stated],
        Worked.DAYS: [Wanted(slot, needs.slots[slot], (last,)) for slot, last in needs.cuts],
        Worked.ENDS: [Wanted(slot, needs.slots[slot]) for slot in needs.newest],
    }
    found = {what: store.worked_out(what, asked, of.places, of.as_of) for what, asked in wanted.items()}
    return Reduced(
        needs,
        of.places,
        Stretches(**found[Worked.STRETCHES]),
        Stretches(**found[Worked.STATED]),
        Days(**found[Worked.DAYS]),
        Ends(**found[Worked.ENDS]),
    )
