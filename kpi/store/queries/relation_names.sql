-- grain: one row per table and view there is
select table_name from duckdb_tables()
union
select view_name from duckdb_views()
