"""Streamlit helpers and nothing else: what pages share so that they stay a few lines each."""

from kpi.web.blocks import banner, catch_up, context_line, headline_card, lamp_badge, page_header, status_strip
from kpi.web.choices import choose, choose_many, choose_segment
from kpi.web.documents import marked_document
from kpi.web.escape import escape
from kpi.web.lamps import lamp_changes, lamp_rows, lamp_rules
from kpi.web.links import href, page_path
from kpi.web.mapping import adjust_reading
from kpi.web.members import column_facts, heat_table, ranking_table
from kpi.web.rollups import group_block
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
from kpi.web.views import dimensions, gaps, lamps, measure, member_column, members, report_maker, rollup, status
from kpi.web.what_if import reset_scenario, scenario_sliders, share_outcome

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
    "choose_segment",
    "column_facts",
    "commit",
    "computed_table",
    "confirm_warnings",
    "context_line",
    "dimensions",
    "escape",
    "figure_table",
    "form_bytes",
    "gap_table",
    "gaps",
    "group_block",
    "headline_card",
    "heat_table",
    "href",
    "lamp_badge",
    "lamp_changes",
    "lamp_rows",
    "lamp_rules",
    "lamps",
    "listed_table",
    "marked_document",
    "measure",
    "member_column",
    "members",
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
    "ranking_table",
    "report_maker",
    "require",
    "reset_scenario",
    "return_files",
    "rollup",
    "run",
    "scenario_sliders",
    "set_up",
    "share_outcome",
    "sidebar",
    "source_table",
    "standing_table",
    "status",
    "status_strip",
    "values_table",
    "words",
    "workspace",
]
