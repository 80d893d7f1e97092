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
NAMESPACES = {"schemas.openxmlformats.org", "schemas.microsoft.com", "www.w3.org", "purl.org", "openoffice.org"}
"""Names of XML vocabularies inside office documents: they look like addresses but nobody asks for them."""
HOST = re.compile(r"(?:https?|wss?|ftp)://([^/\s\"'`)>:}{\\]+)")
ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")


def texts():
    """Each file that is text, by its path below the project, but this one."""
    contents = {path: path.read_bytes() for path in FILES if path != Path(__file__)}
    return {
        path.relative_to(PROJECT): content.decode("utf-8", "replace")
        for path, content in contents.items()
        if b"\0" not in content
    }


@pytest.mark.slow
def test_no_other_host_is_named():
    hosts = {path: set(HOST.findall(text)) - NAMESPACES - {"127.0.0.1"} for path, text in texts().items()}
    assert {path: named for path, named in hosts.items() if named} == {}


@pytest.mark.slow
def test_no_address_of_another_machine_is_named():
    """Numbers of versions in the pinned requirements and of paragraphs in a catalog look like some."""
    addresses = {
        path: set(ADDRESS.findall(text)) - {"127.0.0.1"}
        for path, text in texts().items()
        if path.parent.name != "catalog" and "requirements" not in path.name
    }
    assert {path: named for path, named in addresses.items() if named} == {}


def test_nothing_outside_the_project_is_named():
    outside = {path: re.findall(r"\.\./shared|(?<!pages)/work/|/root/|/home/\w+", text) for path, text in texts().items()}
    assert {path: named for path, named in outside.items() if named} == {}


def test_no_database_is_kept_in_git():
    assert [path.name for path in FILES if path.suffix in {".duckdb", ".wal", ".pyc"}] == []
