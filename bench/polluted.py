"""How many polluted tables are read, doubted, offered and refused, and what is false.

Usage: python -m bench.polluted [TRIALS]
"""

import random
import sys
from collections import Counter
from pathlib import Path

from kpi.catalog import load_catalog
from kpi.ingest import Knowledge
from tests.unit.ingest.pollution import POLLUTIONS, as_csv, long_table, wide_table
from tests.unit.ingest.test_polluted_tables import judged

CATALOG = Path(__file__).parents[1] / "tests" / "data" / "tiny_catalog"
WIDTH = 34


def main(trials: int) -> int:
    """Pollute `trials` tables in each way; 1 if any value is wrong or lost in silence."""
    knowledge = Knowledge.of(load_catalog(CATALOG))
    every, faults = Counter[str](), 0
    for name, pollute in POLLUTIONS.items():
        chance = random.Random(f"{name} {trials}")  # noqa: S311 - a seed, so that a fault comes back
        outcomes = Counter[str]()
        for _ in range(trials):
            rows, truth = chance.choice([long_table, wide_table])(chance)
            text = pollute(as_csv(rows), chance)
            outcome, false, misread = judged(text, truth, knowledge)
            outcomes[outcome] += 1
            if false or misread:
                faults += 1
                print(f"FALSE: {name}: {false or misread}\n{text}")
        every += outcomes
        print(f"{name:{WIDTH}}" + "  ".join(f"{key} {outcomes[key]:3}" for key in ("read", "doubted", "offered", "refused")))
    print(f"{'all':{WIDTH}}" + "  ".join(f"{key} {every[key]:3}" for key in ("read", "doubted", "offered", "refused")))
    print(f"{'false':{WIDTH}}{faults}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
