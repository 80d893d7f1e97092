"""Blocks of a page that are laid out by us: cards, walls, marks. Made of templates that escape whatever they are given.

A block is one element of HTML, which the browser reads itself; read as Markdown, a wall took most of a second. A link in it
stays in the tab and the session (kpi/server/scripts); its looks stand in kpi/server/styles.
"""

from pathlib import Path

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kpi.web.address import href
from kpi.web.session import words

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def block(template: str, **values: object) -> None:
    """Shows templates/`template`.html with `values`; it also knows `text`, the texts of the language, and `href`."""
    show_html(html(template, **values))


def show_html(made: str) -> None:
    """Shows a block that is made already; nothing where it is empty."""
    if made:
        st.html(made)


def html(template: str, **values: object) -> str:
    """The same as text, without the white space that a template is laid out with."""
    made = _TEMPLATES.get_template(f"{template}.html").render(text=words(), href=href, **values)
    return " ".join(made.split())
