"""规划与目标: what became of the plan, and every way to change it: revise, answer, judge, add, load."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.ADMINISTER)
text = web.words()
web.page_header("plans")
web.say_done(":material/check_circle:")
web.plan_line(actor)
web.say_corrected(actor)
section = web.choose_segment(
    text("page.plans_section"), list(web.SECTIONS), "section", "revisions", lambda name: text(f"page.plans_{name}")
)
web.show_section(actor, section)
