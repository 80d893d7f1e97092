-- grain: one row per row that a plan's file lists and revision of those in $revisions; what they say only of the plan $plan_id
select plan_id, file, row_key, position, case when plan_id = $plan_id then cells else '' end as cells, removed
from plan_part_log
where list_contains($revisions::bigint[], revision_id)
order by revision_id
