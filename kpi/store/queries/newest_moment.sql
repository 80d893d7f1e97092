-- grain: one row; when the newest event happened and when a report was last issued, null where there is none
select max(happened_at) as happened_at, max(happened_at) filter (where action = 'issue') as issued_at from events
