"""The command line run in this process, on a database of the test."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpi.cli import main

PROJECT = Path(__file__).resolve().parents[3]
LETTER = PROJECT / "data" / "catalog"
TINY = PROJECT / "tests" / "data" / "tiny_catalog"
TRAINED_2023 = "指标代码,年份,数值,单位\r\nsubsidized_training,2023,6.2,万人次\r\n"


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Runs `python -m kpi` with these arguments; gives its exit code, what it printed and what it said."""
    monkeypatch.chdir(tmp_path)

    def run_one(*arguments, catalog=LETTER, database="kpi.duckdb", lang="zh"):
        general = ["--database", str(database), "--catalog", str(catalog), "--lang", lang]
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
