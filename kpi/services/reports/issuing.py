"""The ledger of reports: what is issued is kept byte for byte, and can be held against what the figures say today.

A report's statement is what it says of every target and value, number and text. From the moment recorded with it the same
statement can be worked out again, as long as the plan's own files are the same.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from kpi.access import Quota
from kpi.analysis import Grouping
from kpi.errors import KpiError, NotFound, PreviewOutdated
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, OfficialForm, Status, local
from kpi.report import GapReport, Genre, Issue
from kpi.services.keeping.quotas import costly
from kpi.services.reports.gate import require_issuable
from kpi.services.reports.ledger import of_plan
from kpi.services.reports.making import ReportFile, laid_out, report_model, require_possible
from kpi.services.reports.own_layout import layout_of
from kpi.services.reports.scope import ReportRequest
from kpi.services.reports.series import Each, series_requests
from kpi.services.status import settled
from kpi.services.workspace import Progress, Workspace
from kpi.store import IssuedReport, NewFile, NewReport
from kpi.views import Amount, Query

_ONLY_IF_CHANGED = ("year ", "member ", "letter ")
_TRIES = 3
"""How often a report is made anew when figures come in while it is being made."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class IssuedView:
    """An issued report as the ledger lists it. Moments are Asia/Shanghai."""

    record: IssuedReport
    request: ReportRequest
    """What was asked for; its `known_at` is None where the report was about its own moment."""
    issued_at: datetime
    known_at: datetime


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One target or value as it was issued and as it would be issued now. Empty texts where one of the two has none."""

    name: str
    issued_value: str
    issued_status: str
    today_value: str
    today_status: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """An issued report against today."""

    view: IssuedView
    rows: tuple[ComparedRow, ...]
    """Changed ones first, else in the order of the plan."""
    today: date
    """The date today's figures go up to."""
    same_plan: bool
    """Whether the plan's own files are those it was issued with."""
    reproduced: bool
    """Whether the recorded moment still gives the statement that was issued."""

    @property
    def changed(self) -> int:
        """How many rows differ."""
        return sum(row.changed for row in self.rows)


def issue_report(
    workspace: Workspace, actor: Actor, request: ReportRequest, formats: Sequence[str], note: str = ""
) -> IssuedView:
    """Makes the report in the formats asked for and writes it into the ledger. Errors as of `gap_report`.

    KpiError `no_format_chosen` without a format, `coverage_too_low` where too few targets have a figure; PreviewOutdated if
    figures keep coming in meanwhile.
    """
    (issued,) = issue_all(workspace, actor, [request], formats, note)
    return issued


def issue_series(
    workspace: Workspace,
    actor: Actor,
    request: ReportRequest,
    each: Each,
    formats: Sequence[str],
    note: str = "",
    progress: Progress | None = None,
) -> tuple[IssuedView, ...]:
    """Issues a report for each region, category or unit, all of them or none. Errors as of `issue_report`, `report_series`."""
    workspace = workspace.admit(actor, Action.ISSUE)
    return issue_all(workspace, actor, series_requests(workspace, actor, request, each), formats, note, progress)


def issue_all(
    workspace: Workspace,
    actor: Actor,
    requests: Sequence[ReportRequest],
    formats: Sequence[str],
    note: str = "",
    progress: Progress | None = None,
) -> tuple[IssuedView, ...]:
    """Writes several reports into the ledger at once, each under a number of its own. Errors as of `issue_report`."""
    workspace = workspace.admit(actor, Action.ISSUE)
    for fmt in formats:
        require_possible(requests[0], fmt)
    if not formats:
        raise KpiError("no_format_chosen")
    for request in requests:
        require_issuable(workspace, actor, request)
    with costly(workspace, actor, {Quota.REPORTS: len(requests)}):
        return _issued(workspace, actor, requests, formats, note, progress)


def _issued(
    workspace: Workspace,
    actor: Actor,
    requests: Sequence[ReportRequest],
    formats: Sequence[str],
    note: str,
    progress: Progress | None,
) -> tuple[IssuedView, ...]:
    for _ in range(_TRIES):
        moment, first = workspace.store.moment_for(workspace.now()), workspace.store.next_report_id
        settled_ones = [replace(request, query=settled(request.query, moment)) for request in requests]
        records = []
        for number, request in enumerate(settled_ones, start=first):
            made = report_model(workspace, actor, request, issue=Issue(number, actor.name, local(moment)))
            records.append(_record(workspace, request, made, formats, note))
            if progress:
                progress(len(records), len(requests), made.title)
        try:
            workspace.store.issue(records, actor=actor, at=moment)
        except PreviewOutdated:
            continue
        return tuple(issued_report(workspace, actor, record.report_id) for record in records)
    raise PreviewOutdated("issue_outdated")


