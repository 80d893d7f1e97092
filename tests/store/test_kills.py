"""kill -9 at moments of chance: nothing acknowledged is lost, all is whole. More: `python -m bench.kills 300`."""

import sys
from pathlib import Path

import pytest

from bench.kills import run

pytestmark = pytest.mark.file_only


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no fork, no SIGKILL")
def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    tally = run(tmp_path, 12)
    assert (tally.kills, tally.lost, tally.not_whole, tally.unlike) == (12, 0, 0, 0)
    assert tally.acknowledged >= 12
