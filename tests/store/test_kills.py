"""kill -9 at moments of chance: nothing acknowledged is lost, all is whole. More: `make torture`."""

import sys
from pathlib import Path

import pytest

from bench import writers
from bench.kills import run
from tools.postgres import lake_of_its_own, postgres_programs

pytestmark = pytest.mark.file_only


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no fork, no SIGKILL")
def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    tally = run(tmp_path, 12)
    assert (tally.kills, tally.lost, tally.not_whole, tally.unlike) == (12, 0, 0, 0)
    assert tally.acknowledged >= 12


@pytest.mark.slow
@pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")
def test_of_several_that_write_to_one_lake_and_are_killed_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    with lake_of_its_own() as lake:
        tally = writers.run(lake, tmp_path, 3, 3)
    assert (tally.acknowledged, tally.lost, tally.twice, tally.broken, tally.findings) == (12, 0, 0, 0, 0)
    assert (tally.kills, tally.differing) == (3, [])
