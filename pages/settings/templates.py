"""单位模板: the office's own templates of reports, and what they may name."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.ADMINISTER)
text = web.words()
web.page_header("templates")
web.say_done(":material/check_circle:")
web.add_template(actor)
web.template_examples(actor)
web.template_list(actor)
web.placeholder_list(actor)
