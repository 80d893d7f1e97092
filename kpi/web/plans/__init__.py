"""The parts of the page of plans: its revisions, and a form for each way of changing one.

A section is a function of who is asking; it stands in `SECTIONS` under the key of its text `page.plans_<key>`.
"""

from collections.abc import Callable, Mapping

from kpi.model import Actor
from kpi.web.plans.listing import plan_line, revision_list
from kpi.web.plans.loading import load_section

Section = Callable[[Actor], None]

SECTIONS: Mapping[str, Section] = {
    "revisions": revision_list,
    "load": load_section,
}
