-- grain: one row; when the newest event happened, null if there is none
select max(happened_at) as happened_at from events
