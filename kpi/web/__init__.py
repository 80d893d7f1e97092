"""Streamlit helpers and nothing else: what pages share so that they stay a few lines each."""

from kpi.web import measures
from kpi.web.address import choose, choose_many, choose_segment, page_path
from kpi.web.analyses.comparing import change_tables, day_choices, recent_list, sides, state_choices
from kpi.web.analyses.gaps import gap_board
from kpi.web.analyses.lamps import lamp_changes, lamp_rows, lamp_rules
from kpi.web.analyses.members import column_facts, heat_note, heat_section, heat_table, level_chosen, ranking_table
from kpi.web.analyses.places import chosen_place, place_page, places_board
from kpi.web.analyses.what_if import answers, paths, reset_scenario, scenario_sliders
from kpi.web.approval.correcting import say_corrected
from kpi.web.approval.desk import review_desk
from kpi.web.asking import attempt, later, mine, remember, say_done, view
from kpi.web.audit import audit_log
from kpi.web.blocks import (
    catch_up,
    choose_natures,
    download,
    page_header,
    way_to,
)
from kpi.web.board.blocks import (
    Chosen,
    cards,
    choose_grouping,
    choose_statuses,
    score_table,
    status_bar,
    told_shown,
    wall,
    ways,
)
from kpi.web.board.sheet import sheets
from kpi.web.duties.progress import duty_rule_list, handing_over, progress
from kpi.web.duties.todo import todo
from kpi.web.escape import escape, plain
from kpi.web.people.account import account
from kpi.web.people.users import new_user, one_user, user_list
from kpi.web.plans import SECTIONS, plan_line, show_section
from kpi.web.quality import completeness_table, doubt_table, identity_tables, places_table
from kpi.web.questions import answer_table, view_list
from kpi.web.remarks.about import matters_about
from kpi.web.remarks.listing import marks_list, matters_flow, matters_line, matters_list
from kpi.web.remarks.matter import asked_matter, one_matter
from kpi.web.reminding.calendar import calendar_address
from kpi.web.reminding.reminding import reminder_desk
from kpi.web.reports.exports import (
    issue_form,
    report_downloads,
    report_options,
    report_preview,
    report_request,
    report_series,
    usual_report,
)
from kpi.web.reports.ledger import comparison, issued_downloads, ledger_table, page_as_known
from kpi.web.reports.official_form import form_fields
from kpi.web.reports.templates import add_template, choose_template, placeholder_list, template_examples, template_list
from kpi.web.router import end_page, run, set_up
from kpi.web.session import may, query, require, words, workspace
from kpi.web.shell.arriving import first_screen_first
from kpi.web.shell.context import context_line
from kpi.web.shell.navigation import navigation
from kpi.web.shell.sidebar import sidebar, sidebar_fields
from kpi.web.sources import attach_form, attached_documents, source_block
from kpi.web.tables import (
    alias_table,
    batch_table,
    profile_table,
    values_table,
)
from kpi.web.uploads.asked import asked_rows, chosen_owners, due_lead, due_list, due_rest, form_button, year_form
from kpi.web.uploads.mapping import adjust_reading
from kpi.web.uploads.preview import (
    offer_names,
    preview_files,
    preview_of,
    preview_problems,
    preview_rows,
    return_files,
)
from kpi.web.uploads.verdicts import confirm, preview_changes
