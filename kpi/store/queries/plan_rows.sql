-- grain: one row per key of a log, the newest that the revisions in $revisions wrote; of the library and the plan $plan_id
select * from measure_log
where revision_id in (select unnest($revisions::bigint[])) and plan_id in ('', $plan_id)
qualify row_number() over (partition by row_key order by revision_id desc) = 1
