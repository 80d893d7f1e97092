-- grain: the person of an account, or none
select user_id, name, password, must_change, made_at, disabled_at from people where user_id = $user_id
