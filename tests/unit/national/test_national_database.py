"""Both national plans in one database: the second changes nothing of the first, and both come out as they went in."""

import pytest

from kpi.cli import main
from tests.databases import PROJECT

NATIONAL = PROJECT / "data" / "examples" / "national"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a command on the database with both plans and returns what it printed."""
    database = tmp_path_factory.mktemp("national") / "both.duckdb"

    def command(capsys, *arguments):
        code = main(["--database", str(database), "--catalog", str(NATIONAL / "14th"), *map(str, arguments)])
        assert code == 0, capsys.readouterr().err
        return capsys.readouterr().out

    return command


@pytest.mark.slow
def test_the_second_plan_changes_nothing_of_the_first(run, capsys):
    before = run(capsys, "status", "--as-of", "2025-12-31")
    run(capsys, "plan", "load", NATIONAL / "15th", "--user", "张三")
    assert run(capsys, "--plan", "national_14th", "status", "--as-of", "2025-12-31") == before
    assert "14项目标中" in run(capsys, "--plan", "national_15th", "status", "--as-of", "2025-12-31")


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["14th", "15th"])
def test_what_is_loaded_is_exported_byte_by_byte(run, capsys, tmp_path, plan):
    run(capsys, "plan", "load", NATIONAL / "15th", "--user", "张三")
    run(capsys, "plan", "export", f"national_{plan}", "-o", tmp_path / "out")
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (NATIONAL / plan).iterdir()}
