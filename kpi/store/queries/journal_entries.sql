-- grain: one row per event after $after, in its order, with the hash of the file where it brought a batch
with files as (
    select batch_id, min(sha256) as sha256 from batches group by batch_id
)
select event_id, happened_at, actor, action, batch_id, detail, sha256
from events left join files using (batch_id)
where event_id > $after
order by event_id
