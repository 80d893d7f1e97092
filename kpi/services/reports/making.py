"""The gap report: the same views as the pages, put into the report's model and laid out in the format asked for."""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from unicodedata import category

from kpi import report
from kpi.access import Quota
from kpi.errors import KpiError, NotFound
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor
from kpi.report import Category, GapReport, Genre, Issue, ScopeKind, formats_of, title_of
from kpi.services.analyses import quality_view
from kpi.services.keeping.quotas import costly
from kpi.services.reports.gate import caution
from kpi.services.reports.kinds import with_own_parts
from kpi.services.reports.letters import letter_day
from kpi.services.reports.matters import matters_in
from kpi.services.reports.own_layout import Layout, OwnTemplate, layout_of
from kpi.services.reports.scope import ReportRequest, Scope, scope_of
from kpi.services.reports.since import since
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import (
    ContextWording,
    MemberColumn,
    PlacesView,
    PlaceWording,
    SharedColumns,
    Standing,
    YearWording,
    gaps_of,
    overdue_by,
    places_of,
)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A finished report."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


REPORT_FORMATS = tuple(report.FORMATS)
REPORT_MEDIA_TYPES = report.MEDIA_TYPES


def gap_report(
    workspace: Workspace, actor: Actor, request: ReportRequest, fmt: str, own: OwnTemplate | None = None
) -> ReportFile:
    """The report asked for in one format, not issued; `own` is a template that is not kept and goes before the one asked for.

    NotFound for a format, region, scheme, group or template; KpiError `template_failed`; NotAllowed, QuotaSpent.
    """
    workspace = workspace.admit(actor, Action.EXPORT)
    require_possible(request, fmt)
    layout = own.lay_out if own else layout_of(workspace, request.template)
    with costly(workspace, actor, {Quota.REPORTS: 1}):
        return laid_out(report_model(workspace, actor, request), fmt, layout)


def require_possible(request: ReportRequest, fmt: str) -> None:
    """NotFound for a format that a kind of report does not come in; KpiError for a letter held against anything."""
    if fmt not in formats_of(request.genre):
        raise NotFound("no_such_format", format=fmt)
    if request.against and request.genre is Genre.REMINDER:
        raise KpiError("against_of_letter")


def report_preview(workspace: Workspace, actor: Actor, request: ReportRequest) -> bytes:
    """The first page of the report as PNG. Errors as of `gap_report`; KpiError where this machine has no Chinese font."""
    workspace = workspace.admit(actor, Action.EXPORT)
    with costly(workspace, actor, {Quota.REPORTS: 1}):
        return report.render_first_page(report_model(workspace, actor, request))


def format_of(ending: str) -> str:
    """The format that files with an ending are of; the ending itself where there is none."""
    return next((fmt for fmt, other in report.EXTENSIONS.items() if other == ending), ending)


def laid_out(made: GapReport, fmt: str, layout: Layout = report.render) -> ReportFile:
    """A report in one format, under its file name."""
    name = f"{file_stem(made)}.{report.EXTENSIONS.get(fmt, fmt)}"
    return ReportFile(name, report.MEDIA_TYPES[fmt], layout(made, fmt))


def file_stem(made: GapReport) -> str:
    """The file name of a report without its ending, safe on Windows."""
    day = made.letters[0].on if made.letters else made.as_of
    return _stem(made.texts, made.title, day)


def report_names(workspace: Workspace, actor: Actor, request: ReportRequest) -> dict[str, str]:
    """The file name of a report before it is made, in each format its kind comes in. Errors as of `gap_report`."""
    scope, words = scope_of(workspace, actor, request), texts(request.query.lang)
    judged = bool(scope.view.standings)
    title = title_of(words, scope.kind, scope.view.plan_name, scope.name, judged=judged, genre=request.genre)
    day = letter_day(workspace, request, scope) if request.genre is Genre.REMINDER else scope.view.as_of
    stem = _stem(words, title, day)
    return {fmt: f"{stem}.{report.EXTENSIONS.get(fmt, fmt)}" for fmt in formats_of(request.genre)}


def _stem(words: Texts, title: str, day: date) -> str:
    return safe_name(words("service.report_name", title=title, day=f"{day:%Y%m%d}"))


_RESERVED = frozenset(
    [
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"),
    ]
)
_MOST_LETTERS = 80
_MOST_BYTES = 230
"""Of a file name in UTF-8, its ending apart: file systems stop at 255."""


def safe_name(name: str) -> str:
    """A file name that Windows takes too: no reserved or unseen letters, no reserved name, no trailing dot, not too long."""
    clean = "".join("_" if letter in '\\/:*?"<>|' or category(letter).startswith("C") else letter for letter in name)
    clean = clean[:_MOST_LETTERS].encode()[:_MOST_BYTES].decode(errors="ignore").strip(" .") or "_"
    return f"_{clean}" if clean.split(".")[0].rstrip().upper() in _RESERVED else clean


