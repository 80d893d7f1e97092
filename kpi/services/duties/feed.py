"""What is somebody's to report, as a calendar that programs subscribe to."""

from kpi.access import Quota
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.services.duties.calendar import Whose, duties
from kpi.services.keeping.auditing import note_seldom
from kpi.services.keeping.quotas import spend
from kpi.services.workspace import Workspace
from kpi.views import calendar_of

CALENDAR_FILE = "calendar.ics"


def duty_calendar(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> bytes:
    """The actor's own duties under the plan as iCalendar (RFC 5545), on record as it is handed out. NotAllowed, QuotaSpent."""
    workspace = workspace.admit(actor, Action.VIEW)
    spend(workspace, actor, {Quota.CALENDARS: 1})
    view = duties(workspace, actor, lang=lang, whose=Whose.MINE)
    plan = workspace.catalog.plan_name(lang)
    note_seldom(workspace, actor, CALENDAR_FILE)
    return calendar_of(texts(lang), workspace.plan_id, plan, view.rows, workspace.today, workspace.now())
