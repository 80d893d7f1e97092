"""What waits for somebody besides figures: to be decided on, corrected, answered and closed. Only what is theirs to do now."""

from dataclasses import dataclass

from kpi.model import Action, Actor, MatterEvent, MatterState, Stage
from kpi.services.approval.ruling import plan_waits
from kpi.services.approval.submitting import submissions
from kpi.services.duties.subjects import holders
from kpi.services.remarks.places import place_of
from kpi.services.remarks.reading import matters
from kpi.services.workspace import Workspace
from kpi.views import MatterView, Query


@dataclass(frozen=True, slots=True)
class Todo:
    """How much of each there is."""

    reviews: int
    """What others sent in and the actor may decide on."""
    returned: int
    """What the actor sent in, figures or a change of the plan, and was sent back."""
    answers: int
    """Matters where it is the unit's turn and the actor may speak for it."""
    closings: int
    """Matters that are said to be done, by somebody else, and that the actor may close."""
    answered_by_units: int = 0
    """Matters where it is the turn of a unit that has people of its own: the actor may speak for it, and need not."""


def todo(workspace: Workspace, actor: Actor) -> Todo:
    """What waits for the actor. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    in_sight = actor.user_id and plan_waits(workspace) and workspace.works(actor)
    sent = submissions(workspace, actor) if in_sight else ()
    open_ones = matters(workspace, actor, Query()).matters
    to_answer = [one for one in open_ones if _to_answer(one)]
    own = sum(_is_theirs(workspace, actor, one) for one in to_answer)
    return Todo(
        sum(one.may_review for one in sent),
        sum(one.stage is Stage.RETURNED and one.is_mine and one.may_correct for one in sent),
        own,
        sum(map(_to_close, open_ones)),
        len(to_answer) - own,
    )


def _is_theirs(workspace: Workspace, actor: Actor, matter: MatterView) -> bool:
    """As with figures: what nobody answers for in particular is left to who may answer for everything."""
    place = place_of(workspace.whole_catalog, workspace.plan_id, matter.target_id, matter.unit)
    in_particular = {one.user_id for one in holders(workspace) if one.of_a_part and one.grant.covers(place)}
    return not in_particular or not actor.user_id or actor.user_id in in_particular


def _to_answer(matter: MatterView) -> bool:
    return matter.state in {MatterState.OPEN, MatterState.IN_HAND} and MatterEvent.ANSWER in matter.offered


def _to_close(matter: MatterView) -> bool:
    return matter.state is MatterState.DONE and MatterEvent.CLOSE in matter.offered
