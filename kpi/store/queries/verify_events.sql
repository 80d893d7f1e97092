-- grain: one row per event out of order, and per batch without the events it should have
select 'events #' || event_id as subject from events group by event_id having count(*) > 1
union
select 'events #' || event_id from events
qualify happened_at < lag(happened_at) over (order by event_id)
union
select 'batches #' || batch_id from batches
where batch_id not in (select batch_id from events where action = 'commit' and batch_id is not null)
union
select 'batches #' || batch_id from batches
where withdrawn_at is not null and batch_id not in (select batch_id from events where action = 'withdraw' and batch_id is not null)
