-- grain: one row per later revision that counts and wrote a row that the revision $revision_id wrote too
with written as (
    select log, plan_id, row_key, revision_id from plan_log_rows
    union all
    select 'plan_part_log', plan_id, file || row_key, revision_id from plan_part_log
)
select distinct later.revision_id
from written as later join written as own using (log, plan_id, row_key) join revisions on revisions.revision_id = later.revision_id
where own.revision_id = $revision_id and later.revision_id > $revision_id and withdrawn_at is null
order by later.revision_id
