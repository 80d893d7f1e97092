"""What must not stand anywhere in the project: other hosts, paths of somebody's machine, folders beside the project."""

import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FILES = [
    PROJECT / name
    for name in subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    if (PROJECT / name).exists()
]
TEXT = [path for path in FILES if b"\0" not in path.read_bytes() and path != Path(__file__)]
NAMESPACES = {"schemas.openxmlformats.org", "schemas.microsoft.com", "www.w3.org", "purl.org", "openoffice.org"}
"""Names of XML vocabularies inside office documents: they look like addresses but nobody asks for them."""
HOST = re.compile(r"(?:https?|wss?|ftp)://([^/\s\"'`)>:}{\\]+)")
ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")


@pytest.mark.parametrize("path", TEXT, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_other_host_is_named(path):
    text = path.read_text(encoding="utf-8", errors="replace")
    assert set(HOST.findall(text)) - NAMESPACES <= {"127.0.0.1"}
    if path.parent.name != "catalog" and "requirements" not in path.name:
        assert set(ADDRESS.findall(text)) <= {"127.0.0.1"}


@pytest.mark.parametrize("path", TEXT, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_nothing_outside_the_project_is_named(path):
    text = path.read_text(encoding="utf-8", errors="replace")
    assert re.findall(r"\.\./shared|/work/|/root/|/home/\w+", text) == []


def test_no_database_is_kept_in_git():
    assert [path.name for path in FILES if path.suffix in {".duckdb", ".wal", ".pyc"}] == []
