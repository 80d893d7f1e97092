-- grain: one row per key of a log and revision of those in $revisions that wrote it; of the library and the plan $plan_id
select * from measure_log
where list_contains($revisions::bigint[], revision_id) and plan_id in ('', $plan_id)
