-- grain: one row per event, newest first
select event_id, happened_at, actor, action, batch_id, detail from events order by event_id desc
