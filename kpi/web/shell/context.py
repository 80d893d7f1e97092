"""The line below a page's heading: whose plan, for where, as of when, a click to another day, and the address to hand on."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from kpi.model import Action
from kpi.services import days_to_look_from, publication_line
from kpi.views import StatusView
from kpi.web.address import page_of
from kpi.web.asking import view as ask
from kpi.web.markup import block
from kpi.web.session import query, require, words, workspace


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day to look from: what it is called, where it is, and whether it is the one looked from."""

    label: str
    href: str
    chosen: bool


def context_line(view: StatusView, *, choices: bool = True) -> None:
    """What the page is about; `choices` of another day where the day asked for is what it judges as of."""
    text = words()
    told = text(
        "page.context",
        plan=view.plan_name,
        region=view.region.name(text.lang),
        as_of=view.as_of,
        coverage=text.day(view.coverage_date) if view.coverage_date else text("value.none"),
    )
    days = _days(view.query.as_of) if choices else ()
    block("context", told=told, days=days, published=_published())


def plain_line(name: str) -> None:
    """The same on a page that judges nothing: the plan and the address."""
    if not page_of(name).dated:
        block("context", told=workspace().catalog.plan_name(words().lang), days=(), published=_published())


def _published() -> str:
    """How far the page goes, where the plan is published now and then."""
    return ask(publication_line, require(Action.VIEW), lang=words().lang)


def _days(chosen: date | None) -> list[DayLink]:
    """The newest figures, and year-ends of the plan, each as the same page of that day."""
    text = words()
    ends = [(text("board.year_end", year=day.year), day) for day in ask(days_to_look_from, require(Action.VIEW), query())]
    return [DayLink(label, _as_of(day), day == chosen) for label, day in [(text("page.newest"), None), *ends]]


def _as_of(day: date | None) -> str:
    """The address of this page as of a day; empty is the newest."""
    given = {name: value for name, value in st.query_params.to_dict().items() if value}
    return f"?{urlencode({**given, 'as_of': day.isoformat() if day else ''})}"
