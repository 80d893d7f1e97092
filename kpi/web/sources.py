"""依据与口径: each source with all it holds as one block, the files attached to it, and attaching one.

A plan may name a hundred sources. Chapters of a source are folded, and nothing but what is attached has an element of its own.
"""

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.views import DocumentLine, Face, PrintedLine, SectionView, SourceView, heading
from kpi.web.asking import attempt, later
from kpi.web.blocks import download, marked_document
from kpi.web.escape import escape, plain
from kpi.web.markup import block
from kpi.web.session import words, workspace

_NUMERALS = "一二三四五六七八九十"
_CHAPTER = re.compile(r"[^（(]+([（(][^）)]+[）)])?")
_COLUMNS = ("id", "measure", "part", "printed", "value", "period", "state", "published", "section")


def source_block(source: SourceView) -> None:
    """What a source is, and by chapter the figures and targets it holds."""
    text = words()
    parts = chapters(source.sections)
    block(
        "source",
        source=source,
        facts=text("page.source_facts", issuer=source.source.issuer, issued=source.issued),
        columns=[(key, heading(text, key, Face.PAGE)) for key in _COLUMNS],
        chapters=[(_chapter_named(chapter, sections), _lines(sections)) for chapter, sections in parts.items()],
        dated=any(line.published for sections in parts.values() for section in sections for line in section.figures),
    )


def _chapter_named(chapter: str, sections: Sequence[SectionView]) -> str:
    key = "page.section_count" if chapter else "page.figure_count"
    return words()(key, section=chapter, count=sum(len(section.figures) for section in sections))


def _lines(sections: Sequence[SectionView]) -> list[tuple[PrintedLine, Mapping[str, str]]]:
    """Each figure with the texts of its cells; the measure and the value are laid out by the template."""
    clauses = words()("service.clauses")
    return [
        (
            line,
            {
                "id": line.id,
                "part": line.label,
                "printed": line.printed,
                "period": line.period,
                "state": clauses.join(filter(None, (line.loaded, line.vintages))),
                "published": line.published,
                "section": section.section,
            },
        )
        for section in sections
        for line in section.figures
    ]


def chapters(sections: Sequence[SectionView]) -> dict[str, list[SectionView]]:
    """Sections by the two outermost headings they lie under, in the order of the document."""
    ordered = sorted(
        sections, key=lambda section: tuple(_NUMERALS.find(letter) for letter in section.section if letter in _NUMERALS)
    )
    by_chapter: dict[str, list[SectionView]] = {}
    for section in ordered:
        chapter = _CHAPTER.match(section.section)
        by_chapter.setdefault(chapter[0] if chapter else section.section, []).append(section)
    return by_chapter


def attached_documents(actor: Actor, source: SourceView) -> None:
    """The files attached to a source, to take and to remove, and the newest with its figures marked."""
    for document in source.documents:
        _attached(actor, document)
    if source.documents:
        with st.expander(words()("page.document_marked"), expanded=True):
            marked_document(later(services.document_view, actor, source.documents[0].document_id)())


def _attached(actor: Actor, document: DocumentLine) -> None:
    text, opened = words(), workspace()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/attach_file: {escape(document.file)}", width="content")
        name, media_type, content = services.document_file(opened, actor, document.document_id)
        download(text("page.download"), content, name, f"get_{document.document_id}", media_type, icon=None)
        if st.button(text("page.remove"), key=f"remove_{document.document_id}"):
            with attempt():
                services.remove_document(opened, actor, document.document_id)


def attach_form(actor: Actor, sources: Sequence[SourceView]) -> None:
    """Attaching a file to a source; which one is asked where there are several."""
    text, named = words(), {each.source.source_id: each.title for each in sources}
    if not named:
        return
    with (
        st.popover(text("page.attach"), icon=":material/attach_file:"),
        st.form("attach", border=False, clear_on_submit=True),
    ):
        chosen = next(iter(named))
        if len(named) > 1:
            chosen = st.selectbox(
                text("page.attach_to"), list(named), format_func=lambda source_id: plain(named[source_id]), key="attach_to"
            )
        file = st.file_uploader(text("page.attach_file"), type=["txt", "docx", "pdf"])
        if st.form_submit_button(text("page.attach_now")) and file is not None:
            with attempt():
                services.attach_document(workspace(), actor, chosen, file.name, file.getvalue())
