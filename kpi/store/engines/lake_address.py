"""What the address of a lake says: `ducklake:postgres:` and a connection string as libpq reads it, and where its files are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kpi.errors import StoreUnusable

SCHEME = "ducklake:postgres:"
_S3 = "s3://"


def is_lake(database: str) -> bool:
    """Whether the name of a database is the address of a lake."""
    return database.startswith("ducklake:")


@dataclass(frozen=True, slots=True)
class LakeAddress:
    """A lake by its catalog and its files."""

    conninfo: str
    """How libpq reaches the database of PostgreSQL."""
    files: str
    """The folder of the tables' files, or an address that begins with s3:// ; either ends with a slash."""
    beside: Path
    """What files of this machine that go with the lake lie beside and are named after."""

    @classmethod
    def of(cls, database: str, data_path: str, beside: Path) -> Self:
        """The lake of an address and a data path, whose folder of this machine is `beside` where the files are elsewhere.

        StoreUnusable `lake_address`, `lake_data_path`.
        """
        if not database.startswith(SCHEME):
            raise StoreUnusable("lake_address", scheme=SCHEME)
        try:
            parts = conninfo_to_dict(database.removeprefix(SCHEME))
        except psycopg.ProgrammingError:
            raise StoreUnusable("lake_address", scheme=SCHEME) from None  # its text would repeat a password
        name = str(parts.get("dbname") or "")
        if not name or "/" in name or not data_path:
            raise StoreUnusable("lake_address" if data_path else "lake_data_path", scheme=SCHEME)
        remote = data_path.startswith(_S3)
        if "://" in data_path and not remote:
            raise StoreUnusable("lake_data_path", scheme=_S3)
        folder = Path(data_path).resolve()
        files = data_path.rstrip("/") if remote else str(folder)
        return cls(make_conninfo("", **parts), f"{files}/", (beside if remote else folder.parent) / f"{name}.lake")

    @property
    def is_remote(self) -> bool:
        """Whether the files are in an S3-compatible store."""
        return self.files.startswith(_S3)

    @property
    def attached(self) -> str:
        """What DuckDB attaches."""
        return SCHEME + self.conninfo

    @property
    def shown(self) -> str:
        """What people may see of it."""
        parts = conninfo_to_dict(self.conninfo)
        return SCHEME + " ".join(f"{name}={parts[name]}" for name in ("dbname", "host", "port") if parts.get(name))
