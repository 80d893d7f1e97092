"""What keeps a lake in order: a mark of whose its files are, small files made one, and what nothing needs removed."""

from datetime import datetime

import duckdb

from kpi.errors import StoreUnusable
from kpi.store.engines.engine import Maintained

_MARK = "KPI-LAKE.csv"
"""Says whose the files are; DuckLake, which knows only its own, leaves it alone."""
_IDENTITY = "select cast(schema_uuid as varchar) from __ducklake_metadata_{lake}.ducklake_schema order by schema_id limit 1"
_EXPIRED = "select count(*) from ducklake_expire_snapshots($lake, older_than => cast($before as timestamptz))"
_MERGED = "select sum(files_processed), sum(files_created) from ducklake_merge_adjacent_files($lake)"
_REWRITTEN = "select sum(files_processed), sum(files_created) from ducklake_rewrite_data_files($lake)"
_REMOVED = (
    "select count(*) from ducklake_cleanup_old_files($lake, older_than => cast($before as timestamptz))",
    "select count(*) from ducklake_delete_orphaned_files($lake, older_than => cast($before as timestamptz))",
)


def claim_files(connection: duckdb.DuckDBPyConnection, lake: str, files: str) -> None:
    """Marks the place of the files as this lake's. StoreUnusable `lake_files_of_another`, `lake_data_path_unusable`.

    Two lakes with one place would each take the files of the other for leftovers and remove them.
    """
    mark = files + _MARK
    try:
        (own,) = connection.execute(_IDENTITY.format(lake=lake)).fetchone() or ("",)
        if not connection.execute(
            "from glob($marks)", {"marks": f"{mark}*"}
        ).fetchall():  # a full name httpfs takes for granted
            target = mark.replace("'", "''")
            connection.execute(f"copy (select $own) to '{target}' (format csv, header false)", {"own": own})
        (found,) = connection.execute("select trim(content, e'\\r\\n') from read_text($mark)", {"mark": mark}).fetchone() or (
            "",
        )
    except duckdb.Error as error:
        raise StoreUnusable("lake_data_path_unusable", path=files) from error
    if found != own:
        raise StoreUnusable("lake_files_of_another", path=files)


def maintain(cursor: duckdb.DuckDBPyConnection, lake: str, before: datetime) -> Maintained:
    """Forgets the states of the lake before a moment, merges small files, and removes those unused since. duckdb.Error.

    Nothing that the newest state needs is removed, nor what a query that began after `before` may still read.
    """
    asked = {"lake": lake, "before": before.isoformat()}
    (expired,) = cursor.execute(_EXPIRED, asked).fetchone() or (0,)
    counted = [cursor.execute(each, {"lake": lake}).fetchone() or (0, 0) for each in (_MERGED, _REWRITTEN)]
    merged, made = (sum(int(row[place] or 0) for row in counted) for place in (0, 1))
    removed = sum(int((cursor.execute(each, asked).fetchone() or (0,))[0]) for each in _REMOVED)
    return Maintained(int(expired), merged, made, removed)
