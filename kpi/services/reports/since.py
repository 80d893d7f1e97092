"""较上期变化: a report held against one that was issued, or against an earlier day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.model import Actor
from kpi.services.reports.ledger import of_plan
from kpi.services.reports.scope import ReportRequest, Scope, scope_of
from kpi.services.verdicts.changes import Point, changes
from kpi.services.workspace import Workspace
from kpi.views import Moved, moved_of

_QUARTERS = 4


def since(workspace: Workspace, actor: Actor, request: ReportRequest, scope: Scope) -> Moved | None:
    """What moved in a scope since the report or day it is held against; None where it is held against nothing.

    KpiError `against_unreadable`, `against_not_earlier`; NotFound for a report there is none of.
    """
    if not request.against:
        return None
    number, day, moment = _earlier(workspace, request.against)
    now = Point(moment=request.query.known_at, as_of=scope.view.as_of)
    later = moment and now.moment and moment > now.moment
    if later or day > scope.view.as_of or (day == scope.view.as_of and number is None):
        raise KpiError("against_not_earlier", against=request.against, day=scope.view.as_of)
    view = changes(workspace, actor, request.query, Point(moment=moment or now.moment, as_of=day), now)
    then = scope_of(workspace, actor, replace(request, query=view.start.status.query))
    targets = {row.target.target_id for each in (scope, then) for row in each.view.standings}
    return moved_of(texts(request.query.lang), view, number, targets)


def against_choices(workspace: Workspace, actor: Actor, request: ReportRequest) -> dict[str, str]:
    """What the report asked for may be held against, newest first, and what that is called: reports issued, then days. As of
    `scope_of`."""
    view, words = scope_of(workspace, actor, request).view, texts(request.query.lang)
    known_at = request.query.known_at
    issued = {
        str(record.report_id): words("since.report", number=record.report_id, day=record.as_of)
        for record in of_plan(workspace)
        if record.as_of <= view.as_of and not (known_at and record.known_at > known_at)
    }
    return issued | {day.isoformat(): words("since.day", day=day) for day in _ends_before(view.as_of)}


def _ends_before(day: date) -> Iterator[date]:
    """The ends of quarters within the year before a day, then of the two years before those; the newest first."""
    ends = [date(year, month, 30 if month in (6, 9) else 31) for year in (day.year, day.year - 1) for month in (12, 9, 6, 3)]
    last = [end for end in ends if end < day][:_QUARTERS]
    yield from last
    yield from (date(last[-1].year - back, 12, 31) for back in (1, 2))


def _earlier(workspace: Workspace, against: str) -> tuple[int | None, date, datetime | None]:
    """The report's number, the day it was as of and the moment it told; or the day alone."""
    if against.isdecimal():
        record = next((each for each in of_plan(workspace) if each.report_id == int(against)), None)
        if record is None:
            raise NotFound("no_such_issue", number=int(against))
        return record.report_id, record.as_of, record.known_at
    try:
        return None, date.fromisoformat(against), None
    except ValueError as error:
        raise KpiError("against_unreadable", against=against) from error
