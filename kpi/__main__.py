"""`python -m kpi`."""

import gc
import sys

from kpi.cli import main

if __name__ == "__main__":
    gc.set_threshold(100_000)  # a command ends soon, and most of what it makes are modules: looking for waste was a fifth of it
    code = main()
    gc.freeze()  # nor is what the process gives back as a whole looked through once more at its end
    sys.exit(code)
