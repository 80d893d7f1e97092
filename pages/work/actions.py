"""整改台账: what is to be put right, by whom and until when, and what was done about it."""

from dataclasses import replace

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
web.page_header("actions")
web.say_done(icon=":material/check_circle:")
view = services.matters(web.workspace(), actor, replace(web.query(), as_of=None))
web.matters_flow(view)
chosen = web.asked_matter(view)
if chosen:
    web.one_matter(actor, view, chosen)
else:
    web.matters_list(view)
    web.marks_list(actor, view.marks)
