"""Reports on their page: what about, a look at the first page, files to take, issuing, and many at once."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from kpi import services
from kpi.errors import KpiError
from kpi.model import Action, Actor
from kpi.services import Each, Grouping, ReportFile, ReportRequest
from kpi.views import Face, heading
from kpi.web.address import choose, choose_segment, href
from kpi.web.asking import attempt, later, remember, say_done
from kpi.web.blocks import download
from kpi.web.escape import escape
from kpi.web.session import query, words, workspace

_SERIES_FORMATS = ("docx", "xlsx", "pdf", "pptx")


def report_request(actor: Actor) -> ReportRequest:
    """What the report is to be about; the region, date, lamps and language are those of the sidebar."""
    text, opened = words(), workspace()
    categories, owners = (services.report_groups(opened, actor, by, text.lang) for by in (Grouping.CATEGORY, Grouping.OWNER))
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


def report_downloads(actor: Actor, request: ReportRequest) -> None:
    """A button for each format; the file is made when it is taken, and taking it does not run the page again."""
    text = words()
    with st.container(horizontal=True):
        for kind in services.REPORT_FORMATS:
            content = partial(_content, later(services.gap_report, actor, request, kind))
            name = services.report_name(workspace(), actor, request, kind)
            download(text(f"page.export_{kind}"), content, name, f"export_{kind}", services.REPORT_MEDIA_TYPES[kind])


def _content(make: Callable[[], ReportFile]) -> bytes:
    return make().content


def report_preview(actor: Actor, request: ReportRequest) -> None:
    """The first page as it will be printed; where that cannot be drawn, why not."""
    text = words()
    try:
        with st.spinner(text("page.export_drawing")):
            page = later(services.report_preview, actor, request)()
    except KpiError as error:
        st.info(escape(text.message(error.message)))
        return
    with st.container(border=True):
        st.image(page, width="stretch", caption=text("page.export_first_page"), alt=_first_page_told(actor, request))


def _first_page_told(actor: Actor, request: ReportRequest) -> str:
    """What the picture of the first page shows, for those who do not see it: the report's name and how it opens."""
    opening = services.scope_of(workspace(), actor, request).view.headline
    title = services.report_name(workspace(), actor, request, "pdf").removesuffix(".pdf")
    return words()("page.export_alt", title=title, opening=opening)


def issue_form(actor: Actor, request: ReportRequest) -> None:
    """Issuing the report in the formats chosen; it goes into the ledger with a note."""
    text = words()
    say_done(":material/verified:")
    if not services.can(actor, Action.ISSUE):
        st.caption(text("page.issue_not_allowed"))
        return
    refusal = services.issue_refusal(workspace(), actor, request)
    if refusal:
        st.warning(escape(refusal), icon=":material/block:")
        return
    with st.form("issue", border=True):
        st.markdown(f"**{text('page.issue')}**")
        st.caption(text("page.issue_note"))
        formats = st.pills(
            text("page.issue_formats"),
            services.REPORT_FORMATS,
            selection_mode="multi",
            default=["docx", "pdf"],
            format_func=lambda kind: text(f"page.export_{kind}"),
            key="issue_formats",
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
    """A report for each region, category or unit, in one archive, with a bar that shows how far it is."""
    text, opened = words(), workspace()
    options = [str(by) for by in Each if services.report_requests(opened, actor, request, by)]
    if not options:
        return
    with st.form("series", border=True):
        st.markdown(f"**{text('page.series')}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            by = st.selectbox(
                text("page.series_each"), options, format_func=lambda code: grouping_name("series", code), key="series_each"
            )
            kind = st.selectbox(
                text("page.series_format"),
                _SERIES_FORMATS,
                format_func=lambda code: text(f"page.export_{code}"),
                key="series_kind",
            )
            asked = st.form_submit_button(text("page.series_make"), icon=":material/library_books:")
    if asked:
        _make_series(actor, request, Each(by), kind)
    _offer_series(request)


def _make_series(actor: Actor, request: ReportRequest, by: Each, kind: str) -> None:
    text = words()
    bar = st.progress(0.0, text("page.series_making"))

    def told(number: int, count: int, name: str) -> None:
        bar.progress(number / count, text("page.series_step", number=number, total=count, name=escape(name)))

    try:
        with attempt(again=False):
            made = services.report_archive(workspace(), actor, ReportRequest(request.query), by, kind, told)
            st.session_state["series_made"] = (repr(request.query), workspace().store.data_version, made)
    finally:
        bar.empty()


def _offer_series(request: ReportRequest) -> None:
    """The archive made last, as long as view and figures are those it was made of."""
    asked, version, made = st.session_state.get("series_made", ("", 0, None))
    if made is None or (asked, version) != (repr(request.query), workspace().store.data_version):
        return
    label = words()("page.series_take", name=escape(made.name))
    download(label, made.content, made.name, "series_take", made.media_type, ":material/folder_zip:")
