-- grain: property $name
delete from database_properties where name = $name
