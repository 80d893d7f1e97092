"""Which worker has which tests: a file is for one, each half of the browser's is, all files that ask for an office program, and
those that look at what hostile people wrote, which takes longer to write than to look at.

xdist's own groups (`--dist loadgroup`) write the group into a test's id, which pytest 9.2 no longer lets them: every test was
sent round alone, and each worker started a browser, an office program and servers of its own.
"""

from functools import cache
from pathlib import Path

from xdist.scheduler.loadscope import LoadScopeScheduling

PROJECT = Path(__file__).resolve().parent.parent
_FIRST_BROWSER = {"accessible", "hostile", "places", "reports", "tasks", "whole_path"}
"""Half of the browser's time, and all that look at the demonstration, for which one server does.

The other half has a browser of its own: one after another they would take longer than all that other workers do meanwhile.
"""
_TOGETHER = {
    "from tests.office import": "office",
    "pytest.mark.office": "office",
    "from tests.hostile_people import": "hostile people",
}
"""What in a file says that one worker has it with others, and what they are handed out with."""


class OneWorkerAFile(LoadScopeScheduling):
    """Hands out tests by `share_of`, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid.split("::", maxsplit=1)[0])


@cache
def share_of(file: str) -> str:
    """What the tests of a file, named from the project's folder, go with: a browser, one of `_TOGETHER` or the file alone."""
    if file.startswith("tests/browser/"):
        return f"browser {Path(file).stem.removeprefix('test_') in _FIRST_BROWSER}"
    text = (PROJECT / file).read_text(encoding="utf-8")
    return next((name for sign, name in _TOGETHER.items() if sign in text), file)
