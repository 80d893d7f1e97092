"""Both languages say the same things, with the same values, and say nothing the product never says."""

import ast
import re
from functools import cache
from string import Formatter

import pytest

from kpi.i18n import LANGUAGES, texts
from kpi.model import Step
from kpi.store import RevisionKind
from tests.sources import PLAIN_PAGES, PROJECT, SHOWN, TEMPLATES, nodes

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ZH, EN = (texts(lang).catalog for lang in ("zh", "en"))
PO_FILES = sorted((PROJECT / "kpi" / "i18n").rglob("*.po"))


def forms(text):
    """Singular and plural, or the one form there is."""
    return text if isinstance(text, tuple) else (text,)


def fields(text):
    """Names of the values a text asks for, over all its forms; `count` only chooses the form."""
    return {name for form in forms(text) for _, name, _, _ in Formatter().parse(form) if name}


@cache
def strings_in_code():
    """Every whole string constant of the product, and every f-string as a pattern of what it can become.

    A template names its keys as `text("…")`; one that it puts together is `text("…" ~ code)`.
    """
    told = "\n".join(path.read_text(encoding="utf-8") for path in (*TEMPLATES, *PLAIN_PAGES))
    constants = set(re.findall(r"text\([\"']([^\"']+)[\"'](?! ~)", told))
    patterns = {re.escape(start) + "[a-z0-9_.]+" for start in re.findall(r"text\([\"']([^\"']+)[\"'] ~", told)}
    for path in SHOWN:
        f_strings = [node for node in nodes(path) if isinstance(node, ast.JoinedStr)]
        pieces = {id(piece) for f_string in f_strings for piece in f_string.values}
        patterns |= {pattern_of(f_string) for f_string in f_strings}
        constants |= {node.value for node in nodes(path) if isinstance(node, ast.Constant) and id(node) not in pieces}
    return {constant for constant in constants if isinstance(constant, str)}, patterns


def pattern_of(node):
    """`f"lamp.{lamp}"` as the expression `lamp\\.[a-z0-9_]+`."""
    return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z0-9_.]+" for part in node.values)


@cache
def key_patterns():
    """What an f-string can become if it names a key with its domain."""
    return [re.compile(pattern) for pattern in strings_in_code()[1] if re.match(r"^[a-z_]+\\\.", pattern)]


DOMAINS = {key.partition(".")[0] for key in ZH}
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


NAMED_BY_CODE = {"error", "problem", "suggestion"}
"""Domains whose keys are made from a code that stands in the source without its domain."""


def used(key):
    """Whether code names `key`: whole, by its code, or as one that an f-string can become."""
    constants, patterns = strings_in_code()
    domain, _, code = key.partition(".")
    if domain in NAMED_BY_CODE:
        of_codes = [pattern for pattern in patterns if re.match(r"^[a-z]+_", pattern)]
        return key in constants or code in constants or any(re.fullmatch(pattern, code) for pattern in of_codes)
    return key in constants or any(pattern.fullmatch(key) for pattern in key_patterns())


def test_both_languages_have_the_same_keys():
    assert set(LANGUAGES) == {"zh", "en"}
    assert sorted(ZH.keys() - EN.keys()) == []
    assert sorted(EN.keys() - ZH.keys()) == []


def test_both_languages_have_the_same_files():
    assert {path.name for path in PO_FILES if path.parent.name == "zh"} == {
        path.name for path in PO_FILES if path.parent.name == "en"
    }


def test_both_languages_use_the_same_values():
    shared = ZH.keys() & EN.keys()
    differing = {key: odd for key in shared if (odd := (fields(ZH[key]) ^ fields(EN[key])) - {"count"})}
    assert differing == {}


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_key_stands_twice(path):
    keys = re.findall(r'^msgid "([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_no_key_stands_in_two_files():
    for lang in LANGUAGES:
        keys = [
            key
            for path in PO_FILES
            if path.parent.name == lang
            for key in re.findall(r'^msgid "([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
        ]
        assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_no_text_is_empty():
    assert [key for catalog in (ZH, EN) for key, text in catalog.items() if not all(forms(text))] == []


def test_english_is_english():
    assert [key for key, text in EN.items() if any(CHINESE.search(form) for form in forms(text))] == []


def test_english_apostrophes_are_as_wide_as_in_english():
    """The pages' fonts begin with Chinese ones, in which the typographic apostrophe is as wide as a character: today’ s."""
    texts = [text for each in EN.values() for text in (each if isinstance(each, tuple) else (each,))]
    assert [text for text in texts if "’" in text] == []


@pytest.mark.slow
def test_every_key_in_code_exists():
    named = {text for text in strings_in_code()[0] if KEY.fullmatch(text) and text.partition(".")[0] in DOMAINS}
    assert sorted(named - ZH.keys()) == []


def test_every_f_string_key_can_become_one_that_exists():
    of_ours = [pattern for pattern in key_patterns() if pattern.pattern.partition("\\.")[0] in DOMAINS]
    assert [pattern.pattern for pattern in of_ours if not any(pattern.fullmatch(key) for key in ZH)] == []


def test_every_error_that_is_raised_has_its_text():
    """`raise NotFound("measure_unknown")` needs error.measure_unknown."""
    raised = set()
    for path in SHOWN:
        for node in nodes(path):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                name, first = getattr(node.exc.func, "id", ""), node.exc.args[0]
                if name in ERRORS and isinstance(first, ast.Constant):
                    raised.add(f"error.{first.value}")
    assert sorted(raised - ZH.keys()) == []


ERRORS = {"KpiError", "PreviewOutdated", "NotAllowed", "NotFound", "StoreBusy", "StoreUnusable", "UnreadableFile"}


@pytest.mark.slow
def test_no_text_is_unused():
    assert sorted(key for key in ZH if not used(key)) == []


def test_whatever_is_recorded_has_words_in_the_history_and_in_the_log():
    """Actions as they stand in the store, and those that are kinds of revisions or steps of submissions."""
    store = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "kpi" / "store").rglob("*.py"))
    recorded = {*re.findall(r'transaction\.record\(actor, "(\w+)"', store), *map(str, RevisionKind), *map(str, Step)}
    assert {"outbox", "publish", "matter"} < recorded
    assert sorted(f"service.event_{action}" for action in recorded if f"service.event_{action}" not in ZH) == []
    assert sorted(f"audit.action_{action}" for action in recorded if f"audit.action_{action}" not in ZH) == []