def _record(workspace: Workspace, request: ReportRequest, made: GapReport, formats: Sequence[str], note: str) -> NewReport:
    layout = layout_of(workspace, request.template)
    files = [laid_out(made, fmt, layout) for fmt in dict.fromkeys(formats)]
    return NewReport(
        report_id=made.issue.number if made.issue else 0,
        title=made.title,
        parameters=json.dumps(_parameters(workspace.plan_id, replace(request, form=made.form)), ensure_ascii=False),
        statement=json.dumps(_statement(made), ensure_ascii=False),
        data_version=made.data_version,
        catalog_sha256=workspace.catalog_at(made.known_at).sha256,
        as_of=made.as_of,
        known_at=request.query.known_at,
        note=note.strip(),
        files=[
            NewFile(fmt, file.name, file.media_type, file.content)
            for fmt, file in zip(dict.fromkeys(formats), files, strict=True)
        ],
    )


def issued_reports(workspace: Workspace, actor: Actor) -> tuple[IssuedView, ...]:
    """The ledger of the plan looked at, newest first. NotAllowed."""
    workspace = workspace.admit_whole(actor, Action.VIEW)
    return tuple(map(_view, of_plan(workspace)))


def issued_report(workspace: Workspace, actor: Actor, number: int) -> IssuedView:
    """One report of the ledger. NotFound, NotAllowed."""
    issued = next((view for view in issued_reports(workspace, actor) if view.record.report_id == number), None)
    if issued is None:
        raise NotFound("no_such_issue", number=number)
    return issued


def issued_file(workspace: Workspace, actor: Actor, number: int, fmt: str) -> ReportFile:
    """A file exactly as it was issued. NotFound, NotAllowed."""
    workspace = workspace.admit_whole(actor, Action.EXPORT)
    issued = issued_report(workspace, actor, number)
    return ReportFile(*workspace.store.issued_file(issued.record.report_id, fmt))


def compare_issued(workspace: Workspace, actor: Actor, number: int) -> Comparison:
    """An issued report against what the same request says today. NotFound, NotAllowed."""
    workspace = workspace.admit_whole(actor, Action.VIEW)
    view = issued_report(workspace, actor, number)
    issued = _by_key(json.loads(view.record.statement))
    with costly(workspace, actor, {Quota.REPORTS: 2}):
        made, again = report_model(workspace, actor, view.request), _as_then(workspace, actor, view)
    return Comparison(
        view=view,
        rows=tuple(sorted(_compared(issued, _by_key(_statement(made)), made.texts), key=lambda row: not row.changed)),
        today=made.as_of,
        same_plan=view.record.catalog_sha256 == workspace.catalog.sha256,
        reproduced=_statement(again) == json.loads(view.record.statement),
    )


def recomputed(workspace: Workspace, actor: Actor, number: int) -> GapReport:
    """The report worked out again from the moment recorded with it. NotFound, NotAllowed."""
    workspace = workspace.admit_whole(actor, Action.VIEW)
    view = issued_report(workspace, actor, number)
    with costly(workspace, actor, {Quota.REPORTS: 1}):
        return _as_then(workspace, actor, view)


def _as_then(workspace: Workspace, actor: Actor, view: IssuedView) -> GapReport:
    asked = view.request.query
    as_of = asked.as_of if view.request.genre is Genre.REMINDER else view.record.as_of  # what is due goes by the day alone
    then = Query(as_of, view.record.known_at, asked.region, asked.lamps, asked.lang, asked.original)
    return report_model(workspace, actor, replace(view.request, query=then))


def _view(record: IssuedReport) -> IssuedView:
    return IssuedView(record, _request(json.loads(record.parameters)), local(record.issued_at), local(record.known_at))


def _parameters(plan_id: str, request: ReportRequest) -> Json:
    query = request.query
    return {
        "plan": plan_id,
        "as_of": query.as_of.isoformat() if query.as_of else None,
        "known_at": query.known_at.isoformat() if query.known_at else None,
        "region": query.region,
        "lamps": query.lamps,
        "lang": query.lang,
        **({"original": True} if query.original else {}),
        "grouping": str(request.grouping),
        "group": request.group,
        **({"genre": str(request.genre)} if request.genre is not Genre.GAP else {}),
        **({"ranked": request.ranked} if request.ranked else {}),
        **({"against": request.against} if request.against else {}),
        **({"form": _form_parameters(request.form)} if request.form else {}),
        **({"template": request.template} if request.template else {}),
    }


def _form_parameters(form: OfficialForm) -> dict[str, str]:
    return {**form.texts, "signed_on": form.signed_on.isoformat() if form.signed_on else ""}


