-- grain: one person
insert into people by name
select $user_id as user_id, $name as name, $password as password, $must_change as must_change, $made_at as made_at
