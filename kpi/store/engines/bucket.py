"""How an S3-compatible store is reached, in which a lake keeps its files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import duckdb

from kpi.errors import StoreUnusable

_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Bucket:
    """Address, way of asking, and key. Without an address it is Amazon's own."""

    endpoint: str = ""
    """Host and port."""
    tls: bool = True
    region: str = ""
    addressing: str = "path"
    """Where the name of the bucket goes: in the `path`, or before the host (`vhost`)."""
    key_id: str = ""
    key: str = field(default="", repr=False)

    @classmethod
    def of(cls, said: Callable[[str], str]) -> Self:
        """As settings say. StoreUnusable `bucket_setting`."""
        address, addressing, file = (said(f"KPI_S3_{name}") for name in ("ENDPOINT", "ADDRESSING", "CREDENTIALS_FILE"))
        parts = urlsplit(address)
        if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/")):
            raise StoreUnusable("bucket_setting", name="KPI_S3_ENDPOINT")
        if addressing not in ("path", "vhost"):
            raise StoreUnusable("bucket_setting", name="KPI_S3_ADDRESSING")
        key_id, key = _lines(file) if file else ("", "")
        return cls(parts.netloc, parts.scheme != "http", said("KPI_S3_REGION"), addressing, key_id, key)

    def open_to(self, connection: duckdb.DuckDBPyConnection, files: str) -> None:
        """Gives a connection the key, for the addresses that begin with `files` alone. duckdb.Error."""
        said = {
            "scope": files,
            "use_ssl": str(self.tls).lower(),
            "region": self.region,
            "endpoint": self.endpoint,
            "url_style": self.addressing if self.endpoint else "",
            "key_id": self.key_id,
            "secret": self.key,
        }
        words = ", ".join(f"{name} {_quoted(value)}" for name, value in said.items() if value)
        connection.execute(f"create secret (type s3, {words})")


def _lines(file: str) -> tuple[str, str]:
    """The first two lines of a file that is its owner's alone: the name of the key and the key."""
    try:
        if Path(file).stat().st_mode & _OTHERS:
            raise StoreUnusable("bucket_key_open", path=file)
        told = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnusable("bucket_setting", name="KPI_S3_CREDENTIALS_FILE") from error
    key_id, key = (line.strip() for line in (*told, "", "")[:2])
    if not key_id or not key:
        raise StoreUnusable("bucket_setting", name="KPI_S3_CREDENTIALS_FILE")
    return key_id, key


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
