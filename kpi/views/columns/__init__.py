"""The columns of every table, each once."""

from kpi.views.columns.headings import Face, heading
