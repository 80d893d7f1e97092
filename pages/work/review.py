"""审核: what was sent in and waits for another person's word, publication, and locked periods."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.VIEW)
web.page_header("review")
web.say_done(":material/check_circle:")
web.review_desk(actor)
