"""What is to be filled in: the rows an address asks for, or all that is due, and the form for exactly them."""

from collections.abc import Sequence

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.views import AskedView, DueItem, DueView, TargetKey, address_of, deadlines_told
from kpi.web.address import choose_many, href
from kpi.web.asking import later, view
from kpi.web.blocks import download, shape
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words, workspace

ROWS = "rows"
"""The parameter that names them: T05.2024,T07."""
_MOST_ROWS = 12
"""Rows that stand open; the others are folded."""
_FEW = 20
"""Of no more targets than these every day is open."""


def asked_rows(actor: Actor) -> AskedView | None:
    """Where the address names targets: what is asked of them, and what of it is unknown. None where it names none."""
    written = st.query_params.get(ROWS, "")
    if not written:
        return None
    text = words()
    asked = services.rows_asked(workspace(), actor, written, lang=text.lang)
    if asked.figures:
        block("upload_asked", figures=asked.figures, most=_MOST_ROWS)
    if asked.unknown:
        st.warning(text("page.asked_unknown", targets=text.listing(list(map(escape, asked.unknown)))))
    if asked.idle:
        st.info(text("page.asked_idle", targets=text.listing(list(map(escape, asked.idle)))))
    return asked


def due_lead(actor: Actor, due: DueView) -> None:
    """How much is due and since when, and today also by when it is to be reported, as the page's first words."""
    text, deadline = words(), ""
    if due.items and due.on == workspace().today:
        owed = view(services.duties, actor, lang=text.lang)
        deadline = deadlines_told(text, owed, {figure.key for figure in due.figures})
    block("upload_lead", due=due, first=due.days[0] if due.items else None, deadline=deadline)


def chosen_owners(due: DueView) -> DueView:
    """What is due from the units chosen, where the plan says who answers for what."""
    if len(due.owners) < 2:
        return due
    return due.of_owners(choose_many(words()("page.due_owners"), due.owners, "owner", str))


def due_list(due: DueView) -> None:
    """Every target that is due, by its day."""
    if due.items:
        items = {item.key: _asked_of(item) for item in due.items}
        few = len(due.items) <= _FEW
        block("upload_due", days=due.days, few=few, asked=items, address_of=address_of, shape=shape)


def due_rest(due: DueView) -> None:
    """Where some rows are asked for: the way to everything that is due."""
    if due.items:
        st.markdown(f"[{words()('page.due_all', count=len(due.figures))}]({href('upload')})")


def _asked_of(item: DueItem) -> tuple[str, str]:
    """The periods of the measure's own figures, and the names of others that would do as well."""
    own = [figure for figure in item.figures if figure.key[0] == item.standing.measure.measure_id]
    others = dict.fromkeys(figure.name for figure in item.figures if figure not in own)
    text = words()
    return text.listing([figure.period for figure in own]), text.listing(list(others))


def form_button(
    actor: Actor, keys: Sequence[TargetKey], *, key: str, primary: bool = False, figures: int | None = None
) -> None:
    """Downloads the form of exactly what these targets wait for; it says of how many figures, or else of how many targets."""
    text = words()
    told = text("page.download_targets", count=len(keys)) if figures is None else text("page.download_rows", count=figures)
    form = later(services.form_for, actor, tuple(keys), "xlsx", lang=text.lang)
    name = text("page.rows_name") + ".xlsx"
    download(told, form, name, f"form_{key}", primary=primary)


def year_form(actor: Actor) -> None:
    """The form of a whole year, with every measure that is reported."""
    text, today = words(), workspace().today
    years = list(range(today.year, services.EARLIEST_YEAR - 1, -1))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.selectbox(text("page.form_year"), years, index=min(1, len(years) - 1), key="form_year", width=110)
        for kind in ("xlsx", "csv"):
            form = later(services.template, actor, year, kind, lang=text.lang)
            name = text("page.form_name", year=year) + f".{kind}"
            download(text("page.download_form", format=kind), form, name, f"form_{kind}")
