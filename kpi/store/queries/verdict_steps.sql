-- grain: one row per verdict of the plan $plan_id that gave way to another by $known_at, null for now, newest first, $most at most; with the event before those that did it
with steps as (
    select *, lag(removed) over before as was_removed, lag(status) over before as old_status, lag(lamp) over before as old_lamp,
        lag(current_value) over before as old_value, lag("current_date") over before as old_date, lag(gap) over before as old_gap,
        lag(completion_pct) over before as old_completion_pct, lag(distance_pct) over before as old_distance_pct,
        lag(time_pct) over before as old_time_pct, lag(lead_pp) over before as old_lead_pp
    from verdict_log where plan_id = $plan_id
    window before as (partition by target_id, year order by event_id)
),
first_runs as (
    select min(event_id) as event_id from verdict_runs where plan_id = $plan_id
),
runs as (
    select event_id, lag(event_id, 1, 0) over (order by event_id) as event_before from (select distinct event_id from verdict_runs)
)
select target_id, year, coalesce(was_removed, true) as was_removed, old_status, old_lamp, old_value, old_date, old_gap,
    old_completion_pct, old_distance_pct, old_time_pct, old_lead_pp, removed, status, lamp, current_value, "current_date", gap,
    completion_pct, distance_pct, time_pct, lead_pp, as_of, written_at, runs.event_before, steps.event_id
from steps join runs on runs.event_id = steps.event_id
where steps.event_id > (select event_id from first_runs)
    and (removed or coalesce(was_removed, true) or status <> old_status or lamp <> old_lamp)
    and written_at <= coalesce(cast($known_at as timestamp), timestamp 'infinity')
order by steps.event_id desc, target_id, year
limit $most
