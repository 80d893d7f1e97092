"""The columns of every table, each once: what stands in it, and what stands above it."""

from kpi.views.columns.column import Register, TableColumn, Type, as_listed
from kpi.views.columns.headings import Face, heading
from kpi.views.columns.register import OF_FIGURES, OF_GAPS, OF_TARGETS
