-- grain: one row per revision whose rows are not as many as it says
with written as (
    select revision_id from plan_log_rows
    union all
    select revision_id from plan_part_log
)
select 'revisions #' || revisions.revision_id as subject
from revisions left join written on written.revision_id = revisions.revision_id
group by revisions.revision_id, revisions.row_count
having count(written.revision_id) <> revisions.row_count
