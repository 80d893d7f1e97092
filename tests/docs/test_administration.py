"""The administrator's guide: its commands are commands of the product, its drill is walked, systemd takes its unit."""

import argparse
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from kpi.cli.arguments import build_parser
from kpi.cli.main import main
from kpi.i18n import texts
from tests.sources import PROJECT

GUIDE = (PROJECT / "docs" / "administration.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line.split("-m kpi ", 1)[1]) for line in GUIDE.splitlines() if "-m kpi " in line and line[0] != "#"]
DRILL = GUIDE.split("## 备份与恢复演练")[1].split("\n## ")[0]


def unit():
    return re.search(r"kpi\.service`：\n+```\n(.*?)```", GUIDE, re.DOTALL)[1]


def named(option):
    """The file that an option of the drill names."""
    return re.search(rf"{option} (\S+)", DRILL)[1]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_of_the_guide_can_be_given(command):
    parser = build_parser(texts("zh"))
    assert isinstance(parser.parse_args(command), argparse.Namespace)


def test_the_drill_is_walked(tmp_path, monkeypatch, capsys):
    """As the guide says it, in an empty folder: sealed with the public key, destroyed, brought back with the private one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KPI_DATABASE", str(tmp_path / "data" / "kpi.duckdb"))
    (tmp_path / "data").mkdir()
    steps = [command for command in COMMANDS if " ".join(command).split(" -")[0] in DRILL and command[0] != "user"]
    names = {"某次备份.duckdb.age": "", "/etc/kpi-backup.pub": "kpi-backup.pub"}

    def run(command):
        capsys.readouterr()
        assert main([names.get(part) or part for part in command]) == 0
        return capsys.readouterr().out

    (key, backup, restore, verify, status) = steps
    (tmp_path / "kpi-backup.pub").write_text(run(key), encoding="utf-8")
    before = run(["status", "--json"])
    names["某次备份.duckdb.age"] = run(backup).strip()
    for file in (tmp_path / "data").glob("kpi.duckdb*"):
        file.unlink()
    run(restore)
    assert "数据库完整" in run(verify)
    assert run(status).splitlines()[1:] == before.splitlines()[1:]
    assert b"DUCK" not in Path(names["某次备份.duckdb.age"]).read_bytes()[:64]
    assert (tmp_path / named("--database")).exists()


def test_the_unit_starts_what_there_is_and_may_write_where_data_lies():
    told = dict(line.split("=", 1) for line in unit().splitlines() if "=" in line)
    program, script, *options = told["ExecStart"].split()
    assert (program, options) == ("/srv/kpi/.venv/bin/python", ["--port", "8501"])
    assert (PROJECT / script).is_file()
    assert told["ReadWritePaths"] == f"{told['WorkingDirectory']}/data"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_knows_every_line_of_the_unit(tmp_path):
    """The interpreter is put where there is one: the rest of the unit is taken as it stands."""
    file = tmp_path / "kpi.service"
    file.write_text(unit().replace("/srv/kpi/.venv/bin/python", "/bin/true"), encoding="utf-8")
    told = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, check=False)
    assert [line for line in told.stderr.splitlines() if "kpi.service" in line] == []
