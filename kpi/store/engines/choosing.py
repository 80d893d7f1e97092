"""Which engine keeps a database, by what it is called."""

from pathlib import Path

from kpi.store.engines.engine import Engine
from kpi.store.engines.file import FileEngine
from kpi.store.engines.lake_address import LakeAddress, is_lake


def engine_of(database: str | Path, data_path: str = "", beside: Path | None = None) -> Engine:
    """A file by its path, a lake by its address, the `data_path` of its files, and a folder of this machine. StoreUnusable."""
    if not is_lake(str(database)):
        return FileEngine(Path(database))
    from kpi.store.engines.lake import LakeEngine  # noqa: PLC0415 - a file needs no PostgreSQL

    return LakeEngine(LakeAddress.of(str(database), data_path, beside or Path.cwd()))
