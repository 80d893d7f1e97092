"""Reports on their page: what about, a look at the first page, files to take, issuing, and many at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import streamlit as st

from kpi import services
from kpi.errors import KpiError
from kpi.model import Action, Actor
from kpi.services import Each, Genre, Grouping, Progress, ReportFile, ReportRequest, Scope
from kpi.views import Face, heading
from kpi.web.address import choose, choose_segment, href
from kpi.web.asking import attempt, each_later, later, remember, view
from kpi.web.blocks import download
from kpi.web.escape import escape
from kpi.web.reports.against import against_choice
from kpi.web.session import may, query, words, workspace

_BY_MOST = "most"
_USUAL, _USUALLY_ISSUED = "docx", ("docx", "pdf")
_SERIES_FORMATS = ("docx", "xlsx", "pdf", "pptx")


def report_request(actor: Actor) -> ReportRequest:
    """What the report is to be about; the region, date, lamps and language are those of the sidebar."""
    text = words()
    given = st.query_params.get("kind")
    kind = Genre(given) if given in tuple(Genre) else Genre.GAP
    categories, owners = (
        view(services.report_groups, actor, by, text.lang, kind) for by in (Grouping.CATEGORY, Grouping.OWNER)
    )
    whole, by_owner = (f"{by}." for by in (Grouping.PLAN, Grouping.OWNER))  # no category is named so
    known = {whole: text("page.export_scope_plan"), **categories}
    if owners:
        known[by_owner] = text("page.export_scope_owner")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choose_segment(text("page.export_scope"), list(known), "group", whole, known.__getitem__)
        if chosen == by_owner:
            owner = choose(heading(text, Grouping.OWNER, Face.DATA), list(owners), "owner", owners.__getitem__)
            return ReportRequest(query(), Grouping.OWNER, owner)
    return ReportRequest(query()) if chosen == whole else ReportRequest(query(), Grouping.CATEGORY, chosen)


def grouping_name(kind: str, code: str) -> str:
    """What things are grouped by, as the heading of its column says it, where it is one."""
    own, text = f"page.{kind}_{code}", words()
    return text(own) if own in text else heading(text, code, Face.DATA)


def usual_report(actor: Actor, request: ReportRequest) -> None:
    """The one button most people come for: the usual report in Word; there is none of a unit that only helps others."""
    if request.grouping is Grouping.OWNER and request.group not in view(services.report_groups, actor, request.grouping, "zh"):
        return
    _offer(actor, request, [_USUAL], "export_usual", primary=True)


def report_options(actor: Actor, request: ReportRequest) -> ReportRequest:
    """The request with what is chosen of its kind and of what it is held against."""
    text = words()
    kinds = [str(genre) for genre in Genre if services.formats_of(genre)]
    kind = choose_segment(text("page.export_kind"), kinds, "kind", kinds[0], lambda code: text(f"genre.{code}"))
    st.caption(text(f"page.kind_{kind}"))
    asked = replace(request, genre=Genre(kind))
    if asked.genre is Genre.BRIEFING:
        known = {_BY_MOST: text("page.rank_by_most"), **view(services.rankings, actor, asked)}
        by = choose(text("page.rank_by"), list(known), "rank", known.__getitem__)
        asked = replace(asked, ranked="" if by == _BY_MOST else by)
    return asked if asked.genre is Genre.REMINDER else against_choice(actor, asked)


def report_downloads(actor: Actor, request: ReportRequest, scope: Scope) -> None:
    """A button for each format; the file is made when it is taken, and taking it does not run the page again."""
    text = words()
    if request.genre is Genre.REMINDER and not view(services.owes, actor, request):
        st.info(text("error.nothing_due", scope=escape(scope.name or scope.view.plan_name)))
        return
    with st.container(horizontal=True):
        _offer(actor, request, services.formats_of(request.genre), "export")
    if request.genre is Genre.GAP:
        st.caption(text("page.export_contents"))


def _offer(actor: Actor, request: ReportRequest, formats: Sequence[str], key: str, *, primary: bool = False) -> None:
    text, names = words(), view(services.report_names, actor, request)
    for fmt, make in each_later(services.gap_report, actor, request, formats).items():
        label = text("page.export_usual" if primary else f"page.export_{fmt}")
        media_type, costs = services.REPORT_MEDIA_TYPES[fmt], (services.Quota.DOWNLOADS, services.Quota.REPORTS)
        download(label, partial(_content, make), names[fmt], f"{key}_{fmt}", media_type, primary=primary, costs=costs)


def _content(make: Callable[[], ReportFile]) -> bytes:
    return make().content


def report_preview(actor: Actor, request: ReportRequest, scope: Scope) -> None:
    """The first page as it will be printed; where that cannot be drawn, why not."""
    text = words()
    try:
        with st.spinner(text("page.export_drawing")):
            page = later(services.report_preview, actor, request)()
    except KpiError as error:
        st.info(escape(text.message(error.message)))
        return
    with st.container(border=True):
        st.image(page, width="stretch", caption=text("page.export_first_page"), alt=_first_page_told(request, scope))


def _first_page_told(request: ReportRequest, scope: Scope) -> str:
    """What the picture of the first page shows, for those who do not see it: what kind of report of what, and how it opens."""
    text, view = words(), scope.view
    title = text("page.export_alt_title", kind=text(f"genre.{request.genre}"), scope=scope.name or view.plan_name)
    return text("page.export_alt", title=title, opening=view.headline)


def issue_form(actor: Actor, request: ReportRequest) -> None:
    """Issuing the report in the formats chosen; it goes into the ledger with a note."""
    text = words()
    if not may(Action.ISSUE):
        st.caption(text("page.issue_not_allowed"))
        return
    refusal = view(services.issue_refusal, actor, request)
    if refusal:
        st.warning(escape(refusal), icon=":material/block:")
        return
    formats_there = services.formats_of(request.genre)
    with st.form("issue", border=False):
        st.caption(text("page.issue_note"))
        formats = st.pills(
            text("page.issue_formats"),
            formats_there,
            selection_mode="multi",
            default=[fmt for fmt in _USUALLY_ISSUED if fmt in formats_there],
            format_func=lambda kind: text(f"page.export_{kind}"),
            key=f"issue_formats_{request.genre}",
        )
        note = st.text_input(text("page.issue_remark"), max_chars=500, key="issue_remark")
        if st.form_submit_button(text("page.issue_now"), icon=":material/outgoing_mail:"):
            _issue(actor, request, list(formats), note)


def _issue(actor: Actor, request: ReportRequest, formats: list[str], note: str) -> None:
    text = words()
    with attempt():
        with st.spinner(text("page.issuing")):
            number = services.issue_report(workspace(), actor, request, formats, note).record.report_id
        remember(text("page.issued_done", number=number, link=href("issued", number=str(number))))


def report_series(actor: Actor, request: ReportRequest) -> None:
    """A report for each region, category or unit, in one archive or issued, with a bar that shows how far it is."""
    text = words()
    whole = replace(request, grouping=Grouping.PLAN, group="")
    options = list(map(str, view(services.series_there, actor, whole)))
    if not options:
        return
    formats = _SERIES_FORMATS if request.genre is Genre.GAP else services.formats_of(request.genre)
    with st.form("series", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            by = st.selectbox(
                text("page.series_each"), options, format_func=lambda code: grouping_name("series", code), key="series_each"
            )
            fmt = st.selectbox(
                text("page.series_format"),
                formats,
                format_func=lambda code: text(f"page.export_{code}"),
                key=f"series_format_{request.genre}",
            )
        with st.container(horizontal=True):
            asked = st.form_submit_button(text("page.series_make"), icon=":material/library_books:")
            may_issue = may(Action.ISSUE) and not view(services.issue_refusal, actor, whole)
            issued = may_issue and st.form_submit_button(text("page.series_issue"), icon=":material/outgoing_mail:")
    if asked:
        _make_series(actor, whole, Each(by), fmt)
    if issued:
        _issue_series(actor, whole, Each(by), fmt)
    _offer_series(whole)


@contextmanager
def _told_on_a_bar() -> Iterator[Progress]:
    """A bar that goes on with each report, as long as they are being made."""
    text = words()
    bar = st.progress(0.0, text("page.series_making"))

    def told(number: int, count: int, name: str) -> None:
        bar.progress(number / count, text("page.series_step", number=number, total=count, name=escape(name)))

    try:
        yield told
    finally:
        bar.empty()


def _make_series(actor: Actor, request: ReportRequest, by: Each, fmt: str) -> None:
    with _told_on_a_bar() as told, attempt(again=False):
        made = services.report_archive(workspace(), actor, request, by, fmt, told)
        st.session_state["series_made"] = (repr(request), workspace().store.data_version, made)


def _issue_series(actor: Actor, request: ReportRequest, by: Each, fmt: str) -> None:
    with _told_on_a_bar() as told, attempt():
        made = services.issue_series(workspace(), actor, request, by, [fmt], "", told)
        numbers = [issued.record.report_id for issued in made]
        remember(words()("page.series_issued", count=len(made), first=numbers[0], last=numbers[-1], link=href("issued")))


def _offer_series(request: ReportRequest) -> None:
    """The archive made last, as long as view and figures are those it was made of."""
    asked, version, made = st.session_state.get("series_made", ("", 0, None))
    if made is None or (asked, version) != (repr(request), workspace().store.data_version):
        return
    label = words()("page.series_take", name=escape(made.name))
    download(label, made.content, made.name, "series_take", made.media_type, ":material/folder_zip:")
