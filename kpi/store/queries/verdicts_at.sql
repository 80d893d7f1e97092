-- grain: one row per target and year of the plan $plan_id that stood after the event $event_id, null for the newest
with standing as (
    from verdict_log where plan_id = $plan_id and event_id <= coalesce($event_id::bigint, event_id)
    qualify row_number() over (partition by target_id, year order by event_id desc) = 1
)
select target_id, year, status, lamp, current_value, "current_date", gap, completion_pct, distance_pct, time_pct, lead_pp
from standing where not removed
order by target_id, year
