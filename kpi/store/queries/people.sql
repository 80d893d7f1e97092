-- grain: one row per person
select user_id, name, password, must_change, made_at, disabled_at from people order by user_id
