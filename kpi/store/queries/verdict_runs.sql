-- grain: one row per plan and time it was judged, newest first
select event_id, plan_id, as_of, scheme, rules_version, data_version, written_at from verdict_runs
order by event_id desc, plan_id
