-- grain: one row per property called $name
select value from database_properties where name = $name
