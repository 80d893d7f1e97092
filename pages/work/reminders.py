"""催办: who owes what is overdue, reminding them, and what became of every reminder."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.ISSUE)
web.page_header("reminders")
web.say_done(":material/send:")
web.reminder_desk(actor)
