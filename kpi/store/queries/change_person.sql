-- grain: one person; what is null stays as it is
update people
set name = coalesce($name, name),
    password = coalesce($password, password),
    must_change = coalesce($must_change, must_change),
    disabled_at = case when $disabled then coalesce(disabled_at, $at) when not $disabled then null else disabled_at end
where user_id = $user_id
