-- grain: one row per file of the plan $plan_id, by the revisions in $revisions
with newest as (
    select * from plan_file_log
    where revision_id in (select unnest($revisions::bigint[])) and plan_id = $plan_id
    qualify row_number() over (partition by file order by revision_id desc) = 1
)
select file, columns from newest where not removed
order by position
