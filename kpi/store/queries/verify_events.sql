-- grain: one row per event missing or out of order, and per batch whose moments are not those of its events
select 'events #' || event_id as subject from events
qualify event_id <> row_number() over (order by event_id) or happened_at < lag(happened_at) over (order by event_id)
union
select 'batches #' || batch_id from batches
anti join (from events where action = 'commit') as commits
    on commits.batch_id = batches.batch_id and commits.happened_at = batches.approved_at
union
select 'batches #' || batch_id from batches
anti join (from events where action = 'withdraw') as withdrawals
    on withdrawals.batch_id = batches.batch_id and withdrawals.happened_at = batches.withdrawn_at
where withdrawn_at is not null
union
select 'events #' || event_id from events join batches using (batch_id)
where action = 'withdraw' and withdrawn_at is null
