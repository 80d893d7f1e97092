"""我的账户: one's own roles and tokens."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.VIEW)
web.page_header("account")
web.say_done(":material/check_circle:")
web.account(actor)
