"""One large file from its bytes to the commit, in a database that is open, beside what DuckDB alone needs for a typed load,
two copies of the table and a checkpoint, and beside a plain way with pandas. Usage: python -m bench.one_upload [FIGURES].

`--unfit`: shares and sums that do not fit, a doubt in every thirtieth row, as no honest file has them. `--gb18030`.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

from bench.large import ACTOR
from bench.timing import ratio
from bench.upload import country, write_file
from kpi import services
from kpi.catalog import Catalog
from kpi.ingest.serving.sandbox import FORKER
from kpi.views import UploadPreview

_TYPED = "{'m': 'varchar', 'r': 'varchar', 's': 'date', 'e': 'date', 'v': 'decimal(28, 8)', 'u': 'varchar'}"
_LIMIT = 1.5


def alone(path: Path, database: Path) -> None:
    """DuckDB by itself."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table typed as from read_csv('{path}', header = true, columns = {_TYPED})")
        connection.execute("create table log as from typed")
        connection.execute("create table counting as from typed")
        connection.execute("checkpoint")


def plainly(path: Path, catalog: Catalog, database: Path) -> None:
    """What a script would do: read, see that all is known, no key is there twice and all numbers are some, and put it away."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=_encoding_of(path))
    frame.columns = pd.Index(list("mrsevu"))
    regions = {region.name_zh: region.region_code for region in catalog.regions.values()}
    scales = {each.display_unit: float(each.display_scale) for each in catalog.measures.values()}
    frame["region"] = frame["r"].map(regions)
    known = frame["m"].isin(catalog.measures.keys()) & frame["region"].notna() & frame["u"].isin([*scales, ""])
    frame["value"] = pd.to_numeric(frame["v"], errors="coerce") * frame["u"].map(scales).fillna(1.0)
    for name in ("s", "e"):
        frame[name] = pd.to_datetime(frame[name], errors="coerce", format="%Y-%m-%d")
    twice = frame.groupby(["m", "region", "s", "e"], dropna=False).size()
    if not known.all() or frame["value"].isna().any() or frame["e"].isna().any() or (twice > 1).any():
        raise ValueError(path)
    with duckdb.connect(str(database)) as connection:
        connection.register("frame", frame)
        connection.execute("create table log as from frame")
        connection.execute("create table counting as from frame")
        connection.execute("checkpoint")


def _encoding_of(path: Path) -> str:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def loaded(workspace: services.Workspace, path: Path) -> UploadPreview:
    """As the page and the command line do it, to the end of the child that reads."""
    preview = services.check_upload(workspace, ACTOR, [services.UploadFile(path.name, path.read_bytes())])
    services.import_files(workspace, ACTOR, preview, accept_warnings=True)
    workspace.close()
    FORKER.stop()
    return preview


class Watch:
    """How long something takes by the clock and by the processor, its children included."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), self._used()

    @staticmethod
    def _used() -> float:
        each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(used.ru_utime + used.ru_stime for used in each)

    def taken(self) -> tuple[float, float]:
        """Both, since it was started."""
        return time.perf_counter() - self._clock, self._used() - self._processor


def main() -> None:
    """Each after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--unfit", action="store_true")
    parser.add_argument("--gb18030", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog, path = country(folder / "catalog", asked.figures), folder / "upload.csv"
        encoding = "gb18030" if asked.gb18030 else "utf-8"
        count = write_file(catalog, path, encoding=encoding, fitting=not asked.unfit)
        utf8 = folder / "utf8.csv" if asked.gb18030 else path
        utf8.write_bytes(path.read_bytes().decode(encoding).encode())
        workspace = services.open_workspace(folder / "kpi.duckdb", folder / "catalog")
        watch = Watch()
        preview = loaded(workspace, path)
        ours = watch.taken()
        largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        watch = Watch()
        alone(utf8, folder / "alone.duckdb")
        theirs = watch.taken()
        watch = Watch()
        plainly(path, catalog, folder / "pandas.duckdb")
        pandas = watch.taken()
        size = path.stat().st_size / 1e6
    doubts = sum(warning.stands_for for warning in preview.warnings)
    print(f"{count:,} figures, {size:.0f} MB, {doubts:,} doubts; largest process {largest // 1024} MB")
    for what, (clock, processor) in (("loaded", ours), ("DuckDB alone", theirs), ("plain pandas", pandas)):
        print(f"{what:<16}{clock:6.1f} s by the clock, {processor:5.1f} s of the processor")
    ratio("to the commit ÷ DuckDB alone, by the clock", ours[0], theirs[0], _LIMIT)
    ratio("the same, of the processor", ours[1], theirs[1], _LIMIT)
    ratio("to the commit ÷ plain pandas, by the clock", ours[0], pandas[0], 1.0)
    ratio("the same, of the processor", ours[1], pandas[1], 1.0)


if __name__ == "__main__":
    main()
