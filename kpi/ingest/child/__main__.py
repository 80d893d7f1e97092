"""Entry of the child process, run by its path so that the product around it is imported only where it is needed.

The folder is made a package of its own here: the modules beside this one import each other relatively, and starting costs
an interpreter and nothing else. A `reader` of whole files, one of `large` ones, one that unpacks an `archive`, and the `forker`
of such, knows the room it is of, but not what the room's door brings along.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
WITHIN_THE_ROOM = {
    "reader": "kpi.ingest.serving.working",
    "large": "kpi.ingest.serving.working_large",
    "archive": "kpi.ingest.serving.working_archive",
    "forker": "kpi.ingest.serving.forker",
}


def package(name: str, folder: Path) -> None:
    """Make a folder a package without running its own beginning."""
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    sys.modules[name] = module


sys.path.pop(0)  # this very folder: its names must not stand before those of libraries
if sys.argv[1] in WITHIN_THE_ROOM:
    sys.path.append(str(HERE.parents[2]))
    package("kpi.ingest", HERE.parent)
    sys.exit(importlib.import_module(WITHIN_THE_ROOM[sys.argv[1]]).main())
package("child", HERE)
sys.exit(importlib.import_module("child.process").main(sys.argv[1]))
