-- grain: one row per time a mark of plan $plan_id was set or lifted, as known at $known_at (null: now), in that order
select entry_id, mark_id, version, plan_id, measure_id, region_code, breakdown, member, window_start, window_end, as_of,
    value::double as value, qualifier, note, marked, user_id, made_by, made_at
from follow_log
where plan_id = $plan_id and made_at <= coalesce(cast($known_at as timestamp), timestamp 'infinity')
order by entry_id
