"""填报进度: who has reported what, period by period; what is asked; handing over."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.VIEW)
web.page_header("progress")
web.say_done(":material/check_circle:")
web.progress(actor)
web.duty_rule_list(actor)
web.handing_over(actor)
