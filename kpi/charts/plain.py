"""Names in a chart. Plotly reads a little HTML in every text: links, bold, entities."""

from html import escape

from kpi.i18n import visible


def plain(text: str) -> str:
    """`text` so that Plotly shows it as it was written."""
    return escape(visible(text), quote=False)
