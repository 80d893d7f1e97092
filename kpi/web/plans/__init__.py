"""The parts of the page of plans: its revisions, and a form for each way of changing one.

A section is a function of who is asking; it stands in `SECTIONS` under the key of its text `page.plans_<key>`.
"""

from collections.abc import Callable, Mapping

from kpi.model import Actor
from kpi.web.plans.answer import answer
from kpi.web.plans.approval import approval
from kpi.web.plans.drafts import say_saved
from kpi.web.plans.judge import judge
from kpi.web.plans.listing import plan_line, revision_list
from kpi.web.plans.loading import load_section
from kpi.web.plans.official import official
from kpi.web.plans.revise import revise
from kpi.web.plans.rows import add

Section = Callable[[Actor], None]

SECTIONS: Mapping[str, Section] = {
    "revisions": revision_list,
    "revise": revise,
    "answer": answer,
    "judge": judge,
    "add": add,
    "form": official,
    "load": load_section,
    "approval": approval,
}


def show_section(actor: Actor, name: str) -> None:
    """One section, above it what was saved last; that has been said once the section is there."""
    said = list(say_saved())
    SECTIONS[name](actor)
    for draft in said:
        draft.saved = ""
