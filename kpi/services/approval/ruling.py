"""Whether something waits for another person's word, whose word counts, and what may be written beside it."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from unicodedata import category

from kpi import access
from kpi.catalog import Catalog
from kpi.errors import KpiError
from kpi.model import EVERYWHERE, Action, Actor, Place
from kpi.services.reach import place_of_measure
from kpi.services.workspace import Workspace
from kpi.settings import setting
from kpi.views import UploadPreview

MOST_LETTERS = 500
"""Of a note or a reason."""
_NOBODY_SIGNS_IN = "none"
_NO_TEXT = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Classes of characters that show nothing or steer what shows; a wide blank is text."""


def people_sign_in() -> bool:
    """Whether the product knows who is at it: only then can one person approve what another sent."""
    return setting("KPI_SIGN_IN") != _NOBODY_SIGNS_IN


def approval_holds(workspace: Workspace) -> bool:
    """Whether what plans say of approval holds: a database in which there are accounts is one where people sign in, whatever
    is set where a command runs.
    """
    return people_sign_in() or bool(workspace.store.people())


def plan_waits(workspace: Workspace) -> bool:
    """Whether changes of the plan looked at wait for another person's word."""
    return workspace.catalog.approval and approval_holds(workspace)


def asks_for_approval(workspace: Workspace, actor: Actor) -> bool:
    """The same for whoever asks. NotAllowed."""
    return plan_waits(workspace.admit(actor, Action.VIEW))


def approval_counts(workspace: Workspace, actor: Actor) -> bool:
    """Whether what plans say of approval holds here at all. NotAllowed."""
    return approval_holds(workspace.admit(actor, Action.VIEW))


def goes_to_review(workspace: Workspace, actor: Actor, preview: UploadPreview) -> bool:
    """Whether files are sent in rather than loaded: a plan that knows one of their measures waits for approval. NotAllowed."""
    workspace = workspace.admit(actor, Action.UPLOAD)
    measures = {measure for reading in preview.readings for measure, _ in reading.subjects}
    return any(plans_waiting(workspace, measures))


def plans_waiting(workspace: Workspace, measures: Set[str]) -> Iterator[str]:
    """The plan looked at, where it waits for approval, and all others that do and know one of some measures: the library is
    one for all plans.
    """
    for plan_id in workspace.plans.ids if approval_holds(workspace) else ():
        catalog = workspace.plans.catalog(plan_id)
        if catalog.approval and (plan_id == workspace.plan_id or not measures.isdisjoint(catalog.measures)):
            yield plan_id


def places_of(plan_id: str, catalog: Catalog, pairs: Iterable[tuple[str, str]]) -> tuple[Place, ...]:
    """Where figures of some measures and regions stand, each place once."""
    kept = tuple(pairs)
    there = {measure: place_of_measure(catalog, plan_id, measure, "") for measure in {measure for measure, _ in kept}}
    found = ((there[measure], region) for measure, region in kept)
    return tuple(dict.fromkeys(place if place == EVERYWHERE else replace(place, region=region) for place, region in found))


def places_to_review(workspace: Workspace, plan_id: str, figures: Iterable[tuple[str, str]]) -> tuple[Place, ...]:
    """Where somebody must be a reviewer to decide on figures that were sent in through a plan: in every plan that waits and
    knows their measure, and where none does in that plan itself.
    """
    kept = tuple(figures)
    waiting = list(plans_waiting(workspace, {measure for measure, _ in kept}))
    known = {each: workspace.plans.catalog(each).measures for each in waiting}
    unknown = [pair for pair in kept if not any(pair[0] in measures for measures in known.values())]
    owed = {each: [pair for pair in kept if pair[0] in measures] for each, measures in known.items()}
    owed[plan_id] = [*owed.get(plan_id, ()), *unknown]
    return tuple(place for each, pairs in owed.items() for place in places_of(each, workspace.plans.catalog(each), pairs))


def reaches(actor: Actor, action: Action, places: Iterable[Place]) -> bool:
    """Whether the actor may do something at every one of some places."""
    return all(access.can(actor, action, place) for place in places)


def written(text: str, missing: str = "") -> str:
    """A note or reason as it is kept. KpiError `missing` where one is needed; `text_too_long`, `text_unprintable`."""
    kept = text.strip()
    if not kept and missing:
        raise KpiError(missing)
    if len(kept) > MOST_LETTERS:
        raise KpiError("text_too_long", most=MOST_LETTERS)
    if any(category(letter) in _NO_TEXT for letter in kept if letter != "\n"):
        raise KpiError("text_unprintable")
    return kept
