"""Entry of the child process, run by its path so that the product around it is never imported.

The folder is made a package of its own here: the modules beside this one import each other relatively, and starting costs
an interpreter and nothing else.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

package = ModuleType("child")
package.__path__ = [str(Path(__file__).parent)]
sys.modules["child"] = package
sys.path.pop(0)  # this very folder: its names must not stand before those of libraries
sys.exit(importlib.import_module("child.process").main(sys.argv[1]))