def _form(said: Mapping[str, str]) -> OfficialForm:
    return OfficialForm.of(said, date.fromisoformat(said["signed_on"]) if said["signed_on"] else None)


def _request(parameters: Mapping[str, Any]) -> ReportRequest:
    as_of, known_at = parameters["as_of"], parameters["known_at"]
    query = Query(
        as_of=date.fromisoformat(as_of) if as_of else None,
        known_at=datetime.fromisoformat(known_at) if known_at else None,
        region=parameters["region"],
        lamps=parameters["lamps"],
        lang=parameters["lang"],
        original="original" in parameters,
    )
    genre = Genre(parameters.get("genre", Genre.GAP))  # reports were of one kind once and did not name it
    grouping, group = Grouping(parameters["grouping"]), parameters["group"]
    form = _form(parameters["form"]) if "form" in parameters else None  # once they had none
    ranked, template = parameters.get("ranked", ""), parameters.get("template", 0)
    return ReportRequest(query, grouping, group, genre, parameters.get("against", ""), form, ranked, template)


def _statement(made: GapReport) -> list[Json]:
    """What a report says of every target and, of a region, of every value: numbers as they are, texts as they are shown."""
    targets: list[Json] = [
        {
            "key": f"target {row.target.target_id} {row.assessment.year or ''}".strip(),
            "name": made.texts("report.target_named_plain", measure=row.measure_name, period=row.period),
            "status": str(row.status),
            "date": row.assessment.current_date.isoformat() if row.assessment.current_date else None,
            "target": _amount(row.goal),
            **{name: _amount(getattr(row, name)) for name in ("baseline", "current", "gap", "progress", "time", "lead")},
        }
        for row in made.rows
    ]
    values: list[Json] = [
        {
            "key": f"value {row.measure_id}",
            "name": row.measure,
            "period": row.period,
            "status": None,
            "current": _amount(row.value),
            "share": _amount(row.share),
            "rank": row.rank,
        }
        for row in made.values
    ]
    return targets + values + _beside(made)


def _beside(made: GapReport) -> list[Json]:
    """The values of years, of the regions below and what a letter asks for; a comparison names only those that changed."""
    yearly: list[Json] = [
        {
            "key": f"year {row.measure_id} {row.year}",
            "name": row.measure,
            "period": row.period,
            "status": None,
            "current": _amount(row.value),
        }
        for row in made.yearly
    ]
    members: list[Json] = [
        {
            "key": f"member {column.measure.measure_id} {member.code}",
            "name": made.texts("report.with_label", name=column.name, label=member.name),
            "period": column.period_name,
            "status": None,
            "current": _amount(member.amount),
            "rank": member.rank,
        }
        for column in made.members
        for member in column.rows
    ]
    letters: list[Json] = [
        {
            "key": f"letter {letter.addressee} {figure.name} {figure.period}",
            "name": made.texts("report.with_label", name=figure.name, label=letter.addressee)
            if letter.addressee
            else figure.name,
            "period": figure.period,
            "status": None,
            "date": figure.due.isoformat(),
        }
        for letter in made.letters
        for figure in letter.figures
    ]
    return yearly + members + letters


def _amount(amount: Amount) -> list[object]:
    """Text and number; JSON gives back the very same float."""
    return [amount.text, amount.number]


def _by_key(statement: Sequence[Json]) -> dict[str, Json]:
    return {str(row["key"]): row for row in statement}


def _compared(issued: Mapping[str, Json], today: Mapping[str, Json], words: Texts) -> Iterator[ComparedRow]:
    for key in dict.fromkeys([*issued, *today]):
        before, now = issued.get(key, {}), today.get(key, {})
        if _said(before) == _said(now) and key.startswith(_ONLY_IF_CHANGED):
            continue
        yield ComparedRow(
            name=str((before or now)["name"]),
            issued_value=_shown(before, words),
            issued_status=str(before.get("status") or ""),
            today_value=_shown(now, words),
            today_status=str(now.get("status") or ""),
            changed=_said(before) != _said(now),
        )


def _shown(said: Json, words: Texts) -> str:
    current, period = said.get("current"), said.get("period")
    text = str(current[0]) if isinstance(current, list) else ""
    return words("report.with_label", name=text, label=period) if text and period else text


def _said(said: Json) -> tuple[object, ...]:
    """What a reader would call a change: verdict, value, its date and the gap, not how much time has gone since."""
    parts = ("status", "date", "period", "target", "baseline", "current", "gap", "progress", "share", "rank")
    return tuple(said.get(name) for name in parts)


def status_words(status: str, lang: str) -> str:
    """The name of a verdict as rows of a comparison carry it; empty for none."""
    return texts(lang)(f"status.{Status(status)}") if status else ""
