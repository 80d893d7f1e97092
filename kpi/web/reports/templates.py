"""The office's own templates on their page and on that of reports: the list, bringing one, taking one out, the placeholders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath

import streamlit as st

from kpi import services
from kpi.i18n import Script
from kpi.model import Action, Actor, Severity
from kpi.services import PlaceholderRow, ReportFile, ReportRequest, TemplateView
from kpi.views import ProblemView
from kpi.web.address import choose
from kpi.web.asking import attempt, later, mine, remember, view
from kpi.web.blocks import download
from kpi.web.escape import escape, plain
from kpi.web.session import may, words, workspace
from kpi.web.tables import show

_KINDS = ("docx", "pptx")
_NONE = "0"
_MEGABYTES = 10


def choose_template(actor: Actor, request: ReportRequest) -> ReportRequest:
    """The request with the template that is chosen for it; nothing is asked where there are none."""
    text = words()
    there = {str(each.template.template_id): each for each in view(services.office_templates, actor) if each.in_use}
    if not there:
        return request

    def named(number: str) -> str:
        return text("page.template_none") if number == _NONE else _called(there[number])

    chosen = choose(text("page.template"), [_NONE, *there], "template", named)
    if chosen == _NONE:
        return request
    st.caption(text("page.template_note", format=text(f"page.export_{there[chosen].template.kind}")))
    return replace(request, template=int(chosen))


def _called(view: TemplateView) -> str:
    kept = view.template
    return words()("page.template_called", name=kept.name, kind=kept.kind, version=kept.version)


def template_list(actor: Actor) -> None:
    """Every version kept, each to be taken as it came; and taking a template out of use."""
    text, views = words(), services.office_templates(workspace(), actor)
    st.subheader(text("page.templates_kept"), anchor=False)
    if not views:
        st.caption(text("page.no_templates"))
        return
    show(
        views,
        text("page.templates_kept"),
        template=lambda view: f"**{escape(view.template.name)}**",
        template_version=lambda view: str(view.template.version),
        formats=lambda view: view.template.kind,
        file=lambda view: escape(view.template.file),
        user=lambda view: escape(view.template.added_by),
        when=lambda view: f"{view.added_at:%Y-%m-%d %H:%M}",
        state=lambda view: text(f"office.state_{view.state}"),
    )
    with st.container(horizontal=True):
        for each in (view for view in views if view.in_use):
            _take(actor, each)
    _remove(actor, [view.template.name for view in views if view.in_use])


def _take(actor: Actor, each: TemplateView) -> None:
    text, kept = words(), each.template
    make = later(services.office_template_file, actor, kept.template_id)
    label = text("page.template_take", name=escape(kept.name))
    download(label, partial(_content, make), kept.file, f"template_{kept.template_id}", services.REPORT_MEDIA_TYPES[kept.kind])


def _remove(actor: Actor, names: Sequence[str]) -> None:
    text = words()
    if not names or not may(Action.ADMINISTER):
        return
    with st.form("remove_template", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(text("page.template_choose"), list(names), format_func=plain, key="template_name")
        gone = st.form_submit_button(text("page.template_remove"), icon=":material/delete:")
    if gone:
        with attempt():
            services.remove_office_template(workspace(), actor, chosen)
            remember(text("page.template_removed", name=escape(chosen)))


def add_template(actor: Actor) -> None:
    """A file to be kept as a template: checked at once, with all that is wrong with it, and kept under a name."""
    text = words()
    st.subheader(text("page.template_add"), anchor=False)
    file = st.file_uploader(text("page.template_file"), type=list(_KINDS), key="template_file", max_upload_size=_MEGABYTES)
    if file is None:
        return
    content = file.getvalue()
    with st.spinner(text("page.template_checking")):
        checked = mine(services.check_office_template, actor, file.name, content, text.lang)
    _problems(checked.problems)
    if not checked.ok:
        return
    st.success(text("page.template_fits", count=len(checked.uses)), icon=":material/check_circle:")
    with st.form("add_template", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(text("page.template_name"), PurePath(file.name).stem, max_chars=60, key="template_called")
        keep = st.form_submit_button(text("page.template_keep"), icon=":material/save:", type="primary")
    if keep:
        with attempt():
            number = services.add_office_template(workspace(), actor, name, file.name, content)
            kept = {view.template.template_id: view.template for view in services.office_templates(workspace(), actor)}
            remember(text("page.template_added", name=escape(kept[number].name)))


def _problems(problems: Sequence[ProblemView]) -> None:
    """All that is wrong with a file, each with what to do about it."""
    wrong = [view for view in problems if view.problem.severity is Severity.ERROR]
    if wrong:
        st.error(words()("page.template_wrong", count=len(wrong)), icon=":material/error:")
    for each in problems:
        advice = f" {escape(each.suggestion)}" if each.suggestion else ""
        mark = ":red-badge" if each in wrong else ":blue-badge"
        st.markdown(f"- {mark}[{each.severity_text}] {escape(each.message)}{advice}")


def template_examples(actor: Actor) -> None:
    """A template of each kind to begin with."""
    text = words()
    with st.container(horizontal=True):
        for kind in _KINDS:
            make = partial(services.template_example, workspace(), actor, kind, text.lang)
            name = text("office.example_name", kind=kind)
            label = text(f"page.template_example_{kind}")
            download(label, partial(_content, make), name, f"example_{kind}", services.REPORT_MEDIA_TYPES[kind])


def _content(make: Callable[[], ReportFile]) -> bytes:
    return make().content


def placeholder_list(actor: Actor) -> None:
    """Every placeholder: first those that stand for a text, then each table with the columns of its rows."""
    text, rows = words(), services.placeholders(workspace(), actor, words().lang)
    st.subheader(text("page.placeholders"), anchor=False)
    st.caption(text("page.placeholders_note", **_tags({row.name: row for row in rows})))
    _table([row for row in rows if not row.fields], text("page.placeholders"))
    for row in (row for row in rows if row.fields):
        title = text("page.placeholder_table", name=_both(row), meaning=row.meaning)
        with st.expander(escape(title)):
            _table(row.fields, title)


def _both(row: PlaceholderRow) -> str:
    """A name of a placeholder; on a Chinese page both."""
    return f"{row.alias} {row.name}" if words().language.script is Script.CHINESE else row.name


def _tags(known: Mapping[str, PlaceholderRow]) -> dict[str, str]:
    """Tags as examples of how they are written, in the names of the language."""
    text, zh = words(), words().language.script is Script.CHINESE

    def name(row: PlaceholderRow) -> str:
        return row.alias if zh else row.name

    gaps, bar, row = known["gaps"], known["status_bar"], text("office.row")
    measure = next(field for field in gaps.fields if field.name == "measure")
    return {
        "shown": f"`{{{{ {name(known['title'])} }}}}`",
        "each": f"`{{%tr for {row} in {name(gaps)} %}}`",
        "cell": f"`{{{{ {row}.{name(measure)} }}}}`",
        "end": "`{%tr endfor %}`",
        "paragraphs": "`{%p for … %}`",
        "condition": "`{%p if … %}`",
        "wide": f"`{{{{ {name(bar)}|mm(150) }}}}`",
    }


def _table(rows: Sequence[PlaceholderRow], alt: str) -> None:
    show(
        rows,
        alt,
        placeholder_alias=lambda row: f"**{escape(row.alias)}**",
        placeholder=lambda row: f"`{row.name}`",
        meaning=lambda row: escape(row.meaning),
    )
