-- grain: one event
insert into events
select coalesce(max(event_id), 0) + 1, $happened_at, $actor, $action, $batch_id::bigint, $detail from events
