"""我的待办: what is mine to report, to review and to settle, the most pressing first."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.VIEW)
web.page_header("todo")
web.say_done(":material/check_circle:")
web.todo(actor)
web.calendar_address()
