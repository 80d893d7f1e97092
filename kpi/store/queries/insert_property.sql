-- grain: one property
insert into database_properties (name, value) values ($name, $value)
