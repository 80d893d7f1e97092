"""The columns of every table, each once: what stands in it, and what stands above it."""

from kpi.views.columns.column import Cell, Column, Facet, Register, Room, TableColumn, Type, as_listed, as_text
from kpi.views.columns.headings import Face, Head, heading, heads
from kpi.views.columns.lists import (
    OF_ALIASES,
    OF_BATCHES,
    OF_COMMENTS,
    OF_DEFINITIONS,
    OF_MEMBER_COLUMNS,
    OF_MEMBERS,
    OF_OVERDUE,
    OF_PATHS,
    OF_POINTS,
    OF_PROFILES,
    OF_QUESTIONS,
    OF_RULES,
    OF_VALUES,
    OF_YEARS,
)
from kpi.views.columns.quality import OF_DOUBTS, OF_IDENTITIES
from kpi.views.columns.register import OF_FIGURES, OF_GAPS, OF_JUDGED, OF_TARGETS
