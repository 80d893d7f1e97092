"""Which engine keeps a database, by what it is called."""

from pathlib import Path
from typing import TypedDict, Unpack

from kpi.store.engines.bucket import Bucket
from kpi.store.engines.engine import Engine
from kpi.store.engines.file import FileEngine
from kpi.store.engines.lake_address import LakeAddress, is_lake


class LakePlace(TypedDict, total=False):
    """Where a lake has what is not in its catalog."""

    data_path: str
    """Of its files: a folder, or an address in an S3-compatible store."""
    bucket: Bucket
    """How that store is reached."""
    beside: Path
    """A folder of this machine."""


def engine_of(database: str | Path, **place: Unpack[LakePlace]) -> Engine:
    """A file by its path, a lake by its address and its `place`. StoreUnusable."""
    if not is_lake(str(database)):
        return FileEngine(Path(database))
    from kpi.store.engines.lake import LakeEngine  # noqa: PLC0415 - a file needs no PostgreSQL

    address = LakeAddress.of(str(database), place.get("data_path", ""), place.get("beside") or Path.cwd())
    return LakeEngine(address, place.get("bucket"))
