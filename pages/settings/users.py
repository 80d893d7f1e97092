"""用户: accounts, roles and what ends at once when they change."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.ADMINISTER)
web.page_header("users")
web.say_done(":material/check_circle:")
people = web.user_list(actor)
web.new_user(actor)
web.one_user(actor, people)
