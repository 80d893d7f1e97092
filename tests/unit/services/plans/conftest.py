"""Folders of plans that a test edits by cell, and the two that ship."""

from pathlib import Path

import pytest

from tests.databases import LETTER, TINY


def edit(path, old, new):
    """Replaces what stands in a file just once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def files_of(folder):
    """The bytes of a plan's files by name."""
    return {path.name: path.read_bytes() for path in Path(folder).glob("*.csv")}


@pytest.fixture(params=[LETTER, TINY], ids=["letter", "tiny"])
def shipped(request):
    return request.param
