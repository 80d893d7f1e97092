"""One large file from its bytes to the commit, as the command line loads it, beside what DuckDB alone needs for a typed load of
the file, two copies of the table and a checkpoint. Usage: python -m bench.one_upload [FIGURES].

Its shares do not fit their parts, being made up: there are more doubts than an honest file has.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bench.timing import ratio
from bench.upload import country, write_file

_TYPED = "{'m': 'varchar', 'r': 'varchar', 's': 'date', 'e': 'date', 'v': 'decimal(28, 8)', 'u': 'varchar'}"
_LIMIT = 1.5


def alone(path: Path, database: Path) -> None:
    """DuckDB by itself."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table typed as from read_csv('{path}', header = true, columns = {_TYPED})")
        connection.execute("create table log as from typed")
        connection.execute("create table counting as from typed")
        connection.execute("checkpoint")


def loaded(path: Path, catalog: Path, database: Path) -> None:
    """The command line, from an empty folder on."""
    told = ["--database", str(database), "--catalog", str(catalog), "import", str(path), "--accept-warnings"]
    subprocess.run([sys.executable, "-m", "kpi", *told], check=True, capture_output=True)


def main() -> None:
    """Both, one after the other, by the clock and by the processor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", nargs="?", type=int, default=1_000_000)
    figures = parser.parse_args().figures
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog = country(folder / "catalog", figures)
        count = write_file(catalog, path := folder / "upload.csv")
        clock, processor = time.perf_counter(), time.process_time()
        alone(path, folder / "alone.duckdb")
        theirs = time.perf_counter() - clock, time.process_time() - processor
        clock = time.perf_counter()
        loaded(path, folder / "catalog", folder / "kpi.duckdb")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        ours = time.perf_counter() - clock, used.ru_utime + used.ru_stime
    print(f"{count:,} figures; DuckDB alone {theirs[0]:.1f} s, of the processor {theirs[1]:.1f}")
    print(f"loaded in {ours[0]:.1f} s, of the processor {ours[1]:.1f}; largest process {used.ru_maxrss // 1024} MB")
    ratio("to the commit ÷ DuckDB alone, by the clock", ours[0], theirs[0], _LIMIT)
    ratio("the same, of the processor", ours[1], theirs[1], _LIMIT)


if __name__ == "__main__":
    main()
