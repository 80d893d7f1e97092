-- grain: one row; when the newest event happened, and when a report was last issued or a plan published; null where there is none
select max(happened_at) as happened_at, max(happened_at) filter (where action in ('issue', 'publish')) as issued_at from events
