"""Streamlit helpers and nothing else: what pages share so that they stay a few lines each."""

from kpi.web.blocks import banner, catch_up, context_line, headline_card, lamp_badge, page_header, status_strip
from kpi.web.choices import choose, choose_many
from kpi.web.documents import marked_document
from kpi.web.escape import escape
from kpi.web.links import href, page_path
from kpi.web.mapping import adjust_reading
from kpi.web.router import navigation, run, set_up, sidebar
from kpi.web.session import actor_name, query, require, words, workspace
from kpi.web.tables import (
    alias_table,
    batch_table,
    chapters,
    computed_table,
    figure_table,
    gap_table,
    listed_table,
    profile_table,
    source_table,
    standing_table,
    values_table,
)
from kpi.web.uploads import (
    commit,
    confirm_warnings,
    form_bytes,
    offer_names,
    preview_changes,
    preview_files,
    preview_of,
    preview_problems,
    preview_rows,
    return_files,
)
from kpi.web.views import gaps, measure, report_file, status

__all__ = [
    "actor_name",
    "adjust_reading",
    "alias_table",
    "banner",
    "batch_table",
    "catch_up",
    "chapters",
    "choose",
    "choose_many",
    "commit",
    "computed_table",
    "confirm_warnings",
    "context_line",
    "escape",
    "figure_table",
    "form_bytes",
    "gap_table",
    "gaps",
    "headline_card",
    "href",
    "lamp_badge",
    "listed_table",
    "marked_document",
    "measure",
    "navigation",
    "offer_names",
    "page_header",
    "page_path",
    "preview_changes",
    "preview_files",
    "preview_of",
    "preview_problems",
    "preview_rows",
    "profile_table",
    "query",
    "report_file",
    "require",
    "return_files",
    "run",
    "set_up",
    "sidebar",
    "source_table",
    "standing_table",
    "status",
    "status_strip",
    "values_table",
    "words",
    "workspace",
]
