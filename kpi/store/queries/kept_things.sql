-- grain: one row per account, role, token, visit, rule of reporting and address ($things, or all), by its name; `told` is what an
-- entry of the audit log proves of it, `made_at` when it came, `counts` whether it is of any use now
with things as (
    select 'people ' || user_id as thing, [user_id, name, password, must_change::varchar, made_at::varchar, disabled_at::varchar]
        as told, made_at, true as counts
    from people
    union all
    select 'grants #' || grant_id, [user_id, role, plan_id, unit, array_to_string(regions, ','), given_by, given_at::varchar,
        taken_by, taken_at::varchar], given_at, taken_at is null
    from grants
    union all
    select 'tokens #' || token_id, [user_id, label, sha256, role, plan_id, unit, array_to_string(regions, ','), made_at::varchar,
        expires_at::varchar, withdrawn_at::varchar], made_at, withdrawn_at is null
    from tokens
    union all
    select 'visits ' || visit_key, [user_id, address, started_at::varchar], started_at, ended_at is null
    from visits
    union all
    select 'duty_rules #' || rule_id, [plan_id, frequency, days_after::varchar, measure_id, unit, region_code,
        each_place::varchar, note, made_by, made_at::varchar, removed_by, removed_at::varchar], made_at, removed_at is null
    from duty_rules
    union all
    select 'contact_log #' || entry_id, [plan_id, unit, region_code, address, user_id, made_by, made_at::varchar], made_at, true
    from contact_log
)
select thing, told, made_at, counts from things
where $things::varchar[] is null or list_contains($things, thing)
order by thing
