-- grain: one row per row that the files of a plan list, by the revisions in $revisions; what they say only of the plan $plan_id
with newest as (
    select * from plan_part_log
    where revision_id in (select unnest($revisions::bigint[]))
    qualify row_number() over (partition by plan_id, file, row_key order by revision_id desc) = 1
)
select plan_id, file, row_key, position, case when plan_id = $plan_id then cells else '' end as cells
from newest where not removed
order by plan_id, file, position
