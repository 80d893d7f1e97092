-- grain: one row per column of the views in $views, in their order
select table_name, column_name from duckdb_columns()
where table_name in (select unnest($views::varchar[]))
order by table_name, column_index
