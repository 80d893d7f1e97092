"""Streamlit helpers and nothing else: what pages share so that they stay a few lines each."""

from kpi.web.blocks import banner, context_line, headline_card, lamp_badge, page_header, status_strip
from kpi.web.choices import choose, choose_many
from kpi.web.documents import marked_document
from kpi.web.escape import escape
from kpi.web.links import href, page_path
from kpi.web.router import navigation, run, set_up, sidebar
from kpi.web.session import actor_name, query, require, words, workspace
from kpi.web.tables import (
    batch_table,
    chapters,
    computed_table,
    figure_table,
    gap_table,
    listed_table,
    source_table,
    standing_table,
    values_table,
)
from kpi.web.uploads import commit, form_bytes, preview_changes, preview_problems, preview_readings
from kpi.web.views import gaps, measure, report_file, status

__all__ = [
    "actor_name",
    "banner",
    "batch_table",
    "chapters",
    "choose",
    "choose_many",
    "commit",
    "computed_table",
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
    "page_header",
    "page_path",
    "preview_changes",
    "preview_problems",
    "preview_readings",
    "query",
    "report_file",
    "require",
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
