"""The submission that is corrected, where the address of a form names one."""

import streamlit as st

from kpi import services
from kpi.errors import KpiError
from kpi.model import Actor
from kpi.web.address import href
from kpi.web.escape import escape
from kpi.web.session import words, workspace

CORRECTING = "submission"
"""The parameter that names it."""
_MOST_DIGITS = 9


def corrected() -> int:
    """Its number; 0: none is."""
    given = st.query_params.get(CORRECTING, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else 0


def say_corrected(actor: Actor) -> None:
    """Which submission the form corrects and why it was sent back; nothing where it corrects none."""
    number, text = corrected(), words()
    if not number:
        return
    try:
        view = services.submission(workspace(), actor, number, lang=text.lang)
    except KpiError as error:
        st.warning(escape(text.message(error.message)))
        return
    way = f"[{text('page.review_open', number=number)}]({href('review', submission=str(number))})"
    if view.may_correct:
        st.info(f"{text('page.correcting', number=number, reason=escape(view.reason))} {way}", icon=":material/edit:")
    else:
        st.warning(f"{text('page.not_correctable', number=number, stage=view.stage_text)} {way}")
