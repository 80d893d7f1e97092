"""Our own style: files that do not get into each other's way."""

import re
from collections import defaultdict

from tests.sources import PROJECT

STYLES = sorted((PROJECT / "kpi" / "server" / "styles").glob("*.css"))
CLASS = re.compile(r"\.(kpi-[a-z0-9_-]+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTORS = re.compile(r"([^{}]+)\{")


def scopes(path):
    """The class of ours that each selector of a file names first: whose inside it lays out."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    selectors = (each for found in SELECTORS.findall(text) for each in re.split(r",(?![^(]*\))", found))
    return {found[1] for each in selectors if (found := CLASS.search(each))}


def test_a_class_is_laid_out_in_one_file():
    """All files are one style in the end: two that name a class alike lay out each other's blocks anew."""
    files = defaultdict(list)
    for path in STYLES:
        if path.name != "base.css":  # what all share
            for name in scopes(path):
                files[name].append(path.name)
    assert {name: where for name, where in files.items() if len(where) > 1} == {}
