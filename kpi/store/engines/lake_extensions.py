"""DuckDB's extensions for a lake, loaded from the wheels they came in: none is ever fetched while the product runs."""

from importlib.util import find_spec
from pathlib import Path

import duckdb

from kpi.errors import StoreUnusable
from kpi.store.engines.lake_address import LakeAddress

_ALWAYS = ("postgres_scanner", "ducklake")
_REMOTE = ("httpfs",)


def load_extensions(connection: duckdb.DuckDBPyConnection, lake: LakeAddress) -> None:
    """Loads what the lake needs; nothing else can be loaded afterwards. StoreUnusable `lake_extension`; duckdb.Error."""
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set autoload_known_extensions = false")
    connection.execute("set allow_community_extensions = false")
    for name in (*_ALWAYS, *(_REMOTE if lake.is_remote else ())):
        file = str(extension_file(name)).replace("'", "''")
        connection.execute(f"load '{file}'")


def extension_file(name: str) -> Path:
    """Where an extension of this version of DuckDB lies. StoreUnusable if its package is not installed."""
    spec = find_spec(f"duckdb_extension_{name}")
    folders = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    file = next(
        (
            found
            for folder in folders
            if (found := folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension").is_file()
        ),
        None,
    )
    if file is None:
        raise StoreUnusable("lake_extension", name=name)
    return file
