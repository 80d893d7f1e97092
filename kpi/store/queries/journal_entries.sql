-- grain: one row per event after $after, in its order, with the hash of what it brought: the file of a batch, the rows of a revision
with files as (
    select batch_id, min(sha256) as sha256 from batches group by batch_id
),
brought as (
    select made_at as happened_at, kind as action, revision_id || ' ' || name as detail, min(sha256) as sha256
    from revisions group by all
)
select event_id, happened_at, actor, action, batch_id, detail, coalesce(files.sha256, brought.sha256) as sha256
from events left join files using (batch_id) left join brought using (happened_at, action, detail)
where event_id > $after
order by event_id
