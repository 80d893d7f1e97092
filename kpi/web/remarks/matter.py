"""One matter: what it is, all that was done about it, the files that show it, and the form for what comes next."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from kpi import charts, services
from kpi.model import Actor, MatterEvent, MatterState
from kpi.services import Draft, UploadFile
from kpi.views import EvidenceView, MattersView, MatterView
from kpi.web.address import read_day
from kpi.web.asking import attempt, later, remember
from kpi.web.blocks import download
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words, workspace

_WIDE, _NARROW = 560, 320
_ORDER = (
    *(MatterEvent.CLOSE, MatterEvent.FINISH, MatterEvent.ANSWER, MatterEvent.INSTRUCT, MatterEvent.REOPEN, MatterEvent.ASSIGN),
    *(MatterEvent.REMARK, MatterEvent.BEGIN, MatterEvent.ADVISE, MatterEvent.EVIDENCE),
)
"""What is most likely to come next stands first."""
_LINES = 80
"""Pixels that a field for several lines begins with."""
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
    block(
        "matter", matter=matter, terms=[charts.term(matter, days, view.day, words(), width=width) for width in (_WIDE, _NARROW)]
    )
    with st.container(horizontal=True):
        for file in matter.evidence:
            _evidence(actor, file)
    if matter.offered:
        _form(actor, matter)


def _evidence(actor: Actor, file: EvidenceView) -> None:
    make = later(services.evidence_file, actor, file.evidence_id)
    label = words()("remarks.take_evidence", file=escape(file.file), size=file.size)
    download(label, partial(_bytes, make), file.file, f"evidence_{file.evidence_id}", file.media_type)


def _bytes(make: Callable[[], tuple[str, str, bytes]]) -> bytes:
    return make()[2]


def _form(actor: Actor, matter: MatterView) -> None:
    text, key = words(), f"matter_{matter.matter_id}_{matter.version}"
    with st.container(border=True):
        event = choose_event(matter.offered, key, matter.state)
        draft = draft_form(event, f"{key}_{event}")
        if draft:
            with attempt():
                services.move_matter(workspace(), actor, matter.matter_id, event, draft, matter.version)
                remember(text("remarks.written", number=matter.matter_id, event=text(f"remarks.event_{event}")))


def choose_event(events: Sequence[MatterEvent], key: str, state: MatterState | None = None) -> MatterEvent:
    """What is to be done, of what may be."""
    text, codes = words(), [str(event) for event in _ORDER if event in events]

    def named(code: str) -> str:
        sent_back = code == MatterEvent.REOPEN and state is MatterState.DONE
        return text("remarks.event_return" if sent_back else f"remarks.event_{code}")

    chosen = st.segmented_control(
        text("remarks.what"), codes, format_func=named, default=codes[0], required=True, key=f"{key}_event"
    )
    return MatterEvent(chosen or codes[0])


def draft_form(event: MatterEvent, key: str) -> Draft | None:
    """The form of an event; what was filled in once it is sent off, and nothing where its day is none, which is said."""
    text, names = words(), services.FIELDS[event]
    with st.form(key, border=False):
        said = {name: _field(event, name, key) for name in names if name != "due"}
        day = _day_field(key) if "due" in names else ""
        files = _files(key) if event in _WITH_FILES else ()
        if not st.form_submit_button(text("remarks.write"), type="primary"):
            return None
    due = read_day(day)
    if day and due is None:
        st.error(text("remarks.due_misread", value=escape(day)))
        return None
    return Draft(**said, due=due, files=files)


def _field(event: MatterEvent, name: str, key: str) -> str:
    own, most = f"remarks.{name}_of_{event}", services.MOST_LETTERS[name]
    label = words()(own if own in words() else f"remarks.{name}")
    if name in _LONG:
        return st.text_area(label, key=f"{key}_{name}", max_chars=most, height=_LINES) or ""
    return st.text_input(label, key=f"{key}_{name}", max_chars=most) or ""


def _day_field(key: str) -> str:
    typed = st.text_input(words()("remarks.due"), key=f"{key}_due", max_chars=30, help=words()("remarks.due_help"))
    return typed.strip()


def _files(key: str) -> tuple[UploadFile, ...]:
    brought = st.file_uploader(
        words()("remarks.evidence", most=services.MOST_EVIDENCE_MEGABYTES),
        type=list(services.EVIDENCE_ENDINGS),
        accept_multiple_files=True,
        key=f"{key}_files",
        max_upload_size=services.MOST_EVIDENCE_MEGABYTES,
    )
    return tuple(UploadFile(file.name, file.getvalue()) for file in brought)
