"""Every code that this room and quality can give has its sentence, and every advice its words, in both languages."""

import ast
from pathlib import Path

import pytest

from kpi import ingest
from kpi.i18n import LANGUAGES, texts
from kpi.ingest.rows.fields import _MARKED
from tests.sources import nodes

KPI = Path(ingest.__file__).parents[1]
INGEST = KPI / "ingest"
ROOM = [path for path in INGEST.rglob("*.py") if path.name != "documents.py" and path.parent.name != "child"]
CHILD = [path for path in (INGEST / "child").glob("*.py") if path.name != "documents.py"]
DOCUMENTS = [INGEST / "documents.py", INGEST / "child" / "documents.py", INGEST / "child" / "archive.py"]


def first_words(paths, *functions):
    """The constant first argument of every call of these functions."""
    found = set()
    for path in paths:
        for node in nodes(path):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in functions and node.args and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def returned(path, function):
    """Every text that a function returns."""
    (body,) = [node for node in nodes(path) if isinstance(node, ast.FunctionDef) and node.name == function]
    constants = [leaf for node in ast.walk(body) if isinstance(node, ast.Return) for leaf in ast.walk(node)]
    return {leaf.value for leaf in constants if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)}


OUT_OF_RANGE = returned(INGEST / "amounts" / "quantities.py", "out_of_range")


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_problem_has_its_sentence(lang):
    codes = first_words([*ROOM, *CHILD], "Refused", "Unreadable", "_refused") | OUT_OF_RANGE | set(_MARKED.values())
    assert len(codes) > 70
    assert sorted(code for code in codes if f"problem.{code}" not in texts(lang)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_advice_has_its_words(lang):
    codes = first_words(ROOM, "advice") | OUT_OF_RANGE | set(_MARKED.values())
    assert sorted(code for code in codes if f"suggestion.{code}" not in texts(lang)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_why_a_document_has_no_text_has_its_sentence(lang):
    codes = first_words(DOCUMENTS, "Refused", "Unreadable")
    codes |= {"reader_died", "reader_slow", "reader_limit", "undecodable", "file_empty"}
    assert sorted(code for code in codes if f"error.{code}" not in texts(lang)) == []
