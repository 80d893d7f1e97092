"""较上期: what a report is to be held against, chosen among the reports issued and the ends of quarters and years."""

from dataclasses import replace

from kpi import services
from kpi.model import Actor
from kpi.services import ReportRequest
from kpi.web.address import choose
from kpi.web.session import words, workspace

_NOTHING = "none"


def against_choice(actor: Actor, request: ReportRequest) -> ReportRequest:
    """The request, held against what is chosen; by default against nothing."""
    text, choices = words(), services.against_choices(workspace(), actor, request)
    options = {_NOTHING: text("page.against_nothing"), **choices}
    chosen = choose(text("page.against"), list(options), "against", options.__getitem__)
    return request if chosen == _NOTHING else replace(request, against=chosen)
