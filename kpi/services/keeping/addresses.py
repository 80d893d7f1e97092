"""What the settings and whoever asks call a database by, and what is none."""

from pathlib import Path

from kpi.errors import StoreUnusable
from kpi.settings import DATA, setting
from kpi.store import Bucket, LakePlace

_IN_MEMORY = ":memory:"


def lake_place() -> LakePlace:
    """Where the settings say that a lake has its files, and how they are reached. StoreUnusable."""
    return {"data_path": setting("KPI_DATA_PATH"), "bucket": Bucket.of(setting), "beside": DATA}


def require_file_name(database: str | Path) -> None:
    """StoreUnusable for an address or `:memory:`, which DuckDB would take for what they are not here.

    The file itself is left to the store: reading a file that this process has open would release DuckDB's lock on it.
    """
    if "://" in str(database):
        raise StoreUnusable("database_is_url", database=str(database))
    if Path(database).name == _IN_MEMORY:
        raise StoreUnusable("store_unusable", path=str(database))
