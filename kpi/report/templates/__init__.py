"""The office's own templates: what they may name, what stands there for a report, and an example of each kind."""

from kpi.report.templates.example_slides import example_pptx
from kpi.report.templates.example_word import example_docx
from kpi.report.templates.filling import filled
from kpi.report.templates.register import NAMES, listed

EXAMPLES = {"docx": example_docx, "pptx": example_pptx}
"""By kind, what makes a template to begin with in a language."""
