"""What can be read: plans, how targets stand, one measure, what changed, reports. Each calls one service."""

from http import HTTPStatus

from kpi import services
from kpi.analysis import Grouping
from kpi.server.api import parameters as told
from kpi.server.api.calls import Answer, Call, Operation
from kpi.services import Genre, ReportFile, ReportRequest
from kpi.wire import SDMX_TYPE, changes_json, measure_json, measure_sdmx, plan_json, status_json


def _plans(call: Call) -> Answer:
    plans = services.plan_list(call.workspace, call.actor, lang=call.words.lang)
    return Answer([plan_json(plan) for plan in plans], "")


def _status(call: Call) -> Answer:
    return Answer(status_json(services.status(call.workspace, call.actor, call.view)), "targets")


def _measure(call: Call) -> Answer:
    view = services.measure_view(call.workspace, call.actor, call.view, call.said["measure_id"])
    return Answer(measure_json(view), "figures")


def _changes(call: Call) -> Answer:
    start, end = call.said.get("from"), call.said.get("to", services.NOW)
    return Answer(changes_json(services.changes(call.workspace, call.actor, call.view, start, end)), "values")


def _report(call: Call) -> Answer:
    grouping, group = call.said.get("part", (Grouping.PLAN, ""))
    request = ReportRequest(call.view, grouping, group, call.said.get("kind", Genre.GAP))
    made = services.gap_report(call.workspace, call.actor, request, call.said["format"])
    services.handed_out(call.workspace, call.actor, made.name)
    return Answer(file=made)


def _sdmx(call: Call) -> Answer:
    measure = call.said["measure_id"]
    view = services.measure_view(call.workspace, call.actor, call.view, measure)
    return Answer(file=ReportFile(f"{measure}.sdmx.csv", SDMX_TYPE, measure_sdmx(view)))


_NOT_FOUND = HTTPStatus.NOT_FOUND
_LISTED = (_NOT_FOUND, HTTPStatus.CONFLICT)
READING = (
    Operation(
        "plans", "GET", "/v1/plans", (told.LANG, *told.OF_A_LIST), _plans, statuses=_LISTED, answers={HTTPStatus.OK: "Plans"}
    ),
    Operation(
        "status",
        "GET",
        "/v1/status",
        (*told.OF_A_VIEW, *told.OF_A_LIST),
        _status,
        statuses=_LISTED,
        answers={HTTPStatus.OK: "Status"},
    ),
    Operation(
        "measure",
        "GET",
        "/v1/measures/{measure_id}",
        (told.MEASURE, *told.OF_A_VIEW, *told.OF_A_LIST),
        _measure,
        statuses=_LISTED,
        answers={HTTPStatus.OK: "MeasureOfPlan"},
    ),
    Operation(
        "sdmx",
        "GET",
        "/v1/sdmx/{measure_id}",
        (told.MEASURE, *told.OF_A_VIEW),
        _sdmx,
        statuses=(_NOT_FOUND,),
        files=(SDMX_TYPE,),
    ),
    Operation(
        "changes",
        "GET",
        "/v1/changes",
        (told.FROM, told.TO, told.PLAN, told.REGION, told.LAMPS, told.LANG, *told.OF_A_LIST),
        _changes,
        statuses=(*_LISTED, HTTPStatus.UNPROCESSABLE_ENTITY),
        answers={HTTPStatus.OK: "Changes"},
    ),
    Operation(
        "report",
        "GET",
        "/v1/report.{format}",
        (told.FORMAT, *told.OF_A_VIEW, told.KIND, told.PART),
        _report,
        statuses=(_NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
        files=tuple(dict.fromkeys(services.REPORT_MEDIA_TYPES.values())),
    ),
)
