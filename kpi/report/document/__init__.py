"""The official document: its blocks once, numbered once. Word and PDF only lay them out."""

from kpi.report.document.blocks import (
    Annex,
    Block,
    Cell,
    CopyTo,
    Group,
    Paragraph,
    Picture,
    SectionHeading,
    Signature,
    Strip,
    Style,
    Table,
    Title,
    marks_in,
)
from kpi.report.document.columns import head_lines
from kpi.report.document.text import document_of
