-- grain: one row per step of a matter of plan $plan_id, as known at $known_at (null: now), in the order they were made
select entry_id, matter_id, version, plan_id, target_id, target_year, event, state, cause, steps, unit, person, due, note,
    seen_status, seen_as_of, user_id, made_by, made_at
from matter_log
where plan_id = $plan_id and made_at <= coalesce(cast($known_at as timestamp), timestamp 'infinity')
order by entry_id
