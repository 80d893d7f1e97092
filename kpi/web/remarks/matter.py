"""One matter: what it is, all that was done about it, the files that show it, and the form for what comes next."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from kpi import charts, services
from kpi.model import Actor, MatterEvent
from kpi.services import Draft, UploadFile
from kpi.views import EvidenceView, MattersView, MatterView
from kpi.web.address import read_day
from kpi.web.asking import attempt, later, remember
from kpi.web.blocks import download
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words, workspace

_WIDE = 560
_LONG = frozenset({"note", "cause", "steps"})
_WITH_FILES = (MatterEvent.EVIDENCE, MatterEvent.FINISH)


def asked_matter(view: MattersView) -> MatterView | None:
    """The matter that the address asks for; that there is none of such a number is said."""
    asked = st.query_params.get("matter", "")
    found = next((each for each in view.matters if str(each.matter_id) == asked), None)
    if asked and found is None:
        st.info(words()("error.no_such_matter", number=escape(asked)))
    return found


def one_matter(actor: Actor, view: MattersView, matter: MatterView) -> None:
    """All of a matter, and the form for what may be done about it."""
    days = charts.Days.of([matter], view.day)
    block("matter", matter=matter, term=charts.term(matter, days, view.day, words(), width=_WIDE))
    with st.container(horizontal=True):
        for file in matter.evidence:
            _evidence(actor, file)
    if matter.offered:
        _form(actor, matter)


def _evidence(actor: Actor, file: EvidenceView) -> None:
    make = later(services.evidence_file, actor, file.evidence_id)
    label = words()("remarks.take_evidence", file=escape(file.file), size=file.size)
    download(label, partial(_bytes, make), file.file, f"evidence_{file.evidence_id}", file.media_type)


def _bytes(make):  # noqa: ANN001, ANN202 - see below
    return make()[2]


def _form(actor: Actor, matter: MatterView) -> None:
    text, key = words(), f"matter_{matter.matter_id}"
    with st.container(border=True):
        event = choose_event(matter.offered, key)
        with st.form(f"{key}_{event}", border=False):
            draft = draft_fields(event, f"{key}_{event}")
            done = st.form_submit_button(text("remarks.write"), type="primary")
        if done:
            with attempt():
                services.move_matter(workspace(), actor, matter.matter_id, event, draft, matter.version)
                remember(text("remarks.written", number=matter.matter_id, event=text(f"remarks.event_{event}")))


def choose_event(events: Sequence[MatterEvent], key: str) -> MatterEvent:
    """What is to be done, of what may be."""
    text = words()
    chosen = st.segmented_control(
        text("remarks.what"),
        list(map(str, events)),
        format_func=lambda code: text(f"remarks.event_{code}"),
        default=str(events[0]),
        required=True,
        key=f"{key}_event",
    )
    return MatterEvent(chosen or str(events[0]))


def draft_fields(event: MatterEvent, key: str) -> Draft:
    """The fields that go with an event; what is typed stays where it is refused."""
    text, said = words(), {}
    for name in services.FIELDS[event]:
        if name == "due":
            continue
        field = st.text_area if name in _LONG else st.text_input
        said[name] = field(_label(event, name), key=f"{key}_{name}", max_chars=services.MOST_LETTERS[name])
    due = _day(key) if "due" in services.FIELDS[event] else None
    files = ()
    if event in _WITH_FILES:
        brought = st.file_uploader(
            text("remarks.evidence", most=services.MOST_EVIDENCE_MEGABYTES),
            type=list(services.EVIDENCE_ENDINGS),
            accept_multiple_files=True,
            key=f"{key}_files",
            max_upload_size=services.MOST_EVIDENCE_MEGABYTES,
        )
        files = tuple(UploadFile(file.name, file.getvalue()) for file in brought)
    return Draft(**said, due=due, files=files)


def _label(event: MatterEvent, name: str) -> str:
    own = f"remarks.{name}_of_{event}"
    return words()(own if own in words() else f"remarks.{name}")


def _day(key: str):  # noqa: ANN202
    typed = st.text_input(words()("remarks.due"), key=f"{key}_due", max_chars=30, help=words()("remarks.due_help"))
    return read_day(typed) if typed.strip() else None
