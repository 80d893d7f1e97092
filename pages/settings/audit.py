"""审计日志: who did what, when and from where, and the proof that nothing in it was changed."""

from kpi import web
from kpi.model import Action

actor = web.require(Action.AUDIT)
web.page_header("audit")
web.audit_log(actor)
