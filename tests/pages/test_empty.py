"""Every page of a plan that has nothing yet: no measure, figure, target, source, spelling, mapping, report or upload."""

import ast
import shutil

import pytest

from kpi.i18n import texts
from tests.databases import PROJECT, TINY
from tests.pages.conftest import NEVER, PAGES, kinds

KEPT_LINES = {"plan.csv": 2, "regions.csv": 2}
"""A plan has a name and a region it is for; of every other table only the header is left."""


@pytest.fixture(params=["zh", "en"])
def empty_plan(request, monkeypatch, tmp_path):
    """The language that the empty plan is opened in."""
    folder = shutil.copytree(TINY, tmp_path / "empty")
    for file in folder.glob("*.csv"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(lines[: KEPT_LINES.get(file.name, 1)]), encoding="utf-8")
    monkeypatch.setenv("KPI_CATALOG", str(folder))
    return request.param


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_empty_plan_says_so_in_its_own_words(visit, empty_plan, page):
    app = visit(page, lang=empty_plan)
    assert [title.value for title in app.title] == [texts(empty_plan)(f"page.{page}")]
    assert not app.error
    assert NEVER & set(kinds(app.main)) == set()


@pytest.mark.parametrize("file", ["app.py", *PAGES.values()])
def test_a_page_shows_by_a_call_and_never_by_a_bare_expression(file):
    """With Streamlit's magic a bare `a() if b else c()` prints what it returns."""
    tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
    bare = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call)]
    assert bare in ([], [1])
