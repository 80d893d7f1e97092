"""差距与追赶: what is missing, worst first, and what closing it takes."""

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
web.page_header("gaps")
view = web.view(services.gap_view, actor, web.query())
web.context_line(view.status)
view = view.of_natures(web.choose_natures(view.status.counted))
web.gap_board(view, web.view(services.rows_due, actor, web.query()))
