-- grain: one row; what DuckDB's parser makes of $statement, as JSON
select json_serialize_sql($statement::varchar) as statement
