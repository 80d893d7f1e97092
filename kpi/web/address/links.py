"""The pages there are, where their files lie and what their addresses are."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: `name` is its address and the key of its texts."""

    name: str
    path: str
    section: str
    icon: str
    looks_back: bool = True
    """Whether it shows what was known at a past moment; a page that writes, or lists what is in use, is about now."""


PAGES = (
    PageSpec("overview", "pages/monitor/overview.py", "monitor", ":material/dashboard:"),
    PageSpec("measure", "pages/monitor/measure.py", "monitor", ":material/show_chart:"),
    PageSpec("gaps", "pages/monitor/gaps.py", "monitor", ":material/trending_up:"),
    PageSpec("rollup", "pages/monitor/rollup.py", "monitor", ":material/account_tree:"),
    PageSpec("regions", "pages/monitor/regions.py", "monitor", ":material/location_city:"),
    PageSpec("what_if", "pages/monitor/what_if.py", "monitor", ":material/tune:"),
    PageSpec("lamps", "pages/monitor/lamps.py", "monitor", ":material/traffic:"),
    PageSpec("compare", "pages/monitor/compare.py", "monitor", ":material/compare_arrows:"),
    PageSpec("upload", "pages/data/upload.py", "data", ":material/upload_file:", looks_back=False),
    PageSpec("batches", "pages/data/batches.py", "data", ":material/history:"),
    PageSpec("reading", "pages/data/reading.py", "data", ":material/spellcheck:", looks_back=False),
    PageSpec("sources", "pages/basis/sources.py", "basis", ":material/menu_book:", looks_back=False),
    PageSpec("quality", "pages/basis/quality.py", "basis", ":material/rule:"),
    PageSpec("export", "pages/reports/export.py", "reports", ":material/description:"),
    PageSpec("issued", "pages/reports/issued.py", "reports", ":material/outgoing_mail:", looks_back=False),
    PageSpec("plans", "pages/settings/plans.py", "settings", ":material/flag:", looks_back=False),
    PageSpec("query", "pages/settings/query.py", "settings", ":material/database_search:", looks_back=False),
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
    """The shared parameters as they stand in the address now."""
    given = st.query_params.to_dict()  # once: Streamlit locks and looks round for each, and a table has hundreds of links
    return {name: given[name] for name in SHARED if name in given}


def href(name: str, **parameters: str) -> str:
    """The relative address of a page in the same view."""
    return f"/{name}?{urlencode({**shared_parameters(), **parameters})}"
