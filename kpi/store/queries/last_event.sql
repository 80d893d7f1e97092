-- grain: one row; the number of the newest event, 0 where there is none
select coalesce(max(event_id), 0) as event_id from events