def report_model(
    workspace: Workspace,
    actor: Actor,
    request: ReportRequest,
    *,
    shared: SharedColumns | None = None,
    issue: Issue | None = None,
) -> GapReport:
    """Everything the report says. `shared` saves work where many regions of one view are reported on.

    It is signed on the day it is issued unless another is asked for. Errors as of `gap_report`.
    """
    workspace = workspace.admit(actor, Action.EXPORT)
    scope = scope_of(workspace, actor, request)
    made = _Builder(workspace, actor, scope, shared).report()
    form = request.form or workspace.catalog_for(scope.view.query).form
    if issue and not form.signed_on:
        form = replace(form, signed_on=issue.moment.date())
    moved = since(workspace, actor, request, scope)
    told, told_on = matters_in(workspace, actor, scope, issue.moment if issue else None)
    whole = made.changed(issue=issue, genre=request.genre, since=moved, form=form, matters=told, matters_on=told_on)
    return with_own_parts(workspace, actor, request, scope, whole)


_MOST_DOUBTS = 100
"""In a report, which is to stay shorter than the figures it doubts."""


class _Builder:
    """Makes the report of one scope."""

    def __init__(self, workspace: Workspace, actor: Actor, scope: Scope, shared: SharedColumns | None) -> None:
        self._workspace = workspace
        self._actor = actor
        self._catalog = workspace.catalog_for(scope.view.query)
        self._known = workspace.known(scope.view.query)
        self._scope = scope
        self._shared = shared
        self._context = ContextWording(self._known, scope.view, scope.measures)
        self._places = PlaceWording(self._context)

    def report(self) -> GapReport:
        """The whole report."""
        view, context, years = self._scope.view, self._context, YearWording(self._context)
        figures = context.figures()
        below = self._scope.kind is ScopeKind.REGION
        yearly = years.yearly(figures)
        shared = SharedColumns(self._workspace.known_below(view.query), view)
        members = self._places.members(shared) if not below else ()
        judged = [standing.assessment for standing in view.standings]
        whole = self._scope.measures == frozenset(self._catalog.measures)
        quality = quality_view(self._workspace, self._actor, view.query) if whole and not below else None
        doubts = quality.doubts if quality else ()
        shown = {each.measure_id for each in figures} | {each.measure.measure_id for each in view.standings}
        concerned = self._scope.measures & shown if below else self._scope.measures
        return GapReport(
            plan_name=view.plan_name,
            as_of=view.as_of,
            moment=view.moment,
            data_version=view.data_version,
            lang=view.query.lang,
            headline=view.headline,
            categories=tuple(
                Category(name, tuple(standings))
                for name, standings in groupby(
                    sorted(view.standings, key=self._category_place), key=lambda standing: standing.category
                )
            ),
            earlier=view.earlier,
            caution=caution(self._workspace, view),
            known_at=view.moment if view.known_at else None,
            scope=self._scope.name,
            kind=self._scope.kind,
            above=self._above(),
            demo=view.demo,
            missing=gaps_of(self._known, view).rows,
            figures=figures,
            questions=context.questions.all() if whole and not below else context.questions.among(concerned),
            overdue=overdue_by(self._known, context.words, judged, view.as_of),  # its clock is its own, not the one on the wall
            coverage=view.coverage_date,
            scheme=context.scheme(),
            yearly=yearly,
            members_name=context.members_name(),
            members=members,
            places=self._maps(shared, members),
            values=self._places.values(figures, self._of_whole()) if below else (),
            definitions=context.definitions(
                {
                    *(figure.measure_id for figure in figures),
                    *(row.measure_id for row in yearly),
                    *(column.measure.measure_id for column in members),
                }
            ),
            comments=context.comments(figures),
            paths=years.paths(),
            doubts=doubts[:_MOST_DOUBTS],
            further_doubts=len(doubts[_MOST_DOUBTS:]),
            doubts_reach=quality.reach if quality else "",
        )

    def _maps(self, shared: SharedColumns, members: tuple[MemberColumn, ...]) -> tuple[PlacesView, ...]:
        """The members as squares, where there are squares and enough have reported."""
        figures = shared.figures() if members else None
        if figures is None:
            return ()
        drawn = (places_of(shared.known, self._scope.view, figures, column) for column in members)
        return tuple(view for view in drawn if view.enough and view.size)

    def _above(self) -> str:
        """Name of the region above the one reported on."""
        above = self._catalog.regions.get(self._scope.view.region.parent_code)
        return above.name(self._context.words.lang) if above else ""

    def _of_whole(self) -> SharedColumns:
        """The members of the region above the one reported on."""
        if self._shared is None:
            above = replace(self._scope.view.query, region=self._scope.view.region.parent_code, as_of=self._scope.view.as_of)
            view = status(self._workspace, self._actor, above)
            self._shared = SharedColumns(self._workspace.known_below(view.query), view)
        return self._shared

    def _category_place(self, standing: Standing) -> int:
        order = list(dict.fromkeys(measure.category.zh for measure in self._catalog.measures.values()))
        return order.index(standing.measure.category.zh)
