"""The command line run in this process, on a database of the test."""

import json
from types import SimpleNamespace

import pytest

from kpi.cli import main
from tests.databases import LETTER, TINY

TRAINED_2023 = "指标代码,年份,数值,单位\r\nsubsidized_training,2023,6.2,万人次\r\n"

ABOUT_THE_FILE = {"demo", "backup", "restore", "verify", "migrate-database", "maintain"}
"""Commands that may find no database, or make one of their own."""


@pytest.fixture
def run(tmp_path, capsys, monkeypatch, ready_made):
    """Runs `python -m kpi` with these arguments; gives its exit code, what it printed and what it said.

    The first command about figures finds a database of the plan; later ones what earlier ones left.
    """
    monkeypatch.chdir(tmp_path)
    untouched = True

    def run_one(*arguments, catalog=LETTER, database="kpi.duckdb", lang="zh", plan=""):
        nonlocal untouched
        is_plain = database == "kpi.duckdb" and catalog in (LETTER, TINY) and not {*arguments[:1]} & ABOUT_THE_FILE
        if untouched and is_plain and not (tmp_path / database).exists():
            ready_made.place(tmp_path / database, catalog)
        untouched = False
        general = ["--database", str(database), "--catalog", str(catalog), "--lang", lang, *(["--plan", plan] if plan else [])]
        try:
            code = main([*general, *map(str, arguments)])
        except SystemExit as ended:
            code = ended.code
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err, json=lambda: json.loads(out))

    return run_one


@pytest.fixture
def file(tmp_path):
    """Writes a file of the test and returns its name."""

    def write(text=TRAINED_2023, name="填报.csv", encoding="utf-8"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return name

    return write
