"""Many reports at once: one for each region, category or responsible unit, as files or as one archive."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum

from kpi.access import Quota
from kpi.analysis import Grouping
from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.report import Genre, ScopeKind, title_of
from kpi.services.keeping.quotas import costly, spend
from kpi.services.reports.letters import owes
from kpi.services.reports.making import ReportFile, laid_out, report_model, require_possible, safe_name
from kpi.services.reports.own_layout import OwnTemplate, layout_of
from kpi.services.reports.scope import ReportRequest, report_groups
from kpi.services.status import status
from kpi.services.workspace import Progress, Workspace
from kpi.views import SharedColumns

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date every file in an archive bears, so that equal reports give equal archives."""


class Each(StrEnum):
    """For each of what a report is made."""

    REGION = "region"
    CATEGORY = "category"
    OWNER = "owner"


def report_requests(workspace: Workspace, actor: Actor, request: ReportRequest, each: Each) -> tuple[ReportRequest, ...]:
    """A request for each region below the one asked for, or for each of its categories or units. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    region = workspace.region(request.query.region)
    if each is Each.REGION:
        below = [one.region_code for one in workspace.catalog.children(region.region_code) if one.active]
        return tuple(
            replace(request, query=replace(request.query, region=code), grouping=Grouping.PLAN, group="") for code in below
        )
    grouping = Grouping(each)
    groups = report_groups(workspace, actor, grouping, request.query.lang, request.genre)
    return tuple(replace(request, grouping=grouping, group=key) for key in groups)


def series_there(workspace: Workspace, actor: Actor, request: ReportRequest) -> tuple[Each, ...]:
    """Of what there can be a series of the report asked for. NotFound, NotAllowed."""
    return tuple(by for by in Each if report_requests(workspace, actor, request, by))


def series_requests(workspace: Workspace, actor: Actor, request: ReportRequest, each: Each) -> tuple[ReportRequest, ...]:
    """Those of a series that say something: a reminder only to who owes. NotFound if there are none; NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    requests = report_requests(workspace, actor, request, each)
    if not requests:
        raise NotFound(f"no_reports_by_{each}")
    if request.genre is not Genre.REMINDER:
        return requests
    owing = tuple(one for one in requests if owes(workspace, actor, one))
    if not owing:
        raise NotFound("nothing_due", scope=workspace.catalog.plan_name(request.query.lang))
    return owing


def report_series(
    workspace: Workspace,
    actor: Actor,
    request: ReportRequest,
    each: Each,
    fmt: str,
    progress: Progress | None = None,
    own: OwnTemplate | None = None,
) -> Iterator[ReportFile]:
    """The reports one after the other, each under a name of its own. Errors as of `gap_report`; NotFound if there are none.

    `own` is a template that is not kept and goes before the one asked for.
    """
    workspace = workspace.admit(actor, Action.EXPORT)
    require_possible(request, fmt)
    requests = series_requests(workspace, actor, request, each)
    spend(workspace, actor, {Quota.REPORTS: len(requests)})
    shared = None
    if each is Each.REGION:
        view = status(workspace, actor, request.query)
        shared = SharedColumns(workspace.known_below(view.query), view)
    taken, layout = set[str](), own.lay_out if own else layout_of(workspace, request.template)
    for number, one in enumerate(requests, start=1):
        file = named_apart(laid_out(report_model(workspace, actor, one, shared=shared), fmt, layout), taken)
        if progress:
            progress(number, len(requests), file.name)
        yield file


def report_archive(
    workspace: Workspace, actor: Actor, request: ReportRequest, each: Each, fmt: str, progress: Progress | None = None
) -> ReportFile:
    """All the reports of a series in one zip. Errors as of `report_series`."""
    workspace = workspace.admit(actor, Action.EXPORT)
    with costly(workspace, actor, {}):
        content = zipped(report_series(workspace, actor, request, each, fmt, progress))
    words = texts(request.query.lang)
    plan = workspace.catalog.plan_name(request.query.lang)
    title = title_of(words, ScopeKind.PLAN, plan, "", judged=True, genre=request.genre)
    name = safe_name(words("service.archive_name", title=title, each=words(f"service.each_{each}"), format=fmt))
    return ReportFile(f"{name}.zip", "application/zip", content)


def zipped(files: Iterable[ReportFile]) -> bytes:
    """Files of a series as one archive; equal files give an equal one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name, _EARLIEST), file.content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def named_apart(file: ReportFile, taken: set[str]) -> ReportFile:
    """The file under a name that no other of the series has, not even in other letters."""
    stem, _, ending = file.name.rpartition(".")
    name, number = file.name, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}_{number}.{ending}"
    taken.add(name.casefold())
    return replace(file, name=name)
