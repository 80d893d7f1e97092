"""The pages there are, where their files lie and what their addresses are."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from kpi.model import Action


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: `name` is its address and the key of its texts."""

    name: str
    path: str
    section: str
    """The group of the navigation it stands in; empty for a page that only links lead to."""
    looks_back: bool = True
    """Whether it shows what was known at a past moment; a page that writes, or lists what is in use, is about now."""
    dated: bool = True
    """Whether it judges as of the day chosen."""
    needs: Action = Action.VIEW
    """What whoever opens it must be allowed; it is offered to nobody else."""
    whole: bool = False
    """Whether it cannot be shown in part, so that a role for one unit or some regions does not open it."""
    unpublished: bool = False
    """Whether it shows every plan as it is worked on, so that it is closed to who sees what was published."""
    for_work: bool = False
    """Whether it is for those alone who work on the figures."""
    for_people: bool = False
    """Whether it is of use only where people sign in; elsewhere its address says so, and nothing leads there."""


PAGES = (
    PageSpec("overview", "pages/monitor/overview.py", "monitor"),
    PageSpec("sheet", "pages/monitor/sheet.py", "monitor"),
    PageSpec("measure", "pages/monitor/measure.py", "monitor"),
    PageSpec("gaps", "pages/monitor/gaps.py", "monitor"),
    PageSpec("regions", "pages/monitor/regions.py", "monitor"),
    PageSpec("what_if", "pages/monitor/what_if.py", "monitor"),
    PageSpec("rollup", "pages/monitor/rollup.py", ""),
    PageSpec("todo", "pages/work/todo.py", "work", looks_back=False, dated=False, for_work=True),
    PageSpec("progress", "pages/work/progress.py", "work", looks_back=False, dated=False, for_work=True),
    PageSpec("reminders", "pages/work/reminders.py", "work", looks_back=False, dated=False, needs=Action.ISSUE, whole=True),
    PageSpec("review", "pages/work/review.py", "work", looks_back=False, dated=False, for_work=True, for_people=True),
    PageSpec("actions", "pages/work/actions.py", "work", dated=False),
    PageSpec("upload", "pages/data/upload.py", "data", looks_back=False, dated=False, needs=Action.UPLOAD),
    PageSpec("batches", "pages/data/batches.py", "data", dated=False),
    PageSpec("quality", "pages/basis/quality.py", "data"),
    PageSpec("compare", "pages/monitor/compare.py", "data"),
    PageSpec("sources", "pages/basis/sources.py", "basis", looks_back=False, dated=False),
    PageSpec("export", "pages/reports/export.py", "basis", needs=Action.EXPORT),
    PageSpec("issued", "pages/reports/issued.py", "basis", looks_back=False, dated=False, whole=True),
    PageSpec("plans", "pages/settings/plans.py", "settings", looks_back=False, dated=False, needs=Action.ADMINISTER),
    PageSpec("templates", "pages/settings/templates.py", "settings", looks_back=False, dated=False, needs=Action.ADMINISTER),
    PageSpec("lamps", "pages/monitor/lamps.py", "settings"),
    PageSpec("reading", "pages/data/reading.py", "settings", looks_back=False, dated=False, needs=Action.UPLOAD),
    PageSpec("query", "pages/settings/query.py", "settings", looks_back=False, dated=False, unpublished=True),
    PageSpec("users", "pages/settings/users.py", "settings", looks_back=False, dated=False, needs=Action.ADMINISTER),
    PageSpec("account", "pages/settings/account.py", "settings", looks_back=False, dated=False, for_people=True),
    PageSpec("audit", "pages/settings/audit.py", "settings", looks_back=False, dated=False, needs=Action.AUDIT),
)
SHARED = ("plan", "as_of", "known_at", "region", "lamps", "targets", "lang")
"""Parameters that every page keeps."""


def page_path(name: str) -> str:
    """The file of a page, for st.page_link. KeyError."""
    return page_of(name).path


def page_of(name: str) -> PageSpec:
    """A page by its name. KeyError."""
    return {page.name: page for page in PAGES}[name]


def shared_parameters() -> Mapping[str, str]:
    """The shared parameters as they stand in the address now; an empty one says what none says."""
    given = st.query_params.to_dict()  # once: Streamlit locks and looks round for each, and a table has hundreds of links
    return {name: given[name] for name in SHARED if given.get(name)}


def href(name: str, **parameters: str) -> str:
    """The relative address of a page in the same view. A parameter given as empty takes its default, whatever was chosen."""
    asked = urlencode({**shared_parameters(), **parameters})
    return f"{path_in_address(name)}?{asked}" if asked else path_in_address(name)


def path_in_address(name: str) -> str:
    """Where a page is found; Streamlit knows the first by no name."""
    return "/" if name == PAGES[0].name else f"/{name}"
