"""What a report of a kind of its own says besides the usual one's contents."""

from dataclasses import replace

from kpi.model import Actor
from kpi.report import GapReport, Genre
from kpi.services.board import board_seen
from kpi.services.reports.letters import letters_of, require_letters
from kpi.services.reports.scope import ReportRequest, Scope
from kpi.services.workspace import Workspace


def with_own_parts(workspace: Workspace, actor: Actor, request: ReportRequest, scope: Scope, made: GapReport) -> GapReport:
    """The report with what its kind asks for. NotFound where nobody is to be reminded."""
    match request.genre:
        case Genre.REMINDER:
            return replace(made, letters=require_letters(letters_of(workspace, actor, request, scope), scope))
        case Genre.SUMMARY:
            return replace(made, board=board_seen(workspace, replace(scope.view, overdue=made.overdue)))
    return made
