"""The project's own Python files as trees, each read once a session: many tests look through all of them."""

import ast
import functools
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PRODUCT = sorted((PROJECT / "kpi").rglob("*.py"))
PAGES = sorted((PROJECT / "pages").rglob("*.py"))
TEMPLATES = sorted((PROJECT / "kpi" / "web" / "templates").glob("*.html"))
PLAIN_PAGES = sorted((PROJECT / "kpi" / "server" / "sign_in" / "templates").glob("*.html"))
"""Pages that need no Streamlit."""
SHOWN = [PROJECT / "app.py", *PRODUCT, *PAGES]
"""All that can say something to people."""


@functools.cache
def nodes(path: Path) -> list[ast.AST]:
    """Everything a Python file is made of."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
